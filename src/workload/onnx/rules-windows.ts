import { emit, NotModelled, Unfit, view, type Given, type Tensor } from './net.js';
import { cast } from './rules-elements.js';
import { whole, wholes, word, type Rule, type Work } from './work.js';

/** Rules of convolutions and poolings. */
export const windowRules: Readonly<Record<string, Rule>> = {
  Conv: (work) => [convolution(work, work.input(0), work.input(1), work.optional(2))],
  ConvInteger: (work) => [convolution(work, work.input(0), work.input(1), undefined)],
  QLinearConv: (work) => [convolution(work, work.input(0), work.input(3), work.optional(8))],
  ConvTranspose: (work) => [transposed(work)],
  MaxPool: (work) => [pool(work, 'max_pool2d')],
  AveragePool: (work) => [pool(work, 'avg_pool2d')],
  LpPool: (work) => [pool(work, 'avg_pool2d')],
  GlobalAveragePool: globalPool,
  GlobalMaxPool: globalPool,
  GlobalLpPool: globalPool,
};

/** How windows move along one axis. */
interface Side {
  readonly size: number;
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly before: number;
  readonly after: number;
}

/** The windows of a node along its axes but the first two. */
function sidesOf(work: Work, x: Tensor, kernel: readonly number[]): readonly Side[] {
  const sizes = x.extents.slice(2);
  if (kernel.length !== sizes.length || sizes.length === 0)
    throw new Unfit(`its kernel has ${kernel.length} extents, and its images have ${sizes.length}`);
  const strides = wholes(work, 'strides') ?? [];
  const dilations = wholes(work, 'dilations') ?? [];
  const pads = wholes(work, 'pads') ?? [];
  return sizes.map((size, axis) => {
    const [stride, dilation] = [strides[axis] ?? 1, dilations[axis] ?? 1];
    const side = { size, kernel: kernel[axis] ?? 1, stride, dilation };
    const padding = autoPadding(word(work, 'auto_pad', 'NOTSET'), side);
    const [before, after] = padding ?? [pads[axis] ?? 0, pads[axis + sizes.length] ?? 0];
    if ([stride, dilation, side.kernel].some((each) => !Number.isInteger(each) || each < 1))
      throw new Unfit('its kernel, strides and dilations must be whole numbers from 1 on');
    if (before < 0 || after < 0) throw new NotModelled('it has a negative padding');
    return { ...side, before, after };
  });
}

type Padding = readonly [before: number, after: number];

/** The padding that keeps `ceil(size / stride)` positions; undefined where the padding is written out. */
function autoPadding(
  mode: string,
  { size, kernel, stride, dilation }: Omit<Side, 'before' | 'after'>,
): Padding | undefined {
  if (mode === 'VALID') return [0, 0];
  if (mode !== 'SAME_UPPER' && mode !== 'SAME_LOWER') return undefined;
  const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + dilation * (kernel - 1) + 1 - size);
  const less = Math.floor(total / 2);
  return mode === 'SAME_UPPER' ? [less, total - less] : [total - less, less];
}

/** A side that has one place: what an image of one axis has across it. */
const flat: Side = { size: 1, kernel: 1, stride: 1, dilation: 1, before: 0, after: 0 };

/** Down and across: a signal of one axis is an image of one row. */
function planeOf(sides: readonly Side[]): readonly [Side, Side] {
  const [first, second, third] = sides;
  if (first === undefined || third !== undefined)
    throw new NotModelled(`it works along ${sides.length} axes, not 1 or 2`);
  return second === undefined ? [flat, first] : [first, second];
}

function windowOptions([down, across]: readonly [Side, Side]): Given {
  return {
    ...{ stride: down.stride, stride_x: across.stride },
    ...{ padding: down.before, padding_left: across.before },
    ...{ padding_bottom: down.after, padding_right: across.after },
  };
}

/** As an image: with one row, where it has one axis. */
function asImage({ net }: Work, x: Tensor): Tensor {
  const [n = 1, c = 1, ...sizes] = x.extents;
  return sizes.length === 1 ? view(net, x, [n, c, 1, ...sizes]) : x;
}

/** As it was before `asImage`. */
function asBefore({ net }: Work, made: Tensor, { extents }: Tensor): Tensor {
  if (extents.length !== 3) return made;
  const [n = 1, c = 1, , w = 1] = made.extents;
  return view(net, made, [n, c, w]);
}

