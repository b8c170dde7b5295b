import { designOf } from '../../src/testing.js';
import { verify } from '../../src/verify/index.js';
import { findWorkload } from '../../src/workspace/index.js';
import { runChip, smallChip } from './chip.js';
import type { Comparison, Group } from './group.js';
import { errorCell } from './page.js';

/** What is multiplied on which core. */
export interface HardwareCase {
  /** Parameters of the core. */
  readonly core: string;
  /** Bits of a beat of its `spill`, and of a word of the buffer. */
  readonly word: number;
  readonly workload: string;
}

const conv = 'conv';

/** Arrays of each dataflow, hidden and not, whole tiles and not, one row of activations, floats, and convolutions by the address generator. */
export const hardwareCases: readonly HardwareCase[] = [
  { core: 'rows: 4, cols: 8', word: 128, workload: 'gemm(64, 64, 64)' },
  { core: 'rows: 4, cols: 8', word: 128, workload: 'gemm(90, 130, 75)' },
  { core: 'rows: 16, cols: 16', word: 256, workload: 'gemm(128, 128, 128)' },
  { core: 'rows: 16, cols: 16', word: 256, workload: 'gemm(1, 256, 256)' },
  { core: 'rows: 16, cols: 16, weight_rows: 4', word: 256, workload: 'gemm(1, 256, 256)' },
  { core: 'rows: 16, cols: 16, hide_loading: false', word: 256, workload: 'gemm(128, 128, 128)' },
  { core: 'rows: 8, cols: 8, overlap_commands: true', word: 128, workload: 'gemm(50, 200, 33)' },
  { core: 'rows: 8, cols: 4, dataflow: .output_stationary', word: 64, workload: 'gemm(40, 70, 30)' },
  {
    core: 'rows: 8, cols: 4, dataflow: .output_stationary, hide_loading: false',
    word: 64,
    workload: 'gemm(40, 70, 30)',
  },
  { core: 'rows: 8, cols: 4, dataflow: .input_stationary', word: 64, workload: 'gemm(40, 70, 30)' },
  {
    core: 'rows: 8, cols: 8, operand: bf16, accumulator: fp32, multiplier_registers: 1, adder_registers: 3',
    word: 256,
    workload: 'gemm(30, 45, 20)',
  },
  {
    core: 'rows: 8, cols: 8, convolution: true',
    word: 128,
    workload: `${conv}:channels=8,size=14,outputs=16,kernel=3,stride=1,padding=1`,
  },
  {
    core: 'rows: 8, cols: 8, convolution: true',
    word: 128,
    workload: `${conv}:channels=3,size=23,outputs=8,kernel=7,stride=2,padding=3`,
  },
];

const source = ({ core, word }: HardwareCase): string => `
import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

export design Npu {
  process tsmc_n7;
  clock main = 800 MHz;
  port in work: commands;
  core: MatrixCore { ${core}, activation_capacity: 4 KiB, weight_capacity: 4 KiB, accumulator_capacity: 8 KiB, address_space: 64 KiB };
  buffer: Sram { capacity: 64 KiB, word: ${word} b };
  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
}

export workload ${conv}(channels: int = 8, size: int = 14, outputs: int = 16, kernel: int = 3, stride: int = 1, padding: int = 1) {
  input x: int8[1, channels, size, size];
  weight w: int8[outputs, channels, kernel, kernel];
  output y = conv2d(x, w, stride: stride, padding: padding);
}
`;

/** The estimate's cycles of a workload's command list, and those that the simulated hardware took for it. */
export async function runCase(which: HardwareCase): Promise<Comparison> {
  const { core, workload } = which;
  const loaded = designOf(source(which));
  const [graph, problems] = findWorkload(loaded, workload);
  if (graph === undefined) throw new Error(`${workload}: ${JSON.stringify(problems)}`);
  const [verification, found] = await verify(loaded.design, { workload: graph, simulators: ['builtin'] });
  const ran = verification?.report.blocks[0]?.workload;
  if (ran === undefined || ran === null) throw new Error(`${core}, ${workload}: ${JSON.stringify(found)}`);
  return { name: `${core}: ${workload}`, ours: ran.estimated_cycles, theirs: ran.cycles };
}

/** The estimate beside our own emitted hardware, simulated. */
export async function hardwareGroup(): Promise<Group> {
  const made: { readonly comparison: Comparison; readonly cells: readonly (string | number)[] }[] = [];
  const add = (on: string, workload: string, comparison: Comparison): void => {
    made.push({ comparison, cells: [on, workload, comparison.ours, comparison.theirs, errorCell(comparison)] });
  };
  for (const each of hardwareCases) add(`\`MatrixCore { ${each.core} }\``, each.workload, await runCase(each));
  const chip = designOf(smallChip.replace('design Npu', 'export design Npu'));
  for (const workload of ['gemm(21, 30, 19)', 'gemm(60, 50, 40)']) {
    const [graph] = findWorkload(chip, workload);
    if (graph === undefined) throw new Error(`no workload ${workload}`);
    const { cycles, estimated, wrongElements } = runChip(chip.design, chip.origins, graph);
    if (wrongElements > 0) throw new Error(`${workload} on the chip: ${wrongElements} wrong elements`);
    add('a chip: core of 4 x 8, buffer, ports of a DMA', workload, {
      name: `chip: ${workload}`,
      ours: estimated,
      theirs: cycles,
    });
  }
  return {
    title: 'our own hardware, simulated',
    bar: '0 cycles',
    comparisons: made.map(({ comparison }) => comparison),
    text,
    table: { head: ['on', 'workload', 'estimate', 'simulated', 'error'], rows: made.map(({ cells }) => cells) },
    leftOut: [
      {
        what: 'a chip whose DMA moves operands, with arbitration and a DRAM',
        why: 'these have no hardware yet; the chip below has its operands written through the ports that a DMA would have',
      },
    ],
  };
}

const text = [
  `The emitted hardware of a core runs the command list that the estimate counts, loads and stores through a memory that answers after a fixed latency, in the built-in simulator (which Icarus and Verilator repeat in \`accel verify\`). Every element is held against the golden model too. Cycles are
those from the edge that takes the first command to the end of the last.`,
];
