import { describe, expect, test } from 'vitest';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { sram } from '../../src/blocks/sram/rtl.js';
import { functionUnit } from '../../src/blocks/vector-unit/rtl/function-unit.js';
import { vectorUnit } from '../../src/blocks/vector-unit/rtl.js';
import { printVerilog, type Module } from '../../src/rtl/index.js';
import { lint, yosysCheck } from '../../src/tools/index.js';
import { describeWithTool } from '../support/tools.js';
import { smallCore } from './matrix-core-bench.js';
import { arrayOfBf16, arrayOfBlocks, modules, smallArray, smallSram, structuredArrays } from './samples.js';
import { smallVectorUnit } from './vector-unit-bench.js';

const filesOf = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));
const textOf = (module: Module): string =>
  printVerilog(module)
    .map(({ text }) => text)
    .join('\n');

describe('the Verilog of a small block', () => {
  const small: readonly (readonly [string, Module])[] = [
    ['matrix-core', matrixCore('core', smallCore({ rows: 2, cols: 2 }))],
    ['matrix-core-output', matrixCore('core', smallCore({ rows: 2, cols: 2, dataflow: 'output_stationary' }))],
    ['matrix-core-requantising', matrixCore('core', smallCore({ rows: 2, cols: 2, requantise: true }))],
    ['matrix-core-convolution', matrixCore('core', smallCore({ rows: 2, cols: 2, convolution: true }))],
    ['matrix-core-overlapping', matrixCore('core', smallCore({ rows: 2, cols: 2, overlapCommands: true }))],
    [
      'matrix-core-bf16',
      matrixCore('core', smallCore({ operand: 'bf16', accumulator: 'fp32', rows: 2, cols: 2, adderRegisters: 2 })),
    ],
    [
      'matrix-core-parts',
      matrixCore(
        'core',
        smallCore({
          ...{ operand: 'fp8_e4m3', accumulator: 'fp32', dataflow: 'output_stationary' },
          ...{ rows: 2, cols: 2, adderRegisters: 3 },
        }),
      ),
    ],
    ['matrix-core-mixed', matrixCore('core', smallCore({ weight: 'int4', rows: 2, cols: 2 }))],
    [
      'matrix-core-int16',
      matrixCore('core', smallCore({ operand: 'int16', accumulator: 'int48', rows: 2, cols: 2, requantise: true })),
    ],
    ['pe-array', peArray('array', smallArray({ rows: 2, cols: 2 }))],
    ['pe-array-bf16', peArray('array', smallArray({ ...arrayOfBf16, rows: 2, cols: 2, adderRegisters: 2 }))],
    [
      'pe-array-parts',
      peArray(
        'array',
        smallArray({ ...arrayOfBf16, dataflow: 'output_stationary', rows: 2, cols: 2, adderRegisters: 2 }),
      ),
    ],
    ['pe-array-gating', peArray('array', smallArray({ rows: 2, cols: 2, zeroGating: true }))],
    ['pe-array-blocks', peArray('array', arrayOfBlocks)],
    ['matrix-core-dot', matrixCore('core', smallCore({ dot: 4, rows: 2, cols: 2 }))],
    ...structuredArrays.map(([name, parameters]) => [name, peArray('array', parameters)] as const),
    ['vector-unit', vectorUnit('vector', smallVectorUnit({ operand: 'bf16', result: 'bf16', reductions: true }))],
    ['vector-function', functionUnit('vector_function', 'half', { multiplier: 'booth', adder: 'sklansky' })],
    ['sram', sram('buffer', smallSram('one_r_one_w', 20, 32))],
  ];
  test.each(small)('%s', async (name, module) => {
    await expect(textOf(module)).toMatchFileSnapshot(`verilog/${name}.v`);
  });
});

test.each(['weight_stationary', 'output_stationary'] as const)(
  'a 256 x 256 %s core prints in under 100 KB',
  (dataflow) => {
    const bits = 2 ** 25;
    const core = smallCore({
      rows: 256,
      cols: 256,
      dataflow,
      activationCapacityBits: bits,
      weightCapacityBits: bits,
      accumulatorCapacityBits: bits,
    });
    expect(textOf(matrixCore('core', core)).length).toBeLessThan(100_000);
  },
);

describeWithTool('verilator', 'Verilator takes without a warning', () => {
  test.each(modules)('%s', async (_, module) => {
    const [report, problems] = await lint(filesOf(module), module.name, 'verilator');
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});

describeWithTool('icarus', 'Icarus takes without a warning', () => {
  test.each(modules)('%s', async (_, module) => {
    const [report, problems] = await lint(filesOf(module), module.name, 'icarus');
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});

describeWithTool('yosys', 'Yosys takes without a warning', () => {
  test.each(modules)('%s', async (_, module) => {
    const [report, problems] = await yosysCheck(filesOf(module), module.name);
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});
