import { modulesOf, type Module } from '../module.js';
import { optimise } from '../passes/index.js';
import { moduleText, type PrintOptions } from './module.js';
import { Names } from './names.js';

export { legal } from './names.js';

export { type PrintOptions } from './module.js';

/** A printed module: `file` is `<module>.v`. */
export interface VerilogFile {
  readonly module: string;
  readonly file: string;
  readonly text: string;
}

/** The Verilog name of each module of a design: its own, or a variant where two different modules have one name. */
export function moduleNames(top: Module): ReadonlyMap<Module, string> {
  const names = new Names();
  const found = new Map<Module, string>();
  // What is written elsewhere keeps its name.
  const all = modulesOf(top);
  const external = all.filter((module) => module.external !== undefined);
  for (const name of new Set(external.map((module) => module.name))) names.take(name);
  for (const module of external) found.set(module, module.name);
  found.set(top, names.take(top.name));
  for (const module of all) if (!found.has(module)) found.set(module, names.take(module.name));
  return found;
}

export interface DesignOptions extends PrintOptions {
  /** Whether to simplify the design first, which is the default. */
  readonly optimise?: boolean;
}

/** A design in Verilog-2005, one file a module, children first. */
export function printVerilog(design: Module, options: DesignOptions = {}): readonly VerilogFile[] {
  const top = options.optimise === false ? design : optimise(design);
  const names = moduleNames(top);
  const nameOf = (module: Module): string => names.get(module) ?? module.name;
  const written = modulesOf(top).filter((module) => module.external === undefined);
  return written.map((module) => ({
    module: nameOf(module),
    file: `${nameOf(module)}.v`,
    text: moduleText(module, nameOf, options),
  }));
}
