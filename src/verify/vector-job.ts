import {
  scalarCount,
  vectorFunctions,
  type Scalar,
  type VectorCommand,
  type VectorRun,
  type VectorUnitParameters,
} from '../blocks/hardware.js';
import { dtypeNamed } from '../ir/index.js';
import { elementDraw } from './elements.js';
import type { Random } from './random.js';
import type { VectorJob } from './vector-run.js';

const mostCommands = 8;
const mostBeats = 12;

/** Draws commands of any kind, with beats of any values; in some jobs results stall, in others streams pause. */
export function drawVectorJob(parameters: VectorUnitParameters, draw: Random): VectorJob {
  const { lanes, operand } = parameters;
  const element = draw.chance(0.25) ? argumentDraw(operand, draw) : elementDraw(operand, draw);
  const scalar = elementDraw('fp32', draw);
  const beats = (count: number): readonly (readonly number[])[] =>
    Array.from({ length: count }, () => Array.from({ length: lanes }, element));
  const streams = (count: number): { readonly a: Beats; readonly b: Beats } => {
    const a = beats(count);
    if (count === 0 || !draw.chance(0.3)) return { a, b: beats(count) };
    // Neighbours meet in the tree, beats in what is summed over them, and both streams in a lane.
    return draw.chance(0.5)
      ? { a, b: a.map((beat) => beat.map((each) => answer(operand, each, draw))) }
      : { a: answered(operand, a, draw.pick([1, lanes]), draw), b: beats(count) };
  };
  const drawn = Array.from({ length: draw.between(1, mostCommands) }, () =>
    draw.chance(0.3) ? drawSet(draw, scalar) : drawRun(draw),
  );
  const commands = drawn.flatMap(shown).map((command) => {
    const count = command.kind === 'run' ? command.beats : 0;
    return { command, ...streams(count) };
  });
  const stallProbability = draw.pick([0, 0, 0.3, 0.8]);
  const gapProbability = draw.pick([0, 0, 0.4]);
  const more = `${stallProbability > 0 ? ', stalled' : ''}${gapProbability > 0 ? ', with gaps' : ''}`;
  const title = `${commands.map(({ command }) => titleOf(command)).join('; ')}${more}`;
  return { title, commands, stallProbability, gapProbability };
}

type Beats = readonly (readonly number[])[];

/** Every other run of `stride` elements answers the one before it: the sum of both has its first one at any place. */
function answered(operand: string, beats: Beats, stride: number, draw: Random): Beats {
  const lanes = beats[0]?.length ?? 0;
  const flat = beats.flat();
  const all = flat.map((each, at) =>
    Math.floor(at / stride) % 2 === 0 ? each : answer(operand, flat[at - stride] ?? each, draw),
  );
  return beats.map((_, at) => all.slice(at * lanes, (at + 1) * lanes));
}

/** The negative of a number, but for a bit of its fraction now and then; of an integer but for one. */
function answer(operand: string, element: number, draw: Random): number {
  const { width, exponent_bits, mantissa_bits } = dtypeNamed(operand);
  const sign = 2 ** (width - 1);
  if (exponent_bits === 0) return Math.min(sign - 1, (draw.chance(0.5) ? 1 : 0) - element);
  const opposite = element >= sign ? element - sign : element + sign;
  const bit = 2 ** draw.below(mantissa_bits);
  const other = Math.floor(opposite / bit) % 2 === 0 ? opposite + bit : opposite - bit;
  return draw.chance(0.5) ? other : opposite;
}

/** Draws arguments whose functions and products lie at the ends of fp32: exponentials of numbers about 2^6, reciprocals of the greatest and the least; integers as ever. */
function argumentDraw(operand: string, draw: Random): () => number {
  const { width, exponent_bits, mantissa_bits, bias } = dtypeNamed(operand);
  if (exponent_bits === 0) return elementDraw(operand, draw);
  const [highest, fractions] = [2 ** exponent_bits - 2, 2 ** mantissa_bits];
  const exponents = draw.pick<readonly [number, ...number[]]>([
    [bias + 5, bias + 6, bias + 7],
    [highest, highest - 1, highest - 2, 0, 1, 2],
    // The least numbers, and what makes them greater ones.
    [0, 0, 0, bias + 30, bias + 60, highest],
  ]);
  return () => {
    const exponent = Math.min(highest, Math.max(0, draw.pick(exponents)));
    // The least numbers begin at any place of the fraction.
    const fraction = Math.floor(draw.below(fractions) / (exponent === 0 ? 2 ** draw.below(mantissa_bits) : 1));
    return (draw.chance(0.5) ? 2 ** (width - 1) : 0) + exponent * fractions + fraction;
  };
}

