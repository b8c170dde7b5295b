import { modulesOf, type Module } from '../module.js';
import { bypassMemories } from '../passes/bypass-memories.js';
import { gatedModules, type GateOptions } from '../passes/gate-clocks.js';
import { optimised } from '../passes/index.js';
import { clockGateModule, clockGateText, type ClockGateCell } from './clock-gate.js';
import { withMarks, type MarkedText } from './marks.js';
import { moduleText, type PrintOptions } from './module.js';
import { Names } from './names.js';
import { resetSynchroniserModule, resetSynchroniserText } from './reset-synchroniser.js';

export { clockGateModule, type ClockGateCell } from './clock-gate.js';
export { resetSynchroniserModule } from './reset-synchroniser.js';
export { legal } from './names.js';

export { type PrintOptions } from './module.js';

/** A printed module: `file` is `<module>.v`. */
export interface VerilogFile {
  readonly module: string;
  readonly file: string;
  readonly text: string;
  /** The modules of the design that it prints: several where they are the same but for their origins; none for a wrapper. */
  readonly of: readonly Module[];
  /** Where each line of the text comes from, where the origin of lines was asked for; undefined is the module as a whole. */
  readonly origins?: MarkedText['origins'];
  /** A module of the product's own, of which a library's cell may take the place. */
  readonly wrapper?: true;
}

/** The Verilog name of each module of a design: its own, or a variant where two different modules have one name. */
export function moduleNames(top: Module): ReadonlyMap<Module, string> {
  const names = new Names();
  const all = modulesOf(top);
  for (const wrapper of wrappersOf(all)) names.take(wrapper);
  const found = new Map<Module, string>();
  // What is written elsewhere keeps its name.
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
  /** Whether to tell where each line comes from. */
  readonly lineOrigins?: boolean;
  /** Gates in place of enables; without, registers have enables. */
  readonly clockGating?: ClockGating;
  /** Whether memories get a bypass for scan. */
  readonly memoryBypass?: boolean;
}

/** How clocks are gated, and by what. */
export interface ClockGating extends GateOptions {
  /** What synthesis makes of `accel_clock_gate`: a cell of its library, or a flip-flop and an AND; without, a latch and an AND. */
  readonly synthesis?: ClockGateCell | 'flip_flop' | undefined;
}

/** A design in Verilog-2005, one file a module, children first; before them `accel_clock_gate` where clocks are gated, and `accel_reset_sync` where resets are synchronised. */
export function printVerilog(design: Module, options: DesignOptions = {}): readonly VerilogFile[] {
  const { clockGating, lineOrigins = false } = options;
  const simple = options.optimise === false ? new Map<Module, Module>() : optimised(design);
  const simpleTop = simple.get(design) ?? design;
  const bypassed = options.memoryBypass === true ? bypassMemories(simpleTop) : undefined;
  const bypassedTop = bypassed?.top ?? simpleTop;
  const gated = clockGating === undefined ? new Map<Module, Module>() : gatedModules(bypassedTop, clockGating);
  const top = gated.get(bypassedTop) ?? bypassedTop;
  const made = (module: Module): Module => {
    const one = simple.get(module) ?? module;
    const two = bypassed?.moduleOf(one) ?? one;
    return gated.get(two) ?? two;
  };
  const given = new Map<Module, Module[]>();
  for (const module of modulesOf(design)) given.set(made(module), [...(given.get(made(module)) ?? []), module]);
  const names = moduleNames(top);
  const nameOf = (module: Module): string => names.get(module) ?? module.name;
  const written = modulesOf(top).filter((module) => module.external === undefined);
  const modules = written.map((module) => {
    const head = { module: nameOf(module), file: `${nameOf(module)}.v`, of: given.get(module) ?? [] };
    return lineOrigins
      ? { ...head, ...withMarks((marks) => moduleText(module, nameOf, options, marks)) }
      : { ...head, text: moduleText(module, nameOf, options) };
  });
  const wrappers = wrappersOf(written).map((module) => ({
    module,
    file: `${module}.v`,
    text: wrapperOf(module, options),
    of: [],
    wrapper: true as const,
  }));
  return [...wrappers, ...modules];
}

/** The modules of the product's own that the design instantiates, of which a library's cells may take the place. */
function wrappersOf(modules: readonly Module[]): readonly Wrapper[] {
  return [
    ...(modules.some(({ gates }) => gates.length > 0) ? ([clockGateModule] as const) : []),
    ...(modules.some(({ resetSynchronisers }) => resetSynchronisers !== undefined)
      ? ([resetSynchroniserModule] as const)
      : []),
  ];
}

type Wrapper = typeof clockGateModule | typeof resetSynchroniserModule;

function wrapperOf(module: Wrapper, { clockGating, header = [] }: DesignOptions): string {
  return module === clockGateModule ? clockGateText(clockGating?.synthesis, header) : resetSynchroniserText(header);
}
