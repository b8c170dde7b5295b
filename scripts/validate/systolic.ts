import { readFileSync } from 'node:fs';
import { cycles, tilesOf } from '../../src/blocks/matrix-core/timing.js';
import type { Gemm } from '../../src/blocks/matrix-core/command.js';
import {
  completeMatrixCore,
  type MatrixCoreArguments,
  type MatrixCoreParameters,
} from '../../src/blocks/matrix-core/parameters.js';
import type { Comparison, Group, Table } from './group.js';
import { errorCell } from './page.js';

/** A row of `tests/data/systolic-closed-form.json`: what SCALE-Sim v3 counts for a layer on an output-stationary array. */
interface Row {
  readonly layer: string;
  readonly M: number;
  readonly K: number;
  readonly N: number;
  readonly rows: number;
  readonly cols: number;
  readonly scalesim_total_cycles: number;
}

const published: readonly Row[] = JSON.parse(
  readFileSync(new URL('../../tests/data/systolic-closed-form.json', import.meta.url), 'utf8'),
);

export type Dataflow = MatrixCoreParameters['dataflow'];

/** A core with one register for what stands still, as the peer has it, and memories that hold anything. */
export function plainCore(rows: number, cols: number, given: Partial<MatrixCoreArguments>): MatrixCoreParameters {
  return completeMatrixCore({
    ...{ rows, cols, operand: 'int8', accumulator: 'int32', dataflow: 'weight_stationary' },
    ...{ weightRows: 1, hideLoading: false, overlapCommands: false, multiplierRegisters: 0, adderRegisters: 1 },
    ...{ psumIn: 'by_operand', multiplier: 'plain', adder: 'plain', zeroGating: false, zeroOperands: 0 },
    ...{ requantise: false, convolution: false, counters: false },
    ...{ activationCapacityBits: 2 ** 50, weightCapacityBits: 2 ** 50, accumulatorCapacityBits: 2 ** 50 },
    addressSpaceBits: 2 ** 23,
    ...given,
  });
}

/** What the core's own cycles of a product are made of, each term found by comparing its cycles of two products. */
export interface Terms {
  readonly ours: number;
  readonly tiles: number;
  /** From one whole tile to the next. */
  readonly tile: number;
  /** Of these, those in which results leave through the array's edge. */
  readonly leaving: number;
  /** Once in a command, whatever its tiles. */
  readonly edges: number;
  /** Columns and rows that the last tile has not, and that nobody waits for. */
  readonly absent: number;
}

export function termsOf(core: MatrixCoreParameters, gemm: Gemm): Terms {
  const { m, k, n } = tilesOf(core, gemm);
  const one = oneTile(core, gemm);
  const two = cycles(core, {
    ...one,
    ...(core.dataflow === 'output_stationary' ? { m: 2 * one.m } : { k: 2 * one.k }),
  });
  const tile = two - cycles(core, one);
  const edges = cycles(core, one) - tile;
  // Output stationary a tile of one row less is through a cycle earlier: that is how fast rows leave.
  const leaving = core.dataflow === 'output_stationary' ? cycles(core, one) - cycles(core, { ...one, m: 1 }) + 1 : 0;
  const ours = cycles(core, gemm);
  const tiles = m * k * n;
  return { ours, tiles, tile, leaving, edges, absent: tiles * tile + edges - ours };
}

/** A product of one whole tile with the streams of `gemm`. */
function oneTile({ rows, cols, dataflow }: MatrixCoreParameters, { m, k, n }: Gemm): Gemm {
  switch (dataflow) {
    case 'output_stationary':
      return { m: rows, k, n: cols };
    case 'weight_stationary':
      return { m, k: rows, n: cols };
    case 'input_stationary':
      return { m: cols, k: rows, n };
  }
}

/** The same steps counted as the peer does: a tile after the other until the last product, and the last cycle's number in place of their count. */
export function asThePeerCounts({ tiles, tile, leaving }: Terms): number {
  return tiles * (tile - leaving) - 1;
}

