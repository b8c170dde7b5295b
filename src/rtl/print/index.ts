import { modulesOf, type Module } from '../module.js';
import { gateClocks, testPortOf, type GateOptions } from '../passes/gate-clocks.js';
import { optimise } from '../passes/index.js';
import { clockGateModule, clockGateText, type ClockGateCell } from './clock-gate.js';
import { moduleText, type PrintOptions } from './module.js';
import { Names } from './names.js';

export { clockGateModule, type ClockGateCell } from './clock-gate.js';
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
  if (testPortOf(top) !== undefined) names.take(clockGateModule);
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
  /** Gates in place of enables; without, registers have enables. */
  readonly clockGating?: ClockGating;
}

/** How clocks are gated, and by what. */
export interface ClockGating extends GateOptions {
  /** What synthesis makes of `accel_clock_gate`: a cell of its library, or a flip-flop and an AND; without, a latch and an AND. */
  readonly synthesis?: ClockGateCell | 'flip_flop' | undefined;
}

/** A design in Verilog-2005, one file a module, children first; before them `accel_clock_gate` where clocks are gated. */
export function printVerilog(design: Module, options: DesignOptions = {}): readonly VerilogFile[] {
  const { clockGating } = options;
  const simple = options.optimise === false ? design : optimise(design);
  const top = clockGating === undefined ? simple : gateClocks(simple, clockGating);
  const names = moduleNames(top);
  const nameOf = (module: Module): string => names.get(module) ?? module.name;
  const written = modulesOf(top).filter((module) => module.external === undefined);
  const modules = written.map((module) => ({
    module: nameOf(module),
    file: `${nameOf(module)}.v`,
    text: moduleText(module, nameOf, options),
  }));
  if (testPortOf(top) === undefined) return modules;
  const text = clockGateText(clockGating?.synthesis, options.header ?? []);
  return [{ module: clockGateModule, file: `${clockGateModule}.v`, text }, ...modules];
}
