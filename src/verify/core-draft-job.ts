import {
  beats,
  countersBeats,
  misfits,
  moveFits,
  packing,
  scaleWords,
  storedOperandBeats,
  type Footprint,
  type Gemm,
  type LocalMemory,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../blocks/hardware.js';
import {
  evenBases,
  firstPixel,
  gemmOf,
  imageOf,
  queueOf,
  reachOf,
  secondGemm,
  transposed,
  type Draft,
} from './core-draft.js';
import { fillMemory, fillScales } from './core-fill.js';
import type { CoreJob } from './core-job.js';
import { random } from './random.js';

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
    // Of a memory that nothing reaches, what is left free is beyond its end.
    return Math.max(0, Math.ceil((reach[memory] - bases[memory]) / wordsPerBeat)) * wordsPerBeat;
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

export function fitsCore(parameters: MatrixCoreParameters, draft: Draft): boolean {
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
