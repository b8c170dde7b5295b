import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matrixCoreParameters } from '../../src/blocks/models.js';
import { folded, foldings } from '../../src/mapping/folding.js';
import { discoverMachine, mapMatrix, mapMatrixSteps, finish, type Score } from '../../src/mapping/index.js';
import { convolution, type ConvolutionShape } from '../../src/workload/operations.js';
import type { MatrixOperation } from '../../src/workload/index.js';
import { chip, core, KiB } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

/** The first layer of ResNet, over an image that is an input, or over one that something makes. */
const stem: ConvolutionShape = { batch: 1, channels: 3, filters: 64, size: 224, kernel: 7, stride: 2, padding: 3 };
const first = convolution('conv1', stem);

const waysOn = (rows: number, operation: MatrixOperation = first): readonly number[] =>
  foldings(matrixCoreParameters(core({ rows, convolution: true })), operation).map((way) => way.rows);

describe('an image that is an input is folded', () => {
  test('by the columns of the kernel, and by as many of its rows as fill the array better', () => {
    // 3 channels and 7 x 7 positions on 64 rows: 49 tiles as it is, then 7 of 21 channels, 4 of 42, 3 of 63.
    expect(waysOn(64)).toEqual([1, 2, 3]);
    // 21 channels take two of 16 rows, all 147 ten.
    expect(waysOn(16)).toEqual([1, 2, 7]);
  });

  test('but not where its channels fill the array, or a kernel has one pixel', () => {
    expect(waysOn(3)).toEqual([]);
    expect(waysOn(64, convolution('point', { ...stem, kernel: 1, padding: 0 }))).toEqual([]);
  });

  test('and no other is', () => {
    expect(waysOn(64, convolution('conv1', stem, 'before'))).toEqual([]);
  });

  test('with room for each column of the output, and in steps of the rows that the kernel meets', () => {
    const one = folded(first, { columns: 7, rows: 1 });
    expect(one.image).toMatchObject({ channels: 21, height: 224, width: 112, kernelHeight: 7, padTop: 3, strideY: 2 });
    expect(one).toMatchObject({ m: first.m, k: first.k, leftElements: 21 * 224 * 112 });
    // Two rows at a time with a stride of two: every other row, from the three above the image on.
    const two = folded(first, { columns: 7, rows: 2 });
    expect(two.image).toMatchObject({
      channels: 42,
      height: 115,
      kernelHeight: 4,
      padTop: 0,
      strideY: 1,
      dilationY: 1,
    });
    // The eighth row of the kernel is zeros among the weights.
    expect(two).toMatchObject({ k: 42 * 4, rightElements: 42 * 4 * 64, leftElements: 42 * 115 * 112 });
  });
});

const shapes = fc
  .record({
    size: fc.integer({ min: 1, max: 12 }),
    kernel: fc.integer({ min: 1, max: 5 }),
    stride: fc.integer({ min: 1, max: 4 }),
    padding: fc.integer({ min: 0, max: 3 }),
    rows: fc.integer({ min: 1, max: 5 }),
  })
  .filter(({ size, kernel, padding, rows }) => size + 2 * padding >= kernel && padding < kernel && rows <= kernel);

test('as many elements of a folded image are read as pixels of it lie in a window', () => {
  fc.assert(
    fc.property(shapes, ({ rows, ...shape }) => {
      const operation = convolution('conv', { batch: 2, channels: 3, filters: 4, ...shape });
      const { image, leftElements } = folded(operation, { columns: shape.kernel, rows });
      if (image === undefined) throw new Error('no image');
      const { height, width, outputHeight, kernelHeight, strideY, dilationY, padTop, channels } = image;
      const met = new Set<number>();
      for (let y = 0; y < outputHeight; y++)
        for (let ky = 0; ky < kernelHeight; ky++) met.add(y * strideY + ky * dilationY - padTop);
      const inside = [...met].filter((y) => y >= 0 && y < height);
      expect(leftElements).toBe(2 * channels * width * inside.length);
    }),
    { numRuns: cases(200) },
  );
});

const fastest: Score = {
  of: ({ cycles, far, near }) => [cycles, far.read + far.written + near.read + near.written],
  atLeast: (cycles) => cycles,
};

function machine() {
  const memories = { activations: 64 * KiB, weights: 64 * KiB, accumulators: 64 * KiB };
  const [found] = discoverMachine(chip({ rows: 32, cols: 16, convolution: true, far: 'lpddr4x', ...memories }), 'conv');
  if (found === undefined) throw new Error('no machine');
  return found;
}

describe('the mapper', () => {
  test('folds where that is faster, and counts what the folded image takes', () => {
    const mapping = mapMatrix(machine(), first, fastest)?.mapping;
    const plain = finish(mapMatrixSteps(machine(), first, fastest, [], { folds: false }))?.mapping;
    expect(plain?.tiling.image?.folded).toBeUndefined();
    expect(mapping?.tiling.image?.folded?.columns).toBe(7);
    expect(mapping?.cycles).toBeLessThan((plain?.cycles ?? 0) / 2);
    expect(mapping?.far.read).toBeGreaterThan(plain?.far.read ?? Infinity);
  });

  test('does not where a mapping is pinned, which is of the operation as it is', () => {
    const pin = { kind: 'order', outer: 'm', words: 'order m' } as const;
    expect(mapMatrix(machine(), first, fastest, [pin])?.mapping.tiling.image?.folded).toBeUndefined();
  });
});
