import { expect, test } from 'vitest';
import { quantity as amount } from '../../src/dsl/index.js';
import { diagnose, hostOf } from '../support/language.js';

/** The codes that requirements give: none where all hold. */
const codes = (...requirements: readonly string[]): readonly string[] => {
  const source = `
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
design D {
  process tsmc_n7;
  clock main = 1 GHz;
  buffer: Sram { capacity: 1 KiB };
  unused buffer.serve;
  unused buffer.fill;
  let cold = -40 degC;
  ${requirements.map((each) => `require ${each};`).join('\n')}
}
`;
  return diagnose(hostOf({ 'main.accel': source })).diagnostics.map(({ code }) => code);
};

test('a minus before degrees Celsius is below zero, not below absolute zero', () => {
  expect(codes('cold == 233.15 K', '-273.15 degC == 0 K', '-40 degC < 25 degC', '25 degC - 5 K == 20 degC')).toEqual(
    [],
  );
  expect(codes('-40 degC == -313.15 K')).toHaveLength(1);
});

test('the negative of a temperature, and of other units, is what it was', () => {
  expect(codes('-(40 degC) == -313.15 K', '-40 K == -(40 K)', '-2 mm == 0 mm - 2 mm')).toEqual([]);
});

test('the builder reads it the same way', () => {
  expect(amount(-40, 'degC').sample).toEqual(amount(233.15, 'K').sample);
});
