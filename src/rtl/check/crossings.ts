import { diagnostic, type Diagnostic, type Origin } from '../../diagnostics/index.js';
import type { Expr } from '../expression.js';
import {
  childResets,
  enableOf,
  resetOf,
  sourceExpr,
  type Grid,
  type Instance,
  type Module,
  type Register,
} from '../module.js';
import { references } from '../nets.js';
import { combinationalPaths, gridPaths } from './paths.js';

/** Clocks, and asynchronous resets, by name. */
interface Domain {
  readonly clocks: ReadonlySet<string>;
  readonly resets: ReadonlySet<string>;
}

/** The domains of a module's ports: which clocks sample an input without a synchroniser, into registers of which resets; at whose edges an output changes. */
interface Domains {
  readonly inputs: ReadonlyMap<string, Domain>;
  readonly outputs: ReadonlyMap<string, Domain>;
  readonly problems: readonly Diagnostic[];
}

const known = new WeakMap<Module, Domains>();

/**
 * What changes at the edges of one clock and is sampled at those of another, without a synchroniser between (E615). The domain of an input is that of
 * the clock that samples it, so one that two clocks sample is a crossing too. Of one clock, what one asynchronous reset changes at any time and a register
 * of another one samples (E617).
 */
export function crossings(module: Module): readonly Diagnostic[] {
  return domainsOf(module).problems;
}

function domainsOf(module: Module): Domains {
  const before = known.get(module);
  if (before !== undefined) return before;
  const found =
    module.external === undefined ? analyse(module) : { inputs: new Map(), outputs: new Map(), problems: [] };
  known.set(module, found);
  return found;
}

/** Where a value goes: what samples it, at which clocks' edges, and under which resets. */
interface Sink extends Domain {
  readonly what: string;
  readonly exprs: readonly Expr[];
  readonly origin: Origin | undefined;
}

function analyse(module: Module): Domains {
  const launched = launches(module);
  const inputs = new Map<string, Domain>();
  const problems: Diagnostic[] = [];
  for (const sink of sinks(module)) {
    for (const net of references(sink.exprs)) {
      const from = launched(net);
      for (const input of from.inputs) inputs.set(input, union([inputs.get(input) ?? nothing, sink]));
      problems.push(...between(module, net, from, sink));
    }
  }
  for (const port of module.ports) {
    const [first, second] = [...(inputs.get(port.name)?.clocks ?? [])];
    if (first === undefined || second === undefined) continue;
    problems.push(
      diagnostic('E615', port.origin, {
        module: module.name,
        from: `input ${port.name}`,
        fromClock: first,
        to: 'another part',
        toClock: second,
      }),
    );
  }
  const outputs = new Map(
    module.ports.flatMap(({ name, direction }) => (direction === 'output' ? [[name, launched(name)] as const] : [])),
  );
  return { inputs, outputs, problems };
}

/** What is wrong with a net that a sink samples: another clock, else another asynchronous reset. */
function between(module: Module, net: string, from: Domain, sink: Sink): readonly Diagnostic[] {
  const ends = { module: module.name, from: net, to: sink.what };
  const pairs = (left: ReadonlySet<string>, right: ReadonlySet<string>): readonly (readonly [string, string])[] =>
    [...left].flatMap((other) => [...right].flatMap((own) => (own === other ? [] : [[other, own] as const])));
  const clocks = pairs(from.clocks, sink.clocks);
  if (clocks.length > 0)
    return clocks.map(([fromClock, toClock]) => diagnostic('E615', sink.origin, { ...ends, fromClock, toClock }));
  return pairs(from.resets, sink.resets).map(([fromReset, toReset]) =>
    diagnostic('E617', sink.origin, { ...ends, fromReset, toReset }),
  );
}

function union(domains: readonly Domain[]): Domain {
  return {
    clocks: new Set(domains.flatMap(({ clocks }) => [...clocks])),
    resets: new Set(domains.flatMap(({ resets }) => [...resets])),
  };
}

/** At whose edges a net changes, with which resets at any time, and with which inputs. */
interface Launch extends Domain {
  readonly inputs: ReadonlySet<string>;
}

const nothing: Launch = { clocks: new Set(), resets: new Set(), inputs: new Set() };

