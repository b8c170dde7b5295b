import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../src/syntax/index.js';
import {
  formatExact,
  formatQuantity,
  namedDimensions,
  quantity,
  units,
  type Dimension,
} from '../../src/units/index.js';
import { cases } from '../support/tier.js';

test.each([
  ['1.6', 'GHz', 1.6e9],
  ['0.1', 'TOPS', 1e11],
  ['4.266', 'Gb/s', 4.266e9],
  ['0.75', 'pJ/b', 7.5e-13],
  ['12.4', 'mm^2', 12.4e-6],
  ['0.3', 'kWh', 1.08e6],
  ['25', 'degC', 298.15],
  ['-40', 'degC', 233.15],
  ['-300.15', 'degC', -27],
  ['1_000', 'MT/s', 1e9],
  ['0x10', 'KiB', 16 * 8192],
  ['7', '%', 0.07],
])('%s %s', (number, unit, value) => {
  expect(quantity(number, unit)?.value).toBe(value);
});

/** The value of `digits * 10^exponent * factor`, rounded once: what arithmetic with big integers gives. */
const exactly = (digits: number, exponent: number) => Number(`${digits}e${exponent}`);

const powerOfTen = [...units.values()].filter(({ scale }) => scale.numerator === 1n && scale.denominator === 1n);

test('a literal of a decimal unit is the double nearest to its decimal value', () => {
  fc.assert(
    fc.property(fc.nat(10 ** 9), fc.integer({ min: -9, max: 9 }), fc.constantFrom(...powerOfTen), (digits, e, unit) => {
      if (unit.offsetHundredths !== undefined) return;
      expect(quantity(`${digits}e${e}`, unit.symbol)?.value).toBe(exactly(digits, e + unit.scale.exponent));
    }),
    { numRuns: cases(300) },
  );
});

test('a quotient by a unit of time is rounded once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 40 }), (n) => {
      expect(quantity(String(n), 'W/min')?.value).toBe(n / 60);
      expect(quantity(String(n), 'W/h')?.value).toBe(n / 3600);
    }),
    { numRuns: cases(200) },
  );
});

test.each([
  [384e9 * 8, 'bandwidth', '384 GB/s'],
  [51.2e12, 'op_rate', '51.2 TOPS'],
  [12.4e-6, 'area', '12.4 mm^2'],
  [830e-6, 'area', '830 mm^2'],
  [96 * 2 ** 23, 'information', '96 MiB'],
  [256, 'information', '256 b'],
  [1.6e9, 'frequency', '1.6 GHz'],
  [0.9999999e9, 'frequency', '1 GHz'],
  [0.5e-12, 'energy_per_bit', '500 fJ/b'],
  [30e12, 'op_efficiency', '30 TOPS/W'],
  [0, 'time', '0 s'],
  [-3.5, 'power', '-3.5 W'],
  [Infinity, 'time', 'Infinity s'],
  [298.15, 'temperature', '298.1 K'],
])('%d of %s is for people %s', (value, name, text) => {
  expect(formatQuantity(value, namedDimensions.get(name) ?? {})).toBe(text);
});

test.each([
  [1.6e9, 'frequency', '1.6 GHz'],
  [2 ** 23, 'information', '1 MiB'],
  [256, 'information', '32 B'],
  [0.75, 'voltage', '750 mV'],
  [6e-6, 'area', '6 mm^2'],
  [1e-4, 'area', '100 mm^2'],
  [4.266e9, 'bandwidth', '4266 Mb/s'],
  [1200, 'power', '1200 W'],
  [1e11, 'op_rate', '100 GOPS'],
])('%d of %s is exactly %s', (value, name, text) => {
  expect(formatExact(value, namedDimensions.get(name) ?? {})).toBe(text);
});

/** What a positive literal of the language reads back as. */
function readBack(literal: string): { value: number | undefined; dimension: Dimension | undefined } {
  const { ast, diagnostics } = parse(`const x = ${literal};`, 'x.accel');
  const [item] = ast.items;
  if (diagnostics.length > 0 || item?.kind !== 'ConstDeclaration')
    throw new Error(`${literal}: ${diagnostics[0]?.message}`);
  if (item.value.kind !== 'QuantityLiteral') return { value: undefined, dimension: undefined };
  const read = quantity(item.value.number.text, item.value.unit);
  return { value: read?.value, dimension: read?.dimension };
}

const exponent = fc.integer({ min: -3, max: 3 });
const dimension = fc.oneof(
  fc.constantFrom(...namedDimensions.values()),
  fc.record({ s: exponent, b: exponent, J: exponent, A: exponent, m: exponent, USD: exponent }),
);

test('an exact literal reads back as the very same double', () => {
  const value = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
  const round = fc
    .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -12, max: 12 }))
    .map(([n, e]) => Number(`${n}e${e}`));
  fc.assert(
    fc.property(fc.oneof(value, round), dimension, (x, of) => {
      const named = Object.fromEntries(Object.entries(of).filter(([, n]) => n !== 0));
      if (Object.keys(named).length === 0) return;
      const back = readBack(formatExact(x, named));
      expect(back.value).toBe(x);
      expect(back.dimension).toEqual(named);
    }),
    { numRuns: cases(1000) },
  );
});
