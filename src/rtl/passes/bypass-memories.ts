import type { Expr } from '../expression.js';
import { modulesOf, type Grid, type Instance, type Memory, type Module, type Register, type Wire } from '../module.js';
import { netsOf } from '../nets.js';
import { concat, constant, Signal } from '../signal.js';
import { bit, unsigned } from '../types.js';
import { testPortOf, withTestPort } from './gate-clocks.js';

/** A design whose memories have a bypass, and what became of its modules. */
export interface Bypassed {
  readonly top: Module;
  /** The new module in the place of one. */
  readonly moduleOf: (module: Module) => Module;
}

/**
 * The same hardware with a register beside each read port of a memory, for scan: while the test input is high, the logic behind the port sees the register in place of the
 * memory, and the register takes the exclusive or of all that the port and the memory's writes of its clock are given, so that the logic in front is seen
 * too. While it is low the register keeps its value and nobody reads it. Every module with a memory in it or below gets an input of the role `test`.
 */
export function bypassMemories(top: Module): Bypassed {
  const done = new Map<Module, Module>();
  for (const module of modulesOf(top)) {
    const child = <T extends Instance | Grid>(one: T): T => ({ ...one, module: done.get(one.module) ?? one.module });
    const children = { ...module, instances: module.instances.map(child), grids: module.grids.map(child) };
    const below = [...children.instances, ...children.grids].some((one) => testPortOf(one.module) !== undefined);
    if (module.memories.length > 0) done.set(module, bypassOne(withTestPort(children)));
    else if (below) done.set(module, withTestPort(children));
  }
  return { top: done.get(top) ?? top, moduleOf: (module) => done.get(module) ?? module };
}

function bypassOne(module: Module): Module {
  const taken = new Set([
    ...netsOf(module).keys(),
    ...[...module.ports, ...module.memories, ...module.instances, ...module.grids].map(({ name }) => name),
  ]);
  const take = (wish: string): string => {
    let name = wish;
    for (let i = 2; taken.has(name); i++) name = `${wish}_${i}`;
    taken.add(name);
    return name;
  };
  const registers: Register[] = [];
  const wires: Wire[] = [];
  const memories = module.memories.map((memory): Memory => {
    const { type, origin } = memory;
    const reads = memory.reads.map((read, index) => {
      const [word, held] = [take(`${read.net}_memory`), take(`${read.net}_test`)];
      const enable: Expr = { kind: 'reference', type: bit, name: testPortOf(module) ?? '' };
      const next = folded(memory, index);
      registers.push({ name: held, type, clock: read.clock, enable, next, origin });
      const of = (name: string): Expr => ({ kind: 'reference', type, name });
      const value: Expr = { kind: 'mux', type, condition: enable, then: of(held), else: of(word) };
      wires.push({ name: read.net, type, value, origin });
      return { ...read, net: word };
    });
    return { ...memory, reads };
  });
  return { ...module, memories, wires: [...module.wires, ...wires], registers: [...module.registers, ...registers] };
}

/** All that a read port and the writes of its clock are given (on 2rw, those of its own port), folded into a word. */
function folded(memory: Memory, index: number): Expr {
  const { type, ports, reads, writes } = memory;
  const clock = reads[index]?.clock;
  const own = <P extends { readonly clock: string }>(all: readonly P[]): readonly P[] =>
    ports === '2rw' ? all.slice(index, index + 1) : all.filter((port) => port.clock === clock);
  // Data first: in the word it stands where it is.
  const bits = [
    ...own(writes).flatMap(({ address, enable, data, mask }) => [
      data,
      address,
      enable,
      ...(mask === undefined ? [] : [mask]),
    ]),
    ...own(reads).flatMap(({ address, enable }) => [address, enable]),
  ].map((expr) => new Signal(expr, undefined).asUnsigned());
  const all = concat(...bits.toReversed());
  const words = Math.ceil(all.width / type.width);
  const padding = words * type.width - all.width;
  const whole = padding === 0 ? all : concat(constant(0, unsigned(padding)), all);
  const folds = Array.from({ length: words }, (_, word) => whole.element(word, type.width));
  const sum = folds.reduce((a, b) => a.xor(b));
  return (type.signed ? sum.asSigned() : sum).expr;
}
