import { joinAxes } from '../../merge.js';
import { portOf, type Resolver } from '../../resolve.js';
import type { Connection, Endpoint, Span1 } from '../../types.js';
import { affineText, freshNames, keptDimensions, singles } from '../connection.js';

/** What statements of a body speak of: its scope's variable, and the variables of its ports and instances. */
export interface BodyNames {
  readonly scope: string;
  readonly variable: (name: string) => string;
  readonly taken: ReadonlySet<string>;
}

/** `c.connect(from, to);`, or loops where indices step otherwise than by one. */
export function printConnection(connection: Connection, resolver: Resolver, names: BodyNames): readonly string[] {
  const direction = portOf(connection.from, resolver)?.port.direction;
  const backwards = connection.kind === 'pass' && direction === 'out';
  const ends = backwards ? [connection.to, connection.from] : [connection.from, connection.to];
  return printJoin(ends, resolver, names, 'connect');
}

/** `c.unused(port);` */
export function printUnused(endpoint: Endpoint, resolver: Resolver, names: BodyNames): readonly string[] {
  return printJoin([endpoint], resolver, names, 'unused');
}

/** What is passed on: `phy.all.serial` */
export function printPassed(
  endpoint: Endpoint,
  shape: readonly number[],
  resolver: Resolver,
  names: BodyNames,
): string {
  return spans(endpoint, resolver, names, keptDimensions(endpoint, shape));
}

function printJoin(ends: readonly Endpoint[], resolver: Resolver, names: BodyNames, method: string): readonly string[] {
  const statement = (texts: readonly string[]): string => `${names.scope}.${method}(${texts.join(', ')});`;
  const all = ends.flatMap(({ at, lane }) => [...at, ...lane]);
  if (all.every(({ step, count }) => count === 1 || step === 1))
    return [statement(ends.map((endpoint) => spans(endpoint, resolver, names)))];
  const axes = joinAxes(ends);
  if (axes === undefined) {
    const each = ends.map((endpoint) =>
      singles([...endpoint.at, ...endpoint.lane]).map((indices) => single(endpoint, indices.map(String), names)),
    );
    return (each[0] ?? []).map((_, i) => statement(each.map((texts) => texts[i] ?? '')));
  }
  const loops = freshNames(axes.length, names.taken);
  const texts = ends.map((endpoint, e) => {
    const indices = [...endpoint.at, ...endpoint.lane].map(({ start }, d) =>
      affineText(
        start,
        loops,
        axes.map((axis) => axis.steps[e]?.[d] ?? 0),
      ),
    );
    return single(endpoint, indices, names);
  });
  const open = axes.map(({ count }, i) => {
    const loop = loops[i] ?? '';
    return `${'  '.repeat(i)}for (let ${loop} = 0; ${loop} < ${count}; ${loop}++) {`;
  });
  const close = axes.map((_, i) => `${'  '.repeat(i)}}`).toReversed();
  return [...open, `${'  '.repeat(axes.length)}${statement(texts)}`, ...close];
}

/** One port of an endpoint. */
function single({ instance, at, port }: Endpoint, indices: readonly string[], { variable }: BodyNames): string {
  const pick = (of: string, picked: readonly string[]): string =>
    picked.length === 0 ? of : `${of}.at(${picked.join(', ')})`;
  const lanes = indices.slice(at.length);
  if (instance === null) return pick(variable(port), lanes);
  return pick(`${pick(variable(instance), indices.slice(0, at.length))}.${port}`, lanes);
}

/** All ports of an endpoint, whose indices step by one. */
function spans(endpoint: Endpoint, resolver: Resolver, { variable }: BodyNames, ranges?: readonly boolean[]): string {
  const { instance, at, port, lane } = endpoint;
  const found = portOf(endpoint, resolver);
  const own = instance === null ? variable(port) : '';
  const lanes = picked(lane, found?.port.shape ?? [], '', ranges?.slice(at.length));
  if (instance === null) return `${own}${lanes}`;
  return `${variable(instance)}${picked(at, found?.shape ?? [], '.all', ranges)}.${port}${lanes}`;
}

function picked(
  all: readonly Span1[],
  shape: readonly number[],
  whole: string,
  ranges: readonly boolean[] | undefined,
): string {
  if (all.length === 0) return '';
  const isRange = (d: number): boolean => ranges?.[d] ?? (all[d]?.count ?? 1) > 1;
  if (all.every(({ start, count }, d) => start === 0 && count === shape[d] && ranges?.[d] !== false)) return whole;
  if (all.every((_, d) => !isRange(d))) return `.at(${all.map(({ start }) => start).join(', ')})`;
  const parts = all.map(({ start, count }, d) => (isRange(d) ? `[${start}, ${start + count}]` : String(start)));
  return `.slice(${parts.join(', ')})`;
}
