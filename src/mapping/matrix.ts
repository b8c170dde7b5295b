import { scaleWords, wordBits } from '../blocks/models.js';
import type { ImageShape, MatrixOperation } from '../workload/index.js';
import { pinned, type CorePin, type Pinned } from './core-pins.js';
import { folded, foldings } from './folding.js';
import { geometryOf, imageOf, outputs, type Geometry } from './geometry.js';
import type { Machine } from './machine.js';
import { finish, type Steps } from './pausing.js';
import { commandCount, ordersOf, passesOf, spillBeats, type Order, type Passes } from './plan.js';
import { insideCycles, turningCycles } from './steps.js';
import { outside, type Residence } from './residence.js';
import { boundsOf, limitOf, mappedCycles, type Bits, type Bound, type Bottleneck, type Demands } from './time.js';
import { knownTilings, tilings, type KnownTilings } from './tiles.js';
import { tiling, type Extents, type Tiling } from './tiling.js';

/** A product mapped onto a machine: one repeat of the operation, all batches. Cycles are of the core's clock. */
export interface MatrixMapping {
  /** Along what the work is split over the cores, and how many of them work. */
  readonly split: 'none' | 'batch' | 'm' | 'n';
  readonly cores: number;
  /** Products that one core does one after another, and how many all cores do. */
  readonly products: number;
  readonly allProducts: number;
  readonly tiling: Tiling;
  readonly order: Order;
  readonly passes: Passes;
  /** What of it others that are fused with it make or use in the near memory. */
  readonly residence: Residence;
  /** From the first request to the last result in the far memory. */
  readonly cycles: number;
  /** Of one core: its command list, and the multiplications in it. */
  readonly coreCycles: number;
  readonly gemmCycles: number;
  readonly commands: number;
  readonly limit: Bottleneck;
  /** All cores together. */
  readonly far: Bits;
  readonly near: Bits;
}

export interface Chosen {
  readonly mapping: MatrixMapping;
  /** Mappings whose time was worked out; those that a bound on the time of their tiles leaves out are not among them. */
  readonly considered: number;
  /** The tiles that are tried again where operands or results stay in the near memory. */
  readonly candidates: readonly Candidate[];
}

/** Tiles of an operation with the way that it is split over the cores. */
export interface Candidate {
  readonly share: Share;
  readonly cut: Tiling;
}

/** What to minimise: the first number that differs decides. Ties keep the mapping found first. */
export interface Score {
  readonly of: (mapping: MatrixMapping) => readonly [number, number];
  /** What the first number is at least for any mapping that takes so many cycles or more: lets the search leave out what cannot win. */
  readonly atLeast: (cycles: number) => number;
}

/**
 * The best mapping of a matrix operation among those tried: each way to split it over the cores, the tile sizes of
 * `tilings` that fit the core, the orders of `ordersOf`. The search is exhaustive over these and deterministic. Undefined
 * where not even the smallest tile fits.
 */
export function mapMatrix(
  machine: Machine,
  operation: MatrixOperation,
  score: Score,
  pins: readonly CorePin[] = [],
): Chosen | undefined {
  return finish(mapMatrixSteps(machine, operation, score, pins));
}

/** What else the search knows: tilings that were made before, and whether images that are inputs may lie folded, as they may if it is not said. */
export interface MatrixSearch {
  readonly known?: TilingsKnown;
  readonly folds?: boolean;
}

/**
 * The same, some mappings at a time. A convolution is one of the core's address generator where that can do it, over its image as it is or folded, else an
 * im2col product. What is pinned is of the operation as it is.
 */
