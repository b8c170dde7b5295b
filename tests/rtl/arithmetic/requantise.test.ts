import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { requantise, type Requantisation } from '../../../src/numbers/index.js';
import { requantiseStages, requantiseWith } from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, signed, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint } from '../../../src/tools/index.js';
import { cases } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

function requantiser(width: number, sumBits = 32): Module {
  const m = moduleBuilder('requantiser');
  const how = {
    multiplier: m.input('multiplier', unsigned(31)),
    shift: m.input('shift', unsigned(6)),
    zeroPoint: m.input('zero_point', signed(width)),
    toEven: m.input('to_even'),
    relu: m.input('relu'),
  };
  const [sum, bias] = [m.input('sum', signed(sumBits)), m.input('bias', signed(sumBits))];
  m.output('result', requantiseWith(m, 'requantise', how, sum, bias, width, m.input('run')));
  return m.build();
}

/** Near the ends of its range, near zero, or anywhere. */
const integers = (bits: number) =>
  fc.oneof(
    fc.integer({ min: -(2 ** (bits - 1)), max: 2 ** (bits - 1) - 1 }),
    fc.integer({ min: -300, max: 300 }),
    fc.constantFrom(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, 0, -1, 1),
  );
const multiplier = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  fc.integer({ min: 0, max: 9 }),
  // Powers of two give halves.
  fc.integer({ min: 0, max: 30 }).map((exponent) => 2 ** exponent),
);
const cased = (bits: number) =>
  fc.record({
    sum: integers(bits),
    bias: integers(bits),
    multiplier,
    shift: fc.integer({ min: 0, max: 62 }),
    zeroPoint: fc.integer({ min: -128, max: 127 }),
    rounding: fc.constantFrom('half_even' as const, 'half_away' as const),
    relu: fc.boolean(),
  });

describe.each([
  [4, 32],
  [8, 32],
  [16, 32],
  [16, 40],
  [16, 48],
])('a requantiser into %i bits of sums of %i', (width, bits) => {
  const sim = compile(requantiser(width, bits));

  it('gives what the arithmetic says, for every rounding, four cycles later', () => {
    fc.assert(
      fc.property(cased(bits), ({ sum, bias, zeroPoint: point, ...rest }) => {
        const zeroPoint = point % 2 ** (width - 1);
        const how: Requantisation = { ...rest, zeroPoint, width };
        const inputs = { sum, bias, multiplier: how.multiplier, shift: how.shift, zero_point: zeroPoint };
        for (const [name, value] of Object.entries(inputs)) sim.set(name, BigInt(value));
        for (const [name, bit] of Object.entries({ to_even: how.rounding === 'half_even', relu: how.relu, run: true }))
          sim.set(name, bit ? 1 : 0);
        for (let cycle = 0; cycle < requantiseStages; cycle++) sim.step();
        expect(sim.getElements('result', signed(width))).toEqual([requantise(sum, bias, how) + 0]);
      }),
      { numRuns: cases(2000) },
    );
  });
});

describe('a stream of sums', () => {
  it('is requantised one a cycle, and stands still while it may not run', () => {
    const sim = compile(requantiser(8));
    for (const [name, value] of Object.entries({
      multiplier: 3,
      shift: 1,
      zero_point: 5,
      to_even: 1,
      relu: 0,
      bias: 7,
    }))
      sim.set(name, value);
    const sums = [-90, -3, -2, -1, 0, 1, 2, 50, 51, 99];
    const results: number[] = [];
    for (let cycle = 0, taken = 0; results.length < sums.length; cycle++) {
      const run = cycle % 3 !== 1;
      sim.set('run', run ? 1 : 0);
      sim.set('sum', sums[taken] ?? 0);
      sim.step();
      if (!run) continue;
      taken += 1;
      if (taken >= requantiseStages) results.push(...sim.getElements('result', signed(8)));
    }
    const how: Requantisation = { multiplier: 3, shift: 1, zeroPoint: 5, rounding: 'half_even', relu: false, width: 8 };
    expect(results).toEqual(sums.map((sum) => requantise(sum, 7, how)));
  });
});

describeWithTool(['verilator', 'icarus'], 'tools', () => {
  it.each(['verilator', 'icarus'] as const)('%s has nothing to say of a requantiser', async (tool) => {
    const files = printVerilog(requantiser(8)).map(({ file, text }) => ({ path: file, text }));
    const [report, problems] = await lint(files, 'requantiser', tool);
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});
