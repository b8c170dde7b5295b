import { measuredChip } from '../../src/technology/index.js';
import { measured, type MeasuredProduct } from './data.js';
import type { Group, Line, Table } from './group.js';
import { errorCell } from './page.js';
import { estimated } from './silicon.js';

/** Rows that constants of the chip are set on, and which. */
const setOn: readonly { readonly product: readonly [m: number, k: number, n: number]; readonly sets: string }[] = [
  { product: [8192, 64, 64], sets: 'the launch is set on it' },
  { product: [16_384, 12_288, 12_288], sets: "the multipliers' share of their peak is set on it" },
];

/** Products of halves on an A100, as calls of a framework were measured, beside the estimate of `a100.accel`. */
export function gpuGroup(): Group {
  const lines = measured('a100_matmul_measured').data.map(lineOf);
  const judged = lines.filter(({ remark }) => remark === '');
  return {
    title: 'measured products on a GPU (A100)',
    bar: 'at most three constants a chip, judged on other rows: mean 15 %',
    comparisons: judged,
    text: text(),
    table: tableOf(lines),
    leftOut: [
      {
        what: 'power and area of the chip',
        why: 'the design has its matrix path alone: no cores for single numbers, no issue of instructions, no links',
      },
    ],
  };
}

function lineOf([m, k, n, theirs]: MeasuredProduct): Line {
  const set = setOn.find(({ product }) => [m, k, n].every((extent, at) => extent === product[at]));
  return {
    name: `${m} x ${k} x ${n}`,
    unit: 'ms',
    ours: estimated('a100.accel', `gemm(${m}, ${k}, ${n})`).total.latency_s * 1e3,
    theirs,
    remark: set?.sets ?? '',
  };
}

function tableOf(lines: readonly Line[]): Table {
  return {
    head: ['M x K x N', 'ours, ms', 'theirs, ms', 'error', ''],
    rows: lines.map((line) => [line.name, line.ours, line.theirs, errorCell(line), line.remark]),
  };
}

function text(): readonly string[] {
  const chip = measuredChip('a100');
  if (chip === undefined) throw new Error('no constants of the A100');
  const { launch, multiplierShare, memoryShare } = chip;
  return [
    `Products of fp16 with sums in fp32 on [a100.accel](../examples/a100.accel), which has the published structure: tiles of the result shared by 108 multiprocessors in waves ([the estimator](estimator.md#multiprocessors)). Source: PrincetonUniversity/LLMCompass @2e015fd, ae/figure5/ab/real_hardware/matmul_A100.csv (\`data/validation/measured.json\`).`,
    `Three constants are not structure: a launch of ${launch.value} us and ${100 * multiplierShare.value} % of the multipliers' peak are set on the two rows that the table names, which count for nothing in the errors above; ${100 * memoryShare.value} % of the rate of the memory's pins is published (\`data/measured-chips.json\`). The library's choice of tiles is not known: ours is the fastest of those that fit.`,
  ];
}
