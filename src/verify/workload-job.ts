import {
  beats,
  completeGemm,
  elementReader,
  entryReader,
  forEachElement,
  groupsOf,
  operandIndex,
  packing,
  type Group,
  weightView,
  type LocalMemory,
  type MatrixCoreParameters,
} from '../blocks/hardware.js';
import type { CoreSchedule, PlacedTile } from '../mapping/index.js';
import type { CoreJob } from './core-job.js';
import { plainConvolution } from './convolution.js';
import { fillBits } from './core-fill.js';
import { groupDraw } from './groups.js';
import { fillAllScales, operandJudge, type WrongElement } from './operand-stores.js';
import { plainProduct, sumCuts } from './product.js';
import { random } from './random.js';

/** A product as a job of one core: the command list that the estimate counts, on operands of random values. */
export interface ProductJob {
  readonly job: CoreJob;
  /** Elements of the stored result that differ from the product of the plain matrices. */
  readonly wrongElements: (memory: Uint8Array) => readonly WrongElement[];
  readonly elements: number;
}

/**
 * A schedule as a job. The memory behind `spill` is random bytes; what they mean as matrices follows from the places of the
 * tiles, so that the plain product judges schedule, layout and hardware together.
 */
export function productJob(
  parameters: MatrixCoreParameters,
  schedule: CoreSchedule,
  latency: number,
  seed: number,
): ProductJob {
  const { m, k, n } = schedule.extents;
  const memory = new Uint8Array((schedule.beats * parameters.spillBits) / 8);
  const draw = random(seed);
  const view = weightView(parameters);
  const { activation, weight, spillBits } = view;
  const groups = groupsOf(view);
  const stands = parameters.dataflow === 'input_stationary';
  // Every word begins at a whole number of elements.
  fillBits(memory, 0, 8 * memory.length, groups.activation, groupDraw(groups.activation, draw));
  const [standing, tiles] = stands ? (['activations', schedule.left] as const) : (['weights', schedule.right] as const);
  if (weight !== activation)
    for (let product = 0; product < schedule.products; product++)
      for (const { address, words } of tiles) {
        const first = product * schedule.productBeats + address;
        const end = first + beats(parameters, standing, words);
        fillBits(memory, first * spillBits, end * spillBits, groups.weight, groupDraw(groups.weight, draw));
      }
  if (schedule.requantised !== null) fillAllScales(parameters, schedule, memory, draw);
  const kind = schedule.image === null ? 'gemm' : 'convolution';
  const over = schedule.image?.shape.folded === undefined ? '' : ' over a folded image';
  const as =
    schedule.requantised === null ? '' : `, stored as operands${schedule.requantised.relu ? ' after ReLU' : ''}`;
  const title = `${schedule.products === 1 ? '' : `${schedule.products} x `}${kind}(${m}, ${k}, ${n})${over}${as}`;
  return {
    job: { title, commands: schedule.commands, memory, latency, stallProbability: 0, greatestGap: 0 },
    wrongElements: (after) => wrongElements(parameters, schedule, memory, after),
    elements: m * n * schedule.products,
  };
}

/**
 * Fills with zeros what the schedule's stores will read: the columns beyond a product's last are stored with it, and no command of
 * the schedule writes them.
 */
export function clearingJob(parameters: MatrixCoreParameters, schedule: CoreSchedule): CoreJob {
  // A store of operands takes the neighbour of an odd row along.
  const reach = schedule.commands.map((command) =>
    command.kind !== 'store'
      ? 1
      : command.base + (command.requantised === undefined ? command.words : 2 * Math.ceil(command.words / 2)),
  );
  const words = Math.max(...reach);
  const { wordsPerBeat } = packing(parameters, 'results');
  const whole = Math.min(Math.ceil(words / wordsPerBeat) * wordsPerBeat, parameters.accumulatorWords);
  const memory = new Uint8Array((beats(parameters, 'results', whole) * parameters.spillBits) / 8);
  const commands = [{ kind: 'load', memory: 'results', base: 0, words: whole, address: 0 }] as const;
  return { title: 'clearing', commands, memory, latency: 1, stallProbability: 0, greatestGap: 0 };
}

