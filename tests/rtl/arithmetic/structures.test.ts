import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addNarrow,
  addWith,
  adderStructures,
  multiply,
  multiplyAdd,
  multiplierStructures,
  type Structures,
} from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, signed, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint, prove } from '../../../src/tools/index.js';
import { cases } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

const all: readonly Structures[] = multiplierStructures.flatMap((multiplier) =>
  adderStructures.map((adder) => ({ multiplier, adder })),
);
const named = all.map((structures) => [`${structures.multiplier}, ${structures.adder}`, structures] as const);

function adder(structure: (typeof adderStructures)[number], width: number): Module {
  const m = moduleBuilder('adder');
  const [a, b] = [m.input('a', unsigned(width)), m.input('b', unsigned(width))];
  m.output('sum', addWith(m, 'add', structure, a, b));
  return m.build();
}

/** The product of two numbers, added to a third one of `width` bits. */
function multiplierAdder(structures: Structures, bits: readonly [number, number], width: number): Module {
  const m = moduleBuilder('multiplier');
  const [a, b] = [m.input('a', signed(bits[0])), m.input('b', signed(bits[1]))];
  m.output('sum', multiplyAdd(m, 'product', structures, a, b, m.input('c', signed(width)), width));
  return m.build();
}

describe.each(adderStructures)('a %s adder', (structure) => {
  test.each([1, 2, 3, 4, 5, 7])('of %i bits adds all there is', (width) => {
    const sim = compile(adder(structure, width));
    for (let a = 0; a < 2 ** width; a++) {
      for (let b = 0; b < 2 ** width; b++) {
        sim.set('a', a);
        sim.set('b', b);
        if (sim.get('sum') !== (a + b) % 2 ** width)
          expect([a, b, sim.get('sum')]).toEqual([a, b, (a + b) % 2 ** width]);
      }
    }
  });

  test('of any width adds', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 80 }),
        fc.bigInt(0n, 1n << 80n),
        fc.bigInt(0n, 1n << 80n),
        (width, x, y) => {
          const sim = compile(adder(structure, width));
          const [a, b] = [BigInt.asUintN(width, x), BigInt.asUintN(width, y)];
          sim.set('a', a);
          sim.set('b', b);
          expect(sim.getBig('sum')).toBe(BigInt.asUintN(width, a + b));
        },
      ),
      { numRuns: cases(40) },
    );
  });
});

test.each(adderStructures)('a narrow number is added to a wider one with a %s adder', (structure) => {
  const value = fc.bigInt(-(1n << 63n), 1n << 63n);
  const widths = fc.record({ narrow: fc.integer({ min: 2, max: 20 }), more: fc.integer({ min: 0, max: 24 }) });
  // Runs of ones and zeros above the narrow number are what carries run through.
  const wideValue = fc.oneof(
    value,
    value.map((low) => low & 0xffffn),
    value.map((low) => low | ~0xffffn),
  );
  fc.assert(
    fc.property(widths, wideValue, value, ({ narrow, more }, x, y) => {
      const m = moduleBuilder('narrow_adder');
      const [wide, low] = [m.input('a', signed(narrow + more)), m.input('b', signed(narrow))];
      m.output('sum', addNarrow(m, 'add', structure, wide, low));
      const sim = compile(m.build());
      const [a, b] = [BigInt.asIntN(narrow + more, x), BigInt.asIntN(narrow, y)];
      sim.set('a', a);
      sim.set('b', b);
      expect(sim.getBig('sum')).toBe(BigInt.asIntN(narrow + more, a + b));
    }),
    { numRuns: cases(60) },
  );
});

describe.each(named)('%s', (_, structures) => {
  test.each([
    [2, 2],
    [3, 5],
    [4, 3],
    [4, 4],
    [5, 4],
  ] as const)('multiplies all numbers of %i and %i bits', (left, right) => {
    const m = moduleBuilder('multiplier');
    m.output('product', multiply(m, 'product', structures, m.input('a', signed(left)), m.input('b', signed(right))));
    const sim = compile(m.build());
    for (let a = -(2 ** (left - 1)); a < 2 ** (left - 1); a++) {
      for (let b = -(2 ** (right - 1)); b < 2 ** (right - 1); b++) {
        sim.set('a', a);
        sim.set('b', b);
        if (sim.get('product') !== a * b) expect([a, b, sim.get('product')]).toEqual([a, b, a * b]);
      }
    }
  });

  test('adds products of numbers of any width', () => {
    const sizes = fc.record({ left: fc.integer({ min: 2, max: 17 }), right: fc.integer({ min: 2, max: 17 }) });
    const value = fc.bigInt(-(1n << 63n), 1n << 63n);
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 0, max: 20 }),
        fc.tuple(value, value, value),
        ({ left, right }, more, values) => {
          const width = left + right + more;
          const sim = compile(multiplierAdder(structures, [left, right], width));
          const [a, b, c] = [left, right, width].map((bits, i) => BigInt.asIntN(bits, values[i] ?? 0n)) as [
            bigint,
            bigint,
            bigint,
          ];
          sim.set('a', a);
          sim.set('b', b);
          sim.set('c', c);
          expect(sim.getBig('sum')).toBe(BigInt.asIntN(width, a * b + c));
        },
      ),
      { numRuns: cases(15) },
    );
  });
});

/** Both structures side by side on the same inputs, and whether what they give is equal. */
function compared(structures: Structures, bits: number, adds: boolean): Module {
  const m = moduleBuilder('compared');
  const [a, b] = [m.input('a', signed(bits)), m.input('b', signed(bits))];
  // Bits above the product, too, where the sum is only stepped.
  const width = 2 * bits + (adds ? 6 : 0);
  const addend = adds ? m.input('c', signed(width)) : undefined;
  const own = multiplyAdd(m, 'product', structures, a, b, addend, width);
  const product = a.mul(b).resize(width);
  m.output('equal', own.eq(addend === undefined ? product : product.addWrap(addend)));
  return m.build();
}

describeWithTool(['yosys', 'verilator', 'iverilog'], 'structures beside tools', () => {
  const files = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));

  const explicit = named.filter(([, { multiplier, adder: sum }]) => multiplier !== 'plain' || sum !== 'plain');

  test.each(explicit)(
    '%s: product and sum of 4 bits, and the product of 6, are the plain ones for every input',
    async (_, structures) => {
      for (const module of [compared(structures, 4, true), compared(structures, 6, false)]) {
        const [proof, problems] = await prove(files(module), 'compared', 'equal');
        expect(problems).toEqual([]);
        expect(proof).toEqual({ kind: 'proved' });
      }
    },
  );

  test('a wrong product is found', async () => {
    const m = moduleBuilder('compared');
    const [a, b] = [m.input('a', signed(4)), m.input('b', signed(4))];
    m.output('equal', multiply(m, 'product', { multiplier: 'booth', adder: 'sklansky' }, a, b).eq(b.mul(a).or(1)));
    const [proof] = await prove(files(m.build()), 'compared', 'equal');
    expect(proof?.kind === 'refuted' ? proof.counterexample : '').toMatch(/Signal Name[\s\S]*\\a [\s\S]*\\b /);
  });

  test.each(['verilator', 'icarus'] as const)('%s has nothing to say of them', async (tool) => {
    for (const structures of all) {
      const [report, problems] = await lint(files(multiplierAdder(structures, [8, 8], 32)), 'multiplier', tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    }
  });
});
