import type { Einsum, Tensor } from '../../ir/index.js';
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
