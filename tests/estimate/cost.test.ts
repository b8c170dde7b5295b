import * as fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gemmAccesses, libraryBlock, matrixCoreParameters, type MatrixCoreAccesses } from '../../src/blocks/models.js';
import {
  addressGeneratorBits,
  bankBits,
  casterBits,
  matrixCoreCost,
  overlapBits,
  requantiserBits,
} from '../../src/blocks/matrix-core/cost.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { accumulatorBank } from '../../src/blocks/matrix-core/rtl/accumulators.js';
import { activationBank, weightBank } from '../../src/blocks/matrix-core/rtl/banks.js';
import type { MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { arrayOperands, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import { weightSequencer } from '../../src/blocks/matrix-core/rtl/weight-sequencer.js';
import { caster, requantiser } from '../../src/blocks/matrix-core/rtl/requantise.js';
import { arrayEnergy, elementBits, peArrayCost, skewBits } from '../../src/blocks/pe-array/cost.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { processingElement } from '../../src/blocks/pe-array/rtl/cell.js';
import type { Module } from '../../src/rtl/index.js';
import { estimateDesign } from '../../src/estimate/index.js';
import { technology } from '../../src/technology/index.js';
import { smallArray } from '../blocks/samples.js';
import { chip, core, MiB, type ChipOptions, type CoreOptions } from './designs.js';
import { cases } from '../support/tier.js';

test('every block of the standard library has a model', () => {
  const folder = new URL('../../stdlib/', import.meta.url);
  const texts = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
  const names = texts.flatMap((text) => [...text.matchAll(/extern component (\w+)/g)].map((match) => match[1] ?? ''));
  expect(names).toContain('MatrixCore');
  for (const name of names) expect([name, libraryBlock(name)?.name]).toEqual([name, name]);
});

const shapes = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
    hideLoading: fc.boolean(),
    multiplierRegisters: fc.integer({ min: 0, max: 1 }),
    zeroGating: fc.boolean(),
    psumIn: fc.constantFrom('by_operand' as const, 'top' as const),
    convolution: fc.boolean(),
    overlaps: fc.boolean(),
    activations: fc.integer({ min: 2, max: 64 }).map((kibibits) => kibibits * 1024),
    accumulators: fc.integer({ min: 8, max: 64 }).map((kibibits) => kibibits * 1024),
  })
  .map(({ convolution, overlaps, ...options }) => {
    const stands = options.dataflow === 'weight_stationary';
    const overlapCommands = overlaps && stands && options.hideLoading;
    return matrixCoreParameters(core({ ...options, convolution: convolution && stands, overlapCommands }));
  });

const registerBits = (module: Module): number =>
  module.registers.reduce((sum, register) => sum + register.type.width, 0);

test('a requantiser has as many register bits as its hardware, and costs area and peak power', () => {
  const parameters = matrixCoreParameters(core());
  expect(registerBits(requantiser('requantiser', parameters))).toBe(requantiserBits(parameters));
  const floats = matrixCoreParameters(core({ operand: 'bf16' }));
  expect(registerBits(caster('cast', floats))).toBe(casterBits(floats.activationBits));
  const node = technology('tsmc_n7', null);
  if (node === undefined) throw new Error('no node');
  const [without, having] = [false, true].map((requantise) => matrixCoreCost({ ...parameters, requantise }, node));
  expect(without?.parts.map(({ name }) => name)).not.toContain('requantisers');
  expect(having?.parts.find(({ name }) => name === 'requantisers')?.area.value).toBeGreaterThan(0);
  expect(having?.peakPower(1e9).value).toBeGreaterThan(without?.peakPower(1e9).value ?? Infinity);
});

test('a processing element has as many register bits as its hardware', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const { moving, standing } = elementBits(shape);
      expect(moving + standing).toBe(registerBits(processingElement('pe', shape)));
    }),
    { numRuns: cases(60) },
  );
});

const floats = ['fp4_e2m1', 'fp6_e2m3', 'fp6_e3m2', 'fp8_e4m3', 'fp8_e5m2', 'bf16', 'fp16', 'tf32'] as const;

const pairs = [
  ...floats.map((operand) => [operand, operand] as const),
  ['fp8_e4m3', 'fp8_e5m2'],
  ['bf16', 'fp8_e4m3'],
  ['fp4_e2m1', 'fp8_e4m3'],
  ['fp16', 'tf32'],
] as const;

