import { modulesOf, type Grid, type Instance, type Memory, type Module } from '../module.js';
import { fit, type Tiling } from './fit.js';
import type { MacroLibrary } from './macro.js';
import { memoryWrapper, wrapperClock, wrapperName, wrapperPort } from './wrapper.js';

/** What became of a memory: macros, or why it is as it was. */
export interface LoweredMemory {
  readonly module: Module;
  readonly memory: Memory;
  readonly result: Tiling | string;
}

/** A design whose memories are macros, and what became of its modules and memories. */
export interface Lowered {
  readonly top: Module;
  /** The new module in the place of one. */
  readonly moduleOf: (module: Module) => Module;
  readonly memories: readonly LoweredMemory[];
}

/**
 * The same hardware with instances of macros in place of memories: a wrapper for each shape of memory. Memories that no macro of the library takes stay as
 * they are, with the library's attributes.
 */
export function lowerMemories(top: Module, library: MacroLibrary): Lowered {
  const done = new Map<Module, Module>();
  const wrappers = new Map<string, Module>();
  const memories: LoweredMemory[] = [];
  for (const module of modulesOf(top)) {
    const child = <T extends Instance | Grid>(one: T): T => ({ ...one, module: done.get(one.module) ?? one.module });
    const kept: Memory[] = [];
    const instances: Instance[] = [];
    for (const memory of module.memories) {
      const result = fit(memory, library);
      memories.push({ module, memory, result });
      if (typeof result === 'string') kept.push({ ...memory, attributes: library.attributes });
      else instances.push(instanceOf(memory, wrapperOf(wrappers, memory, result)));
    }
    done.set(module, {
      ...module,
      memories: kept,
      instances: [...module.instances.map(child), ...instances],
      grids: module.grids.map(child),
    });
  }
  return { top: done.get(top) ?? top, moduleOf: (module) => done.get(module) ?? module, memories };
}

function wrapperOf(wrappers: Map<string, Module>, memory: Memory, tiling: Tiling): Module {
  const name = wrapperName(memory);
  const made = wrappers.get(name) ?? memoryWrapper(memory, tiling);
  wrappers.set(name, made);
  return made;
}

function instanceOf(memory: Memory, module: Module): Instance {
  const ports = [...memory.reads, ...memory.writes];
  const inputs = [
    ...memory.reads.flatMap(({ enable, address }, i) => [
      { port: wrapperPort(memory, 'read', i), value: enable },
      { port: wrapperPort(memory, 'read_address', i), value: address },
    ]),
    ...memory.writes.flatMap(({ enable, address, data, mask }, i) => [
      { port: wrapperPort(memory, 'write', i), value: enable },
      { port: wrapperPort(memory, 'write_address', i), value: address },
      { port: wrapperPort(memory, 'write_data', i), value: data },
      ...(mask === undefined ? [] : [{ port: wrapperPort(memory, 'mask', i), value: mask }]),
    ]),
  ];
  return {
    name: memory.name,
    module,
    clocks: new Map(ports.map(({ clock }) => [wrapperClock(memory, clock), clock])),
    inputs,
    outputs: memory.reads.map(({ net }, i) => ({ port: wrapperPort(memory, 'data', i), net })),
    origin: memory.origin,
  };
}