export function* mapMatrixSteps(
  machine: Machine,
  operation: MatrixOperation,
  score: Score,
  pins: readonly CorePin[] = [],
  { known, folds = true }: MatrixSearch = {},
): Steps<Chosen | undefined> {
  const allowed = { ...pinned(pins), ...(known === undefined ? {} : { known }) };
  if (!allowed.possible) return undefined;
  const { dot } = machine.parameters;
  const ways = folds && pins.length === 0 ? foldings(machine.parameters, operation) : [];
  let best: Chosen | undefined;
  for (const each of [operation, ...ways.map((way) => folded(operation, way))]) {
    const inImages = inGroups(each, dot);
    const image = imageOf(machine.parameters, inImages);
    if (image === null) continue;
    const found: Chosen | undefined = yield* searchSteps(machine, inImages, image, score, { ...allowed, than: best });
    const considered = (best?.considered ?? 0) + (found?.considered ?? 0);
    best = found ?? best;
    if (best !== undefined) best = { ...best, considered };
  }
  if (best !== undefined) return best;
  const { image: _, ...product } = operation;
  return yield* searchSteps(machine, inGroups(product, dot), null, score, allowed);
}

/**
 * An operation in the groups of numbers that the core's elements multiply, each as a number of it: K is padded to whole groups, of a convolution the
 * channels. From here on extents and elements count groups.
 */
function inGroups(operation: MatrixOperation, dot: number): MatrixOperation {
  if (dot === 1) return operation;
  const { image, k } = operation;
  const channels = Math.ceil((image?.channels ?? k) / dot);
  const groups = image === undefined ? channels : channels * image.kernelHeight * image.kernelWidth;
  return {
    ...operation,
    k: groups,
    leftElements: (operation.leftElements / k) * groups,
    rightElements: (operation.rightElements / k) * groups,
    ...(image === undefined ? {} : { image: { ...image, channels } }),
  };
}

/** Finds the tilings that were made before, by all that they hang on but the core: those of a machine with the same core. */
export type TilingsKnown = (key: string) => KnownTilings;

interface Allowed extends Pinned {
  readonly known?: TilingsKnown;
  /** Only what is better than this is wanted. */
  readonly than?: Chosen | undefined;
}

function* searchSteps(
  machine: Machine,
  operation: MatrixOperation,
  image: ImageShape | null,
  score: Score,
  allowed: Allowed,
): Steps<Chosen | undefined> {
  const geometry = geometryOf(machine.parameters, image, operation.requantised ?? null);
  const before = allowed.than === undefined ? undefined : scored(score, allowed.than.mapping);
  let best = before;
  let considered = 0;
  const kept = keptCandidates();
  const hopeless = (cycles: number): boolean => best !== undefined && score.atLeast(cycles) > best.score[0];
  for (const share of shares(machine, operation, geometry).filter(allowed.share)) {
    const latency = loadLatency(machine);
    const contents = JSON.stringify([share.extents, image, operation.requantised, latency, allowed.sizes]);
    const known = allowed.known?.(contents) ?? knownTilings();
    const found = tilings(geometry, share.extents, latency, (cycles) => hopeless(cycles * share.products), {
      ...{ pinned: allowed.sizes, known },
    });
    let timed = 0;
    for (const cut of found) {
      if (cut === undefined || timed++ % 32 === 0) yield;
      if (cut === undefined) continue;
      const list = listCycles(cut);
      const paced = pacedList(machine, geometry, cut, list);
      const candidate = { share, cut };
      for (const order of ordersOf(machine, cut)) {
        if (!allowed.order(cut, order)) continue;
        considered++;
        const coreCycles = list(order) * share.products;
        kept.offer(candidate, coreCycles);
        // Nothing is faster than the core itself: most orders end here.
        if (hopeless(coreCycles)) continue;
        const lists = { core: coreCycles, paced: paced(order) * share.products };
        const demands = demandsOf(machine, operation, candidate, order, lists, outside);
        const cycles = mappedCycles(machine, demands);
        if (hopeless(cycles)) continue;
        const found = scored(score, mappingOf(machine, operation, share, order, demands, cycles));
        if (best === undefined || less(found.score, best.score)) best = found;
      }
    }
  }
  if (best === undefined || best === before) return undefined;
  const { mapping } = best;
  const { split, cores, products } = mapping;
  const chosen = { share: { split, cores, products, extents: mapping.tiling.extents }, cut: mapping.tiling };
  return { mapping, considered, candidates: [chosen, ...kept.candidates()] };
}

