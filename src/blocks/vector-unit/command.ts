import type { VectorFunction } from './functions.js';

/** A scalar register, by its index. */
export interface Scalar {
  readonly scalar: number;
}

/** Scalar registers, each of a number of fp32. */
export const scalarCount = 4;

/** The greatest number of beats of a command. */
export const mostBeats = 2 ** 20;

/**
 * Each beat takes the first operand, multiplies it, adds to the product or takes the larger or smaller of two, takes a function of that, and
 * makes what is below zero zero: in this order, each of them where it is asked for, every step rounded once to fp32.
 */
export interface VectorRun {
  readonly kind: 'run';
  /** 1 to 2^20; a stream that is an operand gives a beat for each. */
  readonly beats: number;
  /** The first operand: stream `a` if not given, or one number in all lanes. */
  readonly first?: Scalar;
  /** What it is multiplied by; `a` is the first operand itself, for squares. */
  readonly factor?: 'a' | 'b' | Scalar;
  /** What becomes of the product. */
  readonly combine?: {
    readonly operation: 'add' | 'subtract' | 'maximum' | 'minimum';
    readonly by: 'b' | Scalar;
  };
  /** Of a unit without functions it changes nothing. */
  readonly function?: VectorFunction;
  /** Writes the sum or the maximum of all elements, before they become results, into a scalar register; a unit without a tree does not. */
  readonly reduce?: { readonly to: 'sum' | 'maximum'; readonly into: number };
  /** Whether there are results; there are if not given. */
  readonly emit?: boolean;
  /** The elements of `a` of lanes 2 i and 2 i + 1 are exchanged. */
  readonly exchange?: boolean;
  /** Negative numbers become +0. */
  readonly relu?: boolean;
}

export type VectorCommand =
  | VectorRun
  /** Writes a scalar register. */
  | { readonly kind: 'set'; readonly scalar: number; readonly value: number };

/** Bits of a command word, whatever the unit's parameters. */
export const vectorCommandBits = 128;

interface Field {
  readonly name: string;
  readonly low: number;
  readonly width: number;
  readonly meaning: string;
}

const field = (name: string, low: number, width: number, meaning: string): Field => ({ name, low, width, meaning });

/** The fields of a command word. The hardware, the golden model, the testbenches and the documentation take them from here. */
export const vectorFields = {
  opcode: field('opcode', 0, 4, '1 run, 2 set'),
  beats: field('beats', 8, 24, 'run: beats, 1 to 2^20'),
  firstKind: field('first', 32, 1, 'run: first operand: 0 stream `a`, 1 a scalar register'),
  firstScalar: field('first_scalar', 33, 2, 'run: which scalar register'),
  factorKind: field('factor', 36, 2, 'run: factor: 0 one, 1 stream `b`, 2 a scalar register, 3 the first operand'),
  factorScalar: field('factor_scalar', 38, 2, 'run: which scalar register'),
  combine: field('combine', 40, 3, 'run: 0 nothing, 1 add, 2 subtract, 3 maximum, 4 minimum'),
  byKind: field('by', 43, 1, 'run: what is combined: 0 stream `b`, 1 a scalar register'),
  byScalar: field('by_scalar', 44, 2, 'run: which scalar register'),
  function: field('function', 48, 2, 'run: 0 none, 1 exp, 2 reciprocal, 3 reciprocal square root'),
  relu: field('relu', 46, 1, 'run: negative numbers become +0'),
  reduce: field('reduce', 50, 2, 'run: 0 nothing, 1 the sum, 2 the maximum of all elements'),
  discard: field('discard', 52, 1, 'run: there are no results'),
  exchange: field('exchange', 53, 1, 'run: elements of `a` of lanes 2 i and 2 i + 1 are exchanged'),
  target: field('target', 60, 2, 'set, and run that reduces: which scalar register'),
  value: field('value', 64, 32, 'set: a number of fp32'),
} as const;

export const vectorOpcodes = { run: 1, set: 2 } as const;

/** Codes of the fields that name a choice. */
export const firstKinds = { a: 0, scalar: 1 } as const;
export const factorKinds = { one: 0, b: 1, scalar: 2, first: 3 } as const;
export const combinations = { none: 0, add: 1, subtract: 2, maximum: 3, minimum: 4 } as const;
export const functionCodes = { none: 0, exp: 1, reciprocal: 2, rsqrt: 3 } as const;
export const reductions = { none: 0, sum: 1, maximum: 2 } as const;
export const byKinds = { b: 0, scalar: 1 } as const;

type Values = readonly (readonly [Field, number])[];

