import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytes, count, engineering, grouped, percent, significant } from '../../src/report/index.js';
import { cases } from '../support/tier.js';

describe('engineering figures', () => {
  it.each([
    [0.0123456, 's', '12.3 ms'],
    [4_089_184_256, 'MAC', '4.09 GMAC'],
    [999.9, 'W', '1.00 kW'],
    [1e-15, 'J', '1.00 fJ'],
    [-0.5, 'V', '-500 mV'],
    [0, 'J', '0 J'],
    [1.5e-20, 'J', '1.50e-20 J'],
  ])('%d %s is "%s"', (value, unit, text) => {
    expect(engineering(value, unit)).toBe(text);
  });

  it('keep three significant digits of whatever they show', () => {
    const scale: Record<string, number> = {
      '': 1,
      k: 1e3,
      M: 1e6,
      G: 1e9,
      T: 1e12,
      m: 1e-3,
      µ: 1e-6,
      n: 1e-9,
      p: 1e-12,
    };
    fc.assert(
      fc.property(fc.double({ min: 1e-11, max: 1e14, noNaN: true }), (value) => {
        const [, mantissa, prefix] = /^(\S+) (\D?)s$/.exec(engineering(value, 's')) ?? [];
        const shown = Number(mantissa) * (scale[prefix ?? ''] ?? Number.NaN);
        expect(Math.abs(shown / value - 1)).toBeLessThanOrEqual(0.005 + 1e-9);
        expect(Number(mantissa)).toBeLessThan(1000);
      }),
      { numRuns: cases(500) },
    );
  });
});

describe('other figures', () => {
  it('three significant digits without an exponent', () => {
    expect([significant(1234.5), significant(0.012345), significant(5.6), significant(0)]).toEqual([
      '1230',
      '0.0123',
      '5.60',
      '0',
    ]);
  });

  it('counts below a thousand are whole', () => {
    expect([count(0), count(999), count(1000), count(25_557_032)]).toEqual(['0', '999', '1.00 k', '25.6 M']);
  });

  it('bytes go by thousands', () => {
    expect([bytes(64), bytes(1_048_576)]).toEqual(['64 B', '1.05 MB']);
  });

  it('a share is in percent, and absent is a dash', () => {
    expect([percent(0.6734), percent(1), percent(0.0001), percent(0), percent(null)]).toEqual([
      '67.3 %',
      '100.0 %',
      '<0.1 %',
      '0.0 %',
      '-',
    ]);
  });

  it('whole numbers have their thousands set off', () => {
    expect(grouped(1_234_567)).toBe('1,234,567');
  });
});
