import { error } from '../define.js';

/** E3xx: units, dimensions and arithmetic. E301-E319 come from the one evaluator of `src/ir`. */
export const quantities = {
  E301: error(
    'different dimensions',
    (p: { operation: string; left: string; right: string }) => `cannot ${p.operation} ${p.left} and ${p.right}`,
  ),
  E302: error(
    'a value of another type is expected',
    (p: { what: string; expected: string; found: string }) => `${p.what} must be ${p.expected}, but this is ${p.found}`,
  ),
  E303: error(
    'operator does not fit its operands',
    (p: { operator: string; operands: string }) => `"${p.operator}" does not work on ${p.operands}`,
  ),
  E304: error(
    'not a whole number',
    (p: { what: string; value: string }) => `${p.what} must be a whole number, but is ${p.value}`,
  ),
  E305: error(
    'integer too large',
    (p: { what: string }) => `${p.what} is past 2^53, where integers are no longer exact`,
  ),
  E306: error('division by zero', (p: { operation: string }) => `${p.operation} by zero`),
  E307: error(
    'outside the domain of a function',
    (p: { function: string; value: string; domain: string }) =>
      `${p.function}(${p.value}) does not exist: it takes ${p.domain}`,
  ),
  E308: error(
    'exponent is not a whole number',
    (p: { found: string }) => `an exponent must be a whole number without unit, but this is ${p.found}`,
  ),
  E309: error(
    'wrong number of arguments of a function',
    (p: { function: string; expected: string; found: number }) =>
      `${p.function} takes ${p.expected}, but ${p.found === 1 ? '1 is' : `${p.found} are`} given`,
  ),
  E310: error('not a finite number', (p: { operation: string }) => `${p.operation} is too large for a number`),
  E311: error('no such function', (p: { name: string }) => `there is no built-in function "${p.name}"`),
  E312: error('no such name in an expression', (p: { name: string }) => `there is no value "${p.name}" here`),
  E313: error(
    'no such member',
    (p: { name: string; of: string; known: string }) => `${p.of} has no "${p.name}"; it has ${p.known}`,
  ),
  E314: error(
    'elements of different types',
    (p: { first: string; other: string }) => `a list has elements of one type, but these are ${p.first} and ${p.other}`,
  ),
  E315: error('not known before the estimate', (p: { name: string }) => `"${p.name}" is known only after the estimate`),
  E320: error(
    'decibels where they have no meaning',
    (p: { operation: string }) => `cannot ${p.operation}: decibels are logarithms`,
  ),
} as const;
