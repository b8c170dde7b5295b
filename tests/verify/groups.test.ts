import { describe, expect, test } from 'vitest';
import { simulate, synthesize } from '../../src/tools/index.js';
import { verify, type SimulatorName } from '../../src/verify/index.js';
import { convolution } from '../../src/workload/operations.js';
import { designOf } from '../support/language.js';
import { cases, count, seed, tier } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { gemm, npu, verified } from './designs.js';

/** Numbers that an element multiplies at a time: plain ones, and blocks with the scale that they share. */
const groups = [
  ['int4', 8],
  ['int8', 4],
  ['fp4_e2m1', 8],
  ['fp6_e2m3', 4],
  ['fp6_e3m2', 2],
  ['fp8_e4m3', 4],
  ['fp8_e5m2', 2],
  ['fp16', 2],
  ['mxfp8', 32],
  ['mxfp8_e5m2', 32],
  ['mxfp6', 32],
  ['mxfp6_e3m2', 32],
  ['mxfp4', 32],
  ['nvfp4', 16],
] as const;
const dataflows = ['weight_stationary', 'output_stationary'] as const;

/** Every group with every dataflow, on an array and on a core. */
const all = groups.flatMap(([operand, dot]) =>
  dataflows.flatMap((dataflow) =>
    (['PEArray', 'MatrixCore'] as const).map((block) => [operand, dot, dataflow, block] as const),
  ),
);
type Case = (typeof all)[number];

const ports = { PEArray: ['weights', 'activations', 'sums'], MatrixCore: ['commands', 'results', 'spill'] } as const;

/** @param given registers of a sum of floats */
function designWith(
  [operand, dot, dataflow, block]: Case,
  more = '',
  given = dataflow === 'weight_stationary' ? 2 : 1,
): ReturnType<typeof designOf> {
  const accumulator = operand.startsWith('int') ? 'int32' : 'fp32';
  const registers = accumulator === 'fp32' ? given : 1;
  const shape = `rows: 2, cols: 2, operand: ${operand}, dot: ${dot}, accumulator: ${accumulator}, dataflow: .${dataflow}, adder_registers: ${registers}${more}`;
  const own = {
    PEArray: 'steps: 3, multiplier_registers: 1',
    MatrixCore:
      'activation_capacity: 4 KiB, weight_capacity: 4 KiB, accumulator_capacity: 2 KiB, address_space: 64 KiB',
  }[block];
  return designOf(`
import { ${block} } from "std/compute";
import { tsmc_n7 } from "std/process";
design Chip {
  process tsmc_n7;
  clock main = 800 MHz;
  part: ${block} { ${shape}, ${own} };
  ${ports[block].map((port) => `unused part.${port};`).join(' ')}
}
`);
}

async function passes(
  which: Case,
  runs: number,
  simulators: readonly SimulatorName[],
  more = '',
  registers?: number,
): Promise<void> {
  const request = { random: { cases: runs, seed }, simulators };
  const design = designWith(which, more, registers);
  const [found, diagnostics] = await verify(design, request, { tools: { simulate, synthesize } });
  expect(diagnostics).toEqual([]);
  expect(found?.report).toMatchObject({ passed: true, blocks: [{ cases: runs }] });
}

describe('every bit and every cycle of random cases', () => {
  test.each(all)('%s by %i, %s, %s', async (...which) => {
    await passes(which, count(cases(20)), ['builtin']);
  });

  test.each([
    ['int8', 4, 'weight_stationary', 'MatrixCore'],
    ['nvfp4', 16, 'output_stationary', 'PEArray'],
    ['mxfp8', 32, 'weight_stationary', 'PEArray'],
  ] as const)('%s by %i, %s, %s, of structures of their own', async (...which) => {
    await passes(which, count(cases(5)), ['builtin'], ', multiplier: .booth, adder: .sklansky');
  });

  test.each([
    ['fp8_e4m3', 4, 'output_stationary', 'PEArray'],
    ['nvfp4', 16, 'output_stationary', 'MatrixCore'],
    ['mxfp8', 32, 'output_stationary', 'PEArray'],
  ] as const)('%s by %i, %s, %s, of sums that stay in parts', async (...which) => {
    for (const registers of [2, 3]) await passes(which, count(cases(5)), ['builtin'], '', registers);
  });

  test('blocks of two formats that have scales alike', async () => {
    await passes(['mxfp8', 32, 'weight_stationary', 'MatrixCore'], count(cases(5)), ['builtin'], ', weight: mxfp4');
  });
});

describe('a workload whose K is no multiple of a group', () => {
  const layer = { batch: 1, channels: 7, filters: 5, size: 6, kernel: 3, stride: 1, padding: 1 };
  const network = { ...gemm(1, 1, 1), name: 'layer', operations: [convolution('layer', layer)] };

  test.each([
    ['operand: int8, dot: 4', 32, gemm(9, 150, 7)],
    ['operand: nvfp4, dot: 16, accumulator: fp32', 72, gemm(5, 300, 6)],
    ['operand: mxfp8, dot: 32, accumulator: fp32, dataflow: .output_stationary', 264, gemm(6, 300, 5)],
    ['operand: int8, dot: 2, convolution: true', 16, network],
  ])('takes as long as the estimate says, and gives what it should, on a core of %s', async (core, bits, workload) => {
    const design = npu(`rows: 4, cols: 4, ${core}`, `word: ${2 * 4 * bits} b`);
    const { report } = await verified(design, { workload, simulators: ['builtin'] });
    expect(report).toMatchObject({ passed: true, blocks: [{ path: 'core', differences: [] }] });
    const found = report.blocks[0]!.workload!;
    expect(found.cycles).toBe(found.estimated_cycles);
  });
});

/** One of each, the dataflows and blocks in turn. */
const sample = groups.map(([operand, dot], index): Case => {
  const dataflow = dataflows[index % 2] ?? 'weight_stationary';
  return [operand, dot, dataflow, index % 4 < 2 ? 'MatrixCore' : 'PEArray'];
});

/** The netlists of all in the longer runs, of few where time is short. */
const mapped = tier === 'quick' ? sample.filter(([operand]) => ['int8', 'nvfp4'].includes(operand)) : sample;

describeWithTool(['icarus', 'verilator', 'yosys'], 'a sample elsewhere', () => {
  test.each(sample)('%s by %i, %s, %s in Icarus', async (...which) => {
    await passes(which, 2, ['icarus']);
  });

  test.each(mapped)(
    '%s by %i, %s, %s as a netlist',
    async (...which) => {
      await passes(which, 2, ['netlist']);
    },
    600_000,
  );

  test.each(sample.filter(([operand]) => ['int8', 'mxfp4'].includes(operand)))(
    '%s by %i, %s, %s in Verilator',
    async (...which) => {
      await passes(which, 2, ['verilator']);
    },
  );
});