/** Groups of numbers, and blocks of them. */
const groups = [
  ['fp8_e4m3', 'fp8_e4m3', 4],
  ['fp4_e2m1', 'fp8_e5m2', 3],
  ['fp16', 'fp16', 2],
  ['mxfp8', 'mxfp8', 32],
  ['mxfp8_e5m2', 'mxfp4', 32],
  ['mxfp6', 'mxfp6_e3m2', 32],
  ['nvfp4', 'nvfp4', 16],
] as const;

test.each([...pairs.map(([operand, weight]) => [operand, weight, 1] as const), ...groups])(
  'an element that multiplies %s by %s, %i at a time, has as many register bits as its hardware',
  (operand, weight, dot) => {
    for (const dataflow of ['weight_stationary', 'output_stationary'] as const)
      for (const [hideLoading, zeroGating] of [
        [false, false],
        [true, false],
        ...(dot === 1
          ? ([
              [false, true],
              [true, true],
            ] as const)
          : []),
      ] as const)
        for (const multiplierRegisters of [0, 1])
          for (const adderRegisters of [1, 2, 3]) {
            const registers = { hideLoading, multiplierRegisters, adderRegisters, zeroGating };
            const operands = arrayOperands(operand, weight, dot);
            const shape = smallArray({ ...operands, accumulator: 'fp32', dataflow, ...registers });
            const { moving, standing } = elementBits(shape);
            expect([registers, moving + standing]).toEqual([registers, registerBits(processingElement('pe', shape))]);
          }
  },
);

test.each(['int4', 'int8'])(
  'an element that sums up products of %s has as many register bits as its hardware',
  (operand) => {
    for (const dataflow of ['weight_stationary', 'output_stationary'] as const)
      for (const multiplierRegisters of [0, 1]) {
        const shape = smallArray({ ...arrayOperands(operand, 'int8', 5), dataflow, multiplierRegisters });
        const { moving, standing } = elementBits(shape);
        expect(moving + standing).toBe(registerBits(processingElement('pe', shape)));
      }
  },
);

test('more numbers at a time cost less each', () => {
  const node = technology('tsmc_n7', null);
  if (node === undefined) throw new Error('no node');
  for (const operand of ['int8', 'fp8_e4m3']) {
    const accumulator = operand === 'int8' ? 'int32' : 'fp32';
    const [one, eight] = [1, 8].map((dot) => smallArray({ ...arrayOperands(operand, operand, dot), accumulator }));
    const area = (shape: PEArrayParameters): number =>
      peArrayCost(shape, node).parts.reduce((sum, part) => sum + part.area.value, 0);
    const energy = (shape: PEArrayParameters): number => arrayEnergy(shape, 0, node).mac.value;
    expect(area(eight!) / area(one!)).toBeGreaterThan(1);
    expect(area(eight!) / area(one!)).toBeLessThan(8);
    expect(energy(eight!)).toBeLessThan(energy(one!));
    expect(energy(eight!)).toBeGreaterThan(0);
  }
});

test('the banks of a core have as many register bits as their hardware', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      expect(bankBits(shape)).toEqual({
        activations: registerBits(activationBank('bank', shape)),
        weights: registerBits(weightBank('bank', shape)),
        accumulators: registerBits(accumulatorBank('bank', shape)),
      });
    }),
    { numRuns: cases(60) },
  );
});

const overlapping = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    cols: fc.integer({ min: 1, max: 9 }),
    multiplierRegisters: fc.integer({ min: 0, max: 1 }),
    psumIn: fc.constantFrom('bottom' as const, 'top' as const),
    convolution: fc.boolean(),
    adds: fc.integer({ min: 1, max: 3 }),
    atOnce: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ adds, atOnce, ...options }): CoreOptions => {
    const numbers = adds === 1 ? {} : { operand: 'bf16', adderRegisters: adds };
    return { ...options, ...numbers, weightRows: Math.min(atOnce, options.rows) };
  });

test('a core that overlaps commands has as many more registers as its hardware, and no masks', () => {
  fc.assert(
    fc.property(overlapping, (options) => {
      const of = (overlapCommands: boolean) => {
        const parameters = matrixCoreParameters(core({ ...options, overlapCommands }));
        const modules = [matrixCore('core', parameters), weightSequencer('sequencer', parameters)];
        return { parameters, bits: modules.reduce((bits, module) => bits + registerBits(module), 0) };
      };
      const [having, without] = [of(true), of(false)];
      const { rows, cols } = having.parameters;
      expect(having.bits - without.bits).toBe(overlapBits(having.parameters) - rows - cols);
      expect(overlapBits(without.parameters)).toBe(0);
      expect(bankBits(having.parameters)).toEqual({
        activations: registerBits(activationBank('bank', having.parameters)),
        weights: registerBits(weightBank('bank', having.parameters)),
        accumulators: registerBits(accumulatorBank('bank', having.parameters)),
      });
    }),
    { numRuns: cases(40) },
  );
});

