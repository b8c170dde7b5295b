import { describe, expect, test } from 'vitest';
import { estimateWorkload, type Estimated } from '../../src/workspace/index.js';
import { designOf as loaded } from '../../src/testing.js';
import type { Diagnostic } from '../../src/diagnostics/index.js';
import { arraySource } from './array-designs.js';

const workload = `
workload layer {
  einsum O: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = 24, j = 12, k = 16;
}
`;

function estimated(pins: string): readonly [Estimated | undefined, readonly Diagnostic[]] {
  const source = `${arraySource({ rows: 4, cols: 3 })}${workload}mapping m for layer on Array { ${pins} }`;
  return estimateWorkload(loaded(source), 'layer');
}

type Levels = NonNullable<Estimated['estimate']['operations'][number]['loops']>['levels'];

function levelsWith(pins: string): Levels {
  const [made, problems] = estimated(pins);
  expect(problems).toEqual([]);
  return made!.estimate.operations[0]!.loops!.levels;
}

/** How much of a dimension a level holds. */
const held = (levels: Levels, level: string, name: string): number =>
  levels
    .slice(levels.findIndex((each) => each.name === level))
    .flatMap(({ temporal, spatial }) => [...temporal, ...spatial])
    .filter(({ dimension }) => dimension === name)
    .reduce((size, { bound }) => size * bound, 1);

describe('a mapping block', () => {
  test('says how much of a dimension a memory holds', () => {
    const levels = levelsWith('tile i = 6 at buffer; tile k = 4 at pe.weight_file;');
    expect([held(levels, 'buffer', 'i'), held(levels, 'pe[*, *].weight_file', 'k')]).toEqual([6, 4]);
  });

  test('says which dimensions lie along an array', () => {
    const levels = levelsWith('spatial i over pe; spatial k over pe;');
    const spread = levels.flatMap(({ spatial }) => spatial.map(({ dimension }) => dimension));
    expect(spread.length).toBeGreaterThan(0);
    expect(spread.filter((name) => name !== 'i' && name !== 'k')).toEqual([]);
  });

  test('says in what order the loops of a memory stand', () => {
    for (const order of ['i, j, k', 'k, j, i']) {
      const levels = levelsWith(
        `tile i = 6 at buffer; tile j = 6 at buffer; tile k = 4 at buffer; order ${order} at dram;`,
      );
      expect(levels[0]?.temporal.map(({ dimension }) => dimension).join(', ')).toBe(order);
    }
  });

  test('lets a tensor pass a memory by, by its name or by what it is', () => {
    for (const tensor of ['B', 'weight']) {
      const keeps = levelsWith(`bypass ${tensor} at buffer;`).find(({ name }) => name === 'buffer')?.keeps;
      expect(keeps).toEqual(['input', 'output']);
    }
  });

  test('that cannot be met is told with the fewest pins that conflict', () => {
    const [made, problems] = estimated(
      'tile i = 5 at buffer; tile j = 4 at buffer; tile k = 4 at pe.weight_file; order i, j at dram;',
    );
    expect(made).toBeUndefined();
    expect(problems).toMatchObject([
      { code: 'E747', message: 'no loops of O were found that meet tile i = 5 at buffer' },
    ]);
    const [, crossed] = estimated('tile k = 2 at buffer; tile k = 4 at pe.weight_file; tile j = 4 at buffer;');
    expect(crossed).toMatchObject([
      {
        code: 'E747',
        message: 'no loops of O were found that meet tile k = 2 at buffer; tile k = 4 at pe.weight_file',
      },
    ]);
  });

  test('of a memory that is no level, or of the outermost as passed by, cannot be met', () => {
    for (const pin of ['tile k = 4 at reader', 'bypass B at dram'])
      expect(estimated(`${pin};`)[1]).toMatchObject([{ code: 'E747' }]);
  });
});

describe('a mapping block of a graph', () => {
  const product = 'workload layer { input x: int8[24, 16]; weight w: int8[16, 12]; output y = matmul(x, w); }';
  const image = `workload layer {
    input x: int8[1, 6, 8, 8]; weight w: int8[12, 6, 3, 3]; output y = conv2d(x, w, padding: 1);
  }`;
  const mapped = (workloadText: string, pins: string): ReturnType<typeof estimateWorkload> =>
    estimateWorkload(
      loaded(`${arraySource({ rows: 4, cols: 3 })}${workloadText} mapping m for layer on Array { ${pins} }`),
      'layer',
    );
  const levelsOf = (workloadText: string, pins: string): Levels => {
    const [made, problems] = mapped(workloadText, pins);
    expect(problems).toEqual([]);
    return made!.estimate.operations[0]!.loops!.levels;
  };

  test('speaks of the dimensions of a matrix product', () => {
    const levels = levelsOf(product, 'tile m = 6 at buffer; tile k = 4 at pe.weight_file; bypass weight at buffer;');
    expect([held(levels, 'buffer', 'm'), held(levels, 'pe[*, *].weight_file', 'k')]).toEqual([6, 4]);
    expect(levels.find(({ name }) => name === 'buffer')?.keeps).toEqual(['input', 'output']);
  });

  test('of a convolution, where m are its positions, k channels and kernel, and n the filters', () => {
    const levels = levelsOf(image, 'spatial k over pe; tile n = 4 at buffer; order n, m, k at dram;');
    const spread = levels.flatMap(({ spatial }) => spatial.map(({ dimension }) => dimension));
    expect(spread.length).toBeGreaterThan(0);
    expect(spread.filter((name) => !['c', 'r', 's'].includes(name))).toEqual([]);
    expect(held(levels, 'buffer', 'k')).toBe(4);
    expect(levels[0]?.temporal[0]).toEqual({ dimension: 'k', bound: 3 });
    const [, problems] = mapped(image, 'tile m = 8 at buffer;');
    expect(problems).toMatchObject([
      { code: 'E747', message: 'no loops of y were found that meet tile m = 8 at buffer' },
    ]);
  });
});
