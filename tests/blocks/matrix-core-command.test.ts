import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  commandBits,
  commandFields,
  completeGemm,
  type MatrixCoreCommand,
} from '../../src/blocks/matrix-core/command.js';
import { decodeCommand, encodeCommand } from '../../src/blocks/matrix-core/command-word.js';
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
const counters = results.map(({ address }): MatrixCoreCommand => ({ kind: 'counters', address }));
const byte = fc.integer({ min: 1, max: 255 });
const pixels = fc.integer({ min: 0, max: 2 ** 16 - 1 });
const top = fc.integer({ min: -(2 ** 15), max: 2 ** 15 - 1 });
const window = fc
  .record({ height: pixels, width: pixels, rowWords: pixels, outputWidth: pixels, padLeft: pixels })
  .chain((image) =>
    fc
      .record({ strideY: byte, strideX: byte, dilationY: byte, dilationX: byte })
      .map((steps) => ({ ...image, ...steps })),
  )
  .map((fields): MatrixCoreCommand => ({ kind: 'window', ...fields }));
const convolution = fc
  .tuple(
    gemmFor(parameters),
    fc.record({ height: byte, width: byte, top }),
    fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 }),
  )
  .map(([fields, kernel, activationBase]): MatrixCoreCommand => ({
    kind: 'gemm',
    ...completeGemm(parameters, { ...fields, kernel, activationBase, tileRows: fields.m }),
  }));
const gemm = gemmFor(parameters).map((fields): MatrixCoreCommand => ({
  kind: 'gemm',
  ...completeGemm(parameters, fields),
}));

test('a command is what its word says', () => {
  fc.assert(
    fc.property(
      fc.oneof(gemm, convolution, window, operands, results, store, operandStore, scales, counters),
      (command) => {
        expect(decodeCommand(encodeCommand(parameters, command))).toEqual(command);
      },
    ),
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

test('fields of a kind of command share no bit and stay within the word', () => {
  const { opcode, ...others } = commandFields;
  const kindOf = (name: string): string => /^(?:move|window(?!ed)|kernel|tileRows)/.exec(name)?.[0] ?? 'gemm';
  const named = Object.entries(others).map(([name, field]) => ({ kind: kindOf(name), field }));
  for (const kinds of [['move'], ['window'], ['gemm', 'tileRows'], ['gemm', 'kernel']]) {
    const fields = [opcode, ...named.filter(({ kind }) => kinds.includes(kind)).map(({ field }) => field)];
    const sorted = fields.toSorted((a, b) => a.low - b.low);
    expect(sorted.length).toBeGreaterThan(3);
    sorted.forEach(({ low, width }, i) => expect(low + width).toBeLessThanOrEqual(sorted[i + 1]?.low ?? commandBits));
  }
});
