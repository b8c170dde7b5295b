import type { Endpoint, Span1 } from './types.js';

/**
 * Folding of connections: many joins of the same two ports whose indices step regularly become one.
 *
 * A box is one or more joins: the index vectors of the first (one vector for each endpoint of a join) and the axes along which
 * the others lie, outermost first.
 */
export interface Box {
  readonly base: readonly (readonly number[])[];
  readonly axes: readonly Axis[];
  /** Position of the first of its joins as written. */
  readonly first: number;
}

/** A loop over ports: how often, and how each turn moves each endpoint's indices. */
export interface Axis {
  readonly count: number;
  /** One step vector for each endpoint. */
  readonly steps: readonly (readonly number[])[];
}

/** A join: one endpoint (`unused`) or two (a connection) that enumerate equally many ports. */
export type Join = readonly Endpoint[];

export interface Merged {
  readonly join: Join;
  readonly first: number;
}

/** Joins up to this number are taken apart and folded anew, so that the result does not depend on how they were written. */
const takeApartLimit = 1 << 16;

/** How many ports an endpoint is. */
export function endpointCount(endpoint: Endpoint): number {
  return [...endpoint.at, ...endpoint.lane].reduce((product, span) => product * span.count, 1);
}

/**
 * Folds joins of the same instances and ports (differing in indices only), sorted by the indices of the last endpoint: a sink has one source, so these are unique.
 * Joins whose endpoints differ in number stay as they are.
 */
export function mergeJoins(joins: readonly Join[]): readonly Merged[] {
  const whole: Merged[] = [];
  const boxes: Box[] = [];
  const total = joins.reduce((sum, [first]) => sum + (first === undefined ? 0 : endpointCount(first)), 0);
  for (const [first, join] of joins.entries()) {
    const box = boxOf(join, first);
    if (box === undefined) whole.push({ join, first });
    else if (joins.length > 1 && total <= takeApartLimit) boxes.push(...points(box));
    else boxes.push(box);
  }
  let folded: readonly Box[] = boxes.toSorted(compareBoxes);
  for (;;) {
    const next = foldRuns(folded, joins);
    if (next.length === folded.length) break;
    folded = next;
  }
  const pattern = joins[0] ?? [];
  return [...whole, ...folded.map((box) => ({ join: spell(box, pattern) ?? pattern, first: box.first }))];
}

/** The loops, outermost first, that run through the ports of a join; undefined where its index ranges do not refine each other. */
export function joinAxes(join: Join): readonly Axis[] | undefined {
  return boxOf(join, 0)?.axes;
}

/** The box of a join, or undefined where its endpoints' index ranges do not refine each other. */
export function boxOf(join: Join, first: number): Box | undefined {
  const spans = join.map((endpoint) => [...endpoint.at, ...endpoint.lane]);
  const base = spans.map((dimensions) => dimensions.map((span) => span.start));
  const rest = spans.map((dimensions) => dimensions.map((span) => span.count));
  const strides = spans.map((dimensions) => dimensions.map((span) => span.step));
  const axes: Axis[] = [];
  for (;;) {
    const inner = rest.map((counts) => counts.findLastIndex((count) => count > 1));
    if (inner.every((dimension) => dimension < 0)) return { base, axes: axes.toReversed(), first };
    if (inner.some((dimension) => dimension < 0)) return undefined;
    const counts = inner.map((dimension, e) => rest[e]?.[dimension] ?? 1);
    const count = Math.min(...counts);
    if (counts.some((each) => each % count !== 0)) return undefined;
    const steps = inner.map((dimension, e) =>
      (base[e] ?? []).map((_, d) => (d === dimension ? (strides[e]?.[d] ?? 0) : 0)),
    );
    axes.push({ count, steps });
    for (const [e, dimension] of inner.entries()) {
      replace(rest[e], dimension, (value) => value / count);
      replace(strides[e], dimension, (value) => value * count);
    }
  }
}

function replace(numbers: number[] | undefined, index: number, change: (value: number) => number): void {
  if (numbers !== undefined) numbers[index] = change(numbers[index] ?? 0);
}

