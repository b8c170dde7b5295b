import * as fc from 'fast-check';
import type { Hierarchy, IndexTerm, Level, Nest } from '../../../src/mapping/nest/index.js';
import type { Objective, SearchOptions } from '../../../src/mapping/search/index.js';

const term = (dimension: string, coefficient = 1): IndexTerm => ({ coefficient, dimension });
const rank = (dimension: string): readonly IndexTerm[] => [term(dimension)];

/** C[b, m, n] += A[b, m, k] B[b, k, n]. */
export function product(b: number, m: number, n: number, k: number): Nest {
  return {
    dimensions: new Map(Object.entries({ b, m, n, k })),
    operands: [
      { name: 'A', output: false, ranks: ['b', 'm', 'k'].map(rank) },
      { name: 'B', output: false, ranks: ['b', 'k', 'n'].map(rank) },
      { name: 'C', output: true, ranks: ['b', 'm', 'n'].map(rank) },
    ],
  };
}

export interface Convolution {
  readonly n: number;
  readonly k: number;
  readonly c: number;
  readonly p: number;
  readonly q: number;
  readonly r: number;
  readonly s: number;
  readonly stride: number;
  readonly dilation: number;
}

/** A convolution; of one without `k` each channel has its own filter. */
export function convolution({ stride, dilation, ...dimensions }: Convolution, depthwise = false): Nest {
  const { k, ...others } = dimensions;
  const window = (at: string, within: string): readonly IndexTerm[] => [term(at, stride), term(within, dilation)];
  return {
    dimensions: new Map(Object.entries(depthwise ? others : { ...others, k })),
    operands: [
      { name: 'A', output: false, ranks: [rank('n'), rank('c'), window('p', 'r'), window('q', 's')] },
      { name: 'B', output: false, ranks: [...(depthwise ? [] : [rank('k')]), rank('c'), rank('r'), rank('s')] },
      { name: 'C', output: true, ranks: [rank('n'), rank(depthwise ? 'c' : 'k'), rank('p'), rank('q')] },
    ],
  };
}

const extent = (...values: readonly number[]): fc.Arbitrary<number> => fc.constantFrom(...values);
const one = fc.constant(1);

/** Dimensions with few factors in all, so that every mapping can be counted. */
function few<T extends Record<string, number>>(most: number, from: fc.Arbitrary<T>): fc.Arbitrary<T> {
  const factors = (value: number): number => {
    let [left, count] = [value, 0];
    for (let prime = 2; left > 1; prime++) for (; left % prime === 0; left /= prime) count++;
    return count;
  };
  return from.filter((each) => Object.values(each).reduce((sum, value) => sum + factors(value), 0) <= most);
}

const convolutions = fc
  .tuple(
    few(
      4,
      fc.record({
        n: extent(1, 1, 2),
        k: extent(1, 2, 3),
        c: extent(1, 1, 2),
        p: extent(1, 2, 3, 4),
        q: extent(1, 1, 2, 3),
        r: extent(1, 2, 3),
        s: extent(1, 1, 2),
      }),
    ),
    fc.record({ stride: extent(1, 1, 2, 3), dilation: extent(1, 1, 2) }),
  )
  .map(([dimensions, steps]) => ({ ...dimensions, ...steps }));

/** Products, batches of them, convolutions with stride and dilation, and such with a filter for each channel. */
export const nests: fc.Arbitrary<Nest> = fc.oneof(
  few(4, fc.record({ b: one, m: extent(1, 2, 3, 4), n: extent(1, 2, 5, 6), k: extent(1, 2, 3, 4) })).map(
    ({ b, m, n, k }) => product(b, m, n, k),
  ),
  few(4, fc.record({ b: extent(2, 3), m: extent(1, 2, 3), n: extent(1, 2), k: extent(1, 2, 4) })).map(
    ({ b, m, n, k }) => product(b, m, n, k),
  ),
  convolutions.map((shape) => convolution(shape)),
  convolutions.map((shape) => convolution(shape)),
  convolutions.map((shape) => convolution({ ...shape, k: 1, c: Math.max(shape.c, shape.k) }, true)),
);

export const size = fc.constantFrom(1, 2, 3, 4, 6, 8, 12);
export const kernel = fc.constantFrom(1, 2, 3);

/** Larger than what can be enumerated. */
export const large: fc.Arbitrary<Nest> = fc.oneof(
  fc.record({ b: kernel, m: size, n: size, k: size }).map(({ b, m, n, k }) => product(b, m, n, k)),
  fc
    .record({ n: kernel, k: size, c: size, p: size, q: size, r: kernel, s: kernel, stride: kernel, dilation: kernel })
    .map((shape) => convolution(shape)),
  fc
    .record({ n: kernel, c: size, p: size, q: size, r: kernel, s: kernel, stride: kernel, dilation: kernel })
    .map((shape) => convolution({ ...shape, k: 1 }, true)),
);

