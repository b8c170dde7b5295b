import {
  exchangedGemm,
  footprint,
  packing,
  positions,
  weightView,
  type Footprint,
  type Gemm,
  type Kernel,
  type LocalMemory,
  type MatrixCoreParameters,
  type Window,
} from '../blocks/hardware.js';
import type { Values } from './elements.js';

/** What a random job draws: everything that a smaller case can leave out. */
export interface Draft {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly accumulate: boolean;
  readonly emit: boolean;
  readonly preload: boolean;
  /** Rows of an M tile of results that leave at once, where the core cuts M; null for as many as its accumulators hold. */
  readonly tileRows: number | null;
  /** More multiplications close behind it, of the same operands, where the core overlaps commands. */
  readonly queue: readonly DraftLink[];
  /** A second multiplication, whose operands load beside the first. */
  readonly again: boolean;
  /** As many loads of a beat of the second's weights go before its other loads: more ends than may be owed at a time. */
  readonly shortLoads: number;
  /** Kept results are stored as operands too, by random scales, where the core has requantisers. */
  readonly requantised: boolean;
  /** What has been counted is stored at the end, where the core counts. */
  readonly counters: boolean;
  /** The multiplications are convolutions over this window, `k` its channels, where the core has an address generator. */
  readonly window: DraftWindow | null;
  /** Words left free before the operands and results, and between tiles, of each memory. */
  readonly bases: Readonly<Record<LocalMemory, number>>;
  readonly slack: Readonly<Record<LocalMemory, number>>;
  readonly values: Values;
  readonly latency: number;
  readonly stallProbability: number;
  readonly refusalProbability: number;
  readonly greatestGap: number;
  /** Seed of the operands' values. */
  readonly seed: number;
}

/** A multiplication behind that of a draft: of as many rows, products and columns at most. */
export interface DraftLink {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly accumulate: boolean;
  readonly emit: boolean;
  /** It is a convolution where the draft's is one. */
  readonly windowed: boolean;
  /** Words from the draft's first word of results to its own. */
  readonly shift: number;
}

/** A window and the kernel that steps over it. */
export interface DraftWindow {
  readonly image: Window;
  readonly kernel: Kernel;
}

/** One multiplication of single elements, at base 0, without stalls. */
export function smallestDraft(seed: number): Draft {
  const zero = { activations: 0, weights: 0, results: 0 };
  return {
    m: 1,
    k: 1,
    n: 1,
    accumulate: false,
    emit: false,
    preload: false,
    tileRows: null,
    queue: [],
    again: false,
    shortLoads: 0,
    requantised: false,
    counters: false,
    window: null,
    bases: zero,
    slack: zero,
    values: 'random',
    latency: 1,
    stallProbability: 0,
    refusalProbability: 0,
    greatestGap: 0,
    seed,
  };
}

/** The multiplication of a draft. */
export function gemmOf(parameters: MatrixCoreParameters, draft: Draft): Gemm {
  if (parameters.dataflow === 'input_stationary')
    return exchangedGemm(gemmOf(weightView(parameters), transposed(draft)));
  const { m, k, n, accumulate, emit, slack, window, tileRows } = draft;
  const { rows, blockRows, dataflow } = parameters;
  const stationary = dataflow === 'weight_stationary';
  const base = evenBases(parameters, draft);
  const kernel = window?.kernel ?? null;
  const lines = window === null ? m : window.image.height * window.image.rowWords;
  const cut = stationary && emit && !accumulate && window === null && tileRows !== null;
  return {
    m,
    k,
    n,
    kernel,
    emit,
    accumulateIn: accumulate,
    activationBase: base.activations + firstPixel(draft),
    activationStride: (stationary ? lines : k) + slack.activations,
    weightBase: base.weights,
    weightStride: (stationary ? positions(kernel) * Math.ceil(k / rows) * blockRows : k) + slack.weights,
    resultBase: base.results,
    ...(emit && !accumulate ? {} : { resultStride: m + slack.results }),
    ...(cut ? { tileRows: Math.min(tileRows, m) } : {}),
  };
}

/** The multiplications behind it. */
export function queueOf(parameters: MatrixCoreParameters, draft: Draft): readonly Gemm[] {
  return draft.queue.map(({ m, k, n, accumulate, emit, windowed, shift }) =>
    gemmOf(parameters, {
      ...draft,
      ...{ m: Math.min(m, draft.m), k: Math.min(k, draft.k), n: Math.min(n, draft.n) },
      ...{ accumulate, emit, window: windowed ? draft.window : null },
      bases: { ...draft.bases, results: draft.bases.results + shift },
    }),
  );
}

/** What a draft's multiplications reach to, but for the second one's operands. */
export function reachOf(parameters: MatrixCoreParameters, draft: Draft): Footprint {
  const reaches = [gemmOf(parameters, draft), ...queueOf(parameters, draft)].map((gemm) =>
    footprint(parameters, gemm, imageOf(draft)),
  );
  const most = (memory: LocalMemory): number => Math.max(...reaches.map((reach) => reach[memory]));
  return { activations: most('activations'), weights: most('weights'), results: most('results') };
}

/** The draft of the transposed product. */
export function transposed(draft: Draft): Draft {
  const { m, n, bases, slack } = draft;
  const other = ({ activations, weights, results }: Draft['bases']): Draft['bases'] => ({
    activations: weights,
    weights: activations,
    results,
  });
  return { ...draft, m: n, n: m, bases: other(bases), slack: other(slack) };
}

/** From the first word of a draft's image to that of the pixel that its first output meets. */
export function firstPixel({ window }: Draft): number {
  return window === null ? 0 : window.kernel.top * window.image.rowWords - window.image.padLeft;
}

/** The window of a draft, where it is a convolution. */
export function imageOf({ window }: Draft): Window | null {
  return window?.image ?? null;
}

/** A second multiplication of the same extents, its operands beyond what the first one reads; kept results are summed up. */
export function secondGemm(parameters: MatrixCoreParameters, draft: Draft, gemm: Gemm): Gemm {
  const reach = reachOf(parameters, draft);
  const beyond = (memory: LocalMemory): number => {
    const { wordsPerBeat } = packing(parameters, memory);
    return Math.ceil(reach[memory] / wordsPerBeat) * wordsPerBeat;
  };
  const bases = { activationBase: beyond('activations') + firstPixel(draft), weightBase: beyond('weights') };
  return { ...gemm, ...bases, accumulateIn: draft.accumulate || !draft.emit };
}

/** Loads and stores start at whole beats. */
export function evenBases(parameters: MatrixCoreParameters, { bases }: Draft): Readonly<Record<LocalMemory, number>> {
  const even = (memory: LocalMemory): number =>
    bases[memory] - (bases[memory] % packing(parameters, memory).wordsPerBeat);
  return { activations: even('activations'), weights: even('weights'), results: even('results') };
}
