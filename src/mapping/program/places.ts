import { beats as beatsOf, scaleWords, wordBits } from '../../blocks/models.js';
import type { MatrixOperation } from '../../workload/index.js';
import type { Machine } from '../machine.js';
import { distinctOf, operationOf, type MatrixMapping } from '../matrix.js';
import { nearBits, type Kept } from '../plan.js';
import type { CoreSchedule, PlacedTile } from '../schedule.js';
import { operandStores } from '../stores.js';
import { incoming, outgoing, type Found, type MutableMove, type Places, type Step, type Tile } from './buffer.js';

/** What a command of the core's list does with the near memory: of `command`, by its number, at an address of the layout of one product. */
export interface NearPlaces {
  readonly load: (memory: 'activations' | 'weights', step: Step, address: number, command: number) => Found;
  readonly scales: (step: Step, address: number, command: number) => Found;
  readonly store: (step: Step, address: number, command: number) => Found;
}

/**
 * The near memory as a mapping divides it: a place for each tile of what it keeps, two by turns of what changes; what others that are fused with the
 * operation make or use there lies whole, and nothing moves it.
 */
export function nearPlaces(
  machine: Machine,
  operation: MatrixOperation,
  mapping: MatrixMapping,
  schedule: CoreSchedule,
  moves: MutableMove[],
): NearPlaces {
  const { parameters } = machine;
  const { tiling, order, residence } = mapping;
  const { counts } = tiling;
  const done = operationOf(machine, operation, tiling);
  const columns = Math.ceil(tiling.extents.n / tiling.tile.n);
  const depth = counts.k;
  const { more, region } = roomOf(machine, mapping);
  const operand = (side: 'left' | 'right', queue: number) => {
    const left = side === 'left';
    const [memory, dimension] = left ? (['activations', 'm'] as const) : (['weights', 'n'] as const);
    const outer = order.outer === dimension;
    const tiles = left ? schedule.left : schedule.right;
    const resident = left ? residence.left : residence.right;
    const kept = outer ? order.outerKept : order.innerKept;
    const sizes = tiles.map(({ words }) => beatsOf(parameters, memory, words));
    if (resident) {
      const first = tiles[0]?.address ?? 0;
      const whole = region(schedule.products, spanOf(tiles, sizes));
      return (step: Step, address: number): Found => ({
        near: whole.base + step.product * whole.beats + address - first,
        moves: [],
      });
    }
    const elements = distinctOf(done);
    const bits = left ? elements.left * parameters.activationBits : elements.right * parameters.weightBits;
    const count = counts[dimension];
    const held = placesOf(kept, { outer, count, depth, block: order.block });
    const places = region(more(held, kept === 'tiles'), largestOf(sizes));
    let uses = 0;
    const blocks = Math.ceil(counts[order.outer] / order.block);
    return incoming(moves, {
      ...{ what: memory, queue, places },
      tileOf: ({ m, n, k, product }): Tile => {
        const index = left ? m * depth + k : k * columns + n;
        const tile = at(tiles, index);
        const far = product * schedule.productBeats + tile.address;
        return { index, far, beats: sizes[index] ?? 0, bits: tile.rows * tile.columns * bits };
      },
      visitOf: ({ block, product }) => {
        if (kept === 'tiles') return uses++;
        return kept === 'panel' && !outer && count > 1 ? product * blocks + block : product;
      },
    });
  };
  const [left, right] = [operand('left', 0), operand('right', 1)];
  return {
    load: (memory, ...more) => (memory === 'activations' ? left : right)(...more),
    scales: scalesPlaces(machine, mapping, schedule, moves, region),
    store: resultPlaces(machine, mapping, schedule, moves, { more, region }),
  };
}

interface Room {
  /** Places of something of which the mapping holds so many: with those that are left over, if it comes and goes. */
  readonly more: (held: number, changes: boolean) => number;
  readonly region: Region;
}

/** Places beyond two of what comes and goes, at most: so that a tile is on its way while others wait for the core. */
const mostMore = 6;

/**
 * Regions of the near memory one after another. What is left of it beside the tiles that the mapping keeps is given, first, to a second place of each tile that
 * the next product brings anew, then to more places of those that come and go, as many for each, up to `mostMore`.
 */
