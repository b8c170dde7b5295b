import { countOf, emit, NotModelled, Unfit, view, type Tensor } from './net.js';
import { cast } from './rules-elements.js';
import { without } from './rules-norms.js';
import { part, resized } from './rules-views.js';
import { axisOf, valuesOf, whole, type Rule, type Work } from './work.js';

/** Rules of what chooses elements. */
export const selectionRules: Readonly<Record<string, Rule>> = {
  Gather: (work) => [gather(work)],
  GatherElements: ({ net, input }) => {
    const x = input(0);
    return [emit(net, 'gather', [view(net, x, [countOf(x)]), input(1)])];
  },
  GatherND: (work) => [gatherND(work)],
  ScatterND: ({ net, input }) => [emit(net, 'scatter', [input(0), input(1), input(2)])],
  ScatterElements: ({ net, input }) => [emit(net, 'scatter', [input(0), input(1), input(2)])],
  Scatter: ({ net, input }) => [emit(net, 'scatter', [input(0), input(1), input(2)])],
  TopK: (work) => {
    const { net, opset, input } = work;
    const x = input(0);
    const k = opset < 10 ? whole(work, 'k', 1) : (valuesOf(input(1), 'k')[0] ?? 1);
    const made = emit(net, 'top_k', [x], { k, axis: axisOf(whole(work, 'axis', -1), x.extents.length) });
    return [made, cast(net, made, 'int32')];
  },
  ArgMax: best,
  ArgMin: best,
  OneHot: (work) => {
    const x = work.input(0);
    const depth = valuesOf(work.input(1), 'depth')[0] ?? 1;
    const axis = axisOf(whole(work, 'axis', -1), x.extents.length + 1);
    const wide = cast(work.net, x, work.input(2).element);
    return [resized(work.net, wide, [...x.extents.slice(0, axis), depth, ...x.extents.slice(axis)])];
  },
};

/** Rows of a table, a slice, or anything in between. */
function gather(work: Work): Tensor {
  const { net, input } = work;
  const [x, indices] = [input(0), input(1)];
  const axis = axisOf(whole(work, 'axis', 0), x.extents.length);
  const extent = x.extents[axis] ?? 1;
  const chosen = indices.values?.map((each) => (each < 0 ? each + extent : each));
  const [from] = chosen ?? [];
  if (chosen !== undefined && from !== undefined && chosen.every((each, index) => each === from + index)) {
    if (from < 0 || from + chosen.length > extent) throw new Unfit(`it takes ${chosen.at(-1)} of ${extent}`);
    const cut = part(net, x, axis, { from, step: 1, count: chosen.length });
    if (indices.extents.length === 1) return cut;
    if (indices.extents.length === 0) return without(net, cut, [axis]);
  }
  if (axis === 0 && x.extents.length === 2) return emit(net, 'embedding', [indices, x]);
  return emit(net, 'gather', [x, indices], { axis });
}

/** The last rank of the indices names places along the first axes. */
function gatherND(work: Work): Tensor {
  const { net, input } = work;
  const [x, indices] = [input(0), input(1)];
  if (whole(work, 'batch_dims', 0) !== 0) throw new NotModelled('it has batches');
  const named = indices.extents.at(-1) ?? 1;
  if (named > x.extents.length) throw new Unfit(`it names ${named} axes of ${x.extents.length}`);
  const rows = view(net, x, [countOf({ extents: x.extents.slice(0, named) }), ...x.extents.slice(named)]);
  const single = named === 1 ? indices : emit(net, 'reduce', [indices], { axes: [-1] });
  return emit(net, 'gather', [rows, without(net, single, [single.extents.length - 1])]);
}

/** Where the greatest along an axis stands. */
function best(work: Work): readonly Tensor[] {
  const { net, input } = work;
  const x = input(0);
  const axis = axisOf(whole(work, 'axis', 0), x.extents.length);
  const made = cast(net, emit(net, 'top_k', [x], { k: 1, axis }), 'int32');
  return [whole(work, 'keepdims', 1) !== 0 ? made : without(net, made, [axis])];
}
