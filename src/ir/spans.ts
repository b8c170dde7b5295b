import type { Endpoint, Port, Span1 } from './types.js';

/** `[3]`, `[*]`, `[0 .. 4]`, `[0, 2, .. 8]` (a step other than 1 is for messages only). */
function spanText(span: Span1, length: number | undefined): string {
  const { start, step, count } = span;
  if (count === 1) return String(start);
  if (step !== 1) return `${start}, ${start + step}, .. ${start + step * (count - 1)}`;
  return start === 0 && count === length ? '*' : `${start} .. ${start + count}`;
}

/** The indices in brackets; empty for no dimensions. */
export function spansText(spans: readonly Span1[], shape: readonly number[] = []): string {
  return spans.length === 0 ? '' : `[${spans.map((span, i) => spanText(span, shape[i])).join(', ')}]`;
}

/** An endpoint as it is written: `tile[*].mem`, `port[0 .. 4]`. */
export function endpointText(endpoint: Endpoint, instanceShape: readonly number[] = [], port?: Port): string {
  const lane = spansText(endpoint.lane, port?.shape);
  if (endpoint.instance === null) return `${endpoint.port}${lane}`;
  return `${endpoint.instance}${spansText(endpoint.at, instanceShape)}.${endpoint.port}${lane}`;
}

/** How many elements a shape has. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** The span of a whole dimension. */
export function wholeSpan(extent: number): Span1 {
  return { start: 0, step: 1, count: extent };
}

/** Calls `visit` with the row-major offset of each element that the spans pick out of an array of `shape`. */
export function forEachOffset(
  spans: readonly Span1[],
  shape: readonly number[],
  visit: (offset: number) => void,
  base = 0,
): void {
  const [span, ...rest] = spans;
  if (span === undefined) return visit(base);
  const [, ...inner] = shape;
  const stride = elementCount(inner);
  for (let k = 0; k < span.count; k++) forEachOffset(rest, inner, visit, base + (span.start + k * span.step) * stride);
}
