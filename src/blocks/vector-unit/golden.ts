import {
  add,
  convert,
  floatFormat,
  fp32,
  maximum,
  minimum,
  multiply,
  negate,
  infinity,
  round,
  signBit,
  type FloatFormat,
} from '../../numbers/index.js';
import { tableFunction } from './golden-functions.js';
import { scalarCount, streamsTaken, type Scalar, type VectorCommand, type VectorRun } from './command.js';
import type { VectorUnitParameters } from './parameters.js';

/** A beat of a stream: numbers of an integer type, codes of a float. */
export type VectorBeat = ArrayLike<number>;

/** The scalar registers: codes of fp32. */
export type VectorState = readonly number[];

/** What the scalar registers are after reset. */
export const vectorReset: VectorState = Array.from({ length: scalarCount }, () => 0);

/** What a command leaves: the beats of `results`, and the scalar registers. */
export interface VectorOutcome {
  readonly results: readonly (readonly number[])[];
  readonly state: VectorState;
}

/** Runs a command on the beats that its streams give, of which it takes as many as `streamsTaken` and its beats say. */
export function executeVector(
  parameters: VectorUnitParameters,
  state: VectorState,
  command: VectorCommand,
  a: readonly VectorBeat[],
  b: readonly VectorBeat[],
): VectorOutcome {
  if (command.kind === 'set')
    return { results: [], state: state.map((old, index) => (index === command.scalar ? command.value : old)) };
  const [widen, narrow] = [widening(parameters.operand), narrowing(parameters)];
  const taken = streamsTaken(command);
  const { lanes, functions } = parameters;
  const element = (beat: VectorBeat | undefined, lane: number): number => widen(beat?.[lane] ?? 0);
  const from =
    command.exchange === true ? (lane: number): number => exchanged(lane, lanes) : (lane: number): number => lane;
  const values = Array.from({ length: command.beats }, (_, beat) =>
    Array.from({ length: lanes }, (_, lane) => {
      const [first, second] = [taken.a ? element(a[beat], from(lane)) : 0, taken.b ? element(b[beat], lane) : 0];
      return laneValue(command, functions, state, first, second);
    }),
  );
  const results = command.emit === false ? [] : values.map((beat) => beat.map(narrow));
  const { reduce } = command;
  if (reduce === undefined || !parameters.reductions) return { results, state };
  const reduced = reducedTo(reduce.to, values);
  return { results, state: state.map((old, index) => (index === reduce.into ? reduced : old)) };
}

/** The lane from which a lane takes its element of an exchanged beat; the last one of an odd number keeps its own. */
function exchanged(lane: number, lanes: number): number {
  return lane % 2 === 1 ? lane - 1 : Math.min(lane + 1, lanes - 1);
}

/** The number of all lanes, by a tree over their indices, and of all beats, in their order, from +0 or from -infinity on. */
function reducedTo(to: 'sum' | 'maximum', beats: readonly (readonly number[])[]): number {
  const joined = (left: number, right: number): number =>
    to === 'sum' ? add(left, right, fp32) : maximum(left, right, fp32);
  return beats.map((beat) => overLanes(joined, beat)).reduce(joined, to === 'sum' ? 0 : signBit(fp32) + infinity(fp32));
}

function overLanes(joined: (left: number, right: number) => number, values: readonly number[]): number {
  let level = values;
  while (level.length > 1) {
    const below = level;
    level = Array.from({ length: Math.ceil(below.length / 2) }, (_, pair) => {
      const [left, right] = [below[2 * pair] ?? 0, below[2 * pair + 1]];
      return right === undefined ? left : joined(left, right);
    });
  }
  return level[0] ?? 0;
}

/** What one lane makes of its elements, in fp32. */
function laneValue(
  { first, factor, combine, function: of, relu = false }: VectorRun,
  precision: VectorUnitParameters['functions'],
  state: VectorState,
  a: number,
  b: number,
): number {
  const scalar = ({ scalar: index }: Scalar): number => canonical(state[index] ?? 0);
  const start = first === undefined ? a : scalar(first);
  const product =
    factor === undefined ? start : multiply(start, factor === 'a' ? start : factor === 'b' ? b : scalar(factor), fp32);
  const sum =
    combine === undefined ? product : combined(combine.operation, product, combine.by === 'b' ? b : scalar(combine.by));
  const value = of === undefined || precision === 'none' ? sum : tableFunction(of, precision, sum);
  return relu ? maximum(value, 0, fp32) : value;
}

function combined(operation: NonNullable<VectorRun['combine']>['operation'], left: number, right: number): number {
  switch (operation) {
    case 'add':
      return add(left, right, fp32);
    case 'subtract':
      return add(left, negate(right, fp32), fp32);
    case 'maximum':
      return maximum(left, right, fp32);
    case 'minimum':
      return minimum(left, right, fp32);
  }
}

/** The one NaN for any. */
function canonical(code: number): number {
  return convert(code, fp32, fp32);
}

/** An operand as fp32: exactly, but integers of more than 24 bits rounded once. */
function widening(operand: string): (element: number) => number {
  const format = floatFormat(operand);
  return format === undefined ? integerAsFloat : (code) => convert(code, format, fp32);
}

function integerAsFloat(value: number): number {
  return round({ negative: value < 0, significand: Math.abs(value), exponent: 0, sticky: false }, fp32, 'infinity');
}

/** A result from fp32, rounded once. */
function narrowing({ result, overflow }: VectorUnitParameters): (code: number) => number {
  const format: FloatFormat = floatFormat(result) ?? fp32;
  return (code) => convert(code, fp32, format, overflow);
}
