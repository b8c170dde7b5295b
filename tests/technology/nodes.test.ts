import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dtypes } from '../../src/ir/index.js';
import {
  addEnergy,
  gateArea,
  leakagePower,
  multiplyEnergy,
  nodeNames,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  technology,
  type NumberFormat,
  type Ranged,
  type Technology,
} from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

function at(node: string, voltage: number | null = null): Technology {
  const found = technology(node, voltage);
  if (found === undefined) throw new Error(`no node ${node}`);
  return found;
}

function format(name: string): NumberFormat {
  const found = dtypes.get(name);
  if (found === undefined) throw new Error(`no format ${name}`);
  return found;
}

const positive = ({ value, least, greatest }: Ranged): boolean =>
  Number.isFinite(greatest) && 0 < least && least <= value && value <= greatest;

test('dynamic energy goes with the square of the supply, leakage in proportion', () => {
  const area = { value: 2, least: 2, greatest: 2 };
  const [low, high] = [at('tsmc_n7', 0.6), at('tsmc_n7', 0.9)];
  expect(multiplyEnergy(high, format('int8')).value / multiplyEnergy(low, format('int8')).value).toBeCloseTo(2.25, 9);
  expect(sramReadEnergy(high, 8192).value / sramReadEnergy(low, 8192).value).toBeCloseTo(2.25, 9);
  expect(leakagePower(high, area).value / leakagePower(low, area).value).toBeCloseTo(1.5, 9);
});

test('a multiply-accumulate of int8 into int32 at 7 nm is 0.1 pJ', () => {
  const mac = multiplyEnergy(at('tsmc_n7'), format('int8')).value + addEnergy(at('tsmc_n7'), format('int32')).value;
  expect(mac).toBeCloseTo(0.1e-12, 15);
});

test('Horowitz at 0.9 V: 0.2 pJ for an int8 product in 45 nm', () => {
  expect(multiplyEnergy(at('nangate45', 0.9), format('int8')).value).toBeCloseTo(0.2e-12, 15);
});

test('an int16 product takes four times the energy of an int8 one', () => {
  const ratio =
    multiplyEnergy(at('tsmc_n7'), format('int16')).value / multiplyEnergy(at('tsmc_n7'), format('int8')).value;
  expect(ratio).toBeCloseTo(4, 9);
});

test('a 1 MiB SRAM at 7 nm takes 0.38 mm^2, and half as much again with two ports', () => {
  const bits = 8 * 1024 * 1024;
  expect(sramArea(at('tsmc_n7'), bits, false).value).toBeCloseTo(bits / 22e6, 9);
  expect(sramArea(at('tsmc_n7'), bits, true).value).toBeCloseTo((1.5 * bits) / 22e6, 9);
});

test('no node has an energy or an area that is zero, negative or no number, for any format', () => {
  const anyNode = fc.constantFrom(...nodeNames);
  const anyFormat = fc.constantFrom(...[...dtypes.values()].filter(({ name }) => name !== 'bit'));
  fc.assert(
    fc.property(
      anyNode,
      anyFormat,
      fc.integer({ min: 8, max: 2 ** 33 }),
      fc.double({ min: 0.4, max: 2, noNaN: true }),
      (node, dtype, bits, voltage) => {
        const figures = at(node, voltage);
        const gates = { value: 1000, least: 1000, greatest: 1000 };
        for (const found of [
          multiplyEnergy(figures, dtype),
          addEnergy(figures, dtype),
          sramReadEnergy(figures, bits),
          sramWriteEnergy(figures, bits),
          sramArea(figures, bits, true),
          gateArea(figures, gates),
          leakagePower(figures, sramArea(figures, bits, false)),
        ])
          expect(positive(found)).toBe(true);
      },
    ),
    { numRuns: cases(300) },
  );
});

test('a larger SRAM never reads for less', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...nodeNames),
      fc.integer({ min: 8, max: 2 ** 32 }),
      fc.integer({ min: 0, max: 2 ** 32 }),
      (node, bits, more) => {
        expect(sramReadEnergy(at(node), bits + more).value).toBeGreaterThanOrEqual(
          sramReadEnergy(at(node), bits).value,
        );
      },
    ),
    { numRuns: cases(200) },
  );
});

test('a finer node takes no more energy and area than the one before it', () => {
  const line = ['tsmc_n28', 'tsmc_n16', 'tsmc_n7', 'tsmc_n5', 'tsmc_n3'].map((node) => at(node));
  for (const [index, figures] of line.entries()) {
    const before = line[index - 1];
    if (before === undefined) continue;
    expect(multiplyEnergy(figures, format('int8')).value).toBeLessThan(multiplyEnergy(before, format('int8')).value);
    expect(sramArea(figures, 1e6, false).value).toBeLessThan(sramArea(before, 1e6, false).value);
    expect(sramReadEnergy(figures, 8 * 2 ** 20).value).toBeLessThan(sramReadEnergy(before, 8 * 2 ** 20).value);
  }
});
