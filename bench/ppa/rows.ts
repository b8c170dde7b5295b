/** What is measured on ASAP7 at a period of 500 ps, and the figures that it is held to or stands beside. */
import type { Structures } from '../../src/rtl/arithmetic/index.js';
import type { Module } from '../../src/rtl/index.js';
import { arrayOperands, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { functionUnit } from '../../src/blocks/vector-unit/rtl/function-unit.js';
import { arrayParameters, element, floatMultiplyAdd, floatProduct, floatSum, grid, lane } from './designs.js';

/** Area in um2 and longest path in ns. */
export interface Figures {
  readonly area: number;
  readonly path: number;
}

export interface Row {
  readonly what: string;
  readonly module: () => Module;
  /** All modules made one before mapping; else each is mapped once. */
  readonly flat?: boolean;
  /** What it must not exceed. */
  readonly bar?: Figures;
  /** What hand-written Verilog of the same function and stages reaches in the same flow. */
  readonly other?: Figures;
}

const plain: Structures = { multiplier: 'plain', adder: 'plain' };
const booth: Structures = { multiplier: 'booth', adder: 'kogge_stone' };
const small: Structures = { multiplier: 'booth', adder: 'sklansky' };

const keptBf16: Partial<PEArrayParameters> = {
  ...{ rows: 2, cols: 2, ...arrayOperands('bf16'), accumulator: 'fp32' },
  ...{ dataflow: 'output_stationary', multiplierRegisters: 1, ...booth },
};

const cell = (structures: Structures, sumBits = 32, stages: 1 | 2 = 1): Module =>
  element({ structures, sumBits, stages });

const oneStage: Figures = { area: 4300, path: 0.75 };
const twoStages: Figures = { area: 5400, path: 0.6 };
const narrow: Figures = { area: 3500, path: 0.65 };

export const rows: readonly Row[] = [
  { what: 'element, plain', module: () => cell(plain), other: { area: 120.1, path: 0.978 } },
  { what: 'element, Booth, Kogge-Stone', module: () => cell(booth), other: { area: 64.3, path: 0.675 } },
  {
    what: 'element, Booth, Sklansky, two stages',
    module: () => cell(small, 32, 2),
    other: { area: 73.4, path: 0.653 },
  },
  { what: '8 x 8, plain', module: () => grid(8, cell(plain), 32), other: { area: 7217, path: 0.984 } },
  {
    what: '8 x 8, Booth, Kogge-Stone',
    module: () => grid(8, cell(booth), 32),
    bar: oneStage,
    other: { area: 4105, path: 0.713 },
  },
  {
    what: '8 x 8, Booth, Kogge-Stone, flat',
    module: () => grid(8, cell(booth), 32),
    flat: true,
    bar: oneStage,
    other: { area: 4010, path: 0.746 },
  },
  {
    what: '8 x 8, Booth, Kogge-Stone, two stages',
    module: () => grid(8, cell(booth, 32, 2), 32),
    bar: twoStages,
    other: { area: 5333, path: 0.571 },
  },
  {
    what: '8 x 8, Booth, Kogge-Stone, 19-bit sums',
    module: () => grid(8, cell(booth, 19), 19),
    bar: narrow,
    other: { area: 3340, path: 0.624 },
  },
  {
    what: 'bf16 x bf16 + fp32, one stage (other: HardFloat)',
    module: () => floatMultiplyAdd('bf16', booth, 1),
    flat: true,
    bar: { area: 394, path: 2.4 },
    other: { area: 394, path: 2.85 },
  },
  {
    what: 'bf16 x bf16 + fp32, three stages',
    module: () => floatMultiplyAdd('bf16', booth, 3),
    flat: true,
    bar: { area: 480, path: 0.95 },
  },
  {
    what: 'fp8_e4m3 x fp8_e4m3 + fp32, one stage (HardFloat)',
    module: () => floatMultiplyAdd('fp8_e4m3', booth, 1),
    flat: true,
    other: { area: 334, path: 2.51 },
  },
  { what: 'PEArray 8 x 8 whole, plain', module: () => peArray('array', arrayParameters({})) },
  { what: 'PEArray 8 x 8 whole, Booth, Kogge-Stone', module: () => peArray('array', arrayParameters(booth)) },
  {
    what: 'PEArray 8 x 8 whole, the same, two stages',
    module: () => peArray('array', arrayParameters({ ...booth, multiplierRegisters: 1 })),
  },
  {
    what: 'PEArray 8 x 8 whole, the same, output stationary',
    module: () => peArray('array', arrayParameters({ ...booth, dataflow: 'output_stationary' })),
  },
  ...[1, 2, 3].map((adderRegisters) => ({
    what: `PEArray 2 x 2 of bf16 whole, the same, output stationary, 1 + ${adderRegisters} registers`,
    module: () => peArray('array', arrayParameters({ ...keptBf16, adderRegisters })),
  })),
  ...(['fp32', 'bf16', 'fp8_e4m3', 'int32'] as const).map((operand) => ({
    what: `VectorUnit, a lane of ${operand}, Booth, Sklansky`,
    module: () => lane(operand),
    flat: true,
  })),
  ...(['half', 'single'] as const).map((precision) => ({
    what: `VectorUnit, functions of a lane, .${precision}, Booth, Sklansky`,
    module: () => functionUnit('functions', precision, small),
    flat: true,
  })),
  { what: 'fp32 x fp32, four registers, Booth, Sklansky', module: () => floatProduct(small), flat: true },
  { what: 'fp32 + fp32, two registers, Sklansky', module: () => floatSum(small), flat: true },
];

/** What there are figures of others for, in the same flow, and nothing of ours yet, or not in this program, to hold to them. */
export const missing: readonly (readonly [what: string, figures: string])[] = [
  ['int8 output stationary, shifting, rounding and saturating elements, 8 x 8 (Gemmini)', '15169 um2, 1.147 ns'],
  ['... one element', '213.9 um2, 1.033 ns'],
  ['multiplier of two int8, an int16 or an fp16 (NVDLA v1)', '203.3 um2, 0.724 ns'],
  ['SECDED (72,64) encoder', '25.2 um2, 0.227 ns'],
  ['SECDED (72,64) decoder', '48.6 um2, 0.405 ns'],
  ['10GBASE-R PHY, transmit, 64 bit', '145.7 um2, 0.360 ns'],
  ['10GBASE-R PHY, receive, 64 bit', '195.3 um2, 0.401 ns'],
  ['scrambler, 64 bit', '20.8 um2, 0.160 ns'],
  ['RS(544,514) encoder', '311.5 um2, 1.798 ns; aim 0.45 ns'],
  ['RS(544,514) decoder', '2588 um2'],
  ['router, 5 ports, 64 bit, no virtual channels (OpenPiton)', '1656 um2, 0.676 ns'],
];
