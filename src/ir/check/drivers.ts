import type { Origin } from '../../diagnostics/index.js';
import { portOf } from '../resolve.js';
import { elementCount, forEachOffset, wholeSpan } from '../spans.js';
import type { Endpoint, Port, Span1 } from '../types.js';
import { isBroken, originOf, portOrigin, report, textOf, type Context } from './context.js';
import type { Pair } from './pair.js';

/** Marks of all elements of one port (of an instance array): 0 free, else 1 + the index of the connection that took it. */
interface Marks {
  readonly connected: Int32Array;
  readonly unused: Uint8Array;
}

/** Which ports of a module are taken, and by what. */
export interface Drivers {
  readonly connect: (pair: Pair, index: number) => void;
  readonly leaveOut: (endpoint: Endpoint, index: number) => void;
  /** The endpoint's connection could not be checked: its ports count as taken and nothing is said. */
  readonly excuse: (endpoint: Endpoint) => void;
  readonly finish: () => void;
}

/** Checks that each sink has one source, that only streams fan out, and that every port is connected or unused. */
export function trackDrivers(context: Context): Drivers {
  const marks = new Map<string, Marks>();
  const excused = new Set<string>();
  const marksOf = (endpoint: Endpoint): Marks => {
    const key = keyOf(endpoint.instance, endpoint.port);
    const found = marks.get(key);
    if (found !== undefined) return found;
    const target = portOf(endpoint, context.resolver);
    const size = target === undefined ? 0 : elementCount([...target.shape, ...target.port.shape]);
    const made: Marks = { connected: new Int32Array(size), unused: new Uint8Array(size) };
    marks.set(key, made);
    return made;
  };
  return {
    connect: ([source, sink], index) => {
      const origin = originOf(context, 'connection', index);
      const { kind } = source.port.type;
      const stream = kind === 'stream';
      const end = kind === 'link' || kind === 'lanes' ? kind : 'sink';
      if (claim(context, sink.endpoint, marksOf(sink.endpoint), index, origin, end, false)) {
        claim(context, source.endpoint, marksOf(source.endpoint), index, origin, kind, stream);
      } else excused.add(keyOf(source.endpoint.instance, source.endpoint.port));
    },
    leaveOut: (endpoint, index) => leaveOut(context, endpoint, marksOf(endpoint), index),
    excuse: (endpoint) => {
      // A port that is not there was meant to be one of the others.
      const known = portOf(endpoint, context.resolver) !== undefined;
      excused.add(keyOf(endpoint.instance, known ? endpoint.port : anyPort));
    },
    finish: () => {
      const { own, instances } = context.resolver;
      for (const port of own.ports.values()) findOpen(context, null, [], port, marks, excused);
      for (const {
        instance,
        interface: { ports },
      } of instances.values()) {
        for (const port of ports.values()) findOpen(context, instance.name, instance.shape, port, marks, excused);
      }
    },
  };
}

/** Stands for every port of an instance. */
const anyPort = '*';

function keyOf(instance: string | null, port: string): string {
  return `${instance ?? ''}.${port}`;
}

function offsets(context: Context, endpoint: Endpoint, visit: (offset: number) => void): void {
  const target = portOf(endpoint, context.resolver);
  if (target === undefined) return;
  forEachOffset([...endpoint.at, ...endpoint.lane], [...target.shape, ...target.port.shape], visit);
}

/** Takes the endpoint's ports; false (and one report) where some are taken already. A stream's source may be taken again. */
function claim(
  context: Context,
  endpoint: Endpoint,
  marks: Marks,
  index: number,
  origin: Origin | undefined,
  kind: string,
  shared: boolean,
): boolean {
  let earlier: number | undefined;
  let left = false;
  offsets(context, endpoint, (offset) => {
    const mark = marks.connected[offset] ?? 0;
    if (mark !== 0 && !shared) earlier ??= mark - 1;
    if (marks.unused[offset] === 1) left = true;
    if (mark === 0) marks.connected[offset] = index + 1;
  });
  if (earlier === undefined && !left) return true;
  const port = textOf(context, endpoint);
  if (earlier !== undefined) {
    const first = originOf(context, 'connection', earlier);
    const related = first === undefined ? [] : [{ origin: first, message: 'it is connected here' }];
    if (kind === 'sink') {
      const help =
        'keep one of them, or join the sources in a block of your own, such as an arbiter, and connect its output here';
      report(context, 'E423', origin, { port }, { related, help });
    } else {
      const help = sharing(kind);
      report(context, 'E424', origin, { port, kind }, { related, help });
    }
  }
  if (left) report(context, 'E425', origin, { port }, { help: 'take it out of "unused"' });
  return earlier === undefined;
}