interface Scored {
  readonly mapping: MatrixMapping;
  readonly score: readonly [number, number];
}

function scored(score: Score, mapping: MatrixMapping): Scored {
  return { mapping, score: score.of(mapping) };
}

/** Tiles that are tried again. */
const mostCandidates = 12;

/** The tiles whose command lists take least, as many as are tried again. */
function keptCandidates() {
  let found: { readonly candidate: Candidate; readonly cycles: number }[] = [];
  return {
    offer(candidate: Candidate, cycles: number): void {
      const worst = found.at(-1);
      if (found.length >= mostCandidates && worst !== undefined && cycles >= worst.cycles) return;
      const others = found.filter((each) => each.candidate !== candidate || each.cycles < cycles);
      if (others.some((each) => each.candidate === candidate)) return;
      found = [...others, { candidate, cycles }].toSorted((a, b) => a.cycles - b.cycles).slice(0, mostCandidates);
    },
    candidates: (): readonly Candidate[] => found.map(({ candidate }) => candidate),
  };
}

/**
 * The best mapping of an operation that shares the near memory with others that are fused with it: of the tiles that were found for it by itself, and all orders
 * that its part of the near memory allows. Undefined where none does.
 */
export function mapResident(
  machine: Machine,
  operation: MatrixOperation,
  { candidates }: Pick<Chosen, 'candidates'>,
  residence: Residence,
  score: Score,
): MatrixMapping | undefined {
  let best: Scored | undefined;
  for (const candidate of candidates) {
    const { share, cut } = candidate;
    const done = operationOf(machine, operation, cut);
    const list = listCycles(cut);
    for (const order of ordersOf(machine, cut, residence)) {
      const coreCycles = list(order) * share.products;
      if (best !== undefined && score.atLeast(coreCycles) > best.score[0]) continue;
      const demands = demandsOf(machine, done, candidate, order, { core: coreCycles, paced: coreCycles }, residence);
      const found = scored(score, mappingOf(machine, done, share, order, demands, mappedCycles(machine, demands)));
      if (best === undefined || less(found.score, best.score)) best = found;
    }
  }
  return best?.mapping;
}

/** An operation as tiles count it: in groups, over its folded image where that is what they are of, and as the product that it is where the core does not make its windows. */
export function operationOf(machine: Machine, operation: MatrixOperation, { image }: Tiling): MatrixOperation {
  const { image: _, ...product } = operation;
  const windowed = image?.folded === undefined ? operation : folded(operation, image.folded);
  return inGroups(image === null ? product : windowed, machine.parameters.dot);
}

/**
 * The mapping chosen for an operation, with the time and traffic that it has on a machine of the same blocks whose memories are faster or slower: the
 * tiles and their order stay.
 */
export function mapAgain(machine: Machine, operation: MatrixOperation, chosen: MatrixMapping): MatrixMapping {
  const { done, share, demands } = chosenDemands(machine, operation, chosen);
  return mappingOf(machine, done, share, chosen.order, demands, mappedCycles(machine, demands));
}

/** What each part of the machine needs for a mapping that was chosen, what limits it first: cycles of one repeat. */
export function mappingBounds(machine: Machine, operation: MatrixOperation, chosen: MatrixMapping): readonly Bound[] {
  return boundsOf(machine, chosenDemands(machine, operation, chosen).demands);
}

interface ChosenDemands {
  readonly done: MatrixOperation;
  readonly share: Share;
  readonly demands: Demands;
}

/** What a chosen mapping asks of a machine that is like the one it was chosen for but for its memories' speed. */
function chosenDemands(machine: Machine, operation: MatrixOperation, chosen: MatrixMapping): ChosenDemands {
  const { split, cores, products, order, tiling: cut, residence } = chosen;
  const done = operationOf(machine, operation, cut);
  const share = { split, cores, products, extents: cut.extents };
  const of = (retimed: Tiling, core: number, paced: number): ChosenDemands => ({
    done,
    share,
    demands: demandsOf(machine, done, { share, cut: retimed }, order, { core, paced }, residence),
  });
  // Only a core that asks the far memory itself knows of that one's latency and pace.
  if (machine.near !== null) return of(cut, chosen.coreCycles, chosen.coreCycles);
  const geometry = geometryOf(machine.parameters, cut.image, cut.requantised);
  const retimed = tiling(geometry, cut.extents, cut.tile, loadLatency(machine));
  const list = listCycles(retimed);
  const paced = pacedList(machine, geometry, retimed, list);
  return of(retimed, list(order) * products, paced(order) * products);
}

