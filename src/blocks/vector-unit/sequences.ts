import type { Scalar, VectorCommand, VectorRun } from './command.js';
import type { VectorUnitParameters } from './parameters.js';
import { vectorCycles, type TimedVectorUnit } from './timing.js';

/** A command with the names of what its streams bring, and of what its results become. */
export interface VectorStep {
  readonly command: VectorCommand;
  readonly a?: string;
  readonly b?: string;
  readonly to?: string;
}

/** Commands that make one row of another, one after another: what a command gives may be what a later one takes. The result is called `y`. */
export interface VectorProgram {
  /** Rows that come from outside. */
  readonly inputs: readonly string[];
  /** Beats of a row. */
  readonly beats: number;
  readonly steps: readonly VectorStep[];
}

/** Cycles of a program whose commands are offered when the one before has ended, with all beats there and results always taken. */
export function programCycles(unit: TimedVectorUnit, { steps }: VectorProgram): number {
  return steps.reduce((cycles, { command }) => cycles + vectorCycles(unit, command), 0);
}

type Unit = Pick<VectorUnitParameters, 'lanes'>;

const words = new DataView(new ArrayBuffer(4));

/** The code of the number of fp32 nearest to a number. */
function codeOf(number: number): number {
  words.setFloat32(0, number);
  return words.getUint32(0);
}

const s0: Scalar = { scalar: 0 };
const s1: Scalar = { scalar: 1 };
const s2: Scalar = { scalar: 2 };
const s3: Scalar = { scalar: 3 };

const set = ({ scalar }: Scalar, value: number): VectorStep => ({
  command: { kind: 'set', scalar, value: codeOf(value) },
});

/** Beats of a row. @throws RangeError where lanes would be left over. */
function beatsOf({ lanes }: Unit, length: number): number {
  const beats = length / lanes;
  if (!Number.isInteger(beats) || beats < 1)
    throw new RangeError(`a row of ${length} elements does not fill beats of ${lanes}`);
  return beats;
}

/** What a step does to rows of a number of beats. */
function rowSteps(beats: number) {
  return (
    to: string | undefined,
    a: string,
    b: string | undefined,
    run: Omit<VectorRun, 'kind' | 'beats'>,
  ): VectorStep => ({
    command: { kind: 'run', beats, ...run, ...(to === undefined ? { emit: false } : {}) },
    a,
    ...(b === undefined ? {} : { b }),
    ...(to === undefined ? {} : { to }),
  });
}

/** One number from one scalar register into another: the maximum of a beat of equal elements. */
function scalarStep(first: Scalar, into: Scalar, run: Omit<VectorRun, 'kind' | 'beats' | 'first'>): VectorStep {
  const reduce = { to: 'maximum', into: into.scalar } as const;
  return { command: { kind: 'run', beats: 1, first, ...run, reduce, emit: false } };
}

/** `e^(x - max x) / sum e^(x - max x)` of row `x`: exponents are at most zero, so that nothing is too large. */
export function softmax(unit: Unit, length: number): VectorProgram {
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x'],
    beats,
    steps: [
      row(undefined, 'x', undefined, { reduce: { to: 'maximum', into: 0 } }),
      row('e', 'x', undefined, {
        combine: { operation: 'subtract', by: s0 },
        function: 'exp',
        reduce: { to: 'sum', into: 1 },
      }),
      scalarStep(s1, s1, { function: 'reciprocal' }),
      row('y', 'e', undefined, { factor: s1 }),
    ],
  };
}

/** `gain x / sqrt(mean x^2 + epsilon)` of rows `x` and `gain`. */
export function rmsNorm(unit: Unit, length: number, epsilon: number): VectorProgram {
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x', 'gain'],
    beats,
    steps: [
      set(s1, 1 / length),
      set(s2, epsilon),
      row(undefined, 'x', undefined, { factor: 'a', reduce: { to: 'sum', into: 0 } }),
      scalarStep(s0, s0, { factor: s1, combine: { operation: 'add', by: s2 }, function: 'rsqrt' }),
      row('n', 'x', undefined, { factor: s0 }),
      row('y', 'n', 'gain', { factor: 'b' }),
    ],
  };
}

/** `gain (x - mean x) / sqrt(mean (x - mean x)^2 + epsilon) + bias` of rows `x`, `gain` and `bias`. */
export function layerNorm(unit: Unit, length: number, epsilon: number): VectorProgram {
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x', 'gain', 'bias'],
    beats,
    steps: [
      set(s1, 1 / length),
      set(s3, epsilon),
      row(undefined, 'x', undefined, { reduce: { to: 'sum', into: 0 } }),
      scalarStep(s0, s0, { factor: s1 }),
      row('d', 'x', undefined, { combine: { operation: 'subtract', by: s0 } }),
      row(undefined, 'd', undefined, { factor: 'a', reduce: { to: 'sum', into: 2 } }),
      scalarStep(s2, s2, { factor: s1, combine: { operation: 'add', by: s3 }, function: 'rsqrt' }),
      row('n', 'd', undefined, { factor: s2 }),
      row('g', 'n', 'gain', { factor: 'b' }),
      row('y', 'g', 'bias', { combine: { operation: 'add', by: 'b' } }),
    ],
  };
}

/** `x / (1 + e^-x)` of row `x`. */
export function silu(unit: Unit, length: number): VectorProgram {
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x'],
    beats,
    steps: [
      set(s0, -1),
      set(s1, 1),
      row('e', 'x', undefined, { factor: s0, function: 'exp' }),
      row('p', 'e', undefined, { combine: { operation: 'add', by: s1 }, function: 'reciprocal' }),
      row('y', 'p', 'x', { factor: 'b' }),
    ],
  };
}

const cubic = 0.044715;

/**
 * GELU by its tanh form, `x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3)))`, of row `x`: it is `x / (1 + e^-z)` with
 * `z = 2 sqrt(2 / pi) 0.044715 x (x^2 + 1 / 0.044715)`.
 */
export function gelu(unit: Unit, length: number): VectorProgram {
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x'],
    beats,
    steps: [
      set(s0, 1 / cubic),
      set(s1, -2 * Math.sqrt(2 / Math.PI) * cubic),
      set(s2, 1),
      row('q', 'x', undefined, { factor: 'a', combine: { operation: 'add', by: s0 } }),
      row('z', 'q', 'x', { factor: 'b' }),
      row('e', 'z', undefined, { factor: s1, function: 'exp' }),
      row('p', 'e', undefined, { combine: { operation: 'add', by: s2 }, function: 'reciprocal' }),
      row('y', 'p', 'x', { factor: 'b' }),
    ],
  };
}

/**
 * Rotary embedding of pairs that lie side by side: `x cos + exchanged(x) sin` of rows `x`, `cos` and `sin`, in which an angle stands twice,
 * its sine negated the first time.
 */
export function rotary(unit: Unit, length: number): VectorProgram {
  if (unit.lanes % 2 !== 0) throw new RangeError(`pairs do not fill beats of ${unit.lanes}`);
  const beats = beatsOf(unit, length);
  const row = rowSteps(beats);
  return {
    inputs: ['x', 'cos', 'sin'],
    beats,
    steps: [
      row('c', 'x', 'cos', { factor: 'b' }),
      row('s', 'x', 'sin', { factor: 'b', exchange: true }),
      row('y', 'c', 's', { combine: { operation: 'add', by: 'b' } }),
    ],
  };
}
