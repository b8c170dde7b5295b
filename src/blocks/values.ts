import type { Block, Value } from '../ir/index.js';

/** The value of a parameter of a block. @throws Error if the block lacks it: a bug, since every parameter of a block is bound. */
function parameter(block: Block, name: string): Value {
  const value = block.parameters[name];
  if (value === undefined) throw new Error(`block ${block.id} has no parameter ${name}`);
  return value;
}

function wrongKind(block: Block, name: string, expected: string): Error {
  return new Error(`parameter ${name} of block ${block.id} is no ${expected}`);
}

/** An `int` parameter. */
export function integerParameter(block: Block, name: string): number {
  const value = parameter(block, name);
  if (value.kind !== 'int') throw wrongKind(block, name, 'int');
  return value.value;
}

/** A quantity parameter, in base units: information in bits, bandwidth in bits a second. */
export function quantityParameter(block: Block, name: string): number {
  const value = parameter(block, name);
  if (value.kind !== 'quantity') throw wrongKind(block, name, 'quantity');
  return value.value;
}

export function booleanParameter(block: Block, name: string): boolean {
  const value = parameter(block, name);
  if (value.kind !== 'bool') throw wrongKind(block, name, 'bool');
  return value.value;
}

/** The name of a number type: `int8`. */
export function dtypeParameter(block: Block, name: string): string {
  const value = parameter(block, name);
  if (value.kind !== 'dtype') throw wrongKind(block, name, 'dtype');
  return value.name;
}

/** The name of an enum parameter's case, one of `cases`. */
export function caseParameter<C extends string>(block: Block, name: string, cases: readonly C[]): C {
  const value = parameter(block, name);
  const found = value.kind === 'case' ? cases.find((candidate) => candidate === value.name) : undefined;
  if (found === undefined) throw wrongKind(block, name, `case of ${cases.join(', ')}`);
  return found;
}