/** What gives its input to several, by the kind of port; the standard library has no such blocks. */
const fitting: ReadonlyMap<string, string> = new Map([
  ['commands', 'a dispatcher'],
  ['wires', 'a splitter'],
  ['interrupt', 'a splitter'],
  ['memory', 'a crossbar'],
  ['axi', 'a crossbar'],
  ['axi_lite', 'a crossbar'],
]);

/** What joins more than two. */
function sharing(kind: string): string {
  if (kind === 'link' || kind === 'lanes') return 'join a port of each by itself, or all through a switch';
  return `share it through a block of your own, such as ${fitting.get(kind) ?? 'a splitter'}`;
}

function leaveOut(context: Context, endpoint: Endpoint, marks: Marks, index: number): void {
  const origin = originOf(context, 'unused', index);
  let twice = false;
  let connected: number | undefined;
  offsets(context, endpoint, (offset) => {
    if (marks.unused[offset] === 1) twice = true;
    const mark = marks.connected[offset] ?? 0;
    if (mark !== 0) connected ??= mark - 1;
    marks.unused[offset] = 1;
  });
  if (!twice && connected === undefined) return;
  const port = textOf(context, endpoint);
  if (twice) report(context, 'E426', origin, { port });
  if (connected === undefined) return;
  const other = originOf(context, 'connection', connected);
  const related = other === undefined ? [] : [{ origin: other, message: 'it is connected here' }];
  report(context, 'E425', origin, { port }, { related, help: 'take it out of "unused"' });
}

/** Reports the elements of a port that are neither connected nor unused: as one endpoint where they are one block of indices. */
function findOpen(
  context: Context,
  instance: string | null,
  shape: readonly number[],
  port: Port,
  all: ReadonlyMap<string, Marks>,
  excused: ReadonlySet<string>,
): void {
  const key = keyOf(instance, port.name);
  const whole = [...shape, ...port.shape];
  const everything = endpoint(instance, shape.length, port.name, whole.map(wholeSpan));
  if (excused.has(key) || excused.has(keyOf(instance, anyPort)) || isBroken(context, everything)) return;
  const marks = all.get(key);
  const size = elementCount(whole);
  const open: number[] = [];
  for (let offset = 0; offset < size; offset++) {
    if (marks === undefined || (marks.connected[offset] === 0 && marks.unused[offset] === 0)) open.push(offset);
  }
  if (open.length === 0) return;
  const blame =
    open.length === size ? everything : endpoint(instance, shape.length, port.name, boundingSpans(open, whole));
  const covered = elementCount([...blame.at, ...blame.lane].map((span) => span.count));
  const text = textOf(context, blame);
  const ports = covered === open.length ? text : `${open.length} of ${text}`;
  const help =
    covered === open.length
      ? `connect ${open.length === 1 ? 'it' : 'them'}, or write "unused ${text};"`
      : 'connect them, or say that they are unused';
  report(context, 'E422', portOrigin(context, blame), { ports, many: open.length > 1 }, { help });
}

function endpoint(instance: string | null, dimensions: number, port: string, spans: readonly Span1[]): Endpoint {
  return { instance, at: spans.slice(0, dimensions), port, lane: spans.slice(dimensions) };
}

/** The least block of indices that holds all the offsets. */
function boundingSpans(found: readonly number[], shape: readonly number[]): readonly Span1[] {
  const strides = shape.map((_, d) => elementCount(shape.slice(d + 1)));
  return shape.map((extent, d) => {
    const stride = strides[d] ?? 1;
    let [least, greatest] = [extent, 0];
    for (const offset of found) {
      const index = Math.floor(offset / stride) % extent;
      least = Math.min(least, index);
      greatest = Math.max(greatest, index);
    }
    return { start: least, step: 1, count: greatest - least + 1 };
  });
}
