import { diagnostic, type Diagnostic, type Origin } from '../../diagnostics/index.js';
import type { Expr } from '../expression.js';
import { enableOf, sourceExpr, type Grid, type Instance, type Module } from '../module.js';
import { references } from '../nets.js';
import { combinationalPaths, gridPaths } from './paths.js';

/** Clocks by name. */
type Clocks = ReadonlySet<string>;

/** The clock domains of a module's ports: which clocks sample an input without a synchroniser, and at whose edges an output changes. */
interface Domains {
  readonly inputs: ReadonlyMap<string, Clocks>;
  readonly outputs: ReadonlyMap<string, Clocks>;
  readonly problems: readonly Diagnostic[];
}

const known = new WeakMap<Module, Domains>();

/**
 * What changes at the edges of one clock and is sampled at those of another, without a synchroniser between (E615). The domain of an input is that of
 * the clock that samples it, so one that two clocks sample is a crossing too.
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

/** Where a value goes: what samples it, at which clocks' edges. */
interface Sink {
  readonly what: string;
  readonly clocks: Clocks;
  readonly exprs: readonly Expr[];
  readonly origin: Origin | undefined;
}

function analyse(module: Module): Domains {
  const launched = launches(module);
  const inputs = new Map<string, Set<string>>();
  const problems: Diagnostic[] = [];
  for (const { what, clocks, exprs, origin } of sinks(module)) {
    for (const net of references(exprs)) {
      const { clocks: from, inputs: through } = launched(net);
      for (const input of through) for (const clock of clocks) add(inputs, input, clock);
      for (const other of from)
        for (const clock of clocks)
          if (clock !== other)
            problems.push(
              diagnostic('E615', origin, {
                module: module.name,
                from: net,
                fromClock: other,
                to: what,
                toClock: clock,
              }),
            );
    }
  }
  for (const port of module.ports) {
    const [first, second] = [...(inputs.get(port.name) ?? [])];
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
    module.ports.flatMap(({ name, direction }) =>
      direction === 'output' ? [[name, launched(name).clocks] as const] : [],
    ),
  );
  return { inputs, outputs, problems };
}

function add(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** At whose edges a net changes, and with which inputs. */
interface Launch {
  readonly clocks: Clocks;
  readonly inputs: ReadonlySet<string>;
}

const nothing: Launch = { clocks: new Set(), inputs: new Set() };

/** At whose edges each net of a module changes. */
function launches(module: Module): (net: string) => Launch {
  const start = new Map<string, Launch>();
  const from = new Map<string, readonly string[]>();
  const at = (clocks: Iterable<string>): Launch => ({ clocks: new Set(clocks), inputs: new Set() });
  for (const { name, direction } of module.ports)
    if (direction === 'input') start.set(name, { clocks: new Set(), inputs: new Set([name]) });
  for (const { name, clock } of module.registers) start.set(name, at([clock]));
  for (const { reads } of module.memories) for (const { net, clock } of reads) start.set(net, at([clock]));
  for (const wire of module.wires) {
    if (wire.crossing !== undefined) start.set(wire.name, nothing);
    else from.set(wire.name, references([wire.value]));
  }
  for (const instance of module.instances) {
    const paths = combinationalPaths(instance.module);
    for (const { port, net } of instance.outputs) {
      start.set(net, at(outer(instance, domainsOf(instance.module).outputs.get(port))));
      const inputs = instance.inputs.filter((input) => paths.get(port)?.has(input.port) === true);
      from.set(net, references(inputs.map(({ value }) => value)));
    }
  }
  for (const grid of module.grids) {
    const paths = gridPaths(grid);
    for (const { port, net } of grid.outputs) {
      // What reaches the output from other cells changes at the edges of the cells' own clocks.
      const within = [...domainsOf(grid.module).outputs.values()].flatMap((clocks) => outer(grid, clocks));
      start.set(net, at(within));
      const inputs = grid.inputs.filter((input) => paths(port).has(input.port));
      from.set(net, references(inputs.map(({ source }) => sourceExpr(source))));
    }
  }
  return closure(start, from);
}

/** The clocks of the parent that stand for those of a child. */
function outer(child: Instance | Grid, clocks: Clocks = new Set()): readonly string[] {
  return [...clocks].flatMap((clock) => child.clocks.get(clock) ?? []);
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
      clocks: new Set(below.flatMap(({ clocks }) => [...clocks])),
      inputs: new Set(below.flatMap(({ inputs }) => [...inputs])),
    };
    done.set(net, found);
    return found;
  };
  return of;
}

function sinks(module: Module): readonly Sink[] {
  const given = (exprs: readonly (Expr | undefined)[]): readonly Expr[] => exprs.filter((expr) => expr !== undefined);
  return [
    ...module.registers.flatMap((register): Sink[] => {
      const exprs = given([register.synchronises === true ? undefined : register.next, enableOf(module, register)]);
      return [{ what: register.name, clocks: new Set([register.clock]), exprs, origin: register.origin }];
    }),
    // What is written with one clock may be read with another: the words lie still between.
    ...module.memories.flatMap(({ name, reads, writes }): readonly Sink[] => [
      ...reads.map(({ clock, address, enable, origin }): Sink => {
        return { what: name, clocks: new Set([clock]), exprs: [address, enable], origin };
      }),
      ...writes.map(({ clock, address, enable, data, mask, origin }): Sink => {
        return { what: name, clocks: new Set([clock]), exprs: given([address, enable, data, mask]), origin };
      }),
    ]),
    ...module.assertions.map(({ name, clock, condition, origin }): Sink => {
      return { what: name, clocks: new Set([clock]), exprs: [condition], origin };
    }),
    ...module.instances.flatMap((instance) =>
      instance.inputs.map(({ port, value }): Sink => {
        const clocks = new Set(outer(instance, domainsOf(instance.module).inputs.get(port)));
        return { what: `${instance.name}.${port}`, clocks, exprs: [value], origin: instance.origin };
      }),
    ),
    ...module.grids.flatMap((grid) =>
      grid.inputs.map(({ port, source }): Sink => {
        const clocks = new Set(outer(grid, domainsOf(grid.module).inputs.get(port)));
        return { what: `${grid.name}.${port}`, clocks, exprs: [sourceExpr(source)], origin: grid.origin };
      }),
    ),
  ];
}
