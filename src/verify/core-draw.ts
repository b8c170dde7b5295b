import { type MatrixCoreParameters } from '../blocks/hardware.js';
import { smallestDraft, type Draft, type DraftLink, type DraftWindow } from './core-draft.js';
import { fitsCore } from './core-draft-job.js';
import type { Random } from './random.js';

/** Draws a job that fits the core: ragged and exact edges, bases, strides, values, stalls. */
export function drawJob(parameters: MatrixCoreParameters, draw: Random): Draft {
  for (let attempt = 0; attempt < 40; attempt++) {
    const draft = drawDraft(parameters, draw, attempt);
    if (fitsCore(parameters, draft)) return draft;
  }
  return smallestDraft(draw.below(2 ** 32));
}

function drawDraft(parameters: MatrixCoreParameters, draw: Random, attempt: number): Draft {
  const { rows, cols } = parameters;
  // A core of small memories refuses large extents: later attempts draw smaller ones.
  const scale = Math.max(1, 3 - Math.floor(attempt / 10));
  const emit = draw.chance(0.4);
  const place = (): number => (draw.chance(0.5) ? 0 : draw.between(0, 20));
  const gap = (): number => (draw.chance(0.7) ? 0 : draw.between(1, 3));
  const m = extent(draw, rows, scale);
  const [k, n] = [extent(draw, rows, scale), extent(draw, cols, scale)];
  // Cores that do not overlap commands draw what they drew before there were any that do.
  const queue = parameters.overlapCommands ? drawQueue(parameters, draw, { m, k, n }) : [];
  return {
    m,
    k,
    n,
    queue,
    accumulate: draw.chance(0.4),
    emit,
    preload: draw.chance(0.3),
    tileRows: draw.chance(0.5) ? draw.between(1, m) : null,
    again: draw.chance(0.4),
    shortLoads: draw.pick([0, 0, 0, 3]),
    // Cores without requantisers draw what they drew before there were any.
    requantised: parameters.requantise && draw.chance(0.5),
    counters: parameters.counters && draw.chance(0.5),
    window: parameters.convolution && draw.chance(0.5) ? drawWindow(draw) : null,
    bases: { activations: place(), weights: place(), results: place() },
    slack: { activations: gap(), weights: gap(), results: gap() },
    values: draw.pick(['random', 'random', 'extreme', 'lowest', 'sparse']),
    latency: draw.pick([1, 1, 2, 5]),
    stallProbability: emit || queue.some((link) => link.emit) ? draw.pick([0, 0.1, 0.5, 0.9]) : 0,
    refusalProbability: draw.pick([0, 0, 0.3, 0.7]),
    greatestGap: draw.pick([0, 0, 3]),
    seed: draw.below(2 ** 32),
  };
}

/** Up to four more: of few vectors mostly, so that several are under way at a time, with sums that meet those before them or lie beside them. */
function drawQueue(
  { rows, cols }: MatrixCoreParameters,
  draw: Random,
  { m, k, n }: Pick<Draft, 'm' | 'k' | 'n'>,
): readonly DraftLink[] {
  // Of one tile and a vector or two each, as many as may be pending drain at a time, the later ones for longer or as long.
  if (draw.chance(0.2))
    return Array.from({ length: 4 }, () => ({
      m: Math.min(m, draw.between(1, 2)),
      k: Math.min(k, rows),
      n: draw.between(1, Math.min(n, cols)),
      accumulate: draw.chance(0.1),
      emit: draw.chance(0.1),
      windowed: false,
      shift: 0,
    }));
  return Array.from({ length: draw.pick([0, 1, 1, 2, 4]) }, () => ({
    m: draw.chance(0.5) ? Math.min(m, draw.between(1, 3)) : draw.between(1, m),
    k: draw.chance(0.5) ? k : draw.between(1, k),
    n: draw.chance(0.5) ? n : draw.between(1, n),
    accumulate: draw.chance(0.6),
    emit: draw.chance(0.3),
    windowed: draw.chance(0.7),
    shift: draw.chance(0.6) ? 0 : draw.between(0, m + 2),
  }));
}

/** A small image with any steps and borders, and a kernel that may reach beyond it. */
function drawWindow(draw: Random): DraftWindow {
  const width = draw.between(1, 8);
  return {
    image: {
      height: draw.between(1, 8),
      width,
      rowWords: width + draw.pick([0, 0, 1]),
      outputWidth: draw.between(1, 6),
      strideY: draw.between(1, 3),
      strideX: draw.between(1, 3),
      dilationY: draw.pick([1, 1, 2]),
      dilationX: draw.pick([1, 1, 2]),
      padLeft: draw.between(0, 3),
    },
    kernel: { height: draw.between(1, 3), width: draw.between(1, 3), top: draw.between(-3, 2) },
  };
}

/** Small, around the array's edge, or ragged over several tiles. */
function extent(draw: Random, edge: number, scale: number): number {
  const kind = draw.below(10);
  if (kind === 0) return 1;
  if (kind < 4) return Math.max(1, draw.pick([edge - 1, edge, edge + 1]));
  if (kind === 4) return edge * draw.between(1, scale);
  return draw.between(1, scale * edge + 5);
}