/** The command word of a command. @throws RangeError for a field that is out of its range. */
export function encodeVectorCommand(command: VectorCommand): bigint {
  if (command.kind === 'set') {
    return word([
      [vectorFields.opcode, vectorOpcodes.set],
      [vectorFields.target, command.scalar],
      [vectorFields.value, command.value],
    ]);
  }
  const { beats, first, factor, combine, reduce, emit = true, exchange = false, relu = false } = command;
  if (beats < 1 || beats > mostBeats) throw new RangeError(`a command has 1 to 2^20 beats, not ${beats}`);
  return word([
    [vectorFields.opcode, vectorOpcodes.run],
    [vectorFields.beats, beats],
    [vectorFields.firstKind, first === undefined ? firstKinds.a : firstKinds.scalar],
    [vectorFields.firstScalar, first?.scalar ?? 0],
    ...factorFields(factor),
    [vectorFields.combine, combinations[combine?.operation ?? 'none']],
    [vectorFields.byKind, typeof combine?.by === 'object' ? byKinds.scalar : byKinds.b],
    [vectorFields.byScalar, typeof combine?.by === 'object' ? combine.by.scalar : 0],
    [vectorFields.function, functionCodes[command.function ?? 'none']],
    [vectorFields.relu, relu ? 1 : 0],
    [vectorFields.reduce, reductions[reduce?.to ?? 'none']],
    [vectorFields.target, reduce?.into ?? 0],
    [vectorFields.discard, emit ? 0 : 1],
    [vectorFields.exchange, exchange ? 1 : 0],
  ]);
}

function factorFields(factor: VectorRun['factor']): Values {
  if (typeof factor === 'object') {
    return [
      [vectorFields.factorKind, factorKinds.scalar],
      [vectorFields.factorScalar, factor.scalar],
    ];
  }
  return [[vectorFields.factorKind, factorKinds[factor === undefined ? 'one' : factor === 'a' ? 'first' : 'b']]];
}

function word(values: Values): bigint {
  let bits = 0n;
  for (const [{ name, low, width }, value] of values) {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** width)
      throw new RangeError(`${name} does not fit ${width} bits: ${value}`);
    bits |= BigInt(value) << BigInt(low);
  }
  return bits;
}

/** What a command word says. Undefined where a field has no meaning. */
export function decodeVectorCommand(bits: bigint): VectorCommand | undefined {
  const get = ({ low, width }: Field): number => Number((bits >> BigInt(low)) & ((1n << BigInt(width)) - 1n));
  if (get(vectorFields.opcode) === vectorOpcodes.set)
    return { kind: 'set', scalar: get(vectorFields.target), value: get(vectorFields.value) };
  if (get(vectorFields.opcode) !== vectorOpcodes.run) return undefined;
  const operation = (['none', 'add', 'subtract', 'maximum', 'minimum'] as const)[get(vectorFields.combine)];
  if (operation === undefined) return undefined;
  const scalar = (index: Field): Scalar => ({ scalar: get(index) });
  const by = get(vectorFields.byKind) === byKinds.b ? ('b' as const) : scalar(vectorFields.byScalar);
  const factor = ([undefined, 'b', scalar(vectorFields.factorScalar), 'a'] as const)[get(vectorFields.factorKind)];
  const to = (['none', 'sum', 'maximum'] as const)[get(vectorFields.reduce)];
  const of = ([undefined, 'exp', 'reciprocal', 'rsqrt'] as const)[get(vectorFields.function)];
  return {
    kind: 'run',
    beats: get(vectorFields.beats),
    ...(get(vectorFields.firstKind) === firstKinds.a ? {} : { first: scalar(vectorFields.firstScalar) }),
    ...(factor === undefined ? {} : { factor }),
    ...(operation === 'none' ? {} : { combine: { operation, by } }),
    ...(of === undefined ? {} : { function: of }),
    ...(to === undefined || to === 'none' ? {} : { reduce: { to, into: get(vectorFields.target) } }),
    ...(get(vectorFields.discard) === 1 ? { emit: false } : {}),
    ...(get(vectorFields.exchange) === 1 ? { exchange: true } : {}),
    ...(get(vectorFields.relu) === 1 ? { relu: true } : {}),
  };
}

/** Which streams a command takes beats from. */
export function streamsTaken(command: VectorCommand): { readonly a: boolean; readonly b: boolean } {
  if (command.kind === 'set') return { a: false, b: false };
  return { a: command.first === undefined, b: command.factor === 'b' || command.combine?.by === 'b' };
}
