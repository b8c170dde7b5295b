import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { execute, operandIndex } from '../../src/blocks/matrix-core/golden.js';
import { initialState } from '../../src/blocks/matrix-core/memory.js';
import { sums } from '../../src/blocks/pe-array/golden.js';
import { arrayOperands } from '../../src/blocks/pe-array/parameters.js';
import { sumSteps } from '../../src/blocks/pe-array/partial-sums.js';
import { valueDraw } from '../../src/verify/elements.js';
import { plainProduct } from '../../src/verify/product.js';
import { random } from '../../src/verify/random.js';
import { multiplyAddExactly, type Name } from '../numbers/exact.js';
import { cases } from '../support/tier.js';
import { smallCore } from './matrix-core-bench.js';
import { smallArray } from './samples.js';

/*
 * The order of a sum that stays in its element in A parts, by exact rational arithmetic: product k goes to part k mod A, and the parts are added up from the
 * first on. Nothing here is shared with the golden models but the numbers' formats.
 */

/** `sum + part`, rounded once. */
const join = (sum: number, part: number): number => multiplyAddExactly(sum, part, 'fp32', 0x3f800000, 'fp32');

function keptExactly(parts: number, left: readonly number[], a: Name, right: readonly number[], b: Name): number {
  const held = new Map<number, number>();
  left.forEach((code, k) => {
    const part = k % parts;
    held.set(part, multiplyAddExactly(held.get(part) ?? 0, code, a, right[k] ?? 0, b));
  });
  const [first = 0, ...others] = [...held.values()];
  return others.reduce(join, first);
}

const formats = fc.constantFrom<readonly [Name, Name]>(
  ['bf16', 'bf16'],
  ['fp8_e4m3', 'fp8_e5m2'],
  ['tf32', 'fp16'],
  ['fp4_e2m1', 'bf16'],
);
const drawn = fc.record({
  formats,
  products: fc.integer({ min: 1, max: 12 }),
  parts: fc.integer({ min: 1, max: 4 }),
  seed: fc.integer(),
});

/** Codes of both operands, which now and then end their formats or cancel. */
function codes([a, b]: readonly [Name, Name], products: number, seed: number): readonly [number[], number[]] {
  const draw = random(seed);
  const [left, right] = [valueDraw(a, draw, 'random'), valueDraw(b, draw, 'random')];
  const some = (next: () => number): number[] => Array.from({ length: products }, () => next());
  return [some(left), some(right)];
}

test('an array sums up the parts in the order that exact arithmetic gives', () => {
  fc.assert(
    fc.property(drawn, ({ formats: [a, b], products, parts, seed }) => {
      const [left, right] = codes([a, b], products, seed);
      const one = { ...arrayOperands(a, b), accumulator: 'fp32', rows: 1, cols: 1, steps: products } as const;
      const shape = smallArray({ ...one, dataflow: 'output_stationary', adderRegisters: parts });
      const beats = (values: readonly number[]): number[][] => values.map((value) => [value]);
      expect(sums(shape, beats(right), beats(left))).toEqual([[keptExactly(parts, left, a, right, b)]]);
    }),
    { numRuns: cases(300) },
  );
});

test('a core adds what its accumulator holds to the joined parts, at the end', () => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 0, max: 0xffffffff }), ({ products: k, parts, seed }, drawnCode) => {
      const parameters = smallCore({
        ...{ operand: 'bf16', accumulator: 'fp32', dataflow: 'output_stationary', adderRegisters: parts },
        ...{ rows: 1, cols: 1 },
      });
      const [left, right] = codes(['bf16', 'bf16'], k, seed);
      const state = initialState(parameters);
      const gemm = { m: 1, k, n: 1, accumulateIn: true };
      const index = operandIndex(parameters, gemm);
      left.forEach((code, i) => (state.activations[index.activation(0, i)] = code));
      right.forEach((code, i) => (state.weights[index.weight(i, 0)] = code));
      state.results[0] = drawnCode;
      execute(parameters, state, new Uint8Array(0), { kind: 'gemm', ...gemm });
      expect(state.results[0]).toBe(join(drawnCode, keptExactly(parts, left, 'bf16', right, 'bf16')));
    }),
    { numRuns: cases(300) },
  );
});

test('so does the plain product that a workload is held to, of each piece that K is cut into', () => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 1, max: 12 }), ({ products: k, parts, seed }, cut) => {
      const parameters = smallCore({
        ...{ operand: 'bf16', accumulator: 'fp32', dataflow: 'output_stationary', adderRegisters: parts },
      });
      const [left, right] = codes(['bf16', 'bf16'], k, seed);
      const cuts = cut < k ? [0, cut] : [0];
      const matrices = { left: Float64Array.from(left), right: Float64Array.from(right), m: 1, k, n: 1, cuts };
      const pieces = cuts.map((first, index) => {
        const end = cuts[index + 1] ?? k;
        return keptExactly(parts, left.slice(first, end), 'bf16', right.slice(first, end), 'bf16');
      });
      expect([...plainProduct(parameters, matrices)]).toEqual([pieces.reduce(join, 0)]);
    }),
    { numRuns: cases(300) },
  );
});

test('the parts are told apart: of one order and another sums differ', () => {
  // Numbers of 1/8 to 8, of either sign, whose sums round.
  const draw = random(3);
  const next = (): number => draw.below(2) * 2 ** 15 + draw.between(124, 130) * 2 ** 7 + draw.below(2 ** 7);
  const [left, right] = [Array.from({ length: 40 }, next), Array.from({ length: 40 }, next)];
  const orders = [1, 2, 3].map((parts) => keptExactly(parts, left, 'bf16', right, 'bf16'));
  expect(new Set(orders).size).toBe(3);
});

test('a sum takes whole frames of steps, and a frame for each part that is joined; with one part a step a product', () => {
  expect([1, 2, 7].map((products) => sumSteps(products, 1))).toEqual([1, 2, 7]);
  expect([1, 2, 3, 4].map((products) => sumSteps(products, 2))).toEqual([4, 4, 6, 6]);
  expect([1, 3, 4, 64].map((products) => sumSteps(products, 3))).toEqual([9, 9, 12, 72]);
});
