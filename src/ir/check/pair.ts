import type { Origin, Related } from '../../diagnostics/index.js';
import { formatQuantity } from '../../units/index.js';
import { dtypeWidth } from '../dtypes.js';
import { endpointCount } from '../merge.js';
import { portOf } from '../resolve.js';
import type { Connection, Endpoint, Port, PortType } from '../types.js';
import { portOrigin, report, textOf, type Context } from './context.js';

/** An end of a connection seen from inside the module: who drives. */
interface End {
  readonly endpoint: Endpoint;
  readonly port: Port;
  /** As it is written; made only where something is to be said. */
  readonly text: () => string;
  /** Seen from inside, the module's own `in` port is a source, an instance's a sink. */
  readonly role: 'source' | 'sink';
}

/** The ends of a connection in the order source, sink; undefined where it was reported as wrong. */
export type Pair = readonly [End, End];

/** Kinds of ports that take `<->`; the rest take `->`. `link` and `lanes` are passed on, and joined with `<->` in a system. */
const requesting: ReadonlySet<string> = new Set<PortType['kind']>(['memory', 'axi', 'axi_lite']);
const linking: ReadonlySet<string> = new Set<PortType['kind']>(['link', 'lanes']);

/** Checks one connection whose endpoints exist: counts, kinds, arrow, direction, element, width and address space. */
export function checkPair(connection: Connection, origin: Origin | undefined, context: Context): Pair | undefined {
  const [left, right] = [endOf(connection.from, context), endOf(connection.to, context)];
  if (left === undefined || right === undefined) return undefined;
  const related = (): readonly Related[] => relatedTo(context, left, right);
  const [leftCount, rightCount] = [endpointCount(left.endpoint), endpointCount(right.endpoint)];
  if (leftCount !== rightCount) {
    report(
      context,
      'E414',
      origin,
      { left: left.text(), leftCount, right: right.text(), rightCount },
      { related: related() },
    );
    return undefined;
  }
  const [leftKind, rightKind] = [left.port.type.kind, right.port.type.kind];
  if (leftKind !== rightKind) {
    report(
      context,
      'E415',
      origin,
      { left: left.text(), leftKind, right: right.text(), rightKind },
      { related: related() },
    );
    return undefined;
  }
  if (!checkArrow(connection, leftKind, origin, context)) return undefined;
  const pair = checkDirection(connection, left, right, origin, context);
  if (pair === undefined) return undefined;
  checkType(pair, origin, related, context);
  return pair;
}

function endOf(endpoint: Endpoint, context: Context): End | undefined {
  const found = portOf(endpoint, context.resolver);
  if (found === undefined) return undefined;
  const role = (found.port.direction === 'in') === (endpoint.instance === null) ? 'source' : 'sink';
  return { endpoint, port: found.port, text: () => textOf(context, endpoint), role };
}

function relatedTo(context: Context, ...ends: readonly End[]): readonly Related[] {
  return ends.flatMap(({ endpoint, text, port }) => {
    const origin = portOrigin(context, endpoint);
    return origin === undefined ? [] : [{ origin, message: `${text()} is ${portText(port)}` }];
  });
}

/** A port's type as it is written. */
export function portTypeText(type: PortType): string {
  switch (type.kind) {
    case 'stream':
      return `stream<${type.element}, ${type.count}>`;
    case 'memory':
      return `memory<${type.element}, ${type.count}, ${formatQuantity(type.size_bits, { b: 1 })}>`;
    case 'axi':
      return `axi<${type.data_bits}, ${type.address_bits}>`;
    case 'lanes':
    case 'wires':
      return `${type.kind}<${type.count}>`;
    default:
      return type.kind;
  }
}

function portText(port: Port): string {
  const shape = port.shape.length === 0 ? '' : `[${port.shape.join(', ')}]`;
  return `port ${port.direction} ${port.name}: ${portTypeText(port.type)}${shape}`;
}