/** At whose edges each net of a module changes. */
function launches(module: Module): (net: string) => Launch {
  const start = new Map<string, Launch>();
  const from = new Map<string, readonly string[]>();
  const at = (domain: Domain): Launch => ({ ...domain, inputs: new Set() });
  for (const { name, direction } of module.ports)
    if (direction === 'input') start.set(name, { ...nothing, inputs: new Set([name]) });
  for (const register of module.registers) start.set(register.name, at(domainOf(module, register)));
  for (const { reads } of module.memories)
    for (const { net, clock } of reads) start.set(net, { ...nothing, clocks: new Set([clock]) });
  for (const wire of module.wires) {
    if (wire.crossing !== undefined) start.set(wire.name, nothing);
    else from.set(wire.name, references([wire.value]));
  }
  for (const instance of module.instances) {
    const paths = combinationalPaths(instance.module);
    for (const { port, net } of instance.outputs) {
      start.set(net, at(outer(module, instance, domainsOf(instance.module).outputs.get(port))));
      const inputs = instance.inputs.filter((input) => paths.get(port)?.has(input.port) === true);
      from.set(net, references(inputs.map(({ value }) => value)));
    }
  }
  for (const grid of module.grids) {
    const paths = gridPaths(grid);
    for (const { port, net } of grid.outputs) {
      // What reaches the output from other cells changes at the edges of the cells' own clocks.
      const within = union([...domainsOf(grid.module).outputs.values()]);
      start.set(net, at(outer(module, grid, within)));
      const inputs = grid.inputs.filter((input) => paths(port).has(input.port));
      from.set(net, references(inputs.map(({ source }) => sourceExpr(source))));
    }
  }
  return closure(start, from);
}

/** The clock of a register, and its reset where that is asynchronous. */
function domainOf(module: Module, register: Register): Domain {
  const reset = register.reset?.kind === 'asynchronous' ? resetOf(module, register) : undefined;
  return { clocks: new Set([register.clock]), resets: new Set(reset === undefined ? [] : [reset]) };
}

/** The clocks and resets of the parent that stand for those of a child. */
function outer(module: Module, child: Instance | Grid, { clocks, resets }: Domain = nothing): Domain {
  const joined = childResets(module, child);
  return {
    clocks: new Set([...clocks].flatMap((clock) => child.clocks.get(clock) ?? [])),
    resets: new Set([...resets].flatMap((reset) => joined.get(reset) ?? [])),
  };
}

/** What each net has from all that it depends on; the nets have no loops. */
function closure(
  start: ReadonlyMap<string, Launch>,
  from: ReadonlyMap<string, readonly string[]>,
): (net: string) => Launch {
  const done = new Map<string, Launch>();
  const of = (net: string): Launch => {
    const before = done.get(net);
    if (before !== undefined) return before;
    const below = [start.get(net) ?? nothing, ...(from.get(net) ?? []).map(of)];
    const found = {
      ...union(below),
      inputs: new Set(below.flatMap(({ inputs }) => [...inputs])),
    };
    done.set(net, found);
    return found;
  };
  return of;
}

function sinks(module: Module): readonly Sink[] {
  const at = (clock: string): Domain => ({ clocks: new Set([clock]), resets: new Set() });
  const given = (exprs: readonly (Expr | undefined)[]): readonly Expr[] => exprs.filter((expr) => expr !== undefined);
  return [
    ...module.registers.flatMap((register): Sink[] => {
      const exprs = given([register.synchronises === true ? undefined : register.next, enableOf(module, register)]);
      return [{ what: register.name, ...domainOf(module, register), exprs, origin: register.origin }];
    }),
    // What is written with one clock may be read with another: the words lie still between.
    ...module.memories.flatMap(({ name, reads, writes }): readonly Sink[] => [
      ...reads.map(({ clock, address, enable, origin }): Sink => {
        return { what: name, ...at(clock), exprs: [address, enable], origin };
      }),
      ...writes.map(({ clock, address, enable, data, mask, origin }): Sink => {
        return { what: name, ...at(clock), exprs: given([address, enable, data, mask]), origin };
      }),
    ]),
    ...module.assertions.map(({ name, clock, condition, origin }): Sink => {
      return { what: name, ...at(clock), exprs: [condition], origin };
    }),
    ...module.instances.flatMap((instance) =>
      instance.inputs.map(({ port, value }): Sink => {
        const domain = outer(module, instance, domainsOf(instance.module).inputs.get(port));
        return { what: `${instance.name}.${port}`, ...domain, exprs: [value], origin: instance.origin };
      }),
    ),
    ...module.grids.flatMap((grid) =>
      grid.inputs.map(({ port, source }): Sink => {
        const domain = outer(module, grid, domainsOf(grid.module).inputs.get(port));
        return { what: `${grid.name}.${port}`, ...domain, exprs: [sourceExpr(source)], origin: grid.origin };
      }),
    ),
  ];
}
