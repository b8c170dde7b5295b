import { readFileSync } from 'node:fs';
import type { Estimate } from '../../src/estimate/index.js';
import { estimateSource } from '../../src/testing.js';
import { measured } from './data.js';
import { analysisLines, chipLines } from './eyeriss.js';
import type { Group, LeftOut, Line, Table } from './group.js';
import { errorCell } from './page.js';

/** Published figures of chips that the estimator says something of today. */
export function siliconGroup(): Group {
  const lines = [...chipLines(), ...tpuLines(), ...nvdlaLines()];
  return {
    title: 'published silicon',
    bar: 'performance: mean 10 %, worst 25 %',
    comparisons: lines,
    text,
    table: tableOf(lines),
    leftOut,
  };
}

/** What the authors of Eyeriss count for such an array, beside what we count. */
export function analysisGroup(): Group {
  const lines = analysisLines();
  return {
    title: 'a published analysis of such an array (Eyeriss)',
    bar: 'energy: mean 25 %, worst 50 %',
    comparisons: lines,
    text: [
      `Energies of AlexNet's layers by parts, in energies of a multiply-accumulate, which an access of a scratchpad takes too (Chen et al., ISCA 2016, figure 10; \`data/validation/measured.json\`). Ours are multiply-accumulates and accesses of scratchpads on [eyeriss.accel](../examples/eyeriss.accel), by the chip's passes.`,
    ],
    table: tableOf(lines),
    leftOut: [
      {
        what: 'the DRAM’s part',
        why: 'it goes with the mapping, and those of the analysis, which is of another array than the chip, are not published',
      },
    ],
  };
}

function tableOf(lines: readonly Line[]): Table {
  return {
    head: ['figure', 'unit', 'ours', 'theirs', 'error', 'what stands between'],
    rows: lines.map((line) => [line.name, line.unit, line.ours, line.theirs, errorCell(line), line.remark]),
  };
}

export /** The estimate of a workload on an example, which `more` is written behind. */
function estimated(
  file: string,
  workload: string,
  { set = [], more = '' }: { readonly set?: readonly (readonly [string, string])[]; readonly more?: string } = {},
): Estimate {
  const source = readFileSync(new URL(`../../examples/${file}`, import.meta.url), 'utf8');
  return estimateSource(`${source}\n${more}`, workload, { set }).estimate;
}

/** So many layers of full connections, one behind the other, each with a ReLU: what the source says of its layers, but for their activations. */
function connected(layers: number, side: number, batch: number): string {
  const lines = Array.from({ length: layers }, (_, layer) => {
    const [before, made] = [layer === 0 ? 'x' : `h${layer}`, layer === layers - 1 ? 'output y' : `let h${layer + 1}`];
    return `  weight w${layer}: int8[${side}, ${side}];\n  ${made} = relu(matmul(${before}, w${layer}));`;
  });
  return `export workload app {\n  input x: int8[${batch}, ${side}];\n${lines.join('\n')}\n}\n`;
}

/** Layers of full connections: how many weights in how many layers, for how many inputs at once (Jouppi et al., ISCA 2017, table 1; recalled). */
const tpuApps = [
  { app: 'MLP0', layers: 5, weights: 20e6, batch: 200 },
  { app: 'LSTM0', layers: 24, weights: 52e6, batch: 64 },
] as const;

/**
 * Operations a second of the TPU's applications whose layers are full connections. The sizes of single layers are not published: layers are taken as equal and
 * square, which counts for little, since all their weights pass the memory whatever their shape.
 */
function tpuLines(): readonly Line[] {
  const { apps, TOPS } = measured('tpu_v1_table3').data;
  return tpuApps.map(({ app, layers, weights, batch }) => {
    const side = Math.round(Math.sqrt(weights / layers));
    const { macs, latency_s } = estimated('tpu_v1.accel', 'app', { more: connected(layers, side, batch) }).total;
    return {
      name: `TPU v1, ${app}`,
      unit: 'TOPS',
      ours: (2 * macs) / latency_s / 1e12,
      theirs: TOPS[apps.indexOf(app)] ?? 0,
      remark: `${layers} layers of ${batch} x ${side} x ${side}, fused: activations stay in the unified buffer, eight bits wide, and the weights pass the memory; layers are taken as equal, with a ReLU each`,
    };
  });
}

/** Rows and columns of the multipliers: those of the released configurations, and the same way down for the smaller ones. */
const nvdlaArrays: Readonly<Record<number, readonly [rows: number, cols: number]>> = {
  2048: [64, 32],
  512: [32, 16],
  128: [16, 8],
  32: [8, 4],
};

