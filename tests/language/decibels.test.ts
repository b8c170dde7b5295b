import { expect, it, test } from 'vitest';
import { quantity } from '../../src/dsl/index.js';
import { formatExact, formatQuantity } from '../../src/units/index.js';
import { expectDiagnostics } from './expect-diagnostics.js';
import { unmet } from './unmet.js';

test('gains and losses add up, shift a level, and are the difference of two', () => {
  expect(
    unmet(
      '3 dB + 2 dB == 5 dB',
      '2 * 3 dB == 6 dB',
      '6 dB / 2 == 3 dB',
      '6 dB / 3 dB == 2',
      '-3 dB == 0 dB - 3 dB',
      '10 dBm - 3 dB == 7 dBm',
      '3 dB + 10 dBm == 13 dBm',
      '10 dBm - 4 dBm == 6 dB',
      '0.25 dB/km * 2 km == 0.5 dB',
      'sum([1 dB, 2 dB]) == 3 dB',
    ),
  ).toEqual([]);
  expect(unmet('3 dB + 2 dB == 6 dB', '1 dBm > 2 dBm')).toEqual(['3 dB + 2 dB == 6 dB', '1 dBm > 2 dBm']);
});

test('decibels and linear numbers are taken into each other by functions', () => {
  expect(
    unmet(
      'db(100) == 20 dB',
      'from_db(20 dB) == 100',
      'dbm(1 mW) == 0 dBm',
      'from_dbm(30 dBm) == 1 W',
      'from_dbm(-3 dBm) < 0.502 mW && from_dbm(-3 dBm) > 0.501 mW',
      'dbm(from_dbm(0 dBm) + from_dbm(0 dBm)) > 3.01 dBm',
      'max(-3 dBm, -7 dBm) == -3 dBm',
    ),
  ).toEqual([]);
});

it('refuses what has no meaning, and says so at the operator', () => {
  expectDiagnostics(`
    const a = 3 dBm + 4 dBm;
    //        ^^^^^^^^^^^^^ E320
    const b = 3 dB - 4 dBm;
    //        ^^^^^^^^^^^^ E320
    const c = 3 dB + 1;
    //        ^^^^^^^^ E320
    const d = 2 * 3 dBm;
    //        ^^^^^^^^^ E320
    const e = 3 dB * 2 W;
    //        ^^^^^^^^^^ E320
    const f = -(3 dBm);
    //        ^^^^^^^^ E320
    const g = 3 dB < 2 dBm;
    //        ^^^^^^^^^^^^ E320
    const h = (3 dB) ^ 2;
    //        ^^^^^^^^^^ E320
    const i = db(3 dB);
    //           ^^^^ E302
    const j = from_dbm(3 dB);
    //                 ^^^^ E302
    const k = sum([3 dBm, 4 dBm]);
    //            ^^^^^^^^^^^^^^ E302
    const l = sqrt(3 dB);
    //             ^^^^ E302
  `);
});

it('has types by name and by unit', () => {
  expectDiagnostics(`
    fn budget(launch: dbm, loss: {dB}, fibre: {dB/km}, reach: length): dbm = launch - loss - fibre * reach;
    const received: dbm = budget(3 dBm, 4 dB, 0.25 dB/km, 2 km);
    const wrong: power = -3 dBm;
    //                   ^^^^^^ E302
  `);
});

test('values print as the literals that read back', () => {
  expect(formatQuantity(-2.99999, { dBm: 1 })).toBe('-3 dBm');
  expect(formatExact(-3, { dBm: 1 })).toBe('-3 dBm');
  expect(formatExact(0.00025, { dB: 1, m: -1 })).toBe('0.25 dB/km');
});

test('the builder has them too', () => {
  const received = quantity(-3, 'dBm').minus('-7 dBm' as never);
  expect(received.faults).toEqual([]);
  expect(
    quantity(3, 'dBm')
      .plus(quantity(4, 'dBm'))
      .faults.map(({ code }) => code),
  ).toEqual(['E320']);
});