/** Cycles that a beat of the core's port takes, where the far memory stands behind it: more than one if that is slower. */
export function paceOf({ near, far, parameters, frequency }: Machine): number {
  return near !== null || far === null ? 1 : Math.max(1, (parameters.spillBits / far.bandwidth) * frequency);
}

/** The cycles of a tiling's list in an order with such beats; `list` gives those of a memory that keeps up. */
function pacedList(
  machine: Machine,
  geometry: Geometry,
  cut: Tiling,
  list: (order: Order) => number,
): (order: Order) => number {
  const pace = paceOf(machine);
  if (pace === 1) return list;
  return listCycles(tiling({ ...geometry, pace }, cut.extents, cut.tile, loadLatency(machine)));
}

/** `coreCycles` of a tiling's orders: those that differ only in what the near memory keeps share it. */
function listCycles(cut: Tiling): (order: Order) => number {
  const before = lists.get(cut);
  if (before !== undefined) return before;
  const made = newListCycles(cut);
  lists.set(cut, made);
  return made;
}

/** As long as a tiling is kept, so are the cycles of its lists. */
const lists = new WeakMap<Tiling, (order: Order) => number>();

function newListCycles(cut: Tiling): (order: Order) => number {
  const inside = insideCycles(cut);
  let [outer, block, list]: [Order['outer'] | undefined, number, number] = [undefined, 0, 0];
  const single = { m: -1, n: -1 };
  return (order) => {
    if (order.block === 1) {
      if (single[order.outer] < 0) single[order.outer] = inside + turningCycles(cut, order);
      return single[order.outer];
    }
    if (order.outer !== outer || order.block !== block) {
      list = inside + turningCycles(cut, order);
      ({ outer, block } = order);
    }
    return list;
  };
}

