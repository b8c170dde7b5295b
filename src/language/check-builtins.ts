import { builtins } from '../ir/index.js';
import { decibel, isLevel, isLogarithmic, level, root } from '../units/index.js';
import type * as ast from '../syntax/index.js';
import { wrongCount } from './check-calls.js';
import { checkExpression } from './check-expression.js';
import { fault, type Checker } from './checker.js';
import type { Names } from './entities.js';
import { common, fits, int, numericDimension, real, typeText, unknown, type Checked, type Type } from './types.js';

const dbType: Type = { kind: 'quantity', dimension: decibel };
const dbmType: Type = { kind: 'quantity', dimension: level };
const power: Type = { kind: 'quantity', dimension: { s: -1, J: 1 } };

/** Type of a call of a built-in function. */
export function callBuiltin(checker: Checker, scope: Names, node: ast.CallExpression, name: string): Checked {
  const [least, greatest] = builtins.get(name)?.arity ?? [0, 0];
  const named = node.arguments.find((argument) => argument.name !== undefined)?.name;
  if (named !== undefined) {
    fault(
      checker,
      scope.file,
      named,
      'E215',
      { function: name, name: named.name },
      { help: 'arguments of built-in functions have no names' },
    );
  }
  const found = node.arguments.length;
  if (found < least || found > greatest) {
    return wrongCount(
      checker,
      scope,
      node,
      name,
      least === greatest ? (least === 1 ? '1 argument' : `${least} arguments`) : `at least ${least}`,
    );
  }
  const args = node.arguments.map((argument) => checkExpression(checker, scope, argument.value));
  const late = args.some((argument) => argument.late);
  const types = args.map((argument) => argument.type);
  if (types.some((type) => type.kind === 'unknown')) return { type: whatever(name), late };
  return { type: builtinType(checker, scope, node, name, types), late };
}

/** What a built-in function returns of unknown arguments. */
function whatever(name: string): Type {
  const of: Readonly<Record<string, Type>> = { log2: real, from_db: real, db: dbType, dbm: dbmType, from_dbm: power };
  return ['min', 'max', 'abs', 'sum', 'sqrt'].includes(name) ? unknown : (of[name] ?? int);
}

function builtinType(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  name: string,
  types: readonly Type[],
): Type {
  const wrong = (index: number, expected: string): Type => {
    const argument = node.arguments[index]?.value ?? node;
    fault(checker, scope.file, argument, 'E302', {
      what: `the argument of ${name}`,
      expected,
      found: typeText(types[index] ?? unknown),
    });
    return whatever(name);
  };
  const [first = unknown, second = unknown] = types;
  switch (name) {
    case 'div':
    case 'ceil_div': {
      const dimension = numericDimension(first);
      if (!fits(second, first) && !fits(first, second)) return differentDimensions(checker, scope, node, first, second);
      if (dimension === undefined) return wrong(0, 'a number');
      return isLevel(dimension) ? wrong(0, 'a number that can be divided') : int;
    }
    case 'mod':
      return first.kind !== 'int' ? wrong(0, 'int') : second.kind !== 'int' ? wrong(1, 'int') : int;
    case 'clog2':
      return first.kind === 'int' ? int : wrong(0, 'int');
    case 'int':
    case 'ceil':
    case 'floor':
    case 'round':
      return fits(first, real) ? int : wrong(0, 'a plain number');
    case 'log2':
      return fits(first, real) ? real : wrong(0, 'a plain number');
    case 'db':
      return fits(first, real) ? dbType : wrong(0, 'a plain number');
    case 'from_db':
      return fits(first, dbType) ? real : wrong(0, 'db');
    case 'dbm':
      return fits(first, power) ? dbmType : wrong(0, 'power');
    case 'from_dbm':
      return fits(first, dbmType) ? power : wrong(0, 'dbm');
    case 'abs': {
      const dimension = numericDimension(first);
      if (dimension === undefined) return wrong(0, 'a number');
      return isLevel(dimension) ? wrong(0, 'a number that has a size') : first;
    }
    case 'sqrt': {
      const dimension = numericDimension(first);
      if (dimension === undefined) return wrong(0, 'a number');
      return isLogarithmic(dimension)
        ? wrong(0, 'a linear number')
        : { kind: 'quantity', dimension: root(dimension, 2) };
    }
    case 'len':
      return first.kind === 'list' ? int : wrong(0, 'a list');
    case 'sum':
      if (first.kind !== 'list' || (first.element.kind !== 'unknown' && numericDimension(first.element) === undefined))
        return wrong(0, 'a list of numbers');
      return isLevel(numericDimension(first.element) ?? {})
        ? wrong(0, 'a list of numbers that can be added')
        : first.element;
    default:
      return extremeType(checker, scope, node, types, wrong);
  }
}

function differentDimensions(checker: Checker, scope: Names, node: ast.CallExpression, left: Type, right: Type): Type {
  fault(checker, scope.file, node, 'E301', {
    operation: 'divide into a whole number',
    left: typeText(left),
    right: typeText(right),
  });
  return int;
}

function extremeType(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  types: readonly Type[],
  wrong: (index: number, expected: string) => Type,
): Type {
  const [first = unknown] = types;
  if (types.length === 1 && first.kind === 'list')
    return numericDimension(first.element) === undefined ? wrong(0, 'a list of numbers') : first.element;
  let result: Type = first;
  for (const [index, type] of types.entries()) {
    if (numericDimension(type) === undefined) return wrong(index, 'a number');
    const both = common(result, type);
    if (both === undefined) {
      fault(checker, scope.file, node.arguments[index]?.value ?? node, 'E301', {
        operation: 'compare',
        left: typeText(result),
        right: typeText(type),
      });
      return unknown;
    }
    result = both;
  }
  return result;
}
