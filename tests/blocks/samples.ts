import { arrayOperands, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import type { SramParameters } from '../../src/blocks/sram/parameters.js';
import { sram } from '../../src/blocks/sram/rtl.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { vectorUnit } from '../../src/blocks/vector-unit/rtl.js';
import type { Module } from '../../src/rtl/index.js';
import { smallCore } from './matrix-core-bench.js';
import { smallVectorUnit } from './vector-unit-bench.js';

/** Parameters of a small array; what a test does not give is that of a 3 x 4 weight-stationary one. */
export function smallArray(given: Partial<PEArrayParameters>): PEArrayParameters {
  return {
    rows: 3,
    cols: 4,
    ...arrayOperands('int8'),
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'weight_stationary',
    hideLoading: true,
    multiplierRegisters: 0,
    adderRegisters: 1,
    multiplier: 'plain',
    adder: 'plain',
    steps: 5,
    ...given,
  };
}

export function smallSram(ports: SramParameters['ports'], words: number, wordBits: number): SramParameters {
  return { capacityBits: words * wordBits, wordBits, words, ports };
}

const output = { dataflow: 'output_stationary' } as const;
/** Operands of bf16 and of e4m3, into fp32. */
const bf16 = { operand: 'bf16', accumulator: 'fp32' } as const;
const fp6 = { operand: 'fp6_e2m3', accumulator: 'fp32' } as const;
/** Of a core that multiplies blocks of 32. */
const blocks = {
  ...{ dot: 32, accumulator: 'fp32', rows: 2, cols: 2 },
  ...{ activationCapacityBits: 2 ** 15, weightCapacityBits: 2 ** 15, addressSpaceBits: 2 ** 20 },
} as const;
const tf32 = { operand: 'tf32', accumulator: 'fp32' } as const;
const fp8 = { operand: 'fp8_e4m3', accumulator: 'fp32' } as const;
/** The same for arrays. */
export const arrayOfBf16 = { ...arrayOperands('bf16'), accumulator: 'fp32' } as const;
/** Of int16, into int48. */
const arrayOfInt16 = { ...arrayOperands('int16'), accumulator: 'int48', accumulatorBits: 48 } as const;
const arrayOfFp8 = { ...arrayOperands('fp8_e4m3'), accumulator: 'fp32' } as const;

/** An array that multiplies blocks of nvfp4. */
export const arrayOfBlocks = smallArray({
  ...{ rows: 2, cols: 2, ...arrayOperands('nvfp4', 'nvfp4', 16), accumulator: 'fp32' },
  ...{ multiplierRegisters: 1, adderRegisters: 2 },
});

/** Arrays that show each structure of multipliers and adders. */
export const structuredArrays: readonly (readonly [string, PEArrayParameters])[] = [
  ['pe-array-booth', smallArray({ rows: 2, cols: 2, multiplier: 'booth', adder: 'kogge_stone' })],
  ['pe-array-baugh-wooley', smallArray({ rows: 2, cols: 2, multiplier: 'baugh_wooley', adder: 'sklansky' })],
  ['pe-array-sklansky', smallArray({ rows: 2, cols: 2, adder: 'sklansky' })],
  [
    'pe-array-output-booth',
    smallArray({ ...output, rows: 2, cols: 2, multiplier: 'booth', adder: 'sklansky', multiplierRegisters: 1 }),
  ],
];

/** One module of each kind that the blocks' hardware takes, by a name that says which. */
export const modules: readonly (readonly [string, Module])[] = [
  ['core', matrixCore('core', smallCore({}))],
  ['core-one-by-one', matrixCore('core', smallCore({ rows: 1, cols: 1 }))],
  ['core-blocks', matrixCore('core', smallCore({ rows: 5, cols: 3, weightRows: 2, multiplierRegisters: 1 }))],
  ['core-serial', matrixCore('core', smallCore({ rows: 3, cols: 2, hideLoading: false }))],
  ['core-requantising', matrixCore('core', smallCore({ rows: 2, cols: 3, requantise: true }))],
  ['core-tall', matrixCore('core', smallCore({ rows: 9, cols: 2, weightRows: 9 }))],
  ['core-output', matrixCore('core', smallCore(output))],
  ['core-output-one-by-one', matrixCore('core', smallCore({ ...output, rows: 1, cols: 1 }))],
  [
    'core-output-serial',
    matrixCore('core', smallCore({ ...output, rows: 2, cols: 3, hideLoading: false, multiplierRegisters: 1 })),
  ],
  ['core-casting', matrixCore('core', smallCore({ ...fp8, rows: 2, cols: 3, requantise: true }))],
  ['core-counting', matrixCore('core', smallCore({ rows: 3, cols: 2, counters: true, requantise: true }))],
  ['core-convolution', matrixCore('core', smallCore({ rows: 3, cols: 2, convolution: true }))],
  [
    'core-convolution-bf16',
    matrixCore(
      'core',
      smallCore({ ...bf16, rows: 2, cols: 3, adderRegisters: 2, convolution: true, hideLoading: false }),
    ),
  ],
  [
    'core-overlapping',
    matrixCore('core', smallCore({ rows: 3, cols: 2, overlapCommands: true, convolution: true, counters: true })),
  ],
  ['core-overlapping-one-by-one', matrixCore('core', smallCore({ rows: 1, cols: 1, overlapCommands: true }))],
  [
    'core-overlapping-bf16',
    matrixCore(
      'core',
      smallCore({ ...bf16, rows: 5, cols: 3, weightRows: 2, adderRegisters: 2, overlapCommands: true }),
    ),
  ],
  ['core-bf16', matrixCore('core', smallCore({ ...bf16, rows: 3, cols: 2, adderRegisters: 2 }))],
  [
    'core-fp8-bottom',
    matrixCore(
      'core',
      smallCore({ ...fp8, rows: 2, cols: 3, adderRegisters: 3, psumIn: 'bottom', hideLoading: false }),
    ),
  ],
  ['core-tf32', matrixCore('core', smallCore({ ...tf32, rows: 2, weightRows: 2, multiplierRegisters: 1 }))],
  ['core-fp8-one-by-one', matrixCore('core', smallCore({ ...fp8, rows: 1, cols: 1, hideLoading: false }))],
  ['core-fp6-output', matrixCore('core', smallCore({ ...output, ...fp6, rows: 2, cols: 2 }))],
  ['core-bf16-parts', matrixCore('core', smallCore({ ...output, ...bf16, rows: 3, cols: 2, adderRegisters: 3 }))],
  [
    'core-fp8-parts-serial',
    matrixCore('core', smallCore({ ...output, ...fp8, rows: 2, cols: 3, adderRegisters: 2, hideLoading: false })),
  ],
  ['core-int4', matrixCore('core', smallCore({ operand: 'int4', rows: 3, cols: 3, psumIn: 'top' }))],
  ['core-mixed', matrixCore('core', smallCore({ weight: 'int4', rows: 3, cols: 3, requantise: true }))],
  ['core-mixed-floats', matrixCore('core', smallCore({ ...fp8, weight: 'bf16', rows: 5, cols: 3, weightRows: 2 }))],
  [
    'core-int16',
    matrixCore('core', smallCore({ operand: 'int16', accumulator: 'int48', rows: 3, cols: 3, requantise: true })),
  ],
  ['array-int16', peArray('array', smallArray({ ...arrayOfInt16, multiplier: 'booth', adder: 'kogge_stone' }))],
  ['core-dot', matrixCore('core', smallCore({ dot: 4, rows: 3, cols: 3 }))],
  ['core-dot-fp6', matrixCore('core', smallCore({ ...output, ...fp6, dot: 3, rows: 2, cols: 4 }))],
  ['core-mxfp8', matrixCore('core', smallCore({ operand: 'mxfp8', weight: 'mxfp4', ...blocks, adderRegisters: 2 }))],
  ['array', peArray('array', smallArray({}))],
  ['array-blocks', peArray('array', arrayOfBlocks)],
  [
    'array-dot',
    peArray('array', smallArray({ ...output, ...arrayOperands('int8', 'int8', 3), multiplierRegisters: 1 })),
  ],
  ['array-mixed', peArray('array', smallArray({ ...arrayOperands('int4', 'int8'), multiplierRegisters: 1 }))],
  ['array-serial', peArray('array', smallArray({ rows: 1, cols: 1, steps: 1, hideLoading: false }))],
  ['array-output', peArray('array', smallArray({ ...output, multiplierRegisters: 1 }))],
  ['array-output-serial', peArray('array', smallArray({ ...output, rows: 1, steps: 1, hideLoading: false }))],
  ['array-bf16', peArray('array', smallArray({ ...arrayOfBf16, multiplierRegisters: 1, adderRegisters: 2 }))],
  ['array-fp8', peArray('array', smallArray({ ...arrayOfFp8, rows: 2, adderRegisters: 3, hideLoading: false }))],
  ['array-fp8-output', peArray('array', smallArray({ ...output, ...arrayOfFp8, multiplierRegisters: 1 }))],
  [
    'array-fp8-parts',
    peArray('array', smallArray({ ...output, ...arrayOfFp8, multiplierRegisters: 1, adderRegisters: 2, steps: 1 })),
  ],
  [
    'array-bf16-parts',
    peArray(
      'array',
      smallArray({ ...output, ...arrayOfBf16, adderRegisters: 3, hideLoading: false, zeroGating: true }),
    ),
  ],
  ['array-blocks-parts', peArray('array', { ...arrayOfBlocks, ...output })],
  ['array-int4', peArray('array', smallArray(arrayOperands('int4')))],
  ['core-gating', matrixCore('core', smallCore({ rows: 3, cols: 2, zeroGating: true, multiplier: 'booth' }))],
  ['core-gating-fp8-output', matrixCore('core', smallCore({ ...output, ...fp8, rows: 2, cols: 2, zeroGating: true }))],
  ['array-gating-bf16', peArray('array', smallArray({ ...bf16, zeroGating: true, adderRegisters: 2 }))],
  ['array-gating-output', peArray('array', smallArray({ ...output, zeroGating: true, multiplierRegisters: 1 }))],
  ...structuredArrays.map(([name, parameters]) => [name, peArray('array', parameters)] as const),
  ['sram', sram('buffer', smallSram('one_r_one_w', 20, 32))],
  ['vector', vectorUnit('vector', smallVectorUnit())],
  [
    'vector-plain',
    vectorUnit('vector', smallVectorUnit({ operand: 'bf16', multiplier: 'plain', adder: 'plain', adderRegisters: 1 })),
  ],
  [
    'vector-fp8',
    vectorUnit('vector', smallVectorUnit({ lanes: 3, operand: 'fp8_e4m3', result: 'fp8_e4m3', adderRegisters: 2 })),
  ],
  [
    'vector-int8',
    vectorUnit('vector', smallVectorUnit({ lanes: 1, operand: 'int8', result: 'fp8_e5m2', overflow: 'saturate' })),
  ],
  ['vector-reductions', vectorUnit('vector', smallVectorUnit({ lanes: 5, reductions: true }))],
  ['vector-reduction', vectorUnit('vector', smallVectorUnit({ lanes: 1, reductions: true, adderRegisters: 1 }))],
  ['vector-half', vectorUnit('vector', smallVectorUnit({ operand: 'bf16', result: 'bf16', functions: 'half' }))],
  [
    'vector-single',
    vectorUnit('vector', smallVectorUnit({ functions: 'single', multiplier: 'plain', adder: 'plain' })),
  ],
  ['vector-int32', vectorUnit('vector', smallVectorUnit({ operand: 'int32', result: 'fp16' }))],
  ['sram-one-port', sram('buffer', smallSram('one_rw', 1, 8))],
];
