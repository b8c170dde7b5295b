import type { Expr } from '../expression.js';
import { modulesOf, type Grid, type Instance, type Module } from '../module.js';
import { rootsOf } from '../nets.js';
import { constantWires } from './constants.js';
import { withoutDead } from './dead.js';
import { foldExpr } from './fold.js';
import { countUses, narrowExpr } from './narrow.js';
import { rewriteModule } from './rewrite.js';
import { moduleKey } from './same.js';
import { Sharing } from './share.js';

const known = new WeakMap<Module, ReadonlyMap<Module, Module>>();

/**
 * The same hardware, simpler: constants folded, equal expressions shared, cut operations narrowed, what nothing reads removed, equal modules made one.
 * Ports, registers' names and the hierarchy stay.
 */
export function optimise(top: Module): Module {
  return optimised(top).get(top) ?? top;
}

/** What becomes of each module of a design when it is simplified: several may become one. */
export function optimised(top: Module): ReadonlyMap<Module, Module> {
  const before = known.get(top);
  if (before !== undefined) return before;
  const done = new Map<Module, Module>();
  const canonical = new Map<string, Module>();
  const numbers = new Map<Module, number>();
  for (const module of modulesOf(top)) {
    const child = <T extends Instance | Grid>(one: T): T => ({ ...one, module: done.get(one.module) ?? one.module });
    const simple = optimiseOne({ ...module, instances: module.instances.map(child), grids: module.grids.map(child) });
    const key = moduleKey(simple, (inner) => numbers.get(inner) ?? -1);
    const same = canonical.get(key) ?? simple;
    canonical.set(key, same);
    if (!numbers.has(same)) numbers.set(same, numbers.size);
    done.set(module, same);
  }
  known.set(top, done);
  const result = done.get(top) ?? top;
  if (!known.has(result)) known.set(result, new Map(modulesOf(result).map((module) => [module, module])));
  return done;
}

function optimiseOne(module: Module): Module {
  const folded = foldAll(module);
  const uses = countUses(rootsOf(folded));
  const narrowed = shared(folded, (expr) => narrowExpr(foldExpr(expr), uses));
  return withoutDead(shared(narrowed, foldExpr));
}

/** Folds until no further wire turns out to be constant. */
function foldAll(module: Module): Module {
  const inPlace = constantWires(module);
  const folded = shared(module, (expr) => inPlace(foldExpr(expr)));
  return constantWireCount(folded) > constantWireCount(module) ? foldAll(folded) : folded;
}

function constantWireCount(module: Module): number {
  return module.wires.filter((wire) => wire.value.kind === 'constant').length;
}

function shared(module: Module, rewrite: (expr: Expr) => Expr): Module {
  const sharing = new Sharing();
  return rewriteModule(module, (expr) => sharing.share(expr, rewrite));
}
