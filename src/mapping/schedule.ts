import {
  beats,
  tileWords,
  type LocalMemory,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../blocks/models.js';
import type { MatrixMapping } from './matrix.js';
import type { Order } from './plan.js';
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

/** The command list of one core for one product, with the place of every tile: what the chip's sequencer executes. */
export interface CoreSchedule {
  readonly extents: Extents;
  readonly commands: readonly MatrixCoreCommand[];
  readonly left: readonly PlacedTile[];
  readonly right: readonly PlacedTile[];
  readonly results: readonly PlacedTile[];
  /** Beats of the memory behind `spill` that the tiles take together. */
  readonly beats: number;
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
  mapping: Pick<MatrixMapping, 'tiling' | 'order'>,
): CoreSchedule {
  const { extents, tile, beside } = mapping.tiling;
  const layout = placeTiles(parameters, extents, tile);
  const left = operandOf(parameters, 'activations', mapping, 'm');
  const right = operandOf(parameters, 'weights', mapping, 'n');
  const commands: MatrixCoreCommand[] = [];
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
    if (store !== null) push({ kind: 'store', memory: 'results', base: 0, words: store.words, address: store.address });
    push(...loads.map((entry) => (entry.beside ? null : entry.load)));
    const [m, k, n] = [step.left.rows, step.left.columns, step.right.columns];
    const bases = { activationBase: left.base(), weightBase: right.base() };
    push({ kind: 'gemm', m, k, n, accumulateIn: !step.first, ...bases });
    ({ store } = step);
  }
  if (store !== null) push({ kind: 'store', memory: 'results', base: 0, words: store.words, address: store.address });
  return { extents, commands, left: layout.left, right: layout.right, results: layout.results, beats: layout.beats };
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
  parameters: MatrixCoreParameters,
  memory: 'activations' | 'weights',
  mapping: Pick<MatrixMapping, 'tiling' | 'order'>,
  dimension: 'm' | 'n',
): Operand {
  const { tile, beside: sides, counts } = mapping.tiling;
  const beside = dimension === 'm' ? sides.left : sides.right;
  const always = reloads(mapping.order, dimension, counts.k, mapping);
  const second = beside ? secondHalf(parameters, memory, tile) : 0;
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
function* resultTiles(
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
  /** Tiles of n. */
  readonly columns: number;
  readonly beats: number;
}

function placeTiles(parameters: MatrixCoreParameters, extents: Extents, tile: Extents): Layout {
  let address = 0;
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
        const words = tileWords(parameters, memory, m, k, n);
        placed.push({ row, column, ...shape, words, address });
        address += beats(parameters, memory, words);
      }
    }
    return placed;
  };
  const left = place('activations', [extents.m, tile.m], [extents.k, tile.k], (m, k) => ({ m, k, n: 1 }));
  const right = place('weights', [extents.k, tile.k], [extents.n, tile.n], (k, n) => ({ m: 1, k, n }));
  const results = place('results', [extents.m, tile.m], [extents.n, tile.n], (m, n) => ({ m, k: 1, n }));
  return { left, right, results, columns: Math.ceil(extents.n / tile.n), beats: address };
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no tile ${index} of ${items.length}`);
  return item;
}
