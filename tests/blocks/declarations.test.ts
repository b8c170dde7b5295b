import { expect, test } from 'vitest';
import { blockHardware } from '../../src/blocks/hardware.js';
import { matrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { sramParameters } from '../../src/blocks/sram/parameters.js';
import { portWires } from '../../src/ir/index.js';
import type { Block } from '../../src/ir/index.js';
import { elaborate } from '../../src/language/index.js';
import { programOf } from '../support/language.js';

/** The one block of a design that has nothing else. */
function blockOf(module: string, type: string, given = ''): Block {
  const ports =
    {
      MatrixCore: ['commands', 'results', 'spill'],
      PEArray: ['weights', 'activations', 'sums'],
      Sram: ['serve', 'fill'],
      VectorUnit: ['commands', 'a', 'b', 'results'],
    }[type] ?? [];
  const program = programOf(`
import { ${type} } from "std/${module}";
import { tsmc_n7 } from "std/process";
design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  x: ${type} { ${given} };
${ports.map((port) => `  unused x.${port};`).join('\n')}
}
`);
  const [canonical, problems] = elaborate(program, 'Chip');
  const block = canonical?.design.blocks[0];
  if (block === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return block;
}

test('a core as declared has these parameters', () => {
  expect(matrixCoreParameters(blockOf('compute', 'MatrixCore'))).toEqual({
    rows: 16,
    cols: 16,
    activation: 'int8',
    dot: 1,
    activationBits: 8,
    weight: 'int8',
    weightBits: 8,
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'weight_stationary',
    weightRows: 1,
    hideLoading: true,
    overlapCommands: false,
    multiplierRegisters: 0,
    adderRegisters: 1,
    psumIn: 'bottom',
    accumulateRegisters: 0,
    multiplier: 'plain',
    adder: 'plain',
    zeroGating: false,
    zeroOperands: 0,
    requantise: false,
    addOnStore: false,
    convolution: false,
    counters: false,
    blockRows: 16,
    lanes: 1,
    activationWords: 4096,
    weightWords: 4096,
    accumulatorWords: 1024,
    spillBits: 256,
    addressSpaceBits: 8 * 2 ** 20,
  });
});

test('weights of W rows a cycle lie in as many lanes as are needed', () => {
  const block = blockOf('compute', 'MatrixCore', 'rows: 10, weight_rows: 4, dataflow: .weight_stationary');
  expect(matrixCoreParameters(block)).toMatchObject({ weightRows: 4, blockRows: 3, lanes: 4 });
  expect(matrixCoreParameters(blockOf('compute', 'MatrixCore', 'rows: 9, weight_rows: 4'))).toMatchObject({
    blockRows: 3,
    lanes: 3,
  });
});

test('a memory as declared has these parameters', () => {
  const block = blockOf('memory', 'Sram', 'capacity: 64 KiB, word: 256 b, ports: .one_rw');
  expect(sramParameters(block)).toEqual({ capacityBits: 524_288, wordBits: 256, words: 2048, ports: 'one_rw' });
});

test.each([
  ['compute', 'MatrixCore', 'rows: 3, cols: 5, dataflow: .output_stationary'],
  ['compute', 'MatrixCore', ''],
  ['compute', 'MatrixCore', 'rows: 3, cols: 4, operand: tf32, accumulator: fp32, adder_registers: 2'],
  ['compute', 'MatrixCore', 'rows: 3, cols: 5, operand: int4, counters: true'],
  ['compute', 'MatrixCore', 'rows: 3, cols: 4, weight: int4'],
  ['compute', 'MatrixCore', 'rows: 3, cols: 5, operand: int16, accumulator: int48'],
  ['compute', 'PEArray', 'rows: 3, cols: 5'],
  ['compute', 'PEArray', 'rows: 3, cols: 5, operand: bf16, weight: fp8_e4m3, accumulator: fp32'],
  ['memory', 'Sram', 'capacity: 3 KiB, word: 24 b'],
  ['compute', 'VectorUnit', 'lanes: 3, operand: int8, result: bf16'],
])('%s/%s { %s } has the wires of its ports, and no others', (module, type, given) => {
  const block = blockOf(module, type, given);
  const hardware = blockHardware.get(type);
  if (hardware === undefined) throw new Error(`${type} has no hardware`);
  expect(hardware.unsupported(block)).toEqual([]);
  const found = hardware
    .module(block, 'x')
    .ports.filter(({ role }) => role === 'data')
    .map((port) => `${port.direction} ${port.name} ${port.type.width}`);
  const declared = block.ports.flatMap((port) =>
    portWires(port.type, hardware.commands?.bits ?? null).map(({ suffix, width, driver }) => {
      const outer = port.direction === 'in' ? 'source' : 'sink';
      return `${driver === outer ? 'input' : 'output'} ${port.name}${suffix} ${width}`;
    }),
  );
  expect(found.toSorted()).toEqual(declared.toSorted());
});

test.each([
  ['operand: fp8_e4m3, accumulator: fp32, adder_registers: 3', []],
  ['operand: int4, dataflow: .output_stationary', []],
  ['operand: fp8_e5m2, accumulator: fp32, requantise: true', []],
  [
    'requantise: true, add_on_store: true',
    ['stores that add operands are a model without hardware; leave `add_on_store` out'],
  ],
  ['operand: fp8_e4m3', ['sums of fp8_e4m3 products are int32; the array adds fp32']],
  [
    'convolution: true, dataflow: .output_stationary',
    ['a word of activations holds rows of the product; convolutions need one that holds channels (weight stationary)'],
  ],
  ['operand: int8, weight: int4', []],
  ['operand: fp4_e2m1, weight: tf32, accumulator: fp32, cols: 3', []],
  [
    'operand: fp4_e2m1, weight: tf32, accumulator: fp32, cols: 2',
    ['a weight has 19 bits, a beat of spill 16: the columns are at least 3'],
  ],
  ['operand: nvfp4, dot: 16, accumulator: fp32, cols: 1', []],
  [
    'dot: 2, requantise: true',
    ['an element multiplies 2 numbers of int8; stores make operands for `dot: 1`, without `requantise` they are sums'],
  ],
  ['operand: int4, requantise: true', []],
  ['operand: int16, accumulator: int48, requantise: true', []],
  ['operand: int16, weight: int4, accumulator: int40', []],
  ['operand: int16', ['sums of int16 products are int32; the array adds int48']],
  ['operand: int16, weight: int8', ['sums of int16 x int8 products are int32; the array adds int40 or int48']],
  [
    'operand: tf32, accumulator: fp32, cols: 6',
    ['a beat of spill has 228 bits, no whole bytes: of tf32 the columns are a multiple of 4'],
  ],
])('a core of %s is covered, or why not is said', (given, reasons) => {
  expect(blockHardware.get('MatrixCore')?.unsupported(blockOf('compute', 'MatrixCore', given))).toEqual(reasons);
});

test.each([
  ['', 'bottom'],
  ['operand: bf16, accumulator: fp32', 'top'],
  ['operand: bf16, accumulator: fp32, psum_in: .bottom', 'bottom'],
  ['psum_in: .top', 'top'],
  ['operand: bf16, accumulator: fp32, dataflow: .output_stationary', 'bottom'],
])('what accumulators hold is added where the operands want it (%s): %s', (given, psumIn) => {
  expect(matrixCoreParameters(blockOf('compute', 'MatrixCore', given)).psumIn).toBe(psumIn);
});

test.each([
  ['operand: bf16, accumulator: fp32, adder_registers: 3', []],
  ['operand: bf16, weight: fp8_e4m3, accumulator: fp32, adder_registers: 2', []],
  ['weight: int4, dataflow: .output_stationary', []],
  ['accumulator: int40', []],
  [
    'operand: bf16, weight: int8, accumulator: fp32',
    [
      'activations are bf16, weights int8; the array multiplies integers by integers and floats by floats, such as bf16 by fp8_e4m3 in place of int8',
    ],
  ],
  [
    'operand: int8, weight: int32',
    [
      'operands are int8 x int32; the array multiplies int4, int8, int16, fp4_e2m1, fp6_e2m3, fp6_e3m2, fp8_e4m3, fp8_e5m2, bf16, fp16, tf32, mxfp8, mxfp8_e5m2, mxfp6, mxfp6_e3m2, mxfp4, nvfp4',
    ],
  ],
  ['operand: int8, dot: 4', []],
  ['operand: fp16, weight: fp8_e5m2, dot: 2, accumulator: fp32', []],
  ['operand: mxfp8, weight: mxfp4, dot: 32, accumulator: fp32', []],
  ['operand: nvfp4, dot: 16, accumulator: fp32, adder_registers: 3', []],
  [
    'dot: 4, zero_gating: true',
    [
      'an element multiplies 4 numbers of int8; zero gating keeps the operands of one product: `dot: 1`, or without `zero_gating`',
    ],
  ],
  ['operand: mxfp6, accumulator: fp32', ['a block of mxfp6 has 32 numbers, an element multiplies 1: write `dot: 32`']],
  [
    'operand: mxfp4, weight: nvfp4, dot: 32, accumulator: fp32',
    ['activations are mxfp4, weights nvfp4; blocks that are multiplied have scales and numbers alike'],
  ],
  [
    'operand: mxfp8, weight: fp8_e4m3, dot: 32, accumulator: fp32',
    ['activations are mxfp8, weights fp8_e4m3; a block is multiplied by a block'],
  ],
  [
    'operand: bf16, dot: 2, accumulator: fp32',
    [
      'the exact sum of 2 products of bf16 would have hundreds of bits: `dot: 1`, or a number type of at most 5 bits of exponent',
    ],
  ],
  ['operand: bf16, weight: fp16', ['sums of bf16 x fp16 products are int32; the array adds fp32']],
  ['operand: fp16, accumulator: int32', ['sums of fp16 products are int32; the array adds fp32']],
  ['operand: int8, adder_registers: 2', ['a sum of int8 has 2 registers; the array divides only sums of floats']],
  ['operand: bf16, accumulator: fp32, adder_registers: 2, dataflow: .output_stationary', []],
  [
    'operand: int8, adder_registers: 3, dataflow: .output_stationary',
    ['a sum of int8 has 3 registers; the array divides only sums of floats'],
  ],
])('an array of %s is covered, or why not is said', (given, reasons) => {
  expect(blockHardware.get('PEArray')?.unsupported(blockOf('compute', 'PEArray', given))).toEqual(reasons);
});

test.each([
  ['operand: int32, result: fp8_e4m3, saturate: true', []],
  [
    'operand: mxfp8',
    [
      'operands are mxfp8; the lanes take int4, int8, int16, int32, int40, int48, fp4_e2m1, fp6_e2m3, fp6_e3m2, fp8_e4m3, fp8_e5m2, bf16, fp16, tf32, fp32',
    ],
  ],
  [
    'result: int8',
    ['results are int8; the lanes give fp4_e2m1, fp6_e2m3, fp6_e3m2, fp8_e4m3, fp8_e5m2, bf16, fp16, tf32, fp32'],
  ],
])('a vector unit of %s is covered, or why not is said', (given, reasons) => {
  expect(blockHardware.get('VectorUnit')?.unsupported(blockOf('compute', 'VectorUnit', given))).toEqual(reasons);
});

test('models without hardware are not registered', () => {
  expect([...blockHardware.keys()]).toEqual(['MatrixCore', 'PEArray', 'Sram', 'VectorUnit']);
});
