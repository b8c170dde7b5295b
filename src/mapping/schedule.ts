import {
  beats,
  cycles,
  loadCycles,
  storeCycles,
  type LocalMemory,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
} from '../blocks/models.js';
import type { MatrixMapping } from './matrix.js';
import type { Order } from './plan.js';
import { tileWords, type Extents } from './tiling.js';

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

/**
 * Writes out the schedule that a mapping stands for: for each tile of the result its products over k, each after the loads
 * of what the core does not hold yet, then its store. Tiles lie one after another from beat 0. The commands are as many, and
 * take as long, as the mapping counts in closed form (a test says so).
 */
export function coreSchedule(
  parameters: MatrixCoreParameters,
  mapping: Pick<MatrixMapping, 'tiling' | 'order'>,
): CoreSchedule {
  const { extents, tile } = mapping.tiling;
  const layout = placeTiles(parameters, extents, tile);
  const commands: MatrixCoreCommand[] = [];
  const held: { left: PlacedTile | undefined; right: PlacedTile | undefined } = { left: undefined, right: undefined };
  const load = (
    memory: 'activations' | 'weights',
    side: 'left' | 'right',
    wanted: PlacedTile,
    always: boolean,
  ): void => {
    if (held[side] === wanted && !always) return;
    held[side] = wanted;
    commands.push({ kind: 'load', memory, base: 0, words: wanted.words, address: wanted.address });
  };
  const depth = Math.ceil(extents.k / tile.k);
  for (const { m, n } of resultTiles(mapping)) {
    for (let k = 0; k < depth; k++) {
      const left = at(layout.left, m * depth + k);
      const right = at(layout.right, k * layout.columns + n);
      load('activations', 'left', left, reloads(mapping.order, 'm', depth, mapping));
      load('weights', 'right', right, reloads(mapping.order, 'n', depth, mapping));
      commands.push({ kind: 'gemm', m: left.rows, k: left.columns, n: right.columns, accumulateIn: k > 0 });
    }
    const result = at(layout.results, m * layout.columns + n);
    commands.push({ kind: 'store', memory: 'results', base: 0, words: result.words, address: result.address });
  }
  return { extents, commands, left: layout.left, right: layout.right, results: layout.results, beats: layout.beats };
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
        const words = tileWords(parameters, extentsOf(shape.rows, shape.columns))[memory];
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

/** Cycles of a command list with a memory behind `spill` that is always ready and answers `latency` cycles after a request. */
export function scheduleCycles(
  parameters: MatrixCoreParameters,
  commands: readonly MatrixCoreCommand[],
  latency: number,
): number {
  return commands.reduce((total, command) => total + commandCycles(parameters, command, latency), 0);
}

function commandCycles(parameters: MatrixCoreParameters, command: MatrixCoreCommand, latency: number): number {
  switch (command.kind) {
    case 'gemm':
      return cycles(parameters, command);
    case 'load':
      return loadCycles(parameters, command.memory, command.words, latency);
    case 'store':
      return storeCycles(parameters, command.words);
  }
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new Error(`no tile ${index} of ${items.length}`);
  return item;
}