test.each(['by_operand', 'bottom'] as const)('so have those of a core of floats, psum_in %s', (psumIn) => {
  for (const operand of ['fp8_e4m3', 'bf16'])
    for (const adderRegisters of [1, 2, 3])
      for (const hideLoading of [false, true]) {
        const shape = matrixCoreParameters(core({ rows: 3, cols: 5, operand, adderRegisters, psumIn, hideLoading }));
        expect([adderRegisters, bankBits(shape)]).toEqual([
          adderRegisters,
          {
            activations: registerBits(activationBank('bank', shape)),
            weights: registerBits(weightBank('bank', shape)),
            accumulators: registerBits(accumulatorBank('bank', shape)),
          },
        ]);
      }
});

test('so have those of a core of floats whose sums stay in parts', () => {
  for (const adderRegisters of [1, 2, 3])
    for (const hideLoading of [false, true])
      for (const zeroGating of [false, true]) {
        const given = { rows: 3, cols: 5, operand: 'bf16', dataflow: 'output_stationary', zeroGating } as const;
        const shape = matrixCoreParameters(core({ ...given, adderRegisters, hideLoading }));
        expect([adderRegisters, bankBits(shape)]).toEqual([
          adderRegisters,
          {
            activations: registerBits(activationBank('bank', shape)),
            weights: registerBits(weightBank('bank', shape)),
            accumulators: registerBits(accumulatorBank('bank', shape)),
          },
        ]);
      }
});

test('joining the parts of a sum takes area, registers and, for each result, energy', () => {
  const node = technology('tsmc_n7', null);
  if (node === undefined) throw new Error('no node');
  const of = (adderRegisters: number) => {
    const operands = { ...arrayOperands('bf16'), accumulator: 'fp32', dataflow: 'output_stationary' } as const;
    const shape = smallArray({ ...operands, adderRegisters });
    const area = (name: string): number =>
      peArrayCost(shape, node).parts.find((part) => part.name === name)?.area.value ?? 0;
    const joining = { area: area('joining of parts'), energy: arrayEnergy(shape, 0, node).joins.value };
    return { joining, registers: area('registers') };
  };
  const [one, two, three] = [of(1), of(2), of(3)];
  expect(one.joining).toEqual({ area: 0, energy: 0 });
  expect(two.joining.area).toBeGreaterThan(0);
  expect(two.registers).toBeGreaterThan(one.registers);
  expect(two.joining.energy).toBeGreaterThan(0);
  expect(three.joining.energy).toBeCloseTo(2 * two.joining.energy, 20);
});

test('a core whose sums enter at the top has no adders at its accumulators', () => {
  const node = technology('tsmc_n7', null);
  if (node === undefined) throw new Error('no node');
  const [top, bottom] = (['top', 'bottom'] as const).map((psumIn) =>
    matrixCoreCost(matrixCoreParameters(core({ operand: 'bf16', psumIn })), node).parts.map(({ name }) => name),
  );
  expect(top).not.toContain('accumulator adders');
  expect(bottom).toContain('accumulator adders');
});

test('an address generator has as many register bits as its hardware', () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      if (shape.dataflow === 'output_stationary') return;
      const [plain, able] = [false, true].map((convolution) => ({ ...shape, convolution }));
      const bits = (parameters: MatrixCoreParameters): number => registerBits(weightSequencer('sequencer', parameters));
      expect(addressGeneratorBits(able!)).toBe(bits(able!) - bits(plain!));
    }),
    { numRuns: cases(20) },
  );
});

test('what skews and straightens a bare array has as many register bits as its hardware', () => {
  const parts = ['phase', 'frame', 'full', 'part', 'begun'];
  const counters = ['loaded', 'step', 'row', 'chain_wait', 'drain_left', 'following', ...parts];
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 3 }), ({ zeroGating, ...integers }, registers) => {
      const float = { ...arrayOperands('bf16'), accumulator: 'fp32', multiplier: 'plain', adder: 'plain' } as const;
      // Sums of integers that stay have one register.
      const kept = integers.dataflow === 'output_stationary' && registers > 1 ? float : {};
      const shape = { ...integers, ...kept, zeroGating, adderRegisters: registers };
      const array = peArray('array', { ...shape, steps: 64 });
      const lines = array.registers.filter(({ name }) => !counters.includes(name));
      const bits = lines.reduce((sum, register) => sum + register.type.width, 0);
      expect(skewBits(shape)).toBe(bits);
    }),
    { numRuns: cases(50) },
  );
});

