import type { Diagnostic } from '../diagnostics/index.js';
import { locate, problem, type Value, type ValueType } from '../ir/index.js';
import { callerOf } from './origin.js';
import { sideOf, type Quantity } from './quantity.js';

/** What an argument may be written as; its parameter's type says how it is read. */
export type Argument = number | boolean | string | Quantity | readonly Argument[];

/** An argument as a value of the IR; texts are read as quantities, number types, enum cases or strings as the type wants. */
export function argumentValue(
  argument: Argument,
  type: ValueType | undefined,
  caller: (...args: never) => unknown,
): readonly [Value | undefined, readonly Diagnostic[]] {
  if (typeof argument === 'boolean') return [{ kind: 'bool', value: argument }, []];
  if (typeof argument === 'number') return numberValue(argument, type, caller);
  if (typeof argument === 'string') return textValue(argument, type, caller);
  if ('kind' in argument) return amountValue(argument);
  const element = type?.kind === 'list' ? type.element : undefined;
  const results = argument.map((each) => argumentValue(each, element, caller));
  const elements = results.flatMap(([value]) => (value === undefined ? [] : [value]));
  const diagnostics = results.flatMap(([, found]) => found);
  return [elements.length === results.length ? { kind: 'list', elements } : undefined, diagnostics];
}

type Valued = readonly [Value | undefined, readonly Diagnostic[]];

function numberValue(argument: number, type: ValueType | undefined, caller: (...args: never) => unknown): Valued {
  if (!Number.isFinite(argument))
    return [undefined, [locate(problem('E310', { operation: 'the argument' }), callerOf(caller))]];
  if (!Number.isInteger(argument) || type?.kind === 'real')
    return [{ kind: 'quantity', value: argument, dimension: {} }, []];
  if (Number.isSafeInteger(argument)) return [{ kind: 'int', value: argument === 0 ? 0 : argument }, []];
  return [undefined, [locate(problem('E305', { what: 'the argument' }), callerOf(caller))]];
}

function textValue(argument: string, type: ValueType | undefined, caller: (...args: never) => unknown): Valued {
  if (type?.kind === 'dtype') return [{ kind: 'dtype', name: argument }, []];
  if (type?.kind === 'enum') return enumValue(argument, type, caller);
  if (type?.kind !== 'quantity') return [{ kind: 'string', value: argument }, []];
  const { sample, faults } = sideOf(argument, caller);
  return [faults.length > 0 ? undefined : sample, faults];
}

function enumValue(
  argument: string,
  type: Extract<ValueType, { kind: 'enum' }>,
  caller: (...args: never) => unknown,
): Valued {
  if (type.cases.includes(argument)) return [{ kind: 'case', enum: type.name, name: argument }, []];
  const found = problem('E214', { enum: type.name, name: argument });
  return [undefined, [locate(found, callerOf(caller))]];
}

function amountValue(argument: Quantity): Valued {
  if (argument.faults.length > 0) return [undefined, argument.faults];
  if (argument.expr.kind === 'literal') return [argument.expr.value, []];
  return [undefined, [problem('E315', { name: 'the argument' }).diagnostic]];
}
