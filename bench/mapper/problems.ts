import type { IndexTerm, Nest } from '../../src/mapping/nest/index.js';
import { isMatrix, parseWorkload, type MatrixOperation } from '../../src/workload/index.js';

export interface Problem {
  readonly name: string;
  readonly kind: 'product' | 'convolution';
  readonly nest: Nest;
}

const rank = (...terms: readonly (readonly [number, string])[]): readonly IndexTerm[] =>
  terms.map(([coefficient, dimension]) => ({ coefficient, dimension }));
const alone = (...names: readonly string[]): readonly (readonly IndexTerm[])[] => names.map((name) => rank([1, name]));

/** outputs[b, m, n] += inputs[b, m, k] weights[b, k, n]. */
function product({ batch, m, k, n }: MatrixOperation): Nest {
  return {
    dimensions: new Map(Object.entries({ b: batch, m, n, k })),
    operands: [
      { name: 'inputs', output: false, ranks: alone('b', 'm', 'k') },
      { name: 'weights', output: false, ranks: alone('b', 'k', 'n') },
      { name: 'outputs', output: true, ranks: alone('b', 'm', 'n') },
    ],
  };
}

/** outputs[n, k, p, q] += inputs[n, c, stride p + dilation r, ...] weights[k, c, r, s]. */
function convolution({ n, image }: MatrixOperation): Nest | undefined {
  if (image === undefined) return undefined;
  const { images, channels, outputHeight, outputWidth, kernelHeight, kernelWidth } = image;
  const window = (step: number, at: string, dilation: number, within: string): readonly IndexTerm[] =>
    rank([step, at], [dilation, within]);
  const [c, p, q, r, s] = [channels, outputHeight, outputWidth, kernelHeight, kernelWidth];
  return {
    dimensions: new Map(Object.entries({ n: images, k: n, c, p, q, r, s })),
    operands: [
      {
        name: 'inputs',
        output: false,
        ranks: [
          ...alone('n', 'c'),
          window(image.strideY, 'p', image.dilationY, 'r'),
          window(image.strideX, 'q', image.dilationX, 's'),
        ],
      },
      { name: 'weights', output: false, ranks: alone('k', 'c', 'r', 's') },
      { name: 'outputs', output: true, ranks: alone('n', 'k', 'p', 'q') },
    ],
  };
}

/** The different matrix operations of a workload, the first of equal ones. */
export function problemsOf(workload: string): readonly Problem[] {
  const [graph] = parseWorkload(workload);
  if (graph === undefined) throw new Error(workload);
  const found = new Map<string, Problem>();
  for (const operation of graph.operations.filter(isMatrix)) {
    const window = convolution(operation);
    const nest = window ?? product(operation);
    const key = JSON.stringify([[...nest.dimensions], nest.operands]);
    const name = `${operation.name} (${[...nest.dimensions].map(([each, extent]) => `${each}${extent}`).join(' ')})`;
    if (!found.has(key)) found.set(key, { name, kind: window === undefined ? 'product' : 'convolution', nest });
  }
  return [...found.values()];
}
