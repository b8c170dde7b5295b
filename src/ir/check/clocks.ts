import { listNames } from '../describe.js';
import type { Endpoint, Instance } from '../types.js';
import { originOf, report, textOf, type Context } from './context.js';
import type { Pair } from './pair.js';

/** For each module or block (by interface key) the clock of each of its ports, where it is known. */
export type PortClocks = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Checks that each clock of an instance is given, once it exists, from a clock of the module. */
export function checkInstanceClocks(instance: Instance, clocks: readonly string[], context: Context): void {
  const { module } = context.resolver;
  const origin = originOf(context, 'instance', instance.name);
  for (const clock of clocks) {
    if (!(clock in instance.clocks)) report(context, 'E428', origin, { instance: instance.name, clock });
  }
  for (const [inner, outer] of Object.entries(instance.clocks)) {
    if (!clocks.includes(inner)) {
      report(context, 'E427', origin, { name: inner, of: `"${instance.name}"`, known: listNames(clocks) });
    } else if (!module.clocks.includes(outer)) {
      report(context, 'E427', origin, { name: outer, of: module.name, known: listNames(module.clocks) });
    }
  }
}

/** The clock of the module that an endpoint's port runs on; undefined where nothing inside decides it. */
export function clockOf(
  endpoint: Endpoint,
  context: Context,
  own: ReadonlyMap<string, string>,
  inner: PortClocks,
): string | undefined {
  if (endpoint.instance === null) return own.get(endpoint.port);
  const found = context.resolver.instances.get(endpoint.instance);
  if (found === undefined) return undefined;
  const clock = inner.get(endpoint.instance)?.get(endpoint.port);
  return clock === undefined ? undefined : found.instance.clocks[clock];
}

/** Reports a connection between two clock domains. */
export function checkCrossing(
  [source, sink]: Pair,
  index: number,
  context: Context,
  own: ReadonlyMap<string, string>,
  inner: PortClocks,
): void {
  const [leftClock, rightClock] = [
    clockOf(source.endpoint, context, own, inner),
    clockOf(sink.endpoint, context, own, inner),
  ];
  if (leftClock === undefined || rightClock === undefined || leftClock === rightClock) return;
  const [left, right] = [textOf(context, source.endpoint), textOf(context, sink.endpoint)];
  const help = 'give both the same clock: this version has no block that crosses between two';
  report(context, 'E421', originOf(context, 'connection', index), { left, leftClock, right, rightClock }, { help });
}