/** ResNet-50 on one of the published configurations. */
function nvdla(
  { macs, cbuf, bw }: { readonly macs: number; readonly cbuf: number; readonly bw: number },
  accumulators: number,
): Estimate {
  const [rows, cols] = nvdlaArrays[macs] ?? [0, 0];
  const set = [
    ['rows', String(rows)],
    ['cols', String(cols)],
    ['buffer', `${cbuf} KiB`],
    ['bandwidth', `${bw} GB/s`],
    ['accumulators', String(accumulators)],
    ['additions', 'true'],
  ] as const;
  return estimated('nvdla.accel', 'resnet50', { set });
}

/** What the rows would be with other accumulators than those of both of the chip's memories together. */
function nvdlaWith(accumulators: number): string {
  const off = measured('nvdla_primer').data.map((row) => nvdla(row, accumulators).total.throughput_per_s / row.fps - 1);
  return off.map((each) => `${each < 0 ? '-' : '+'}${Math.abs(Math.round(100 * each))}`).join(', ');
}

function nvdlaLines(): readonly Line[] {
  return measured('nvdla_primer').data.map((row) => {
    const { macs, fps } = row;
    const [rows] = nvdlaArrays[macs] ?? [0];
    const { total, operations } = nvdla(row, 256);
    const share = (of: (row: Estimate['operations'][number]) => boolean): string => {
      const cycles = operations.filter(of).reduce((sum, row) => sum + row.cycles, 0);
      return `${Math.round((100 * cycles) / total.cycles)} %`;
    };
    const first = share(({ name }) => name === 'conv1');
    const channels = operations.find(({ name }) => name === 'conv1')?.mapping?.folded?.channels ?? 3;
    const without = share(({ no_unit }) => no_unit);
    return {
      name: `NVDLA, ${macs} multipliers, ResNet-50`,
      unit: 'frames/s',
      ours: total.throughput_per_s,
      theirs: fps,
      remark: `${without} of our time are poolings over the DRAM, which the chip does on the way out; ${first} the first layer, whose ${channels} folded channels lie on ${rows} rows`,
    };
  });
}

const text = [
  `Whole chips by their published structure: [eyeriss.accel](../examples/eyeriss.accel), [tpu_v1.accel](../examples/tpu_v1.accel) and [nvdla.accel](../examples/nvdla.accel). Sources: Chen et al., JSSC 2017, table V; Jouppi et al., ISCA 2017, table 3; nvdla.org, primer (\`data/validation/measured.json\`).`,
  `**Eyeriss**: the levels of memory of the design, and the passes of the chip as its paper gives them for each layer (table III, recalled: \`scripts/validate/eyeriss.ts\`), counted as any mapping is ([Counting accesses](counting.md)). The elements in use, 154 and 156 of 168, are those of table V. A pass takes as long as its
multiply-accumulates or as the port that is busiest: a word a cycle into and out of each scratchpad, 64 bits of the global buffer. Rows that the last strip of conv1 lacks count as work.`,
  `**TPU**, as \`accel estimate\` says it: a chain of layers whose activations stay in the unified buffer, as they do on the chip. What is left is what is not published, the shapes of the layers.`,
  `**NVDLA**, as \`accel estimate\` says it: its results leave as operands, with the residuals added, and a core without an SRAM waits for each beat of the DRAM as its command list says. All of its structure that we have is published (nvdla.org: primer, hardware architectural specification, unit description); nothing else was set by these rows than the accumulators: the chip has 128 positions that sum up and 128 that leave beside them, our core one memory for both,
of 256; that it is one of as many together and not of 128 was decided when the rows had been seen. With 128 they would be ${nvdlaWith(128)} %, with 1,024 ${nvdlaWith(1024)} %. The three
channels of the first layer are folded with columns and rows of the kernel; the chip's image input mode does that on the way in, of rows two or four, and we in memory, of as many rows as are best. We fall short the more multipliers there are: our stores wait for the multiplication before them and the next one for them, where the chip sums up in one memory
while another one leaves; and operations run one after another, so that no weights come in before the layer before is done. What makes the smallest configuration slower than its multipliers and its memory, these pages do not say: there we are too fast.`,
];

const leftOut: readonly LeftOut[] = [
  {
    what: 'TPU v1, CNN0',
    why: 'the shapes of its layers are not published',
  },
  {
    what: 'TPU v1, shares of cycles (weight stall, weight shift, non-matrix)',
    why: 'they are counters of whole applications, vector parts among them, of which only the number of layers is published',
  },
  {
    what: 'NVDLA, area and power',
    why: "the primer's are those of the whole, with engines for activation, pooling and normalisation that the design has not",
  },
  {
    what: 'training of GPT models on A100 clusters (Calculon)',
    why: 'systems of chips are not modelled yet',
  },
];