function checkArrow(
  connection: Connection,
  kind: PortType['kind'],
  origin: Origin | undefined,
  context: Context,
): boolean {
  if (connection.kind === 'pass') return true;
  const isLink = linking.has(kind);
  const expected = requesting.has(kind) || isLink ? '<->' : '->';
  const found = connection.kind === 'memory' ? '<->' : '->';
  const outside = connection.from.instance === null || connection.to.instance === null;
  if (isLink && (outside || !context.system)) {
    report(context, 'E431', origin, { kind });
    return false;
  }
  if (connection.medium !== undefined && !isLink) {
    report(context, 'E484', origin, { why: `these are ${kind} ports` });
    return false;
  }
  if (expected === found) return true;
  report(context, 'E416', origin, { kind, expected, found });
  return false;
}

/** Who drives whom. The text's order counts for `->`; `<->` may be written from either side. */
function checkDirection(
  connection: Connection,
  left: End,
  right: End,
  origin: Origin | undefined,
  context: Context,
): Pair | undefined {
  // Links have no direction.
  if (linking.has(left.port.type.kind) && connection.kind === 'memory') return [left, right];
  if (left.role === right.role) {
    const message = { left: left.text(), right: right.text(), role: roleText(left) };
    report(context, 'E417', origin, message, { related: relatedTo(context, left, right) });
    return undefined;
  }
  const pair: Pair = left.role === 'source' ? [left, right] : [right, left];
  if (connection.kind === 'stream' && left.role === 'sink') {
    const help = `write "${right.text()} -> ${left.text()};"`;
    report(
      context,
      'E432',
      origin,
      { left: left.text(), right: right.text() },
      { help, related: relatedTo(context, left, right) },
    );
    return undefined;
  }
  return pair;
}

function roleText(end: End): string {
  if (requesting.has(end.port.type.kind)) return end.role === 'source' ? 'requesters' : 'responders';
  return end.role === 'source' ? 'sources' : 'sinks';
}

/** Element type, width and address space. `bit` agrees with any element of the same total width. */
function checkType(
  [source, sink]: Pair,
  origin: Origin | undefined,
  related: () => readonly Related[],
  context: Context,
): void {
  const [from, to] = [source.port.type, sink.port.type];
  const names = (): { readonly left: string; readonly right: string } => ({ left: source.text(), right: sink.text() });
  if (
    'element' in from &&
    'element' in to &&
    from.element !== to.element &&
    from.element !== 'bit' &&
    to.element !== 'bit'
  ) {
    report(
      context,
      'E418',
      origin,
      { ...names(), leftElement: from.element, rightElement: to.element },
      { related: related() },
    );
    return;
  }
  const [leftWidth, rightWidth] = [widthText(from), widthText(to)];
  if (leftWidth !== rightWidth) {
    const help = 'widths are never inferred: change the parameters of one end so that both come to the same';
    report(context, 'E419', origin, { ...names(), leftWidth, rightWidth }, { related: related(), help });
  }
  if (from.kind === 'memory' && to.kind === 'memory' && from.size_bits > to.size_bits) {
    const [space, size] = [from.size_bits, to.size_bits].map((bits) => formatQuantity(bits, { b: 1 }));
    const message = { requester: source.text(), space: space ?? '', responder: sink.text(), size: size ?? '' };
    const help = `let ${source.text()} address at most ${message.size}, or make the memory larger`;
    report(context, 'E420', origin, message, { related: related(), help });
  }
}

/** Bits a port moves in a beat, or undefined where its kind has no width of its own. */
export function portWidth(type: PortType): number | undefined {
  switch (type.kind) {
    case 'stream':
    case 'memory':
      return type.count * (dtypeWidth(type.element) ?? 0);
    case 'axi':
      return type.data_bits;
    case 'wires':
      return type.count;
    default:
      return undefined;
  }
}

function widthText(type: PortType): string {
  if (type.kind === 'lanes') return `${type.count} lanes`;
  if (type.kind === 'axi') return `${type.data_bits} b of data and ${type.address_bits} b of address`;
  const width = portWidth(type);
  return width === undefined ? '' : `${width} b`;
}
