import type { Origin } from '../../diagnostics/index.js';
import { listNames } from '../describe.js';
import { portOf } from '../resolve.js';
import type { Endpoint, Span1 } from '../types.js';
import { isBroken, report, type Context } from './context.js';

/** Checks that an endpoint exists: instance, port, number of indices and their ranges. False where it does not (or is broken). */
export function checkEndpoint(endpoint: Endpoint, origin: Origin | undefined, context: Context): boolean {
  if (isBroken(context, endpoint)) return false;
  const { resolver } = context;
  const { instance, port } = endpoint;
  const target = instance === null ? undefined : resolver.instances.get(instance);
  if (instance !== null && target === undefined) {
    report(context, 'E411', origin, { module: resolver.module.name, name: instance });
    return false;
  }
  const offered = target === undefined ? resolver.own : target.interface;
  const found = portOf(endpoint, resolver);
  if (found === undefined) {
    const of = instance === null ? offered.name : `"${instance}" (${offered.name})`;
    report(context, 'E410', origin, { of, name: port, known: listNames(offered.ports.keys()) });
    return false;
  }
  const name = instance === null ? port : `${instance}.${port}`;
  const at = instance === null || checkIndices(instance, endpoint.at, found.shape, origin, context);
  return checkIndices(name, endpoint.lane, found.port.shape, origin, context) && at;
}

function checkIndices(
  what: string,
  spans: readonly Span1[],
  shape: readonly number[],
  origin: Origin | undefined,
  context: Context,
): boolean {
  if (spans.length !== shape.length) {
    report(context, 'E413', origin, { what: `"${what}"`, expected: shape.length, found: spans.length });
    return false;
  }
  for (const [d, span] of spans.entries()) {
    const length = shape[d] ?? 0;
    const last = span.start + span.step * (span.count - 1);
    const index = [span.start, last].find((each) => each < 0 || each >= length);
    if (span.count > 0 && index === undefined) continue;
    report(context, 'E412', origin, { what: `"${what}"`, index: index ?? span.start, length });
    return false;
  }
  return true;
}
