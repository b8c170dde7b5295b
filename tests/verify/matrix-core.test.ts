import { describe, expect, test } from 'vitest';
import { verify } from '../../src/verify/index.js';
import type { WorkloadGraph } from '../../src/workload/index.js';
import { attention, convolution, linear, vector } from '../../src/workload/operations.js';
import { cases, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { gemm, npu, verified, wordBits } from './designs.js';

describe('cores of every number format, and convolutions', () => {
  test.each([
    'rows: 3, cols: 4, convolution: true',
    'rows: 3, cols: 4, operand: int4',
    'rows: 3, cols: 4, operand: bf16, accumulator: fp32, adder_registers: 2',
    'rows: 3, cols: 4, operand: fp8_e4m3, accumulator: fp32, adder_registers: 3, psum_in: .bottom, weight_rows: 3',
    'rows: 2, cols: 4, operand: fp6_e3m2, accumulator: fp32, hide_loading: false, requantise: true',
    'rows: 2, cols: 4, operand: tf32, accumulator: fp32, multiplier_registers: 1',
    'rows: 3, cols: 2, operand: fp16, accumulator: fp32, dataflow: .output_stationary',
    'rows: 3, cols: 2, operand: fp16, accumulator: fp32, dataflow: .output_stationary, adder_registers: 3',
  ])('agree on random commands: %s', async (core) => {
    const design = npu(core, `word: ${wordBits(core)} b`);
    const request = { random: { cases: cases(12), seed }, block: 'core', simulators: ['builtin'] } as const;
    expect((await verified(design, request)).report.passed).toBe(true);
  });

  const bf16 = 'operand: bf16, accumulator: fp32';
  test.each([
    `rows: 4, cols: 4, ${bf16}`,
    `rows: 4, cols: 4, ${bf16}, psum_in: .bottom, adder_registers: 2`,
    `rows: 4, cols: 4, ${bf16}, dataflow: .output_stationary`,
    `rows: 4, cols: 4, ${bf16}, dataflow: .output_stationary, adder_registers: 2`,
    `rows: 4, cols: 4, ${bf16}, dataflow: .output_stationary, adder_registers: 3, hide_loading: false`,
    'rows: 4, cols: 4, dataflow: .input_stationary',
    `rows: 4, cols: 4, ${bf16}, dataflow: .input_stationary, psum_in: .bottom, weight_rows: 2, adder_registers: 2`,
    'rows: 4, cols: 4, weight: int4, dataflow: .input_stationary',
    'rows: 4, cols: 8, operand: int4',
    'rows: 4, cols: 4, operand: int16, accumulator: int48',
    'rows: 4, cols: 4, operand: int8, weight: int4, weight_rows: 2',
    'rows: 3, cols: 4, operand: fp8_e4m3, weight: tf32, accumulator: fp32, psum_in: .bottom',
  ])('on a product of several tiles for a core of %s', async (core) => {
    const design = npu(core, `word: ${wordBits(core)} b`);
    const { report } = await verified(design, { workload: gemm(33, 41, 27), simulators: ['builtin'] });
    const { workload } = report.blocks[0]!;
    expect(workload!.commands).toBeGreaterThan(10);
    expect(workload!.cycles).toBe(workload!.estimated_cycles);
  });

  const layer = { batch: 1, channels: 7, filters: 9, size: 11, kernel: 3, stride: 2, padding: 1 };
  const network = (more: Partial<typeof layer> = {}): WorkloadGraph => ({
    ...gemm(1, 1, 1),
    name: 'layer',
    operations: [convolution('layer', { ...layer, ...more })],
  });

  test.each([
    'rows: 4, cols: 4, convolution: true',
    'rows: 3, cols: 4, convolution: true, hide_loading: false, operand: bf16, accumulator: fp32, adder_registers: 2',
    'rows: 4, cols: 4, convolution: true, operand: bf16, accumulator: fp32, psum_in: .bottom',
    'rows: 4, cols: 4, convolution: true, operand: bf16, weight: fp4_e2m1, accumulator: fp32',
    'rows: 4, cols: 4, convolution: true, operand: int4, weight: int16, accumulator: int40',
  ])('on a convolution for a core of %s', async (core) => {
    const design = npu(core, `word: ${wordBits(core)} b`);
    const { report } = await verified(design, { workload: network(), simulators: ['builtin'] });
    expect(report).toMatchObject({ passed: true, blocks: [{ path: 'core', differences: [] }] });
    const { workload } = report.blocks[0]!;
    expect(workload!.commands).toBeGreaterThan(5);
    expect(workload!.cycles).toBe(workload!.estimated_cycles);
  });

  const stored = (shape: { readonly batch?: number } = {}): WorkloadGraph => {
    const made = convolution('layer', { ...layer, ...shape });
    const count = made.m * made.n;
    const relu = vector('activation', 'relu', 'relu', count, { readsResults: count, of: [['layer', count]] });
    return { ...gemm(1, 1, 1), name: 'layer', operations: [made, relu] };
  };
  const requantisedGemm: WorkloadGraph = {
    ...gemm(1, 1, 1),
    operations: [
      linear('product', 33, 41, 27),
      vector('requantisation', 'requantise', 'operands', 33 * 27, {
        readsResults: 33 * 27,
        of: [['product', 33 * 27]],
      }),
    ],
  };

  test.each([
    ['a convolution and its ReLU', 'rows: 4, cols: 4, convolution: true', stored()],
    ['several images', 'rows: 4, cols: 4, convolution: true', stored({ batch: 2 })],
    ['floats', 'rows: 3, cols: 4, convolution: true, operand: bf16, accumulator: fp32', stored()],
    ['a product', 'rows: 4, cols: 4', requantisedGemm],
    ['sums of 48 bits', 'rows: 4, cols: 2, operand: int16, accumulator: int48', requantisedGemm],
    ['a product of floats', 'rows: 3, cols: 4, operand: fp8_e4m3, accumulator: fp32', requantisedGemm],
    ['results that stand', 'rows: 3, cols: 4, dataflow: .output_stationary', requantisedGemm],
    ['commands that overlap', 'rows: 3, cols: 4, overlap_commands: true', requantisedGemm],
  ])('stores operands as the estimate says: %s', async (_, core, workload) => {
    const design = npu(`${core}, requantise: true`, `word: ${wordBits(core)} b`);
    const { report } = await verified(design, { workload, simulators: ['builtin'] });
    const found = report.blocks[0]!.workload!;
    expect(report.passed).toBe(true);
    expect(found.commands).toBeGreaterThan(5);
    expect(found.cycles).toBe(found.estimated_cycles);
  });

  test('what no store does is not run', async () => {
    const design = npu('rows: 4, cols: 4, convolution: true', `word: ${wordBits('cols: 4')} b`);
    const [, problems] = await verify(design, { workload: stored(), simulators: ['builtin'] });
    expect(problems).toMatchObject([
      { code: 'E671', message: expect.stringContaining('"relu" (activation) is done by no store') },
    ]);
  });

  test.each([
    ['images', network({ batch: 3, size: 6 })],
    ['heads', { ...gemm(1, 1, 1), operations: [attention('scores', 4, 13, 8, 13, 2)] }],
  ])('on several products one after another: %s', async (_, workload) => {
    const design = npu('rows: 4, cols: 4, convolution: true', `word: ${wordBits('cols: 4')} b`);
    const { report } = await verified(design, { workload, simulators: ['builtin'] });
    const found = report.blocks[0]!.workload!;
    expect(found.cycles).toBe(found.estimated_cycles);
  });

  test('E671: a convolution that the core does not do by itself is not run', async () => {
    const core = 'rows: 4, cols: 4';
    const design = npu(core, `word: ${wordBits(core)} b`);
    const [, problems] = await verify(design, { workload: network(), simulators: ['builtin'] });
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['E671', expect.stringContaining('which the core does not do by itself')],
    ]);
  });
});

describeWithTool(['icarus', 'yosys'], 'other simulators', () => {
  test('repeat the commands of a core of floats', async () => {
    const core = 'rows: 2, cols: 2, operand: fp8_e4m3, accumulator: fp32, adder_registers: 2, convolution: true';
    const { report } = await verified(npu(core, `word: ${wordBits(core)} b`), {
      block: 'core',
      random: { cases: 3, seed },
      simulators: ['builtin', 'icarus', 'netlist'],
    });
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['icarus', true],
      ['netlist', true],
    ]);
  }, 300_000);
});
