import type {
  Block,
  Connection,
  Design,
  Endpoint,
  Instance,
  Module,
  Port,
  PortType,
  Span1,
} from '../../src/ir/index.js';

/** Port types in short: `memory` is 16 words of a byte. */
export const types = {
  memory: { kind: 'memory', element: 'bit', count: 8, size_bits: 128 },
  large: { kind: 'memory', element: 'bit', count: 8, size_bits: 2048 },
  stream: { kind: 'stream', element: 'int8', count: 1 },
  commands: { kind: 'commands' },
  interrupt: { kind: 'interrupt' },
} as const satisfies Record<string, PortType>;

export function port(direction: 'in' | 'out', name: string, type: keyof typeof types, ...shape: number[]): Port {
  return { name, direction, type: types[type], shape };
}

export function block(id: string, name: string, ports: readonly Port[]): Block {
  return { id, name, parameters: {}, clocks: ['clk'], ports, derived: {} };
}

/** An instance `name` or `name[4]` of a block or module. */
export function instance(
  text: string,
  of: Block | Module,
  clocks: Readonly<Record<string, string>> = { clk: 'clk' },
): Instance {
  const [name = '', ...shape] = text.split(/[[\]]+/).filter((part) => part !== '');
  const target = 'id' in of ? ({ kind: 'block', id: of.id } as const) : ({ kind: 'module', name: of.name } as const);
  return { name, of: target, shape: shape.map(Number), clocks };
}

/** `a.p -> b.q`, `a.p <-> b.q`; a path without a dot is the module's own port, which makes the connection a `pass`. */
export function connection(text: string): Connection {
  const [left = '', arrow = '', right = ''] = text.split(' ');
  const [from, to] = [endpoint(left), endpoint(right)];
  if (to.instance === null) return { kind: 'pass', from: to, to: from };
  if (from.instance === null) return { kind: 'pass', from, to };
  return { kind: arrow === '<->' ? 'memory' : 'stream', from, to };
}

/** `tile[0..4].mem`, `core.results`, `work`. */
function endpoint(text: string): Endpoint {
  const [first = '', second] = text.split(/(?<!\.)\.(?!\.)/); // the dots of a range do not separate
  const inner = second === undefined ? null : named(first);
  const own = named(second ?? first);
  return { instance: inner?.name ?? null, at: inner?.spans ?? [], port: own.name, lane: own.spans };
}

function named(text: string): { readonly name: string; readonly spans: readonly Span1[] } {
  const [name = '', ...ranges] = text.split(/[[\]]+/).filter((part) => part !== '');
  const spans = ranges.map((range): Span1 => {
    const [start = '0', end] = range.split('..');
    return { start: Number(start), step: 1, count: end === undefined ? 1 : Number(end) - Number(start) };
  });
  return { name, spans };
}

export interface ModuleText {
  readonly ports?: readonly Port[];
  readonly instances: readonly Instance[];
  readonly connections?: readonly string[];
  readonly clocks?: readonly string[];
}

export function module(
  name: string,
  { ports = [], instances, connections = [], clocks = ['clk'] }: ModuleText,
): Module {
  return { name, clocks, ports, instances, connections: connections.map(connection), unused: [], requirements: [] };
}

/** A design whose last module is the design itself. */
export function design(blocks: readonly Block[], ...modules: readonly [...Module[], Module]): Design {
  const top = modules[modules.length - 1]!;
  return {
    schema: 'accel-design/1',
    name: top.name,
    process: { node: 'tsmc_n7', voltage_v: null },
    clocks: top.clocks.map((name) => ({ name, frequency_hz: 1e9, reset: 'sync' })),
    modules,
    blocks,
    workloads: [],
  };
}
