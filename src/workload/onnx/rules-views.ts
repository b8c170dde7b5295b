import { joined } from './fold.js';
import { constant, countOf, emit, NotModelled, Unfit, view, type Net, type Tensor } from './net.js';
import { reshaped, sliced, splitSizes, squeezed, unsqueezed, type Cut } from './shapes.js';
import { axisOf, listed, valuesOf, whole, wholes, word, type Rule, type Work } from './work.js';

/** Rules of what puts elements into another order or shape. */
export const viewRules: Readonly<Record<string, Rule>> = {
  Identity: ({ input }) => [input(0)],
  Dropout: ({ input }) => [input(0)],
  Reshape: (work) => [view(work.net, work.input(0), reshaped(work))],
  Flatten: (work) => [view(work.net, work.input(0), reshaped(work))],
  Squeeze: (work) => [view(work.net, work.input(0), squeezed(work))],
  Unsqueeze: (work) => [view(work.net, work.input(0), unsqueezed(work))],
  Transpose: (work) => {
    const x = work.input(0);
    const order = wholes(work, 'perm') ?? x.extents.map((_, axis) => x.extents.length - 1 - axis);
    return [permuted(work.net, x, order)];
  },
  Concat: (work) => {
    const parts = work.inputs.filter((each) => countOf(each) > 0);
    const [first, ...others] = parts;
    if (first === undefined) throw new NotModelled('it has no elements');
    if (others.length === 0) return [first];
    return [emit(work.net, 'concat', parts, { axis: axisOf(whole(work, 'axis', 1), first.extents.length) })];
  },
  Split: (work) => {
    const x = work.input(0);
    const axis = axisOf(whole(work, 'axis', 0), x.extents.length);
    let from = 0;
    return splitSizes(work, axis).map((size) => {
      from += size;
      return part(work.net, x, axis, { from: from - size, step: 1, count: size });
    });
  },
  Slice: (work) => [sliced(work).reduce((x, cut, axis) => part(work.net, x, axis, cut), work.input(0))],
  Expand: (work) => {
    const x = work.input(0);
    return [resized(work.net, x, joined([x.extents, valuesOf(work.input(1), 'shape')]))];
  },
  Tile: (work) => {
    const times = valuesOf(work.input(1), 'number of repeats');
    return [
      resized(
        work.net,
        work.input(0),
        work.input(0).extents.map((extent, axis) => extent * (times[axis] ?? 1)),
      ),
    ];
  },
  Pad: padded,
  Resize: (work) => [resized(work.net, work.input(0), scaled(work, 2, 3))],
  Upsample: (work) => [resized(work.net, work.input(0), scaled(work, 1, -1))],
  DepthToSpace: (work) => {
    const [x, b, n, c, h, w] = blocks(work);
    const isColumns = word(work, 'mode', 'DCR') === 'CRD';
    const deep = c / b ** 2;
    const apart = view(work.net, x, isColumns ? [n, deep, b, b, h, w] : [n, b, b, deep, h, w]);
    const beside = permuted(work.net, apart, isColumns ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2]);
    return [view(work.net, beside, [n, deep, h * b, w * b])];
  },
  SpaceToDepth: (work) => {
    const [x, b, n, c, h, w] = blocks(work);
    const apart = permuted(work.net, view(work.net, x, [n, c, h / b, b, w / b, b]), [0, 3, 5, 1, 2, 4]);
    return [view(work.net, apart, [n, c * b ** 2, h / b, w / b])];
  },
};

/** In another order of ranks; nothing moves where the order is as it was. */
export function permuted(net: Net, x: Tensor, order: readonly number[]): Tensor {
  return order.every((rank, axis) => rank === axis) && order.length === x.extents.length
    ? x
    : emit(net, 'permute', [x], { order });
}

/** What is left of one axis. A step leaves places out: what it takes is moved. */
export function part(net: Net, x: Tensor, axis: number, { from, step, count }: Cut): Tensor {
  if (count === 0)
    return constant(
      x.label,
      x.element,
      x.extents.map((extent, rank) => (rank === axis ? 0 : extent)),
      [],
    );
  if (step === 1 && from === 0 && count === x.extents[axis]) return x;
  if (step === 1) return emit(net, 'slice', [x], { axis, from, to: from + count });
  return resized(
    net,
    x,
    x.extents.map((extent, rank) => (rank === axis ? count : extent)),
  );
}

/** Repeated, interpolated or padded. */
export function resized(net: Net, x: Tensor, extents: readonly number[]): Tensor {
  if (x.extents.join() === extents.join()) return x;
  if (countOf({ extents }) === 0) throw new NotModelled('it has no elements');
  // Where only extents of 1 are added, nothing is repeated.
  if (countOf({ extents }) === countOf(x)) return view(net, x, extents);
  return emit(net, 'resize', [x], { shape: extents });
}

function padded(work: Work): readonly Tensor[] {
  const x = work.input(0);
  const rank = x.extents.length;
  const pads = listed(work, 'pads', 1) ?? wholes(work, 'paddings');
  if (pads === undefined) throw new Unfit('it has no "pads"');
  const axes = (work.optional(3)?.values ?? x.extents.map((_, axis) => axis)).map((axis) => axisOf(axis, rank));
  const extents = x.extents.map((extent, axis) => {
    const at = axes.indexOf(axis);
    return at < 0 ? extent : extent + (pads[at] ?? 0) + (pads[at + axes.length] ?? 0);
  });
  return [resized(work.net, x, extents)];
}

/** The extents that Resize and Upsample give: as they stand, or as multiples. */
function scaled(work: Work, scalesAt: number, sizesAt: number): readonly number[] {
  const x = work.input(0);
  const sizes = sizesAt < 0 ? undefined : work.optional(sizesAt);
  const all = x.extents.map((_, axis) => axis);
  const axes = (wholes(work, 'axes') ?? all).map((axis) => axisOf(axis, x.extents.length));
  if (sizes !== undefined && countOf(sizes) > 0) {
    const given = valuesOf(sizes, 'size');
    return proportioned(
      work,
      x.extents.map((extent, axis) => given[axes.indexOf(axis)] ?? extent),
      axes,
    );
  }
  // Before version 11 the scales were the second operand.
  const operand = work.optional(work.opset < 11 ? 1 : scalesAt);
  const scales = operand === undefined ? wholes(work, 'scales') : valuesOf(operand, 'scale');
  if (scales === undefined) throw new Unfit('it has neither sizes nor scales');
  return x.extents.map((extent, axis) => Math.floor(extent * (scales[axes.indexOf(axis)] ?? 1)));
}

/** The extents in which an image keeps its proportions, where that is asked for: inside of those given, or around them. */
function proportioned(work: Work, extents: readonly number[], axes: readonly number[]): readonly number[] {
  const policy = word(work, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch') return extents;
  const old = work.input(0).extents;
  const scales = axes.map((axis) => (extents[axis] ?? 1) / (old[axis] ?? 1));
  const scale = policy === 'not_larger' ? Math.min(...scales) : Math.max(...scales);
  return extents.map((extent, axis) => (axes.includes(axis) ? Math.round(scale * (old[axis] ?? 1)) : extent));
}

function blocks(work: Work): readonly [Tensor, number, number, number, number, number] {
  const x = work.input(0);
  const b = whole(work, 'blocksize', 1);
  const [n, c, h, w] = x.extents;
  if (n === undefined || c === undefined || h === undefined || w === undefined) throw new Unfit('it takes images');
  return [x, b, n, c, h, w];
}
