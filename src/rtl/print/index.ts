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
  const found = new Map<Module, string>([[top, names.take(top.name)]]);
  for (const module of modulesOf(top)) if (!found.has(module)) found.set(module, names.take(module.name));
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
  return modulesOf(top).map((module) => ({
    module: nameOf(module),
    file: `${nameOf(module)}.v`,
    text: moduleText(module, nameOf, options),
  }));
}