/** Accesses of a gemm by walking its tiles, a word at a time. */
function walk(options: CoreOptions, m: number, k: number, n: number, accumulate: boolean): MatrixCoreAccesses {
  const { rows, cols, lanes, blockRows, dataflow } = matrixCoreParameters(core(options));
  const total = { activationReads: 0, weightReads: 0, accumulatorReads: 0, accumulatorWrites: 0 };
  for (let column = 0; column < n; column += cols) {
    if (dataflow === 'output_stationary') {
      for (let row = 0; row < m; row += rows) {
        for (let step = 0; step < k; step++) {
          total.activationReads += rows * 8;
          total.weightReads += cols * 8;
        }
        for (let line = row; line < Math.min(m, row + rows); line++) {
          if (accumulate) total.accumulatorReads += cols * 32;
          total.accumulatorWrites += cols * 32;
        }
      }
      continue;
    }
    for (let depth = 0; depth < k; depth += rows) {
      for (let word = 0; word < blockRows; word++) total.weightReads += lanes * cols * 8;
      for (let line = 0; line < m; line++) {
        total.activationReads += rows * 8;
        if (accumulate || depth > 0) total.accumulatorReads += cols * 32;
        total.accumulatorWrites += cols * 32;
      }
    }
  }
  return total;
}

test('accesses of a gemm in closed form are those of a walk over its tiles', () => {
  const size = fc.integer({ min: 1, max: 9 });
  const extent = fc.integer({ min: 1, max: 30 });
  const dataflows = fc.constantFrom('weight_stationary' as const, 'output_stationary' as const);
  fc.assert(
    fc.property(
      size,
      size,
      dataflows,
      extent,
      extent,
      extent,
      fc.boolean(),
      (rows, cols, dataflow, m, k, n, accumulate) => {
        const options = {
          rows,
          cols,
          dataflow,
          weightRows: dataflow === 'weight_stationary' ? Math.ceil(rows / 2) : 1,
        };
        const found = gemmAccesses(matrixCoreParameters(core(options)), { m, k, n, accumulate });
        expect(found).toEqual(walk(options, m, k, n, accumulate));
      },
    ),
    { numRuns: cases(200) },
  );
});

function corePart(side: number, name: string): number {
  const instances = estimateDesign(chip({ rows: side, cols: side }))[0]?.instances ?? [];
  const parts = instances.find(({ path }) => path === 'core')?.parts ?? [];
  return parts.find((part) => part.name === name)?.area_mm2 ?? NaN;
}

const ratio = (name: string): number => corePart(32, name) / corePart(16, name);

test('an array four times as large takes four times the multipliers, and twice the adders below them', () => {
  expect(ratio('multipliers')).toBeCloseTo(4, 9);
  expect(ratio('accumulator adders')).toBeCloseTo(2, 9);
  expect(ratio('sequencer and control')).toBeLessThan(2);
});

test('a multiplier of two formats goes with the product of their significands, and its energy lies between theirs', () => {
  const node = technology('tsmc_n7', null)!;
  const of = (operand: string, weight: string) => {
    const shape = smallArray({ ...arrayOperands(operand, weight), accumulator: 'fp32' });
    const multipliers = peArrayCost(shape, node).parts.find(({ name }) => name === 'multipliers');
    return { area: multipliers?.area.value ?? 0, energy: arrayEnergy(shape, 0, node).mac.value };
  };
  const [wide, mixed, narrow] = [of('bf16', 'bf16'), of('bf16', 'fp8_e4m3'), of('fp8_e4m3', 'fp8_e4m3')];
  expect([wide.area / mixed.area, mixed.area / narrow.area]).toEqual([expect.closeTo(2, 9), expect.closeTo(2, 9)]);
  expect(mixed.energy).toBeLessThan(wide.energy);
  expect(mixed.energy).toBeGreaterThan(narrow.energy);
  expect(of('fp8_e4m3', 'bf16')).toEqual(mixed);
});

