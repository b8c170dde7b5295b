import {
  beats,
  type Gemm,
  type LocalMemory,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../blocks/models.js';
import type { ImageShape } from '../workload/index.js';
import { bandStart, geometryOf, kernelOf, rowWords, windowOf, type Geometry } from './geometry.js';
import type { MatrixMapping } from './matrix.js';
import type { Order } from './plan.js';
import { operandStores, scalesOf } from './stores.js';
import { secondHalf, type Extents } from './tiling.js';

/** A tile of an operand or result where it lies in the memory behind `spill`, laid out as the core's memory has it. */
export interface PlacedTile {
  /** First row and column of the operand that it holds, and how many of each. */
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
  /** Words of the core's memory, and the first beat of the memory behind `spill`. */
  readonly words: number;
  readonly address: number;
}

/**
 * The command list of one core, with the place of every tile: what the chip's sequencer executes. Several products are done one after another, each with tiles
 * of its own: those of product i lie i times `productBeats` further on than these.
 */
export interface CoreSchedule {
  readonly extents: Extents;
  readonly commands: readonly MatrixCoreCommand[];
  readonly left: readonly PlacedTile[];
  readonly right: readonly PlacedTile[];
  readonly results: readonly PlacedTile[];
  /** How results are stored as operands, and from which beat on the scales of the columns lie, column tile by column tile; null: as sums. */
  readonly requantised: { readonly relu: boolean; readonly scales: number } | null;
  /** The image, where the product is a convolution: tiles of it are rows that may overlap. */
  readonly image: PlacedImage | null;
  readonly products: number;
  /** Beats of the memory behind `spill` that the tiles of one product take together, and those of all. */
  readonly productBeats: number;
  readonly beats: number;
}

/** An image behind `spill`: for each tile of its channels its rows one after another, a row's channel tiles one after another. */
export interface PlacedImage {
  readonly shape: ImageShape;
  /** Words of a row, and the first beat of each tile of channels. */
  readonly rowWords: number;
  readonly addresses: readonly number[];
}

/** A step of the schedule: the tiles of one multiplication, and whether it is the last of its tile of the result. */
interface Step {
  readonly left: PlacedTile;
  readonly right: PlacedTile;
  /** The store that follows. */
  readonly store: PlacedTile | null;
  readonly first: boolean;
}

/**
 * Writes out the schedule that a mapping stands for: for each tile of the result its products over k, then its store. What a product needs
 * loads beside the one before it where the core holds two tiles of that operand, in its halves by turns, else after it. Tiles lie one after
 * another behind `spill`, from beat 0. The commands are as many, and take as long, as the mapping counts in closed form (a test says so).
 */
export function coreSchedule(
  parameters: MatrixCoreParameters,
  mapping: Pick<MatrixMapping, 'tiling' | 'order'> & { readonly products?: number },
): CoreSchedule {
  const { extents, tile, beside, image, requantised } = mapping.tiling;
  const geometry = geometryOf(parameters, image, requantised);
  const layout = placeTiles(geometry, extents, tile);
  const left = operandOf(geometry, 'activations', mapping, 'm');
  const right = operandOf(geometry, 'weights', mapping, 'n');
  const commands: MatrixCoreCommand[] =
    image === null ? [] : [{ kind: 'window', ...windowOf(parameters, image, tile.k) }];
  const storesOf = storing(geometry, mapping, layout);
  let store: PlacedTile | null = null;
  const push = (...loads: readonly (MatrixCoreCommand | null)[]): void => {
    for (const load of loads) if (load !== null) commands.push(load);
  };
  for (const step of steps(layout, mapping)) {
    const loads = [
      { load: left.load(step.left), beside: beside.left },
      { load: right.load(step.right), beside: beside.right },
    ];
    push(...loads.map((entry) => (entry.beside ? entry.load : null)));
    if (store !== null) push(...storesOf(store));
    push(...loads.map((entry) => (entry.beside ? null : entry.load)));
    const product = productOf(geometry, step.left, left.base());
    push({ kind: 'gemm', ...product, n: step.right.columns, accumulateIn: !step.first, weightBase: right.base() });
    ({ store } = step);
  }
  if (store !== null) push(...storesOf(store));
  const { left: tiles, right: weights, results, image: placed, beats: productBeats } = layout;
  const { products = 1 } = mapping;
  return {
    extents,
    commands: repeated(commands, products, productBeats),
    ...{ left: tiles, right: weights, results, image: placed },
    requantised: requantised === null ? null : { ...requantised, scales: layout.scales },
    ...{ products, productBeats, beats: products * productBeats },
  };
}

/** The commands that store a tile: of operands a store for each column tile, after its scales where they are not those that the core has. */
function storing(
  { parameters, requantised }: Geometry,
  { tiling }: Pick<MatrixMapping, 'tiling'>,
  { scales: scalesAt, addends }: Layout,
): (tile: PlacedTile) => readonly MatrixCoreCommand[] {
  if (requantised === null)
    return ({ words, address }) => [{ kind: 'store', memory: 'results', base: 0, words, address }];
  const { scales } = tiling;
  const how = { zeroPoint: 0, rounding: 'half_even', relu: requantised.relu } as const;
  let held = -1;
  return (tile) => {
    const { count, words, beats: all } = operandStores(parameters, tile.rows, tile.columns);
    return Array.from({ length: count }, (_, index): readonly MatrixCoreCommand[] => {
      const column = (tile.column / tiling.tile.n) * Math.ceil(tiling.tile.n / parameters.cols) + index;
      const reused = column === held && (scales?.single === true || scales?.columns === 1);
      const load = scales === null || reused ? [] : [column];
      held = column;
      const move = { base: index * words, words, address: tile.address + (index * all) / count };
      return [
        ...load.map((at) => ({ kind: 'scales', address: scalesAt + at * (scales?.beats ?? 0) }) as const),
        {
          kind: 'store',
          memory: 'results',
          requantised: addends === null ? how : { ...how, addend: addends + move.address },
          ...move,
        },
      ];
    }).flat();
  };
}

/** A list so many times, each for tiles that lie `beats` further on. It ends with a store, so that the next one begins when it is done. */
function repeated(
  commands: readonly MatrixCoreCommand[],
  times: number,
  beatsEach: number,
): readonly MatrixCoreCommand[] {
  if (times === 1) return commands;
  return Array.from({ length: times }, (_, product) =>
    commands.map((command) => further(command, product * beatsEach)),
  ).flat();
}

/** A command for tiles that lie so many beats further on. */
function further(command: MatrixCoreCommand, beatsOn: number): MatrixCoreCommand {
  if (!('address' in command)) return command;
  const moved = { ...command, address: command.address + beatsOn };
  if (moved.kind !== 'store' || moved.requantised?.addend === undefined) return moved;
  return { ...moved, requantised: { ...moved.requantised, addend: moved.requantised.addend + beatsOn } };
}

/** What a multiplication says of its activations, a tile that lies from word `base` on. */
function productOf({ parameters, image }: Geometry, tile: PlacedTile, base: number): Omit<Gemm, 'n'> {
  const { rows: m, columns: k } = tile;
  if (image === null) return { m, k, activationBase: base };
  const row = tile.row / image.outputWidth;
  const kernel = kernelOf(image, row);
  const above = kernel.top - bandStart(image, row, m);
  return {
    m,
    k: k / (kernel.height * kernel.width),
    kernel,
    activationBase: base + above * rowWords(parameters, image, k) - image.padLeft,
    activationStride: image.width,
  };
}

/** The steps in the order of the schedule. */
function* steps(layout: Layout, mapping: Pick<MatrixMapping, 'tiling' | 'order'>): Generator<Step> {
  const depth = mapping.tiling.counts.k;
  for (const { m, n } of resultTiles(mapping)) {
    for (let k = 0; k < depth; k++) {
      yield {
        left: at(layout.left, m * depth + k),
        right: at(layout.right, k * layout.columns + n),
        store: k === depth - 1 ? at(layout.results, m * layout.columns + n) : null,
        first: k === 0,
      };
    }
  }
}

interface Operand {
  /** The load that a step needs; null: its tile is held. */
  readonly load: (wanted: PlacedTile) => MatrixCoreCommand | null;
  /** Where the tile that was loaded last begins. */
  readonly base: () => number;
}

function operandOf(
  geometry: Geometry,
  memory: 'activations' | 'weights',
  mapping: Pick<MatrixMapping, 'tiling' | 'order'>,
  dimension: 'm' | 'n',
): Operand {
  const { tile, beside: sides, counts } = mapping.tiling;
  const beside = dimension === 'm' ? sides.left : sides.right;
  const always = reloads(mapping.order, dimension, counts.k, mapping);
  const second = beside ? secondHalf(geometry, memory, tile) : 0;
  let held: PlacedTile | undefined;
  let base = second;
  return {
    load(wanted) {
      if (held === wanted && !always) return null;
      held = wanted;
      base = second - base;
      return { kind: 'load', memory, beside, base, words: wanted.words, address: wanted.address };
    },
    base: () => base,
  };
}

/** Whether the operand of the outer dimension loads at every step: its block has several tiles, of which the core holds one. */
function reloads(order: Order, dimension: 'm' | 'n', depth: number, mapping: Pick<MatrixMapping, 'tiling'>): boolean {
  return order.outer === dimension && order.block > 1 && depth === 1 && mapping.tiling.counts[order.outer] > 1;
}

/** The tiles of the result in the order of the schedule. */
export function* resultTiles(
  mapping: Pick<MatrixMapping, 'tiling' | 'order'>,
): Generator<{ readonly m: number; readonly n: number }> {
  const { counts } = mapping.tiling;
  const { outer, block } = mapping.order;
  const [outerCount, innerCount] = outer === 'm' ? [counts.m, counts.n] : [counts.n, counts.m];
  for (let first = 0; first < outerCount; first += block) {
    for (let inner = 0; inner < innerCount; inner++) {
      for (let index = first; index < Math.min(first + block, outerCount); index++) {
        yield outer === 'm' ? { m: index, n: inner } : { m: inner, n: index };
      }
    }
  }
}

interface Layout {
  readonly left: readonly PlacedTile[];
  readonly right: readonly PlacedTile[];
  readonly results: readonly PlacedTile[];
  readonly image: PlacedImage | null;
  /** The first beat of the scales. */
  readonly scales: number;
  /** How many beats behind a tile of results that lies which its stores add to it; null: they add nothing. */
  readonly addends: number | null;
  /** Tiles of n. */
  readonly columns: number;
  readonly beats: number;
}

function placeTiles(geometry: Geometry, extents: Extents, tile: Extents): Layout {
  const { parameters } = geometry;
  const image = placeImage(geometry, extents, tile);
  let address = image?.end ?? 0;
  const place = (
    memory: LocalMemory,
    [rows, rowSize]: readonly [number, number],
    [columns, columnSize]: readonly [number, number],
    extentsOf: (rows: number, columns: number) => Extents,
  ): readonly PlacedTile[] => {
    const placed: PlacedTile[] = [];
    for (let row = 0; row < rows; row += rowSize) {
      for (let column = 0; column < columns; column += columnSize) {
        const shape = { rows: Math.min(rowSize, rows - row), columns: Math.min(columnSize, columns - column) };
        const { m, k, n } = extentsOf(shape.rows, shape.columns);
        const words = geometry.words(memory, m, k, n);
        placed.push({ row, column, ...shape, words, address });
        const operands = memory === 'results' && geometry.requantised !== null;
        address += operands ? operandStores(parameters, m, n).beats : beats(parameters, memory, words);
      }
    }
    return placed;
  };
  const left =
    image?.tiles ?? place('activations', [extents.m, tile.m], [extents.k, tile.k], (m, k) => ({ m, k, n: 1 }));
  const right = place('weights', [extents.k, tile.k], [extents.n, tile.n], (k, n) => ({ m: 1, k, n }));
  const results = place('results', [extents.m, tile.m], [extents.n, tile.n], (m, n) => ({ m, k: 1, n }));
  const columns = Math.ceil(extents.n / tile.n);
  const loads = geometry.requantised === null ? null : scalesOf(parameters, extents, tile, 1);
  const scaled = loads === null ? 0 : loads.columns * loads.beats;
  const { placed = null } = image ?? {};
  const [end, first] = [address + scaled, results[0]?.address ?? 0];
  const adds = geometry.requantised?.adds === true;
  const addends = adds ? end - first : null;
  const beatsInAll = adds ? end + address - first : end;
  return { left, right, results, image: placed, scales: address, addends, columns, beats: beatsInAll };
}

/** The image from beat 0 on, and the rows of it that each band of output rows meets. */
function placeImage({ parameters, image, words }: Geometry, extents: Extents, tile: Extents) {
  if (image === null) return null;
  const pitch = rowWords(parameters, image, tile.k);
  const beatsOf = (rows: number): number => beats(parameters, 'activations', rows * pitch);
  const depth = extents.k / tile.k;
  const addresses = Array.from({ length: depth }, (_, index) => index * beatsOf(image.height));
  const tiles: PlacedTile[] = [];
  for (let row = 0; row < extents.m; row += tile.m) {
    const rows = Math.min(tile.m, extents.m - row);
    const start = beatsOf(bandStart(image, row / image.outputWidth, rows));
    for (const [index, address] of addresses.entries())
      tiles.push({
        ...{ row, column: index * tile.k, rows, columns: tile.k },
        words: words('activations', rows, tile.k, 1),
        address: address + start,
      });
  }
  return { tiles, placed: { shape: image, rowWords: pitch, addresses }, end: depth * beatsOf(image.height) };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no tile ${index} of ${items.length}`);
  return item;
}
