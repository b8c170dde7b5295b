import { expect, test } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';

/** What is said of a design whose clock has this frequency. */
function said(frequency: string): readonly string[] {
  const source = `import { tsmc_n7 } from "std/process";
design Chip() { process tsmc_n7; clock main = ${frequency}; }
`;
  return diagnose(hostOf({ 'main.accel': source })).diagnostics.map(({ code, message }) => `${code} ${message}`);
}

test('a quantity that its unit makes too large is told, and nothing that follows from it', () => {
  expect(said('1e299 GHz')).toEqual([]);
  expect(said('1e308 GHz')).toEqual(['E310 1e308 GHz is too large for a number']);
});

test('a number that is too large by itself is told once, whatever its unit', () => {
  expect(said('1e999 GHz')).toEqual(['E113 `1e999` is not a number: it is too large']);
});