function less(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

/** Cycles from a load's request to its answer: one for an SRAM, the far memory's latency where there is none between. */
export function loadLatency(machine: Machine): number {
  return machine.near === null ? 1 + Math.ceil((machine.far?.latency ?? 0) * machine.frequency) : 1;
}

export interface Share {
  readonly split: MatrixMapping['split'];
  readonly cores: number;
  readonly products: number;
  readonly extents: Extents;
}

/** The ways to split an operation over equal cores: whole products, or rows or columns of each. */
function shares(machine: Machine, operation: MatrixOperation, { image, unit }: Geometry): readonly Share[] {
  const { cores } = machine;
  const batch = productsOf(operation, image);
  const { k, n } = operation;
  const m = image === null ? operation.m : outputs(image);
  const alone: Share = { split: 'none', cores: 1, products: batch, extents: { m, k, n } };
  if (cores === 1) return [alone];
  const found: Share[] = [];
  if (batch > 1) {
    const products = Math.ceil(batch / cores);
    found.push({ split: 'batch', cores: Math.ceil(batch / products), products, extents: { m, k, n } });
  }
  const columns = Math.ceil(n / cores / unit.n) * unit.n;
  if (columns < n) {
    found.push({ split: 'n', cores: Math.ceil(n / columns), products: batch, extents: { m, k, n: columns } });
  }
  const rows = image === null ? Math.ceil(m / cores) : Math.ceil(m / cores / unit.m) * unit.m;
  if (rows < m) found.push({ split: 'm', cores: Math.ceil(m / rows), products: batch, extents: { m: rows, k, n } });
  return found.length === 0 ? [alone] : found;
}

/** Products of an operation: its batches, and of a convolution by the address generator its images. */
function productsOf({ batch }: MatrixOperation, image: ImageShape | null): number {
  return batch * (image?.images ?? 1);
}

/** What a mapping asks of the machine; `lists` are the cycles of the core's command list for all its products, with a memory that keeps up and with the one that there is. */
function demandsOf(
  machine: Machine,
  operation: MatrixOperation,
  { share: { products }, cut }: Candidate,
  order: Order,
  lists: { readonly core: number; readonly paced: number },
  residence: Residence,
): Demands {
  const passes = passesOf(cut, order, residence);
  const far = farBits(machine, operation, cut, passes, residence);
  return {
    list: lists.core,
    paced: lists.paced,
    gemmCycles: cut.gemmCycles * products,
    beats: spillBeats(cut, passes),
    bits: { read: far.read * products, written: far.written * products },
    far,
    ends: endBits(machine, operation, cut, residence),
    products,
    cut,
    passes,
    residence,
  };
}

/** A mapping in full: time and traffic. */
function mappingOf(
  machine: Machine,
  operation: MatrixOperation,
  share: Share,
  order: Order,
  demands: Demands,
  cycles: number,
): MatrixMapping {
  const { products, cut, passes, beats, far, residence } = demands;
  const allProducts = share.split === 'batch' ? productsOf(operation, cut.image) : products * share.cores;
  const spill = machine.parameters.spillBits;
  const outward = machine.far === null ? { read: 0, written: 0 } : far;
  return {
    split: share.split,
    cores: share.cores,
    products,
    allProducts,
    tiling: cut,
    order,
    passes,
    residence,
    cycles,
    coreCycles: demands.list,
    gemmCycles: demands.gemmCycles,
    commands: commandCount(cut, passes) * products,
    limit: limitOf(machine, demands),
    far: { read: outward.read * allProducts, written: outward.written * allProducts },
    near:
      machine.near === null
        ? { read: 0, written: 0 }
        : {
            read: (beats.loads * spill + outward.written) * allProducts,
            written: (beats.stores * spill + outward.read) * allProducts,
          },
  };
}

/** Bits of a full tile of each operand, and of the results, without padding: of those that come from the far memory, or go there. */
function endBits(
  { parameters }: Machine,
  operation: MatrixOperation,
  { tile: { m, k, n }, requantised }: Tiling,
  residence: Residence,
): Demands['ends'] {
  const { activationBits, weightBits, accumulatorBits } = parameters;
  const distinct = distinctOf(operation);
  return {
    first:
      (residence.left ? 0 : m * k * distinct.left * activationBits) +
      (residence.right ? 0 : k * n * distinct.right * weightBits),
    last: residence.results ? 0 : m * n * (requantised === null ? accumulatorBits : activationBits),
  };
}

/** Elements of each operand for each place of its matrix: windows and shared operands have fewer. */
export function distinctOf(operation: MatrixOperation): { readonly left: number; readonly right: number } {
  return {
    left: operation.leftElements / (operation.batch * operation.m * operation.k),
    right: operation.rightElements / (operation.batch * operation.k * operation.n),
  };
}

/**
 * Bits of one product over the far memory's boundary: operands without padding, a convolution's windows not repeated (the
 * near memory makes them), results as they are stored. Without a near memory every load of the core goes there.
 */
function farBits(
  machine: Machine,
  operation: MatrixOperation,
  cut: Tiling,
  passes: Passes,
  residence: Residence,
): Bits {
  const { m, k, n } = cut.extents;
  const { activationBits, weightBits, accumulatorBits } = machine.parameters;
  const [left, right] = machine.near === null ? [passes.left, passes.right] : [passes.farLeft, passes.farRight];
  const distinct = distinctOf(operation);
  const read = left * m * k * distinct.left * activationBits + right * k * n * distinct.right * weightBits;
  const added = cut.requantised?.adds === true ? m * n * activationBits : 0;
  const scales = cut.scales === null ? 0 : machine.near === null ? passes.scales : cut.scales.columns;
  return {
    read: read + scales * scaleWords * wordBits(machine.parameters, 'results') + added,
    written: residence.results ? 0 : m * n * (cut.requantised === null ? accumulatorBits : activationBits),
  };
}
