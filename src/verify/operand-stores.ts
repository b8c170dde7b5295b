import { beats, elementReader, scaleWords, type MatrixCoreParameters } from '../blocks/hardware.js';
import { operandStores, type CoreSchedule, type PlacedTile } from '../mapping/index.js';
import { convert, floatFormat, fp32, requantise } from '../numbers/index.js';
import { fillScales } from './core-fill.js';
import type { Random } from './random.js';

/** An element of a stored result that is not what it should be. */
export interface WrongElement {
  readonly row: number;
  readonly column: number;
  readonly found: number;
  readonly expected: number;
}

/** What is asked of a schedule's scales: column tiles as its stores count them, tile of n by tile of n. */
function columnTiles({ cols }: MatrixCoreParameters, { results, extents }: CoreSchedule) {
  const whole = results[0]?.columns ?? extents.n;
  const inTile = Math.ceil(whole / cols);
  const rest = extents.n % whole;
  return {
    count: Math.floor(extents.n / whole) * inTile + Math.ceil(rest / cols),
    first: ({ column }: PlacedTile): number => (column / whole) * inTile,
  };
}

/** Puts scales where a schedule loads them from, other ones for each column of each product. */
export function fillAllScales(
  parameters: MatrixCoreParameters,
  schedule: CoreSchedule,
  memory: Uint8Array,
  draw: Random,
): void {
  const { requantised, products, productBeats } = schedule;
  if (requantised === null || floatFormat(parameters.activation) !== undefined) return;
  const each = beats(parameters, 'results', scaleWords);
  for (let product = 0; product < products; product++)
    for (let tile = 0; tile < columnTiles(parameters, schedule).count; tile++)
      fillScales(parameters, memory, product * productBeats + requantised.scales + tile * each, draw);
}

/** Holds the operands of a stored tile against the plain product, scaled and rounded as `src/numbers` says. */
export function operandJudge(
  parameters: MatrixCoreParameters,
  schedule: CoreSchedule,
  before: Uint8Array,
): (tile: PlacedTile, product: Float64Array, after: Uint8Array) => readonly WrongElement[] {
  const { cols, activation, activationBits, spillBits } = parameters;
  const { n } = schedule.extents;
  const { first } = columnTiles(parameters, schedule);
  const operandOf = operandOfSum(parameters, schedule, before);
  return (tile, product, after) => {
    const read = elementReader(activation, after);
    const { count, words, beats: all } = operandStores(parameters, tile.rows, tile.columns);
    const wrong: WrongElement[] = [];
    for (let i = 0; i < tile.rows; i++)
      for (let j = 0; j < tile.columns; j++) {
        const columnTile = Math.floor(j / cols);
        const line = columnTile * tile.rows + i;
        const start = tile.address + Math.floor(line / words) * (all / count);
        const found = read(start * spillBits + ((line % words) * cols + (j % cols)) * activationBits);
        const [row, column] = [tile.row + i, tile.column + j];
        const expected = operandOf(product[row * n + column] ?? 0, first(tile) + columnTile, j % cols);
        if (found !== expected) wrong.push({ row, column, found, expected });
      }
    return wrong;
  };
}

/** What a sum becomes in a column of a column tile. */
function operandOfSum(
  parameters: MatrixCoreParameters,
  { requantised }: CoreSchedule,
  before: Uint8Array,
): (sum: number, columnTile: number, column: number) => number {
  const { activation, activationBits, accumulator, accumulatorBits, spillBits } = parameters;
  if (requantised === null) throw new Error('sums are stored as they are');
  const { relu, scales } = requantised;
  const format = floatFormat(activation);
  if (format !== undefined)
    return (sum) => {
      const code = convert(sum, fp32, format, activationBits <= 8 ? 'saturate' : 'infinity');
      return relu && code >= 2 ** (activationBits - 1) ? 0 : code;
    };
  const word = elementReader(accumulator, before);
  const each = beats(parameters, 'results', scaleWords);
  return (sum, columnTile, column) => {
    const [bias = 0, multiplier = 0, shift = 0] = Array.from({ length: scaleWords }, (_, index) =>
      word((scales + columnTile * each + index * (each / scaleWords)) * spillBits + column * accumulatorBits),
    );
    // Of the words the core takes as many bits as a multiplier and a shift have.
    const low = (value: number, bits: number): number => ((value % 2 ** bits) + 2 ** bits) % 2 ** bits;
    const scale = { multiplier: low(multiplier, 31), shift: low(shift, 6), zeroPoint: 0, width: activationBits };
    return requantise(sum, bias, { rounding: 'half_even', relu, ...scale });
  };
}
