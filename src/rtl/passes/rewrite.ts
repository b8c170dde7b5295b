import type { Expr } from '../expression.js';
import type { GridSource, Module } from '../module.js';

/** The module with `rewrite` of every expression that it reads. */
export function rewriteModule(module: Module, rewrite: (expr: Expr) => Expr): Module {
  const source = (from: GridSource): GridSource =>
    from.kind === 'neighbour' ? { ...from, edge: rewrite(from.edge) } : { ...from, value: rewrite(from.value) };
  return {
    ...module,
    wires: module.wires.map((wire) => ({ ...wire, value: rewrite(wire.value) })),
    gates: module.gates.map((gate) => ({ ...gate, enable: rewrite(gate.enable) })),
    registers: module.registers.map((register) => ({
      ...register,
      next: rewrite(register.next),
      enable: register.enable === undefined ? undefined : rewrite(register.enable),
    })),
    memories: module.memories.map((memory) => ({
      ...memory,
      reads: memory.reads.map((read) => ({ ...read, address: rewrite(read.address), enable: rewrite(read.enable) })),
      writes: memory.writes.map((write) => ({
        ...write,
        address: rewrite(write.address),
        enable: rewrite(write.enable),
        data: rewrite(write.data),
        mask: write.mask === undefined ? undefined : rewrite(write.mask),
      })),
    })),
    instances: module.instances.map((instance) => ({
      ...instance,
      inputs: instance.inputs.map((input) => ({ ...input, value: rewrite(input.value) })),
    })),
    grids: module.grids.map((grid) => ({
      ...grid,
      inputs: grid.inputs.map((input) => ({ ...input, source: source(input.source) })),
    })),
    assertions: module.assertions.map((assertion) => ({ ...assertion, condition: rewrite(assertion.condition) })),
  };
}
