import { countOf, Unfit } from './net.js';
import { axesOf, axisOf, listed, valuesOf, whole, wholes, type Work } from './work.js';

/** The extents that Reshape and Flatten give. */
export function reshaped(work: Work): readonly number[] {
  const x = work.input(0);
  if (work.node.type === 'Flatten') {
    const rank = x.extents.length;
    const axis = whole(work, 'axis', 1);
    const at = axis === rank ? rank : axisOf(axis, rank);
    const product = (extents: readonly number[]): number => extents.reduce((all, each) => all * each, 1);
    return [product(x.extents.slice(0, at)), product(x.extents.slice(at))];
  }
  const wanted = work.optional(1) === undefined ? wholes(work, 'shape') : valuesOf(work.input(1), 'shape');
  if (wanted === undefined) throw new Unfit('it has no shape');
  const keepsZero = whole(work, 'allowzero', 0) !== 0;
  const extents = wanted.map((extent, axis) => (extent === 0 && !keepsZero ? (x.extents[axis] ?? 0) : extent));
  const known = extents.filter((extent) => extent !== -1).reduce((product, extent) => product * extent, 1);
  const count = countOf(x);
  const rest = known === 0 ? 0 : count / known;
  const full = extents.map((extent) => (extent === -1 ? rest : extent));
  const fits = full.every((extent) => Number.isInteger(extent) && extent >= 0);
  if (fits && extents.filter((extent) => extent === -1).length <= 1 && countOf({ extents: full }) === count)
    return full;
  throw new Unfit(`its ${count} elements do not fit into [${wanted.join(', ')}]`);
}

export function squeezed(work: Work): readonly number[] {
  const { extents } = work.input(0);
  const axes = listed(work, 'axes', 1);
  const gone =
    axes === undefined ? extents.flatMap((extent, axis) => (extent === 1 ? [axis] : [])) : axesOf(axes, extents.length);
  const wrong = gone.find((axis) => extents[axis] !== 1);
  if (wrong !== undefined) throw new Unfit(`the extent of axis ${wrong} is ${extents[wrong]}, not 1`);
  return extents.filter((_, axis) => !gone.includes(axis));
}

export function unsqueezed(work: Work): readonly number[] {
  const { extents } = work.input(0);
  const given = listed(work, 'axes', 1) ?? [];
  const rank = extents.length + given.length;
  const axes = new Set(axesOf(given, rank));
  if (axes.size < given.length) throw new Unfit('it names an axis twice');
  let next = 0;
  return Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (extents[next++] ?? 1)));
}

/** What is left of an axis. */
export interface Cut {
  readonly from: number;
  readonly step: number;
  readonly count: number;
}

/** Of each axis, what Slice leaves. */
export function sliced(work: Work): readonly Cut[] {
  const { extents } = work.input(0);
  const starts = listed(work, 'starts', 1);
  const ends = listed(work, 'ends', 2);
  if (starts === undefined || ends === undefined) throw new Unfit('it has no "starts" or no "ends"');
  const axes = axesOf(listed(work, 'axes', 3) ?? starts.map((_, axis) => axis), extents.length);
  const steps = listed(work, 'steps', 4) ?? starts.map(() => 1);
  return extents.map((extent, axis) => {
    const at = axes.indexOf(axis);
    if (at < 0) return { from: 0, step: 1, count: extent };
    return cut(extent, starts[at] ?? 0, ends[at] ?? 0, steps[at] ?? 1);
  });
}

function cut(extent: number, start: number, end: number, step: number): Cut {
  if (step === 0 || !Number.isInteger(step)) throw new Unfit(`its step is ${step}`);
  const inside = (place: number, least: number, most: number): number =>
    Math.max(least, Math.min(most, place < 0 ? place + extent : place));
  const [from, to] =
    step > 0
      ? [inside(start, 0, extent), inside(end, 0, extent)]
      : [inside(start, 0, extent - 1), inside(end, -1, extent - 1)];
  return { from, step, count: Math.max(0, Math.ceil((to - from) / step)) };
}

/** The extents of the parts that Split makes of an axis. */
export function splitSizes(work: Work, axis: number): readonly number[] {
  const extent = work.input(0).extents[axis] ?? 0;
  const given = listed(work, 'split', 1);
  const count = whole(work, 'num_outputs', work.node.outputs.length);
  if (given === undefined) {
    if (count < 1 || count > Math.max(extent, work.node.outputs.length))
      throw new Unfit(`it makes ${count} parts of ${extent}`);
    const size = Math.ceil(extent / count);
    return Array.from({ length: count }, (_, index) => Math.max(0, Math.min(size, extent - index * size)));
  }
  if (given.reduce((sum, size) => sum + size, 0) === extent && given.every((size) => size >= 0)) return given;
  throw new Unfit(`the parts [${given.join(', ')}] are not the ${extent} of its axis`);
}
