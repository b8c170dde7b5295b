import type { Expr } from '../expression.js';
import { enableOf, sourceExpr, type Module } from '../module.js';
import { memoryRoots, references } from '../nets.js';

/** The module without the wires, registers and memories that no output, child or assertion depends on. Ports and children stay. */
export function withoutDead(module: Module): Module {
  const readBy = new Map<string, readonly Expr[]>();
  for (const wire of module.wires) readBy.set(wire.name, [wire.value]);
  for (const register of module.registers) {
    const enable = enableOf(module, register);
    readBy.set(register.name, enable === undefined ? [register.next] : [register.next, enable]);
  }
  for (const memory of module.memories) for (const { net } of memory.reads) readBy.set(net, memoryRoots(memory));
  const outputs = new Set(module.ports.filter((port) => port.direction === 'output').map((port) => port.name));
  const roots = [
    ...module.wires.filter((wire) => outputs.has(wire.name)).map((wire) => wire.value),
    ...module.instances.flatMap((instance) => instance.inputs.map((input) => input.value)),
    ...module.grids.flatMap((grid) => grid.inputs.map((input) => sourceExpr(input.source))),
    ...module.assertions.map((assertion) => assertion.condition),
  ];
  const live = new Set(references(roots));
  const waiting = [...live];
  for (let net = waiting.pop(); net !== undefined; net = waiting.pop()) {
    for (const next of references(readBy.get(net) ?? [])) {
      if (live.has(next)) continue;
      live.add(next);
      waiting.push(next);
    }
  }
  const registers = module.registers.filter((register) => live.has(register.name));
  return {
    ...module,
    wires: module.wires.filter((wire) => live.has(wire.name) || outputs.has(wire.name)),
    gates: module.gates.filter(({ name }) => registers.some(({ gate }) => gate === name)),
    registers,
    memories: module.memories.filter(({ reads }) => reads.some(({ net }) => live.has(net))),
  };
}