function wrongElements(
  parameters: MatrixCoreParameters,
  schedule: CoreSchedule,
  before: Uint8Array,
  after: Uint8Array,
): readonly WrongElement[] {
  const { image, extents } = schedule;
  const size = (schedule.productBeats * parameters.spillBits) / 8;
  return Array.from({ length: schedule.products }, (_, index) => {
    const [found, given] = [after, before].map((memory) => memory.subarray(index * size, (index + 1) * size));
    if (found === undefined || given === undefined) throw new Error('no memory');
    const product =
      image === null ? productOf(parameters, schedule, given) : plainConvolution(parameters, schedule, image, given);
    const operands = schedule.requantised === null ? null : operandJudge(parameters, schedule, given);
    return schedule.results.flatMap((tile) =>
      operands === null ? wrongOfTile(parameters, tile, product, extents.n, found) : operands(tile, product, found),
    );
  }).flat();
}

/** The product of the plain matrices that the tiles hold. */
function productOf(parameters: MatrixCoreParameters, schedule: CoreSchedule, before: Uint8Array): Float64Array {
  const { m, k, n } = schedule.extents;
  const { activation, weight } = groupsOf(parameters);
  const left = new Float64Array(m * k * activation.entries);
  const right = new Float64Array(k * n * weight.entries);
  for (const tile of schedule.left) {
    const read = elementAt(activation, before, placesOutside(parameters, 'activations', tile));
    const index = operandIndex(parameters, { m: tile.rows, k: tile.columns, n: 1 });
    for (let i = 0; i < tile.rows; i++)
      for (let j = 0; j < tile.columns; j++) read(index.activation(i, j), left, (tile.row + i) * k + tile.column + j);
  }
  for (const tile of schedule.right) {
    const read = elementAt(weight, before, placesOutside(parameters, 'weights', tile));
    const index = operandIndex(parameters, { m: 1, k: tile.rows, n: tile.columns });
    for (let i = 0; i < tile.rows; i++)
      for (let j = 0; j < tile.columns; j++) read(index.weight(i, j), right, (tile.row + i) * n + tile.column + j);
  }
  return plainProduct(parameters, { left, right, m, k, n, cuts: sumCuts(parameters, schedule) });
}

/** Copies element `inside` of a memory of the core to place `at` of a matrix: of a group, all its entries. */
function elementAt(
  group: Group,
  bytes: Uint8Array,
  outside: (inside: number) => number,
): (inside: number, matrix: Float64Array, at: number) => void {
  const read = entryReader(group, bytes);
  return (inside, matrix, at) => {
    for (let entry = 0; entry < group.entries; entry++) {
      const place = inside * group.entries + entry;
      matrix[at * group.entries + entry] = read(outside(place), place);
    }
  };
}

function wrongOfTile(
  parameters: MatrixCoreParameters,
  tile: PlacedTile,
  product: Float64Array,
  n: number,
  after: Uint8Array,
): readonly WrongElement[] {
  const { cols, accumulator } = parameters;
  const outside = placesOutside(parameters, 'results', tile);
  const result = elementReader(accumulator, after);
  const { resultStride } = completeGemm(parameters, { m: tile.rows, k: 1, n: tile.columns });
  const wrong: WrongElement[] = [];
  for (let i = 0; i < tile.rows; i++) {
    for (let j = 0; j < tile.columns; j++) {
      const [line, across] = parameters.dataflow === 'input_stationary' ? [j, i] : [i, j];
      const found = result(outside((Math.floor(across / cols) * resultStride + line) * cols + (across % cols)));
      const [row, column] = [tile.row + i, tile.column + j];
      const expected = product[row * n + column] ?? 0;
      if (found !== expected) wrong.push({ row, column, found, expected });
    }
  }
  return wrong;
}

/** From an element of the core's memory to the first bit behind `spill` that it is loaded from or stored to. */
function placesOutside(
  parameters: MatrixCoreParameters,
  memory: LocalMemory,
  tile: PlacedTile,
): (inside: number) => number {
  const places = new Map<number, number>();
  forEachElement(parameters, { memory, base: 0, words: tile.words, address: tile.address }, (inside, outside) => {
    places.set(inside, outside);
  });
  return (inside) => places.get(inside) ?? -1;
}
