import {
  gelu,
  layerNorm,
  mostBeats,
  rmsNorm,
  rotary,
  silu,
  softmax,
  vectorCycles,
  type VectorCommand,
  type VectorProgram,
  type VectorRun,
  type VectorUnitParameters,
} from '../blocks/models.js';
import type { VectorOperation } from '../workload/index.js';

/** A command of a vector unit's list, so many times one after another, and the streams that each takes and gives. */
export interface WorkStep {
  readonly command: VectorCommand;
  readonly times: number;
  /** Streams of operands, 0 to 2, and of results, 0 or 1: a beat of each for every beat of the command. */
  readonly reads: number;
  readonly writes: number;
}

/** What a unit does of an operation at a time: a row of what is reduced, else as much as is asked for. */
export interface VectorPiece {
  readonly steps: readonly WorkStep[];
  readonly elements: number;
}

/** An operation as pieces, of which the last one may be smaller. */
export interface VectorWorkload {
  readonly pieces: readonly { readonly piece: VectorPiece; readonly count: number }[];
}

/** What the length of a sequence does not change of its epsilon: only values hang on it. */
const epsilon = 1e-5;

type Unit = Pick<VectorUnitParameters, 'lanes' | 'functions' | 'reductions'>;

/**
 * An operation on elements as commands of a vector unit: those of `sequences` where there are such, a row at a time, else commands over `most` elements at a
 * time. Undefined where the unit lacks the functions or the tree that it takes, or nothing of it says how.
 */
export function vectorWork(unit: Unit, operation: VectorOperation, most: number): VectorWorkload | undefined {
  const { row, elements, does } = operation;
  if (isByRows(does)) {
    const beats = Math.ceil(row / unit.lanes);
    const program = beats > mostBeats ? undefined : rowProgram(unit, does, beats * unit.lanes);
    if (program === undefined) return undefined;
    return { pieces: [{ piece: { steps: stepsOf(program), elements: row }, count: Math.max(1, elements / row) }] };
  }
  const largest = Math.max(1, Math.min(mostBeats, Math.floor(most / unit.lanes))) * unit.lanes;
  const whole = Math.floor(elements / largest);
  const rest = elements - whole * largest;
  const sizes = [...(whole > 0 ? [[largest, whole] as const] : []), ...(rest > 0 ? [[rest, 1] as const] : [])];
  const pieces = sizes.flatMap(([size, count]) => {
    const steps = elementSteps(unit, does, Math.ceil(size / unit.lanes), row);
    return steps === undefined ? [] : [{ piece: { steps, elements: size }, count }];
  });
  return pieces.length < sizes.length || sizes.length === 0 ? undefined : { pieces };
}

/** Cycles of a piece's commands, each offered when the one before has ended, with all beats there and results always taken. */
export function pieceCycles(unit: VectorUnitParameters, { steps }: VectorPiece): number {
  return steps.reduce((cycles, { command, times }) => cycles + times * vectorCycles(unit, command), 0);
}

/** Beats of a piece: in which lanes work, that come in by streams, and that leave. */
export function pieceBeats({ steps }: VectorPiece): {
  readonly run: number;
  readonly read: number;
  readonly written: number;
} {
  const total = { run: 0, read: 0, written: 0 };
  for (const { command, times, reads, writes } of steps) {
    const beats = command.kind === 'set' ? 0 : times * command.beats;
    total.run += beats;
    total.read += beats * reads;
    total.written += beats * writes;
  }
  return total;
}

type Does = VectorOperation['does'];

function isByRows(does: Does): does is 'softmax' | 'rms_norm' | 'layer_norm' | 'add_layer_norm' {
  return does === 'softmax' || does === 'rms_norm' || does === 'layer_norm' || does === 'add_layer_norm';
}

function rowProgram(unit: Unit, does: Does, length: number): VectorProgram | undefined {
  if (unit.functions === 'none' || !unit.reductions) return undefined;
  switch (does) {
    case 'softmax':
      return softmax(unit, length);
    case 'rms_norm':
      return rmsNorm(unit, length, epsilon);
    case 'layer_norm':
      return layerNorm(unit, length, epsilon);
    case 'add_layer_norm': {
      const norm = layerNorm(unit, length, epsilon);
      return { ...norm, steps: [{ command: sum(length / unit.lanes), a: 'x', b: 'r', to: 'x' }, ...norm.steps] };
    }
    default:
      return undefined;
  }
}

/** Commands over so many beats of operations of which each element is for itself, or of `row` elements that are joined to one. */
function elementSteps(unit: Unit, does: Does, beats: number, row: number): readonly WorkStep[] | undefined {
  const run = (more: Omit<VectorRun, 'kind' | 'beats'> = {}): VectorRun => ({ kind: 'run', beats, ...more });
  const one = (command: VectorCommand, reads: number, times = 1): readonly WorkStep[] => [
    { command, times, reads, writes: 1 },
  ];
  const length = beats * unit.lanes;
  const functions = unit.functions !== 'none';
  switch (does) {
    case 'relu':
      return one(run({ relu: true }), 1);
    case 'requantise':
      return one(run({ factor: { scalar: 0 } }), 1);
    case 'add':
      return one(sum(beats), 2);
    case 'add_relu':
      return one({ ...sum(beats), relu: true }, 2);
    case 'mul':
      return one(run({ factor: 'b' }), 2);
    case 'combine':
      return one(run({ combine: { operation: 'maximum', by: 'b' } }), 2);
    case 'batch_norm':
      return [...one(run({ factor: 'b' }), 2), ...one(sum(beats), 2)];
    case 'divide':
      return functions ? [...one(run({ function: 'reciprocal' }), 1), ...one(run({ factor: 'b' }), 2)] : undefined;
    case 'sigmoid':
    case 'tanh': {
      if (!functions) return undefined;
      const scale: VectorRun = run({ factor: { scalar: 2 }, combine: { operation: 'add', by: { scalar: 0 } } });
      const sigmoid = stepsOf(silu(unit, length)).slice(0, -1);
      return does === 'sigmoid' ? sigmoid : [...sigmoid, ...one(scale, 1)];
    }
    case 'silu':
      return functions ? stepsOf(silu(unit, length)) : undefined;
    case 'swiglu':
      return functions ? [...stepsOf(silu(unit, length)), ...one(run({ factor: 'b' }), 2)] : undefined;
    case 'gelu':
      return functions ? stepsOf(gelu(unit, length)) : undefined;
    case 'rotary':
      return unit.lanes % 2 === 0 ? stepsOf(rotary(unit, length)) : undefined;
    case 'max_pool':
      return row === 1 ? one(run(), 1) : one(run({ combine: { operation: 'maximum', by: 'b' } }), 2, row - 1);
    case 'mean_pool':
    case 'reduce': {
      const scaled = one(run({ factor: { scalar: 0 } }), 1);
      return row === 1 ? scaled : [...one(sum(beats), 2, row - 1), ...(does === 'reduce' ? [] : scaled)];
    }
    default:
      return undefined;
  }
}

function sum(beats: number): VectorRun {
  return { kind: 'run', beats, combine: { operation: 'add', by: 'b' } };
}

function stepsOf({ steps }: VectorProgram): readonly WorkStep[] {
  return steps.map(({ command, a, b, to }) => ({
    command,
    times: 1,
    reads: (a === undefined ? 0 : 1) + (b === undefined ? 0 : 1),
    writes: to === undefined ? 0 : 1,
  }));
}
