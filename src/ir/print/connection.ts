import { joinAxes } from '../merge.js';
import { portOf, type Resolver } from '../resolve.js';
import type { Connection, Endpoint, Span1 } from '../types.js';

/** Kinds of ports joined with `<->`. */
const requesting: ReadonlySet<string> = new Set(['memory', 'axi', 'axi_lite']);
/** Kinds that no arrow joins: they are passed on. */
const passed: ReadonlySet<string> = new Set(['link', 'lanes']);

/** Whether the connection is what gives one of the module's own ports: `port x = inner.y;`. */
export function isPassedOn(connection: Connection, resolver: Resolver): boolean {
  const kind = portOf(connection.from, resolver)?.port.type.kind;
  return connection.kind === 'pass' && kind !== undefined && passed.has(kind);
}

/** `port x = lane[*].serial;` */
export function printPassedOn(connection: Connection, shape: readonly number[], resolver: Resolver): string {
  const ranges = keptDimensions(connection.to, shape);
  return `port ${connection.from.port} = ${printEndpoint(connection.to, resolver, ranges)};`;
}

/** Which indices of what is passed on are dimensions of the port: a range of one index is one, a single index is not. */
export function keptDimensions({ at, lane }: Endpoint, shape: readonly number[]): readonly boolean[] {
  let dimension = 0;
  return [...at, ...lane].map(({ count }) => {
    const isRange = count > 1 || shape[dimension] === 1;
    if (isRange) dimension += 1;
    return isRange;
  });
}

/** A connection as statements: one, or loops where indices step otherwise than by one. */
export function printConnection(
  connection: Connection,
  resolver: Resolver,
  names: ReadonlySet<string>,
): readonly string[] {
  const found = portOf(connection.from, resolver)?.port;
  const arrow = found !== undefined && requesting.has(found.type.kind) ? '<->' : '->';
  const backwards = connection.kind === 'pass' && found?.direction === 'out';
  const ends = backwards ? [connection.to, connection.from] : [connection.from, connection.to];
  return printJoin(ends, resolver, names, (texts) => `${texts.join(` ${arrow} `)};`);
}

/** `unused lane[*].rx;` */
export function printUnused(endpoint: Endpoint, resolver: Resolver, names: ReadonlySet<string>): readonly string[] {
  return printJoin([endpoint], resolver, names, ([text]) => `unused ${text ?? ''};`);
}

function printJoin(
  ends: readonly Endpoint[],
  resolver: Resolver,
  names: ReadonlySet<string>,
  statement: (texts: readonly string[]) => string,
): readonly string[] {
  const spans = ends.flatMap(({ at, lane }) => [...at, ...lane]);
  if (spans.every(({ step, count }) => count === 1 || step === 1)) {
    return [statement(ends.map((endpoint) => printEndpoint(endpoint, resolver)))];
  }
  const axes = joinAxes(ends);
  if (axes === undefined) return ends.length === 0 ? [] : printEach(ends, statement);
  const variables = freshNames(axes.length, names);
  const texts = ends.map((endpoint, e) => {
    const indices = [...endpoint.at, ...endpoint.lane].map(({ start }, d) =>
      affineText(
        start,
        variables,
        axes.map((axis) => axis.steps[e]?.[d] ?? 0),
      ),
    );
    return spell(endpoint, indices);
  });
  const open = axes.map(({ count }, i) => `${'  '.repeat(i)}for ${variables[i] ?? ''} in 0 .. ${count} {`);
  const close = axes.map((_, i) => `${'  '.repeat(i)}}`).toReversed();
  return [...open, `${'  '.repeat(axes.length)}${statement(texts)}`, ...close];
}

/** Index ranges that no common loop runs through: one statement for each join. */
function printEach(ends: readonly Endpoint[], statement: (texts: readonly string[]) => string): readonly string[] {
  const all = ends.map((endpoint) =>
    singles([...endpoint.at, ...endpoint.lane]).map((indices) => spell(endpoint, indices.map(String))),
  );
  return (all[0] ?? []).map((_, i) => statement(all.map((texts) => texts[i] ?? '')));
}

/** All index vectors of some spans in row-major order. */
export function singles(spans: readonly Span1[]): readonly (readonly number[])[] {
  return spans.reduce<readonly (readonly number[])[]>(
    (vectors, span) =>
      vectors.flatMap((vector) =>
        Array.from({ length: span.count }, (_, k) => [...vector, span.start + k * span.step]),
      ),
    [[]],
  );
}

/** Names of loop variables that are not taken. */
export function freshNames(count: number, taken: ReadonlySet<string>): readonly string[] {
  const names: string[] = [];
  for (let n = 0; names.length < count; n++) {
    const letter = 'ijklmnpq'[n % 8] ?? 'i';
    const name = n < 8 ? letter : `${letter}${Math.floor(n / 8)}`;
    if (!taken.has(name)) names.push(name);
  }
  return names;
}

/** `3 + 2 * i - j`, of either language. */
export function affineText(start: number, variables: readonly string[], steps: readonly number[]): string {
  let text = '';
  for (const [i, step] of steps.entries()) {
    if (step === 0) continue;
    const size = Math.abs(step);
    const term = size === 1 ? (variables[i] ?? '') : `${size} * ${variables[i] ?? ''}`;
    if (text === '') text = start === 0 ? (step < 0 ? `-${term}` : term) : `${start} ${step < 0 ? '-' : '+'} ${term}`;
    else text += ` ${step < 0 ? '-' : '+'} ${term}`;
  }
  return text === '' ? String(start) : text;
}

/** Ports as they are written: `tile[*].mem`. */
export function printEndpoint(endpoint: Endpoint, resolver: Resolver, ranges?: readonly boolean[]): string {
  const found = portOf(endpoint, resolver);
  const shape = [...(found?.shape ?? []), ...(found?.port.shape ?? [])];
  return spell(
    endpoint,
    [...endpoint.at, ...endpoint.lane].map(({ start, count }, d) => {
      if (start === 0 && count === shape[d] && ranges?.[d] !== false) return '*';
      return count === 1 && ranges?.[d] !== true ? String(start) : `${start} .. ${start + count}`;
    }),
  );
}

function spell(endpoint: Endpoint, indices: readonly string[]): string {
  const lane = bracket(indices.slice(endpoint.at.length));
  if (endpoint.instance === null) return `${endpoint.port}${lane}`;
  return `${endpoint.instance}${bracket(indices.slice(0, endpoint.at.length))}.${endpoint.port}${lane}`;
}

function bracket(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `[${texts.join(', ')}]`;
}