/** The single joins of a box. */
function points(box: Box): readonly Box[] {
  let all: readonly Box[] = [{ ...box, axes: [] }];
  for (const axis of box.axes) {
    all = all.flatMap((point) =>
      Array.from({ length: axis.count }, (_, k) => ({ ...point, base: offset(point.base, axis.steps, k) })),
    );
  }
  return all;
}

function offset(base: Box['base'], steps: Axis['steps'], k: number): Box['base'] {
  return base.map((vector, e) => vector.map((value, d) => value + k * (steps[e]?.[d] ?? 0)));
}

function compareBoxes(a: Box, b: Box): number {
  for (let e = a.base.length - 1; e >= 0; e--) {
    const [x, y] = [a.base[e] ?? [], b.base[e] ?? []];
    for (const [d, value] of x.entries()) {
      const difference = value - (y[d] ?? 0);
      if (difference !== 0) return difference;
    }
  }
  return a.first - b.first;
}

/** One pass over sorted boxes: each longest run of like boxes at a constant distance becomes one box with a further axis. */
function foldRuns(boxes: readonly Box[], joins: readonly Join[]): readonly Box[] {
  const pattern = joins[0] ?? [];
  const result: Box[] = [];
  for (let i = 0; i < boxes.length;) {
    const start = boxes[i];
    if (start === undefined) break;
    const [length, steps] = runFrom(boxes, i);
    const run: Box | undefined =
      length > 1
        ? {
            base: start.base,
            axes: [{ count: length, steps }, ...start.axes],
            first: boxes.slice(i, i + length).reduce((least, box) => Math.min(least, box.first), start.first),
          }
        : undefined;
    const folds = run !== undefined && spell(run, pattern) !== undefined;
    result.push(folds ? run : start);
    i += folds ? length : 1;
  }
  return result;
}

/** Length and step of the longest run that begins at `i`. */
function runFrom(boxes: readonly Box[], i: number): readonly [number, Axis['steps']] {
  const [start, second] = [boxes[i], boxes[i + 1]];
  if (start === undefined || second === undefined || !sameAxes(start, second)) return [1, []];
  const steps = difference(second, start);
  let length = 2;
  for (;;) {
    const [last, next] = [boxes[i + length - 1], boxes[i + length]];
    if (
      last === undefined ||
      next === undefined ||
      !sameAxes(start, next) ||
      !sameVectors(difference(next, last), steps)
    )
      break;
    length += 1;
  }
  return [length, steps];
}

function difference(a: Box, b: Box): Axis['steps'] {
  return a.base.map((vector, e) => vector.map((value, d) => value - (b.base[e]?.[d] ?? 0)));
}

function sameVectors(a: Axis['steps'], b: Axis['steps']): boolean {
  return a.every((vector, e) => vector.every((value, d) => value === b[e]?.[d]));
}

function sameAxes(a: Box, b: Box): boolean {
  return (
    a.axes.length === b.axes.length &&
    a.axes.every((axis, i) => axis.count === b.axes[i]?.count && sameVectors(axis.steps, b.axes[i].steps))
  );
}

/** The endpoints of a box, or undefined where spans in row-major order cannot say it. */
export function spell(box: Box, pattern: Join): Join | undefined {
  const endpoints: Endpoint[] = [];
  for (const [e, endpoint] of pattern.entries()) {
    const spans = spellOne(box.base[e] ?? [], box.axes, e);
    if (spans === undefined) return undefined;
    endpoints.push({ ...endpoint, at: spans.slice(0, endpoint.at.length), lane: spans.slice(endpoint.at.length) });
  }
  return endpoints;
}

function spellOne(base: readonly number[], axes: readonly Axis[], e: number): readonly Span1[] | undefined {
  const spans: Span1[] = base.map((start) => ({ start, step: 1, count: 1 }));
  let outermost = base.length;
  for (const axis of axes.toReversed()) {
    const steps = axis.steps[e] ?? [];
    const moving = steps.flatMap((step, d) => (step === 0 ? [] : [d]));
    const [d] = moving;
    const span = d === undefined ? undefined : spans[d];
    if (d === undefined || moving.length !== 1 || span === undefined || d > outermost) return undefined;
    const step = steps[d] ?? 0;
    if (d === outermost && step !== span.step * span.count) return undefined;
    spans[d] = { start: span.start, step: d === outermost ? span.step : step, count: span.count * axis.count };
    outermost = d;
  }
  return spans;
}
