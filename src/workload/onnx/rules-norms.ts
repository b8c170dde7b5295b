import { countOf, constant, emit, Unfit, withBias, view, type Net, type Tensor } from './net.js';
import { pair } from './rules-elements.js';
import { axisOf, listed, whole, axesOf, type Rule, type Work } from './work.js';

/** Rules of what normalises or reduces. */
export const normRules: Readonly<Record<string, Rule>> = {
  BatchNormalization: (work) => [batchNorm(work)],
  InstanceNormalization: (work) => [groupNorm(work, work.input(0).extents[1] ?? 1)],
  GroupNormalization: (work) => [groupNorm(work, whole(work, 'num_groups', 1))],
  LayerNormalization: (work) => [layerNorm(work, 'layer_norm', work.input(0), [work.optional(1), work.optional(2)])],
  RMSNormalization: (work) => [layerNorm(work, 'rms_norm', work.input(0), [work.optional(1)])],
  SimplifiedLayerNormalization: (work) => [layerNorm(work, 'rms_norm', work.input(0), [work.input(1)])],
  SkipLayerNormalization: (work) => skipNorm(work, 'layer_norm'),
  SkipSimplifiedLayerNormalization: (work) => skipNorm(work, 'rms_norm'),
  MeanVarianceNormalization: (work) => [emit(work.net, 'apply', [work.input(0)])],
  LpNormalization: (work) => [emit(work.net, 'apply', [work.input(0)])],
  Softmax: (work) => [softmax(work)],
  LogSoftmax: (work) => [emit(work.net, 'apply', [softmax(work)])],
  Hardmax: (work) => [softmax(work)],
  ...Object.fromEntries(
    'ReduceMean ReduceSum ReduceMax ReduceMin ReduceProd ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceSumSquare'
      .split(' ')
      .map((type): [string, Rule] => [type, (work) => [reduced(work)]]),
  ),
};

/** Scale and shift of each channel. That of a convolution goes into its weights, which leaves its shift as a bias. */
function batchNorm(work: Work): Tensor {
  const { net, input, isOnlyUser } = work;
  const [x, scale, shift] = [input(0), input(1), input(2)];
  const made = net.nodes.findLast(({ name }) => name === x.place);
  const constants = [1, 2, 3, 4].every((index) => input(index).isConstant);
  if (made?.operator === 'conv2d' && isOnlyUser(0) && constants)
    return withBias(net, x, { ...shift, extents: [countOf(shift), 1, 1] }) ?? x;
  return emit(net, 'batch_norm', [x, scale, shift]);
}

/** Normalisation of groups of channels, each with all its places, and a scale and a shift of each channel. */
function groupNorm(work: Work, groups: number): Tensor {
  const { net, input } = work;
  const x = input(0);
  const [n = 1, channels = 1] = x.extents;
  if (groups < 1 || channels % groups !== 0) throw new Unfit(`its ${channels} channels are no ${groups} groups`);
  const even = emit(net, 'layer_norm', [view(net, x, [n, groups, countOf(x) / (n * groups)])]);
  const each = (given: Tensor): Tensor =>
    // Before version 21 there was one number for each group.
    countOf(given) === channels ? given : constant(given.label, given.element, [channels]);
  return emit(net, 'batch_norm', [view(net, even, x.extents), each(input(1)), each(input(2))]);
}

/** Over all ranks from an axis on, which are one in the workload. */
function layerNorm(work: Work, operator: string, x: Tensor, vectors: readonly (Tensor | undefined)[]): Tensor {
  const { net } = work;
  const axis = axisOf(whole(work, 'axis', -1), x.extents.length);
  const size = x.extents.slice(axis).reduce((product, extent) => product * extent, 1);
  const given = vectors.flatMap((each) => (each === undefined ? [] : [view(net, each, [size])]));
  const flat = view(net, x, [...x.extents.slice(0, axis), size]);
  return view(net, emit(net, operator, [flat, ...given]), x.extents);
}

/** A sum and its norm; the sum is the fourth result. */
function skipNorm(work: Work, operator: string): readonly Tensor[] {
  const { net, input, optional } = work;
  const bias = optional(operator === 'layer_norm' ? 4 : 3);
  const sum = pair(net, 'add', input(0), input(1));
  const whole = bias === undefined ? sum : pair(net, 'add', sum, bias);
  const shift = operator === 'layer_norm' ? [optional(3)] : [];
  return [layerNorm(work, operator, whole, [input(2), ...shift]), whole, whole, whole];
}

/** Along an axis; before version 13, along all from it on. */
function softmax(work: Work): Tensor {
  const { net, opset } = work;
  const x = work.input(0);
  const axis = axisOf(whole(work, 'axis', opset < 13 ? 1 : -1), x.extents.length);
  if (opset >= 13 || axis === x.extents.length - 1) return emit(net, 'softmax', [x], { axis });
  const extents = [...x.extents.slice(0, axis), countOf({ extents: x.extents.slice(axis) })];
  return view(net, emit(net, 'softmax', [view(net, x, extents)]), x.extents);
}

function reduced(work: Work): Tensor {
  const { net } = work;
  const x = work.input(0);
  const rank = x.extents.length;
  const given = listed(work, 'axes', 1);
  if ((given === undefined || given.length === 0) && whole(work, 'noop_with_empty_axes', 0) !== 0) return x;
  const axes = given === undefined || given.length === 0 ? x.extents.map((_, axis) => axis) : axesOf(given, rank);
  const made = emit(net, 'reduce', [x], { axes });
  return whole(work, 'keepdims', 1) !== 0 ? made : without(net, made, axes);
}

/** Without the axes that have become 1. */
export function without(net: Net, x: Tensor, axes: readonly number[]): Tensor {
  return view(
    net,
    x,
    x.extents.filter((_, axis) => !axes.includes(axis)),
  );
}
