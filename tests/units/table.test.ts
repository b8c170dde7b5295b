import { expect, test } from 'vitest';
import { dimensionName, lookupUnit, nearestUnits, parseUnit, units } from '../../src/units/index.js';

test.each([
  ['Hz', 'frequency'],
  ['W', 'power'],
  ['V', 'voltage'],
  ['F', 'capacitance'],
  ['ohm', 'resistance'],
  ['Bd', 'frequency'],
  ['bps', 'bandwidth'],
  ['OPS', 'op_rate'],
  ['FLOPS', 'op_rate'],
  ['MT/s', 'frequency'],
  ['cycle', 'number'],
  ['kWh', 'energy'],
  ['degC', 'temperature'],
  ['%', 'number'],
  ['USD', 'money'],
  ['pJ/b', 'energy_per_bit'],
  ['mm^2', 'area'],
  ['token/s', 'token_rate'],
  ['1/s', 'frequency'],
  ['W/mm^2', 'power_density'],
  ['kB/kg', 'b/g'],
])('%s is a %s', (text, name) => {
  expect(dimensionName(parseUnit(text)?.dimension ?? { K: 9 })).toBe(name);
});

test.each([
  ['GB/s', 8e9],
  ['KiB', 8192],
  ['B', 8],
  ['mm^2', 1e-6],
  ['GT/s', 1e9],
  ['min', 60],
  ['day', 86_400],
  ['year', 31_557_600],
  ['kWh', 3.6e6],
  ['%', 0.01],
  ['s^-1', 1],
  ['MT/s/mm', 1e9],
])('one %s is %d in base units', (text, scale) => {
  expect(parseUnit(text)?.scale).toBe(scale);
});

test.each([
  'mb',
  'uB',
  'nop',
  'mtoken',
  'mUSD',
  'pflop',
  'Kib/x',
  'kmin',
  'kcycle',
  'KiHz',
  'kdB',
  'EiB',
  'Kis',
  'xyz',
  '',
])('%j is no unit', (text) => {
  expect(parseUnit(text)).toBeUndefined();
});

test('both characters for micro are read', () => {
  expect(parseUnit('µm')).toEqual(parseUnit('um'));
  expect(parseUnit('\u03bcm')).toEqual(parseUnit('um'));
});

test('decibels have dimensions of their own, and stand over lengths and times only', () => {
  expect(parseUnit('dB')?.dimension).toEqual({ dB: 1 });
  expect(parseUnit('dBm')?.dimension).toEqual({ dBm: 1 });
  expect(parseUnit('dB/km')?.dimension).toEqual({ dB: 1, m: -1 });
  for (const unit of ['dB^2', 'dBm/m', 'dB/W', '1/dB', 'W/dBm']) expect(parseUnit(unit), unit).toBeUndefined();
});

test('degC has an offset by itself and none in a quotient', () => {
  expect(parseUnit('degC')?.offset).toBe(273.15);
  expect(parseUnit('W/degC')?.offset).toBe(0);
});

test('exponents and factors are bounded', () => {
  expect(parseUnit('s^12')).toBeDefined();
  expect(parseUnit('s^13')).toBeUndefined();
  expect(parseUnit(`m${'/s'.repeat(8)}`)).toBeUndefined();
});

test.each([
  ['KB', ['KiB', 'kB']],
  ['Ghz', ['GHz']],
  ['mm2', ['mm^2']],
  ['mhz', ['MHz', 'mHz']],
  ['sec', ['s']],
])('%s suggests %j first', (symbol, wanted) => {
  expect(nearestUnits(symbol).slice(0, wanted.length).toSorted()).toEqual(wanted.toSorted());
});

test('a word that is near no unit suggests none', () => {
  expect(nearestUnits('columns')).toEqual([]);
  expect(nearestUnits('x'.repeat(100_000))).toEqual([]);
});

test('every symbol finds itself', () => {
  for (const [symbol, unit] of units) expect(lookupUnit(symbol)).toBe(unit);
});
