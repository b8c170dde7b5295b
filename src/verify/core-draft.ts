import {
  beats,
  countersBeats,
  exchangedGemm,
  footprint,
  misfits,
  moveFits,
  packing,
  positions,
  scaleWords,
  storedOperandBeats,
  weightView,
  type Footprint,
  type Gemm,
  type Kernel,
  type LocalMemory,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
  type Window,
} from '../blocks/hardware.js';
import type { CoreJob } from './core-job.js';
import { fillMemory, fillScales } from './core-fill.js';
import type { Values } from './elements.js';
import { random, type Random } from './random.js';

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

/** Draws a job that fits the core: ragged and exact edges, bases, strides, values, stalls. */
export function drawJob(parameters: MatrixCoreParameters, draw: Random): Draft {
  for (let attempt = 0; attempt < 40; attempt++) {
    const draft = drawDraft(parameters, draw, attempt);
    if (fitsCore(parameters, draft)) return draft;
  }
  return smallestDraft(draw.below(2 ** 32));
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
  const queue = parameters.overlapCommands ? drawQueue(draw, { m, k, n }) : [];
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
function drawQueue(draw: Random, { m, k, n }: Pick<Draft, 'm' | 'k' | 'n'>): readonly DraftLink[] {
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
function queueOf(parameters: MatrixCoreParameters, draft: Draft): readonly Gemm[] {
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
function reachOf(parameters: MatrixCoreParameters, draft: Draft): Footprint {
  const reaches = [gemmOf(parameters, draft), ...queueOf(parameters, draft)].map((gemm) =>
    footprint(parameters, gemm, imageOf(draft)),
  );
  const most = (memory: LocalMemory): number => Math.max(...reaches.map((reach) => reach[memory]));
  return { activations: most('activations'), weights: most('weights'), results: most('results') };
}

/** The draft of the transposed product. */
function transposed(draft: Draft): Draft {
  const { m, n, bases, slack } = draft;
  const other = ({ activations, weights, results }: Draft['bases']): Draft['bases'] => ({
    activations: weights,
    weights: activations,
    results,
  });
  return { ...draft, m: n, n: m, bases: other(bases), slack: other(slack) };
}

/** From the first word of a draft's image to that of the pixel that its first output meets. */
function firstPixel({ window }: Draft): number {
  return window === null ? 0 : window.kernel.top * window.image.rowWords - window.image.padLeft;
}

function imageOf({ window }: Draft): Window | null {
  return window?.image ?? null;
}

/** A second multiplication of the same extents, its operands beyond what the first one reads; kept results are summed up. */
function secondGemm(parameters: MatrixCoreParameters, draft: Draft, gemm: Gemm): Gemm {
  const reach = reachOf(parameters, draft);
  const beyond = (memory: LocalMemory): number => {
    const { wordsPerBeat } = packing(parameters, memory);
    return Math.ceil(reach[memory] / wordsPerBeat) * wordsPerBeat;
  };
  const bases = { activationBase: beyond('activations') + firstPixel(draft), weightBase: beyond('weights') };
  return { ...gemm, ...bases, accumulateIn: draft.accumulate || !draft.emit };
}

/** Loads and stores start at whole beats. */
function evenBases(parameters: MatrixCoreParameters, { bases }: Draft): Readonly<Record<LocalMemory, number>> {
  const even = (memory: LocalMemory): number =>
    bases[memory] - (bases[memory] % packing(parameters, memory).wordsPerBeat);
  return { activations: even('activations'), weights: even('weights'), results: even('results') };
}

type Place = 'stored' | 'secondActivations' | 'secondWeights' | 'scales' | 'operands' | 'counters';

interface Moves {
  readonly words: Readonly<Record<LocalMemory, number>>;
  readonly bases: Readonly<Record<LocalMemory, number>>;
  readonly addresses: Readonly<Record<LocalMemory | Place, number>>;
  readonly beats: number;
}

/** Where the words of a draft lie behind `spill`: activations, weights, results to start from, results stored, second operands. */
function movesOf(parameters: MatrixCoreParameters, draft: Draft, reach: Footprint): Moves {
  const bases = evenBases(parameters, draft);
  const wholeBeats = (memory: LocalMemory): number => {
    const { wordsPerBeat } = packing(parameters, memory);
    return Math.ceil((reach[memory] - bases[memory]) / wordsPerBeat) * wordsPerBeat;
  };
  const words = {
    activations: wholeBeats('activations'),
    weights: wholeBeats('weights'),
    results: wholeBeats('results'),
  };
  let at = 0;
  const put = (count: number): number => {
    const first = at;
    at += count;
    return first;
  };
  const take = (memory: LocalMemory): number => put(beats(parameters, memory, Math.max(1, words[memory])));
  const addresses = {
    activations: take('activations'),
    weights: take('weights'),
    results: take('results'),
    stored: take('results'),
    secondActivations: draft.again ? take('activations') : 0,
    secondWeights: draft.again ? take('weights') : 0,
    scales: draft.requantised ? put(beats(parameters, 'results', scaleWords)) : 0,
    operands: draft.requantised ? put(storedOperandBeats(words.results)) : 0,
    counters: draft.counters ? put(countersBeats(parameters)) : 0,
  };
  return { words, bases, addresses, beats: at };
}

function fitsCore(parameters: MatrixCoreParameters, draft: Draft): boolean {
  const gemm = gemmOf(parameters, draft);
  const gemms = [gemm, ...queueOf(parameters, draft)];
  if (gemms.some((each) => misfits(parameters, each, imageOf(draft)).length > 0)) return false;
  const moves = movesOf(parameters, draft, reachOf(parameters, draft));
  if (draft.again && !secondFits(parameters, draft, gemm, moves)) return false;
  const room = {
    activations: parameters.activationWords,
    weights: parameters.weightWords,
    results: parameters.accumulatorWords,
  };
  const memories = ['activations', 'weights', 'results'] as const;
  if (memories.some((memory) => moves.bases[memory] + moves.words[memory] > room[memory])) return false;
  if (draft.requantised && operandWords(moves) > 0 && !moveFits(parameters, operandStore(parameters, draft, moves)))
    return false;
  return moves.beats * parameters.spillBits <= parameters.addressSpaceBits;
}

function secondFits(parameters: MatrixCoreParameters, draft: Draft, gemm: Gemm, { words }: Moves): boolean {
  const second = secondGemm(parameters, draft, gemm);
  const { activationBase = 0, weightBase = 0 } = second;
  const moved =
    activationBase - firstPixel(draft) + words.activations <= parameters.activationWords &&
    weightBase + words.weights <= parameters.weightWords;
  return moved && misfits(parameters, second, imageOf(draft)).length === 0;
}

/** Rows of a draft that are stored as operands: whole beats, so that no row is among them that nobody has written. */
function operandWords({ words }: Pick<Moves, 'words'>): number {
  return words.results - (words.results % 2);
}

/** The store of a draft's results as operands. */
function operandStore(
  { activationBits }: MatrixCoreParameters,
  { seed }: Draft,
  moves: Moves,
): Extract<MatrixCoreCommand, { kind: 'store' }> {
  const draw = random(seed);
  const most = 2 ** (Math.min(16, Math.max(8, activationBits)) - 1);
  return {
    kind: 'store',
    memory: 'results',
    base: moves.bases.results,
    words: operandWords(moves),
    address: moves.addresses.operands,
    requantised: {
      zeroPoint: draw.between(-most, most - 1),
      rounding: draw.pick(['half_even', 'half_away']),
      relu: draw.chance(0.5),
    },
  };
}

/** The second multiplication of a draft, with the loads that run beside the first. */
function secondCommands(parameters: MatrixCoreParameters, draft: Draft, gemm: Gemm): readonly MatrixCoreCommand[] {
  const { words, addresses } = movesOf(parameters, draft, reachOf(parameters, draft));
  const second = secondGemm(parameters, draft, gemm);
  const { activationBase = 0, weightBase = 0 } = second;
  const load = (
    memory: 'activations' | 'weights',
    base: number,
    address: number,
    most = Infinity,
  ): MatrixCoreCommand => {
    return { kind: 'load', memory, beside: true, base, words: Math.min(most, words[memory]), address };
  };
  const short = load('weights', weightBase, addresses.secondWeights, packing(parameters, 'weights').wordsPerBeat);
  return [
    ...Array.from({ length: draft.shortLoads }, () => short),
    load('activations', activationBase - firstPixel(draft), addresses.secondActivations),
    load('weights', weightBase, addresses.secondWeights),
    { kind: 'gemm', ...second },
  ];
}

/** The job of a draft: loads, the multiplication, a second one where it has one, and the store of what it leaves in the accumulators. */
export function jobOf(parameters: MatrixCoreParameters, draft: Draft): CoreJob {
  const gemm = gemmOf(parameters, draft);
  const moves = movesOf(parameters, draft, reachOf(parameters, draft));
  const { words, bases, addresses, beats: count } = moves;
  const move = (memory: LocalMemory, address: number) => ({
    memory,
    base: bases[memory],
    words: words[memory],
    address,
  });
  // Words that the multiplication leaves alone must hold something before they are stored or added to.
  const { m: lines, n: wide } = parameters.dataflow === 'input_stationary' ? transposed(draft) : draft;
  const ragged = wide % parameters.cols !== 0 || draft.slack.results > 0 || words.results !== lines;
  const preload = words.results > 0 && (draft.accumulate || draft.preload || ragged || draft.queue.length > 0);
  const kept = !draft.emit || (draft.queue.length > 0 && words.results > 0);
  const commands: readonly MatrixCoreCommand[] = [
    { kind: 'load', ...move('activations', addresses.activations) },
    { kind: 'load', ...move('weights', addresses.weights) },
    ...(preload ? [{ kind: 'load', ...move('results', addresses.results) } as const] : []),
    ...(draft.window === null ? [] : [{ kind: 'window', ...draft.window.image } as const]),
    { kind: 'gemm', ...gemm },
    ...queueOf(parameters, draft).map((behind) => ({ kind: 'gemm', ...behind }) as const),
    ...(draft.again ? secondCommands(parameters, draft, gemm) : []),
    ...(kept ? [{ kind: 'store', ...move('results', addresses.stored), memory: 'results' } as const] : []),
    ...(draft.emit || !draft.requantised || operandWords(moves) === 0
      ? []
      : [{ kind: 'scales', address: addresses.scales } as const, operandStore(parameters, draft, moves)]),
    ...(draft.counters ? [{ kind: 'counters', address: addresses.counters } as const] : []),
  ];
  const memory = new Uint8Array((count * parameters.spillBits) / 8);
  // Where words of what stands in the array lie.
  const [stands, standing] =
    parameters.dataflow === 'input_stationary'
      ? (['activations', [addresses.activations, addresses.secondActivations]] as const)
      : (['weights', [addresses.weights, addresses.secondWeights]] as const);
  fillMemory(
    parameters,
    memory,
    draft,
    standing
      .slice(0, draft.again ? 2 : 1)
      .map((address) => ({ address, beats: beats(parameters, stands, Math.max(1, words[stands])) })),
  );
  if (draft.requantised && !draft.emit) fillScales(parameters, memory, addresses.scales, random(draft.seed));
  const { m, k, n, latency, stallProbability, refusalProbability, greatestGap } = draft;
  const marks = [
    draft.window === null ? '' : 'a convolution',
    draft.accumulate ? 'accumulating' : '',
    draft.emit ? 'emitting' : '',
    draft.queue.length > 0 ? `and ${draft.queue.length} close behind` : '',
    draft.again ? 'and again beside' : '',
    draft.requantised && !draft.emit ? 'stored as operands' : '',
    draft.counters ? 'counted' : '',
  ].filter((mark) => mark !== '');
  return {
    title: [`gemm(${m}, ${k}, ${n})`, ...marks].join(', '),
    commands,
    memory,
    latency,
    stallProbability,
    refusalProbability,
    greatestGap,
  };
}
