import type { Einsum, Tensor } from '../../ir/index.js';
import type { MatrixOperation } from '../../workload/index.js';
import type { Mesh, Nest, Operand } from '../nest/index.js';
import type { SpatialDimensions } from '../search/index.js';
import type { Role } from './ways.js';
import type { Space } from './space.js';

/**
 * An einsum of two operands as loops, its operands named as in the hierarchies of a `Space`: the left one `input`, the right one `weight`, and `output`. What
 * an index adds to a sum of indices is left out, as it moves no tile. Undefined for any other number of operands.
 */
export function nestOfEinsum({ indices, operands, output }: Einsum): Nest | undefined {
  const [left, right] = operands;
  if (left === undefined || right === undefined || operands.length !== 2) return undefined;
  return {
    dimensions: new Map(indices.map(({ name, extent }) => [name, extent])),
    operands: [operandOf('input', left), operandOf('weight', right), operandOf('output', output)],
  };
}

function operandOf(name: Role, { access }: Tensor): Operand {
  const ranks = access.map(({ terms }) =>
    Object.entries(terms).flatMap(([dimension, coefficient]) =>
      coefficient === 0 ? [] : [{ coefficient, dimension }],
    ),
  );
  return { name, output: name === 'output', ranks };
}

/** A matrix operation as loops: an einsum over its own indices; a convolution of two dimensions over its windows, in groups `g`; anything else as products `b` of m x k by k x n. */
export function nestOfOperation({ batch, m, k, n, image, einsum }: MatrixOperation): Nest {
  const own = einsum === undefined ? undefined : nestOfEinsum(einsum);
  if (own !== undefined) return own;
  const nest = (sizes: Readonly<Record<string, number>>, ...ranks: readonly Operand['ranks'][]): Nest => ({
    dimensions: new Map(Object.entries(sizes)),
    operands: (['input', 'weight', 'output'] as const).map((name, index) => ({
      name,
      output: name === 'output',
      ranks: ranks[index] ?? [],
    })),
  });
  const of = (...names: readonly string[]): Operand['ranks'] =>
    names.map((dimension) => [{ coefficient: 1, dimension }]);
  if (image === undefined) return nest({ b: batch, m, k, n }, of('b', 'm', 'k'), of('b', 'k', 'n'), of('b', 'm', 'n'));
  const along = (output: string, step: number, kernel: string, dilation: number): Operand['ranks'][number] => [
    { coefficient: step, dimension: output },
    { coefficient: dilation, dimension: kernel },
  ];
  const windows = [along('p', image.strideY, 'r', image.dilationY), along('q', image.strideX, 's', image.dilationX)];
  return nest(
    {
      ...{ g: batch, n: image.images, k: n, c: image.channels },
      ...{ p: image.outputHeight, q: image.outputWidth, r: image.kernelHeight, s: image.kernelWidth },
    },
    [...of('g', 'n', 'c'), ...windows],
    of('g', 'k', 'c', 'r', 's'),
    of('g', 'n', 'k', 'p', 'q'),
  );
}

/** Why loops cannot be mapped by the search, in part of a sentence; undefined where they can. */
export function unmappable({ operands }: Nest): string | undefined {
  for (const { ranks } of operands) {
    const terms = ranks.flat();
    const backward = terms.find(({ coefficient }) => coefficient < 0);
    if (backward !== undefined) return `"${backward.dimension}" steps backward`;
    const names = ranks.flatMap((rank) => [...new Set(rank.map(({ dimension }) => dimension))]);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) return `"${twice}" stands in two dimensions of one tensor`;
  }
  return undefined;
}

/**
 * Dimensions that each level may spread over each axis, for a search: where neighbours add up sums along one axis, the count takes sums to be added up along both,
 * so along the other only dimensions that move the output may lie. Undefined where all may.
 */
export function spreadable(
  { hierarchies, reduces }: Space,
  { dimensions, operands }: Nest,
): readonly SpatialDimensions[] | undefined {
  if (reduces.size !== 1) return undefined;
  const names = [...dimensions.keys()];
  const moving = new Set(
    operands.filter(({ output }) => output).flatMap(({ ranks }) => ranks.flat().map(({ dimension }) => dimension)),
  );
  const along = (axis: keyof Mesh): readonly string[] =>
    reduces.has(axis) ? names : names.filter((name) => moving.has(name));
  return hierarchies[0]?.levels.map(() => ({ x: along('x'), y: along('y') }));
}
