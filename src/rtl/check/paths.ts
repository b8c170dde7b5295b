import { components } from '../graph.js';
import { sourceExpr, type Grid, type Module } from '../module.js';
import { references } from '../nets.js';

/** For each output port, the input ports that it depends on within the same cycle. */
export type Paths = ReadonlyMap<string, ReadonlySet<string>>;

const known = new WeakMap<Module, Paths>();

/** For each net that is driven combinationally, the nets it reads within the same cycle. */
export function combinationalNets(module: Module): ReadonlyMap<string, readonly string[]> {
  const reads = new Map<string, readonly string[]>();
  for (const wire of module.wires) reads.set(wire.name, references([wire.value]));
  for (const instance of module.instances) {
    const paths = combinationalPaths(instance.module);
    for (const { port, net } of instance.outputs) {
      const inputs = paths.get(port);
      reads.set(
        net,
        references(instance.inputs.filter((input) => inputs?.has(input.port) === true).map((input) => input.value)),
      );
    }
  }
  for (const grid of module.grids) {
    const reached = gridPaths(grid);
    for (const { port, net } of grid.outputs) {
      const inputs = reached(port);
      reads.set(
        net,
        references(grid.inputs.filter((input) => inputs.has(input.port)).map((input) => sourceExpr(input.source))),
      );
    }
  }
  return reads;
}

/** Which outputs of a module depend on which inputs within a cycle; worked out once a module. */
export function combinationalPaths(module: Module): Paths {
  const before = known.get(module);
  if (before !== undefined) return before;
  const reads = combinationalNets(module);
  const inputs = new Set(module.ports.filter((port) => port.direction === 'input').map((port) => port.name));
  const paths = new Map<string, ReadonlySet<string>>();
  for (const port of module.ports)
    if (port.direction === 'output') paths.set(port.name, reachable(port.name, reads, inputs));
  known.set(module, paths);
  return paths;
}

function reachable(
  start: string,
  reads: ReadonlyMap<string, readonly string[]>,
  targets: ReadonlySet<string>,
): ReadonlySet<string> {
  const seen = new Set([start]);
  const waiting = [start];
  for (let net = waiting.pop(); net !== undefined; net = waiting.pop()) {
    for (const next of reads.get(net) ?? []) {
      if (seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return new Set([...seen].filter((net) => targets.has(net)));
}

/** From a cell's output, the cell inputs whose sources it depends on, over any number of neighbours. */
export function gridPaths(grid: Grid): (output: string) => ReadonlySet<string> {
  const inside = combinationalPaths(grid.module);
  const through = new Map<string, readonly string[]>(
    [...inside].map(([output, inputs]) => [`out ${output}`, [...inputs].map((input) => `in ${input}`)]),
  );
  for (const { port, source } of grid.inputs)
    through.set(`in ${port}`, source.kind === 'neighbour' ? [`out ${source.output}`] : []);
  const inputs = new Set(grid.inputs.map((input) => `in ${input.port}`));
  return (output) => new Set([...reachable(`out ${output}`, through, inputs)].map((name) => name.slice(3)));
}

const opposite = { north: 'south', south: 'north', east: 'west', west: 'east' } as const;

/** Inputs of a grid's cells whose combinational paths run through the neighbours in two opposite directions, which closes a loop. */
export function opposedInputs(grid: Grid): readonly string[] | undefined {
  const paths = combinationalPaths(grid.module);
  const source = new Map(grid.inputs.map((input) => [input.port, input.source]));
  const next = (port: string): readonly string[] => {
    const from = source.get(port);
    return from?.kind === 'neighbour' ? [...(paths.get(from.output) ?? [])].filter((input) => source.has(input)) : [];
  };
  for (const component of components(source.keys(), next)) {
    const sides = new Set(
      component.flatMap((port) => {
        const from = source.get(port);
        return from?.kind === 'neighbour' ? [from.side] : [];
      }),
    );
    if (component.length > 1 && [...sides].some((side) => sides.has(opposite[side]))) return component;
  }
  return undefined;
}
