import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  commandBits,
  commandFields,
  completeGemm,
  decodeCommand,
  encodeCommand,
  type MatrixCoreCommand,
} from '../../src/blocks/matrix-core/command.js';
import { smallCore } from './matrix-core-bench.js';
import { cases } from '../support/tier.js';
import { gemmFor } from './matrix-core-samples.js';

const parameters = smallCore({});
const word = fc.integer({ min: 0, max: 2 ** 24 - 1 });
const results = fc.record({
  kind: fc.constant('load' as const),
  memory: fc.constant('results' as const),
  base: word,
  words: word,
  address: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});
const operands = fc
  .tuple(results, fc.constantFrom('activations' as const, 'weights' as const), fc.boolean())
  .map(([load, memory, beside]): MatrixCoreCommand => ({ ...load, memory, beside }));
const store = results.map(({ base, words, address }) => ({
  kind: 'store' as const,
  memory: 'results' as const,
  base,
  words,
  address,
}));
const operandStore = fc
  .record({
    store,
    requantised: fc.record({
      zeroPoint: fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 }),
      rounding: fc.constantFrom('half_even' as const, 'half_away' as const),
      relu: fc.boolean(),
    }),
  })
  .map(({ store: plain, requantised }): MatrixCoreCommand => ({ ...plain, requantised }));
const scales = results.map(({ address }): MatrixCoreCommand => ({ kind: 'scales', address }));
const gemm = gemmFor(parameters).map((fields): MatrixCoreCommand => ({
  kind: 'gemm',
  ...completeGemm(parameters, fields),
}));

test('a command is what its word says', () => {
  fc.assert(
    fc.property(fc.oneof(gemm, operands, results, store, operandStore, scales), (command) => {
      expect(decodeCommand(encodeCommand(parameters, command))).toEqual(command);
    }),
    { numRuns: cases(100) },
  );
});

test('a word without a known opcode is no command', () => {
  expect(decodeCommand(0n)).toBeUndefined();
});

test('a field that does not hold its value is an error of the caller', () => {
  expect(() =>
    encodeCommand(parameters, { kind: 'load', memory: 'weights', base: 2 ** 24, words: 1, address: 0 }),
  ).toThrow('base does not fit 24 bits: 16777216');
});

test('fields of a multiplication, and those of a move, share no bit and stay within the word', () => {
  const { opcode, ...others } = commandFields;
  const named = Object.entries(others).map(([name, field]) => ({ isOfMove: name.startsWith('move'), field }));
  for (const isOfMove of [false, true]) {
    const fields = [opcode, ...named.filter((each) => each.isOfMove === isOfMove).map(({ field }) => field)];
    const sorted = fields.toSorted((a, b) => a.low - b.low);
    sorted.forEach(({ low, width }, i) => expect(low + width).toBeLessThanOrEqual(sorted[i + 1]?.low ?? commandBits));
  }
});