test('Booth gains by width, and a group of integers spares each of its products an adder', () => {
  const node = technology('asap7', null)!;
  const of = (operand: string, dot: number, multiplier: 'plain' | 'booth'): number => {
    const structures = { multiplier, adder: multiplier === 'plain' ? 'plain' : 'kogge_stone' } as const;
    const shape = smallArray({ ...arrayOperands(operand, operand, dot), ...structures });
    return peArrayCost(shape, node).parts.find(({ name }) => name === 'multipliers')?.area.value ?? 0;
  };
  expect(of('int16', 1, 'plain') / of('int8', 1, 'plain')).toBeCloseTo(4, 9);
  expect(of('int16', 1, 'booth') / of('int8', 1, 'booth')).toBeCloseTo(4 ** 0.87, 9);
  expect(of('int8', 4, 'plain') / of('int8', 1, 'plain')).toBeCloseTo(4, 9);
  // Sixteen bits of an adder beside 64 of a multiplier, in gates a bit.
  const gates = (name: string): number => node.figures.get(name)?.value ?? 0;
  const spared = (16 * gates('adder_gates')) / (64 * gates('multiplier_gates'));
  expect(of('int8', 4, 'booth') / of('int8', 1, 'booth')).toBeCloseTo(4 * (1 - spared), 9);
});

test('an 8-bit element of 7 nm lies between half and twice the 64 um^2 that synthesis on ASAP7 gave', () => {
  const core16 = estimateDesign(chip())[0]?.instances.find(({ path }) => path === 'core');
  const names = ['multipliers', 'adders', 'registers'];
  const area =
    core16?.parts.filter((part) => names.includes(part.name)).reduce((sum, part) => sum + part.area_mm2, 0) ?? 0;
  expect((1e6 * area) / 256).toBeGreaterThan(32);
  expect((1e6 * area) / 256).toBeLessThan(128);
});

test('structures of multiplier and adder change the area of both, as was measured, and nothing else', () => {
  const parts = (options: ChipOptions): ReadonlyMap<string, number> => {
    const found = estimateDesign(chip({ node: 'asap7', ...options }))[0]?.instances.find(({ path }) => path === 'core');
    return new Map(found?.parts.map(({ name, area_mm2 }) => [name, area_mm2]));
  };
  const figures = technology('asap7', null)?.figures;
  const structures = { multiplier: 'booth', adder: 'kogge_stone' } as const;
  const plain = parts({});
  for (const [multiplierRegisters, figure] of ['multiply_add', 'multiply_register_add'].entries()) {
    const booth = parts({ ...structures, multiplierRegisters });
    const factor = figures?.get(`${figure}_booth_kogge_stone`)?.value ?? 0;
    expect(factor).toBeGreaterThan(0.4);
    for (const name of ['multipliers', 'adders'])
      expect([name, booth.get(name)]).toEqual([name, expect.closeTo(factor * (plain.get(name) ?? 0), 9)]);
    expect(booth.get('sequencer and control')).toBe(plain.get('sequencer and control'));
  }
});

test('power grows with the clock, area does not', () => {
  const [slow, fast] = [estimateDesign(chip({ frequency: 400e6 }))[0], estimateDesign(chip({ frequency: 800e6 }))[0]];
  expect(fast?.area_mm2).toBe(slow?.area_mm2);
  // The faster die is the warmer one.
  expect(fast?.junction_c).toBeGreaterThan(slow?.junction_c ?? Infinity);
  expect(fast?.leakage_w).toBeGreaterThan(slow?.leakage_w ?? Infinity);
  expect(fast?.power_peak_w).toBeGreaterThan(slow?.power_peak_w ?? Infinity);
});

test('sixteen tiles cost sixteen times one', () => {
  const [one, sixteen] = [estimateDesign(chip({ tiles: 1 }))[0], estimateDesign(chip({ tiles: 16 }))[0]];
  expect(sixteen?.area_mm2).toBeCloseTo(16 * (one?.area_mm2 ?? 0), 9);
  expect(sixteen?.instances.map(({ path, count }) => [path, count])).toContainEqual(['tile[*].core', 16]);
});

const buffer = (capacity: number) =>
  estimateDesign(chip({ capacity }))[0]?.instances.find(({ path }) => path === 'buffer');

test('an SRAM twice as large takes twice the area and leaks about twice as much, on a die that is somewhat colder', () => {
  expect(buffer(2 * MiB)?.area_mm2).toBeCloseTo(2 * (buffer(MiB)?.area_mm2 ?? 0), 9);
  const ratio = (buffer(2 * MiB)?.leakage_w ?? 0) / (buffer(MiB)?.leakage_w ?? 0);
  expect(ratio).toBeLessThan(2);
  expect(ratio).toBeGreaterThan(1.5);
});
