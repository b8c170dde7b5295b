import { sameTypes } from './elementwise.js';
import { axisAt, axisOf, misfit, typeOf, whole, wholes, type Misfit, type Operand, type Rule } from './misfit.js';

const nothing: Operand = { name: '', element: '', extents: [] };

/** E712 of indices that are no whole numbers. */
export function wrongIndices(name: string, indices: Operand, at: number): Misfit | undefined {
  if (indices.element.startsWith('int')) return undefined;
  const expected = 'whole numbers as indices, such as int32';
  return { code: 'E712', parameters: { operator: name, found: typeOf(indices), expected }, at };
}

export const gather: Rule = ([x = nothing, indices = nothing], options, name) => {
  const axis = axisOf(name, x, options);
  if (typeof axis !== 'number') return axis;
  const extents = [...x.extents.slice(0, axis), ...indices.extents, ...x.extents.slice(axis + 1)];
  return wrongIndices(name, indices, 1) ?? { element: x.element, extents };
};

export const scatter: Rule = ([x = nothing, indices = nothing, updates = nothing], _, name) =>
  wrongIndices(name, indices, 1) ?? sameTypes(name, x, updates, 2) ?? x;

export const topK: Rule = ([x = nothing], options, name) => {
  const axis = axisOf(name, x, options);
  if (typeof axis !== 'number') return axis;
  const [k, extent] = [whole(options['k']), x.extents[axis] ?? 1];
  if (k > extent) return misfit(name, [x], 0, `there are ${extent}, of which ${k} cannot be chosen`);
  return { element: x.element, extents: x.extents.map((each, rank) => (rank === axis ? k : each)) };
};

export const reduce: Rule = ([x = nothing], { axes }, name) => {
  const ranks = wholes(axes).map((axis) => axisAt(name, x, axis));
  const wrong = ranks.find((rank) => typeof rank !== 'number');
  if (wrong !== undefined) return wrong;
  return { element: x.element, extents: x.extents.map((each, rank) => (ranks.includes(rank) ? 1 : each)) };
};

export const resize: Rule = ([x = nothing], { shape }, name) => {
  const extents = wholes(shape);
  if (extents.every((extent) => extent >= 1)) return { element: x.element, extents };
  return misfit(name, [x], 0, `the extents [${extents.join(', ')}] must be at least 1`);
};
