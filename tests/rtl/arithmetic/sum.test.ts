import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adderStructures,
  multiplierStructures,
  sumOfProducts,
  type Structures,
} from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, signed, type Module, type Signal } from '../../../src/rtl/index.js';
import { prove } from '../../../src/tools/index.js';
import { cases } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

const structures: readonly Structures[] = multiplierStructures.flatMap((multiplier) =>
  adderStructures.map((adder) => ({ multiplier, adder })),
);

/** The sum of so many products and of an addend of 32 bits. */
function dotModule(given: Structures, bits: readonly [number, number], count: number): Module {
  const m = moduleBuilder('dot');
  const [a, b] = [m.input('a', signed(bits[0] * count)), m.input('b', signed(bits[1] * count))];
  const pairs = Array.from({ length: count }, (_, i): readonly [Signal, Signal] => [
    a.element(i, bits[0]).asSigned(),
    b.element(i, bits[1]).asSigned(),
  ]);
  m.output('sum', sumOfProducts(m, 'sum', given, pairs, m.input('c', signed(32)), 32));
  return m.build();
}

const packed = (numbers: readonly number[], bits: number): bigint =>
  numbers.reduceRight((high, number) => (high << BigInt(bits)) | BigInt.asUintN(bits, BigInt(number)), 0n);

describe.each(structures)('by $multiplier and $adder', (given) => {
  const shape = fc.record({
    bits: fc.tuple(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 2, max: 9 })),
    count: fc.integer({ min: 1, max: 9 }),
  });

  test('products are summed modulo 2^32', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.integer(), { minLength: 19, maxLength: 19 }), ({ bits, count }, numbers) => {
        const sim = compile(dotModule(given, bits, count));
        const cut = (number: number, width: number): number => (number << (32 - width)) >> (32 - width);
        const [a, b] = [numbers.slice(0, count), numbers.slice(count, 2 * count)];
        const addend = numbers[18] ?? 0;
        sim.set('a', BigInt.asIntN(bits[0] * count, packed(a, bits[0])));
        sim.set('b', BigInt.asIntN(bits[1] * count, packed(b, bits[1])));
        sim.set('c', addend);
        const wanted = a.reduce((sum, x, i) => (sum + cut(x, bits[0]) * cut(b[i] ?? 0, bits[1])) | 0, addend);
        expect(sim.get('sum')).toBe(wanted);
      }),
      { numRuns: cases(8) },
    );
  });
});

/** Both structures side by side on the same inputs, and whether what they give is equal. */
function compared(given: Structures): Module {
  const m = moduleBuilder('compared');
  const input = (name: string, bits: number): Signal => m.input(name, signed(bits));
  const pairs = [0, 1].map((i): readonly [Signal, Signal] => [input(`a${i}`, 3), input(`b${i}`, 3)]);
  const addend = input('c', 7);
  const [own, plain] = [given, { multiplier: 'plain', adder: 'plain' } as const].map((each, index) =>
    sumOfProducts(m, `sum${index}`, each, pairs, addend, 7),
  );
  if (own === undefined || plain === undefined) throw new Error('two structures');
  m.output('equal', own.eq(plain));
  return m.build();
}

describeWithTool('yosys', 'for every input', () => {
  test.each(structures.filter(({ multiplier, adder }) => multiplier !== 'plain' && adder !== 'plain'))(
    'two products of 3 bits by $multiplier and $adder have the plain sum',
    async (given) => {
      const files = printVerilog(compared(given)).map(({ file, text }) => ({ path: file, text }));
      const [proof, problems] = await prove(files, 'compared', 'equal');
      expect([problems, proof]).toEqual([[], { kind: 'proved' }]);
    },
  );
});