function drawSet(draw: Random, scalar: () => number): VectorCommand {
  return { kind: 'set', scalar: draw.below(scalarCount), value: scalar() };
}

function drawRun(draw: Random): VectorRun {
  switch (draw.below(8)) {
    case 0:
    case 1:
      return drawReduction(draw);
    case 2:
      return { kind: 'run', beats: mostBeats, combine: { operation: draw.pick(['add', 'subtract']), by: 'b' } };
    case 3:
      return { kind: 'run', beats: mostBeats, factor: 'b' };
    default:
      return drawAny(draw);
  }
}

/** Anything that a run can do, several things mostly. */
function drawAny(draw: Random): VectorRun {
  const scalar = (): Scalar => ({ scalar: draw.below(scalarCount) });
  const by = (): 'b' | Scalar => (draw.chance(0.6) ? 'b' : scalar());
  const factor = draw.pick(['none', 'a', 'by', 'by'] as const);
  const operation = draw.pick([undefined, 'add', 'subtract', 'maximum', 'minimum'] as const);
  const to = draw.pick([undefined, undefined, 'sum', 'maximum'] as const);
  const of = draw.pick([undefined, undefined, ...vectorFunctions] as const);
  return {
    kind: 'run',
    beats: draw.between(1, mostBeats),
    ...(draw.chance(0.2) ? { first: scalar() } : {}),
    ...(factor === 'none' ? {} : { factor: factor === 'a' ? factor : by() }),
    ...(operation === undefined ? {} : { combine: { operation, by: by() } }),
    ...(of === undefined ? {} : { function: of }),
    ...(draw.chance(0.3) ? { relu: true } : {}),
    ...(to === undefined ? {} : { reduce: { to, into: draw.below(scalarCount) } }),
    ...(draw.chance(to === undefined ? 0.1 : 0.6) ? { emit: false } : {}),
    ...(draw.chance(0.2) ? { exchange: true } : {}),
  };
}

/** A reduction, and a beat of what it gave, which no one would see otherwise. */
function shown(command: VectorCommand): readonly VectorCommand[] {
  if (command.kind === 'set' || command.reduce === undefined) return [command];
  return [command, { kind: 'run', beats: 1, first: { scalar: command.reduce.into } }];
}

/** A sum of elements as they are, so that what is drawn meets in the tree and over the beats. */
function drawReduction(draw: Random): VectorRun {
  const reduce = { to: draw.chance(0.8) ? 'sum' : 'maximum', into: draw.below(scalarCount) } as const;
  return { kind: 'run', beats: draw.pick([1, 2, 3, mostBeats]), reduce, emit: draw.chance(0.5) };
}

/** A command in a few words: `max(0, a * b + s1) x 3`. */
function titleOf(command: VectorCommand): string {
  if (command.kind === 'set') return `s${command.scalar} = ${command.value.toString(16)}h`;
  const { first, factor, combine, function: of, relu, reduce, exchange, emit, beats } = command;
  const name = (operand: 'a' | 'b' | Scalar): string => (typeof operand === 'object' ? `s${operand.scalar}` : operand);
  const start = name(first ?? 'a');
  const product = factor === undefined ? start : `${start} * ${factor === 'a' ? start : name(factor)}`;
  const sum = combine === undefined ? product : `${combine.operation}(${product}, ${name(combine.by)})`;
  const value = of === undefined ? sum : `${of}(${sum})`;
  const clipped = relu === true ? `relu(${value})` : value;
  const target = reduce === undefined ? '' : `s${reduce.into} = ${reduce.to} `;
  const marks = `${exchange === true ? ', exchanged' : ''}${emit === false ? ', not sent' : ''}`;
  return `${target}${clipped} x ${beats}${marks}`;
}
