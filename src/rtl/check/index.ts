import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { components } from '../graph.js';
import type { Module } from '../module.js';
import { netsOf, references, rootsOf } from '../nets.js';
import { crossings } from './crossings.js';
import { combinationalNets, opposedInputs } from './paths.js';
import { unusedInputs } from './unused.js';

/** What is wrong with a module whose children are right: loops, foreign signals, crossings of clocks, inputs that nothing reads. */
export function checkModule(module: Module): readonly Diagnostic[] {
  const foreign = foreignSignals(module);
  if (foreign.length > 0) return foreign;
  const closed = loops(module);
  return [...closed, ...(closed.length > 0 ? [] : crossings(module)), ...unusedInputs(module)];
}

function foreignSignals(module: Module): readonly Diagnostic[] {
  const nets = netsOf(module);
  return references(rootsOf(module))
    .filter((name) => !nets.has(name))
    .map((name) => diagnostic('E612', module.origin, { module: module.name, signal: name, other: 'another' }));
}

function loops(module: Module): readonly Diagnostic[] {
  const reads = combinationalNets(module);
  const nets = netsOf(module);
  const found: Diagnostic[] = [];
  for (const component of components(reads.keys(), (net) => reads.get(net) ?? [])) {
    const [first] = component;
    if (first === undefined || (component.length === 1 && reads.get(first)?.includes(first) !== true)) continue;
    const path = cycleThrough(first, component, reads);
    found.push(
      diagnostic('E606', nets.get(first)?.origin ?? module.origin, { module: module.name, path: path.join(' <- ') }),
    );
  }
  for (const grid of module.grids) {
    const opposed = opposedInputs(grid);
    if (opposed !== undefined)
      found.push(
        diagnostic('E606', grid.origin, {
          module: module.name,
          path: `${opposed.join(', ')} of neighbouring cells of grid ${grid.name}`,
        }),
      );
  }
  return found;
}

/** A shortest cycle of the component through `start`, from and to it. */
function cycleThrough(
  start: string,
  component: readonly string[],
  reads: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const within = new Set(component);
  const paths: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
    for (const next of reads.get(path[path.length - 1] ?? start) ?? []) {
      if (next === start) return [...path, start];
      if (!within.has(next) || seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return component;
}