function convolution(work: Work, x: Tensor, w: Tensor, bias: Tensor | undefined): Tensor {
  const plane = planeOf(sidesOf(work, x, wholes(work, 'kernel_shape') ?? w.extents.slice(2)));
  const [down, across] = plane;
  const options = {
    ...windowOptions(plane),
    ...{ dilation: down.dilation, dilation_x: across.dilation, groups: whole(work, 'group', 1) },
  };
  const operands = [
    asImage(work, x),
    asImage(work, cast(work.net, w, x.element)),
    ...(bias === undefined ? [] : [bias]),
  ];
  return asBefore(work, emit(work.net, 'conv2d', operands, options), x);
}

function transposed(work: Work): Tensor {
  const [x, w, bias] = [work.input(0), work.input(1), work.optional(2)];
  const sides = sidesOf(work, x, wholes(work, 'kernel_shape') ?? w.extents.slice(2));
  const extras = wholes(work, 'output_padding') ?? [];
  const wanted = wholes(work, 'output_shape')?.slice(-sides.length);
  const mode = word(work, 'auto_pad', 'NOTSET');
  const spread = sides.map((side, axis): Spread => {
    const extra = extras[axis] ?? 0;
    const size = wanted?.[axis] ?? (mode.startsWith('SAME') ? side.size * side.stride : undefined);
    return size === undefined ? { ...side, extra } : spreadTo(size, side, extra, mode === 'SAME_UPPER');
  });
  const plane = planeOf(spread);
  const [down, across] = spread.length === 1 ? [{ extra: 0 }, ...spread] : spread;
  const options = {
    ...windowOptions(plane),
    ...{ dilation: plane[0].dilation, dilation_x: plane[1].dilation, groups: whole(work, 'group', 1) },
    ...{ extra: down?.extra ?? 0, extra_x: across?.extra ?? 0 },
  };
  const operands = [asImage(work, x), asImage(work, w), ...(bias === undefined ? [] : [bias])];
  return asBefore(work, emit(work.net, 'conv_transpose2d', operands, options), x);
}

/** A side of a convolution the other way, with places behind the last that nothing is spread to. */
interface Spread extends Side {
  readonly extra: number;
}

/** The padding by which `size` places come out: what is too many is cut off on both sides, and what is missing stands behind. */
function spreadTo(size: number, side: Side, extra: number, isUpper: boolean): Spread {
  const total = (side.size - 1) * side.stride + side.dilation * (side.kernel - 1) + 1 + extra - size;
  if (total < 0) return { ...side, before: 0, after: 0, extra: extra - total };
  const less = Math.floor(total / 2);
  return { ...side, extra, before: isUpper ? less : total - less, after: isUpper ? total - less : less };
}

function pool(work: Work, operator: string): Tensor {
  const x = work.input(0);
  const kernel = wholes(work, 'kernel_shape');
  if (kernel === undefined) throw new Unfit('it has no "kernel_shape"');
  const isCeiled = whole(work, 'ceil_mode', 0) !== 0;
  const sides = sidesOf(work, x, kernel).map((side) => (isCeiled ? ceiled(side) : side));
  const plane = planeOf(sides);
  if (sides.some(({ dilation, kernel: taps }) => dilation > 1 && taps > 1))
    throw new NotModelled('its windows have holes');
  const options = { ...windowOptions(plane), size: plane[0].kernel, size_x: plane[1].kernel };
  return asBefore(work, emit(work.net, operator, [asImage(work, x)], options), x);
}

/** With so much padding behind the last place that a window is there which begins before it and reaches over it. */
function ceiled(side: Side): Side {
  const { size, kernel, stride, dilation, before, after } = side;
  const reach = dilation * (kernel - 1) + 1;
  const steps = Math.ceil((size + before + after - reach) / stride);
  const last = steps * stride >= size + before ? steps - 1 : steps;
  return { ...side, after: Math.max(after, last * stride + reach - size - before) };
}

function globalPool(work: Work): readonly Tensor[] {
  const x = work.input(0);
  const [n = 1, c = 1, ...sizes] = x.extents;
  const extents = [n, c, ...sizes.map(() => 1)];
  if (sizes.length === 2 && work.node.type === 'GlobalAveragePool')
    return [view(work.net, emit(work.net, 'global_avg_pool', [x]), extents)];
  return [emit(work.net, 'reduce', [x], { axes: sizes.map((_, axis) => axis + 2) })];
}