/** SCALE-Sim v3's closed forms of the other dataflows, as its code has them (scalesim/compute/systolic_compute_ws.py and _is.py, 1d62b68). */
export function publishedForm(dataflow: Exclude<Dataflow, 'output_stationary'>, row: Row): number {
  const { M, K, N, rows, cols } = row;
  const [across, along] = dataflow === 'weight_stationary' ? [N, M] : [M, N];
  return Math.ceil(K / rows) * Math.ceil(across / cols) * (along + 2 * rows + cols - 2) - 1;
}

/** The 36 rows output stationary, as that tool counted them, and the same layers by its closed forms of the other two dataflows. */
export function systolicGroup(): Group {
  const flows = [
    ['output_stationary', (row: Row) => row.scalesim_total_cycles],
    ['weight_stationary', (row: Row) => publishedForm('weight_stationary', row)],
    ['input_stationary', (row: Row) => publishedForm('input_stationary', row)],
  ] as const;
  const made = flows.flatMap(([dataflow, theirs]) => published.map((row) => lineOf(dataflow, row, theirs(row))));
  return {
    title: 'closed-form systolic cycles (SCALE-Sim v3)',
    bar: 'equal at the same buffering',
    comparisons: made.map(({ comparison }) => comparison),
    text: derivation,
    table: { head: columns, rows: made.map(({ cells }) => cells) },
    leftOut: [],
  };
}

const columns = [
  'layer',
  'M x K x N',
  'array',
  'dataflow',
  'ours',
  '- tiles x leaving',
  '- edges',
  '+ absent',
  '- 1',
  'theirs',
  'error',
  'ours, hidden',
];

const short = { output_stationary: 'os', weight_stationary: 'ws', input_stationary: 'is' } as const;

function lineOf(
  dataflow: Dataflow,
  row: Row,
  theirs: number,
): { readonly comparison: Comparison; readonly cells: Table['rows'][number] } {
  const { layer, M: m, K: k, N: n, rows, cols } = row;
  const terms = termsOf(plainCore(rows, cols, { dataflow }), { m, k, n });
  const { ours, tiles, leaving, edges, absent } = terms;
  const comparison = {
    name: `${layer} ${rows} x ${cols} ${short[dataflow]}`,
    ours: asThePeerCounts(terms),
    theirs,
  };
  const hidden = cycles(plainCore(rows, cols, { dataflow, hideLoading: true }), { m, k, n });
  const shape = `${m} x ${k} x ${n}`;
  const named = [layer, shape, `${rows} x ${cols}`, short[dataflow]];
  const own = [ours, tiles * leaving, edges, absent, comparison.ours];
  return { comparison, cells: [...named, ...own, theirs, errorCell(comparison), hidden] };
}

const derivation = [
  `The cycles that SCALE-Sim v3 (scalesim-project/SCALE-Sim, 1d62b68) counts for layers on arrays without stalls, 36 of them output stationary from a run of the tool (\`tests/data/systolic-closed-form.json\`); weight and input stationary the
same layers by the closed forms of its code. It has one register for what stands still, so it is compared with a \`MatrixCore { hide_loading: false }\` of one row of weights a cycle. The core's cycles are those of its hardware, edge to edge (next section).`,
  `Ours are taken apart by the core's own formula, term by term: the cycles of two whole tiles less those of one are a **tile**; what one tile takes beyond that are the **edges**, once in a command. From ours to theirs:`,
  `- **tiles x leaving**: output stationary, their tile ends with the last product. The results are still in the array, and leave through its edge, a row a cycle, before the next tile may use the registers: R cycles a tile that the paper on the tool counts (2 R + C + K - 2) and the tool's third version does not.
  Weight and input stationary, sums leave with the wave, and a tile takes as long as theirs to the cycle: R to load, and M + R - 1 + C - 1 for the wave (input stationary N).
- **edges**: from the edge that takes a command to its first read, and from the last sum to its place in the accumulators: 2 output stationary, 3 otherwise. They count products alone.
- **absent**: they pad the last tile to the whole array; we are done when the last column and row that there are have their sums, C - c + R - r cycles earlier (otherwise C - c; input stationary the columns are those of M).
- **1**: they tell the number of the last cycle, counted from zero, which is one less than how many there are.`,
  `The last column is the core as it is built, \`hide_loading: true\`: loading or draining hides under the stream.`,
];