function roomOf({ near, parameters }: Machine, mapping: MatrixMapping): Room {
  const { tiling, order, residence, products } = mapping;
  const { left, right, results } = tiling;
  const [outer, inner] = order.outer === 'm' ? [left, right] : [right, left];
  const changing =
    (order.outerKept === 'tiles' ? outer.largest : 0) +
    (order.innerKept === 'tiles' ? inner.largest : 0) +
    (residence.results ? 0 : results.largest);
  const scales = (tiling.scales?.columns ?? 0) * (tiling.scales?.beats ?? 0) * parameters.spillBits;
  const taken = nearBits(tiling, order, residence);
  const free = (near?.parameters.capacityBits ?? 0) - residence.reserved - scales - taken;
  const twice = products > 1 && free >= taken;
  const rest = twice ? free - taken : free;
  const extra = changing === 0 ? 0 : Math.max(0, Math.min(mostMore, Math.floor(rest / changing)));
  let base = 0;
  return {
    more: (held, changes) => (twice ? 2 * held : held) + (changes && (held > 1 || twice) ? extra : 0),
    region: (count, beats) => {
      const places = { base, count, beats };
      base += count * beats;
      return places;
    },
  };
}

type Region = (count: number, beats: number) => Places;

interface Loop {
  readonly outer: boolean;
  /** Tiles of the operand's own dimension. */
  readonly count: number;
  readonly depth: number;
  /** Tiles of the outer dimension in a block. */
  readonly block: number;
}

/** Tiles that the near memory has room for: those of `nearSizes`. */
function placesOf(kept: Kept, { outer, count, depth, block }: Loop): number {
  switch (kept) {
    case 'tiles':
      return count * depth > 1 ? 2 : 1;
    case 'panel':
      if (outer) return block >= count ? count * depth : 2 * block * depth;
      return count > 1 ? 2 * depth : depth;
    case 'whole':
      return count * depth;
  }
}

function scalesPlaces(
  { parameters }: Machine,
  { tiling }: MatrixMapping,
  schedule: CoreSchedule,
  moves: MutableMove[],
  region: Region,
): NearPlaces['scales'] {
  const { scales } = tiling;
  const first = schedule.requantised?.scales ?? 0;
  if (scales === null) return () => ({ near: 0, moves: [] });
  return incoming(moves, {
    ...{ what: 'scales', queue: 2, places: region(scales.columns, scales.beats) },
    tileOf: ({ product }, address) => ({
      index: Math.round((address - first) / scales.beats),
      far: product * schedule.productBeats + address,
      beats: scales.beats,
      bits: scaleWords * wordBits(parameters, 'results'),
    }),
    visitOf: ({ product }) => product,
  });
}

function resultPlaces(
  { parameters }: Machine,
  { tiling, residence }: MatrixMapping,
  schedule: CoreSchedule,
  moves: MutableMove[],
  { more, region }: Room,
): NearPlaces['store'] {
  const columns = Math.ceil(tiling.extents.n / tiling.tile.n);
  const { requantised } = tiling;
  const bits = requantised === null ? parameters.accumulatorBits : parameters.activationBits;
  const storesOf = ({ rows, columns: wide, words }: PlacedTile): { readonly count: number; readonly beats: number } =>
    requantised === null
      ? { count: 1, beats: beatsOf(parameters, 'results', words) }
      : operandStores(parameters, rows, wide);
  if (residence.results) {
    const first = schedule.results[0]?.address ?? 0;
    const sizes = schedule.results.map((tile) => storesOf(tile).beats);
    const whole = region(schedule.products, spanOf(schedule.results, sizes));
    return ({ product }, address) => ({ near: whole.base + product * whole.beats + address - first, moves: [] });
  }
  const largest = largestOf(schedule.results.map((tile) => storesOf(tile).beats));
  const leave = outgoing(moves, {
    queue: 3,
    places: region(more(schedule.results.length > 1 ? 2 : 1, true), largest),
    bitsOf: ({ rows, columns: wide }) => rows * wide * bits,
  });
  let stores = 0;
  return ({ m, n, product }, address, command) => {
    const tile = at(schedule.results, m * columns + n);
    const { count, beats } = storesOf(tile);
    stores = (stores + 1) % count;
    const far = product * schedule.productBeats + tile.address;
    return leave(tile, beats, far, address, command, stores === 0);
  };
}

/** Beats from the first tile to the end of the last. */
function spanOf(tiles: readonly PlacedTile[], sizes: readonly number[]): number {
  const first = tiles[0]?.address ?? 0;
  return largestOf(tiles.map(({ address }, index) => address - first + (sizes[index] ?? 0)));
}

/** Of lists that may be too long for arguments. */
function largestOf(sizes: readonly number[]): number {
  return sizes.reduce((largest, size) => Math.max(largest, size), 0);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no tile ${index} of ${items.length}`);
  return item;
}
