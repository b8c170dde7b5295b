import { expect, test } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';

function only(source: string): { readonly code: string; readonly message: string; readonly help: string } {
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source }));
  expect(diagnostics).toHaveLength(1);
  const [found] = diagnostics;
  return { code: found?.code ?? '', message: found?.message ?? '', help: found?.help ?? '' };
}

test('4K is four kelvin, and where memory is meant the error says so', () => {
  expect(only('const rows: information = 4K;')).toMatchObject({
    code: 'E302',
    help: '`4 K` is a temperature, 4 kelvin; thousands are `4 * 1000`, or `4 KiB` of memory',
  });
  expect(only('const rows = 4K + 1 KiB;').help).toContain('4 kelvin');
});

test('a component that refuses its arguments says what the sides of its requirement are', () => {
  const { code, message } = only(`
    import { tsmc_n7 } from "std/process";
    extern component Cable(length: length) {
      let loss = 7 dB/m * length;
      area = 0 mm^2;
      require loss <= 20 dB, "no receiver hears more";
      port in x: stream<int8>;
    }
    design D {
      process tsmc_n7;
      clock main = 1 GHz;
      c: Cable { length: 3 m };
      unused c.x;
    }`);
  expect([code, message]).toEqual(['E404', 'Cable cannot be built so: no receiver hears more; loss is 21 dB']);
});
