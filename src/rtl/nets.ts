import { walk, type Expr } from './expression.js';
import { sourceExpr, type Memory, type Module } from './module.js';
import { bit, unsigned, type Type } from './types.js';
import type { Origin } from '../diagnostics/index.js';

/** What drives a net. */
export type NetKind = 'input' | 'wire' | 'register' | 'read' | 'reset' | 'instance' | 'grid';

export interface Net {
  readonly name: string;
  readonly kind: NetKind;
  readonly type: Type;
  readonly origin?: Origin | undefined;
}

/** Every net of a module that an expression can refer to, by name. */
export function netsOf(module: Module): ReadonlyMap<string, Net> {
  const nets = new Map<string, Net>();
  const put = (kind: NetKind, name: string, type: Type, origin: Origin | undefined): void => {
    nets.set(name, { name, kind, type, origin });
  };
  for (const port of module.ports) if (port.direction === 'input') put('input', port.name, port.type, port.origin);
  for (const wire of module.wires) put('wire', wire.name, wire.type, wire.origin);
  for (const { name } of module.resetSynchronisers ?? []) put('reset', name, bit, undefined);
  for (const register of module.registers) put('register', register.name, register.type, register.origin);
  for (const { reads, type, origin } of module.memories) for (const { net } of reads) put('read', net, type, origin);
  for (const instance of module.instances) {
    for (const { port, net } of instance.outputs)
      put('instance', net, portType(instance.module, port), instance.origin);
  }
  for (const grid of module.grids) {
    for (const { port, net, side } of grid.outputs) {
      const count =
        side === 'all' ? grid.rows * grid.cols : side === 'north' || side === 'south' ? grid.cols : grid.rows;
      put('grid', net, unsigned(count * portType(grid.module, port).width), grid.origin);
    }
  }
  return nets;
}

/** The type of a port that the module has. */
export function portType(module: Module, name: string): Type {
  const port = module.ports.find((candidate) => candidate.name === name);
  if (port === undefined) throw new Error(`module ${module.name} has no port ${name}`);
  return port.type;
}

/** Every expression that a module's contents read, `unused` ones left out. */
export function rootsOf(module: Module): readonly Expr[] {
  return [
    ...module.wires.map((wire) => wire.value),
    ...module.gates.map((gate) => gate.enable),
    ...module.registers.flatMap(({ next, enable }) => (enable === undefined ? [next] : [next, enable])),
    ...module.memories.flatMap(memoryRoots),
    ...module.instances.flatMap((instance) => instance.inputs.map((input) => input.value)),
    ...module.grids.flatMap((grid) => grid.inputs.map((input) => sourceExpr(input.source))),
    ...module.assertions.map((assertion) => assertion.condition),
  ];
}

/** Every expression that the ports of a memory read. */
export function memoryRoots({ reads, writes }: Memory): readonly Expr[] {
  return [
    ...reads.flatMap(({ address, enable }) => [address, enable]),
    ...writes.flatMap(({ address, enable, data, mask }) => [
      address,
      enable,
      data,
      ...(mask === undefined ? [] : [mask]),
    ]),
  ];
}

/** The names of the nets that an expression reads, in order. */
export function references(roots: readonly Expr[]): readonly string[] {
  const names = new Set<string>();
  walk(roots, (expr) => {
    if (expr.kind === 'reference') names.add(expr.name);
  });
  return [...names];
}
