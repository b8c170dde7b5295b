import { Unfit } from './net.js';

/** A constant whose elements are known. */
export interface Known {
  readonly extents: readonly number[];
  readonly values: readonly number[];
}

/** The extents of both, read from their ends, where one of two is 1. */
export function joined(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    const all = shapes.map((extents) => extents[axis - rank + extents.length] ?? 1);
    const others = all.filter((extent) => extent !== 1);
    const [first = 1] = others;
    if (others.some((extent) => extent !== first))
      throw new Unfit(`the shapes ${shapes.map((each) => `[${each.join(', ')}]`).join(' and ')} do not join`);
    return first;
  });
}

/** The elements that an index of the result stands for, `places` away from each other along each axis. */
function strides(extents: readonly number[]): readonly number[] {
  const all = extents.map(() => 1);
  for (let axis = extents.length - 2; axis >= 0; axis--) all[axis] = (all[axis + 1] ?? 1) * (extents[axis + 1] ?? 1);
  return all;
}

/** A constant of which each element is that of an index of another: `from` gives it of the index of the result. */
export function rearranged(
  { extents: old, values }: Known,
  extents: readonly number[],
  from: (index: readonly number[]) => readonly number[],
): Known {
  const [steps, olds] = [strides(extents), strides(old)];
  const count = extents.reduce((product, extent) => product * extent, 1);
  const made = Array.from({ length: count }, (_, at) => {
    const index = steps.map((step, axis) => Math.floor(at / step) % (extents[axis] ?? 1));
    const place = from(index).reduce((sum, each, axis) => sum + each * (olds[axis] ?? 0), 0);
    return values[place] ?? 0;
  });
  return { extents, values: made };
}

/** A constant in the shape of another that ends as it does. */
export function spread(known: Known, extents: readonly number[]): Known {
  const shift = extents.length - known.extents.length;
  return rearranged(known, extents, (index) =>
    known.extents.map((extent, axis) => (extent === 1 ? 0 : (index[axis + shift] ?? 0))),
  );
}

/** Element by element, whatever the number of operands. */
export function elementwise(operands: readonly Known[], of: (values: readonly number[]) => number): Known {
  const extents = joined(operands.map((each) => each.extents));
  const all = operands.map((each) => spread(each, extents).values);
  const [first = []] = all;
  return { extents, values: first.map((_, index) => of(all.map((values) => values[index] ?? 0))) };
}

/** One behind the other along an axis. */
export function joinedAlong(parts: readonly Known[], axis: number): Known {
  const [first] = parts;
  if (first === undefined) throw new Unfit('it has no operand');
  const total = parts.reduce((sum, { extents }) => sum + (extents[axis] ?? 0), 0);
  const extents = first.extents.map((extent, rank) => (rank === axis ? total : extent));
  const outer = first.extents.slice(0, axis).reduce((product, extent) => product * extent, 1);
  const values: number[] = [];
  for (let block = 0; block < outer; block++)
    for (const { extents: own, values: each } of parts) {
      const length = own.slice(axis).reduce((product, extent) => product * extent, 1);
      values.push(...each.slice(block * length, (block + 1) * length));
    }
  return { extents, values };
}