const energy = fc.record({
  read: fc.integer({ min: 0, max: 9 }),
  fill: fc.integer({ min: 0, max: 9 }),
  update: fc.integer({ min: 0, max: 9 }),
});
const operands = ['A', 'B', 'C'];
const some = fc.subarray(operands).map((each) => new Set(each));
const most = fc.oneof({ weight: 3, arbitrary: fc.constant(new Set(operands)) }, { weight: 1, arbitrary: some });
const bandwidth = fc.constantFrom(null, null, 0.5, 1, 3);

const level = fc.record({
  capacity: fc.constantFrom(null, 3, 5, 8, 13, 21),
  block: fc.constantFrom(1, 1, 2, 4),
  readBandwidth: bandwidth,
  writeBandwidth: bandwidth,
  links: fc.oneof(
    { weight: 3, arbitrary: fc.constant(new Map<string, number>()) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...operands), fc.constantFrom(0.5, 1, 3)).map((each) => new Map([each])),
    },
  ),
  keeps: most,
  multicasts: most,
  reducesInPlace: fc.boolean(),
  energy_pj: energy,
  wider: fc.record({ x: fc.constantFrom(1, 1, 2, 3), y: fc.constantFrom(1, 1, 1, 2, 4) }),
});

/** So many levels, whose energies grow outwards; each as wide as the one above times `wider`, with capacities in units of so many words. */
export const deep = (least: number, greatest: number, unit = 1): fc.Arbitrary<Hierarchy> =>
  fc
    .record({ levels: fc.array(level, { minLength: least, maxLength: greatest }), macs: level })
    .map(({ levels, macs }) => {
      let mesh = { x: 1, y: 1 };
      const made = levels.map(({ wider, ...each }, index): Level => {
        if (index > 0) mesh = { x: mesh.x * wider.x, y: mesh.y * wider.y };
        const scale = 4 ** (levels.length - 1 - index);
        const { read, fill, update } = each.energy_pj;
        return {
          ...each,
          capacity: each.capacity === null ? null : each.capacity * unit,
          name: `level${index}`,
          mesh,
          instances: mesh.x * mesh.y,
          energy_pj: { read: read * scale, fill: fill * scale, update: update * scale },
          ...(index === 0 ? { capacity: null, keeps: new Set(operands) } : {}),
        };
      });
      const below = { x: mesh.x * macs.wider.x, y: mesh.y * macs.wider.y };
      return { levels: made, macs: { instances: below.x * below.y, mesh: below, energy_pj: 1 } };
    });

/** Two or three levels. */
export const hierarchies = deep(2, 3);

/** An operation of few factors, on up to four levels. */
export const smallOnDeep: fc.Arbitrary<readonly [Nest, Hierarchy]> = fc.tuple(
  nests.filter(({ dimensions }) => [...dimensions.values()].reduce((sum, extent) => sum + Math.log2(extent), 0) <= 3.6),
  deep(3, 4),
);

/** Levels where everything fits, one instance each, of which an outer one costs four times as much. */
export function spacious(levels: number): Hierarchy {
  const names = Array.from({ length: levels }, (_, index) => `level${index}`);
  const made = names.map((name, index): Level => {
    const energy = 4 ** (levels - 1 - index);
    return {
      name,
      ...{ capacity: null, block: 1, instances: 1, mesh: { x: 1, y: 1 }, readBandwidth: null, writeBandwidth: null },
      ...{ keeps: new Set(operands), multicasts: new Set(operands), reducesInPlace: true },
      energy_pj: { read: energy, fill: energy, update: energy },
    };
  });
  return { levels: made, macs: { instances: 1, mesh: { x: 1, y: 1 }, energy_pj: 1 } };
}

const dimensions = ['b', 'm', 'n', 'k', 'c', 'p', 'q', 'r', 's'];
const axis = fc.oneof(fc.constant(dimensions), fc.subarray(dimensions));

/** Dimensions that may be divided in space at the outer levels, and what levels are asked to hold: often nothing. */
export const restrictions: fc.Arbitrary<Pick<SearchOptions, 'spatial' | 'leastTiles'>> = fc.record({
  spatial: fc.array(fc.option(fc.record({ x: axis, y: axis }), { nil: undefined }), { maxLength: 3 }),
  leastTiles: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    {
      weight: 1,
      arbitrary: fc.array(
        fc.record({
          level: fc.integer({ min: 0, max: 1 }),
          dimension: fc.constantFrom(...dimensions),
          least: fc.integer({ min: 1, max: 3 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    },
  ),
});

export const objectives: fc.Arbitrary<Objective> = fc.oneof(
  fc.constantFrom<Objective>(
    { kind: 'energy' },
    { kind: 'energy', idle: 7 },
    { kind: 'latency' },
    { kind: 'energy-delay' },
    { kind: 'energy-delay', idle: 7 },
  ),
  fc
    .record({ perPicojoule: fc.integer({ min: 0, max: 5 }), perCycle: fc.integer({ min: 0, max: 20 }) })
    .map((weights): Objective => ({ kind: 'weighted', ...weights })),
);
