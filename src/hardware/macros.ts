import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import {
  lowerMemories,
  macroModule,
  type LoweredMemory,
  type MacroLibrary,
  type MemoryMacro,
  type Module,
} from '../rtl/index.js';
import { withModules, type Chip } from './chip.js';
import type { BuiltFile } from './files.js';
import { memoryList, moduleCounts, type MemoryEntry } from './memories.js';

/** A macro of the chip, for whoever places and powers it. */
export interface MacroEntry {
  readonly macro: string;
  readonly count: number;
  /** Pins that are left to whoever joins the supplies. */
  readonly power_pins: readonly string[];
}

/** The macros in which a memory of the chip is. */
export interface MemoryMacros {
  readonly wrapper: string;
  readonly macro: string;
  readonly rows: number;
  readonly columns: number;
}

/** A chip whose memories are macros of a library. */
export interface LoweredChip {
  readonly chip: Chip;
  readonly moduleOf: (module: Module) => Module;
  readonly memories: readonly LoweredMemory[];
  /** W662 for each memory that stays registers although it is large. */
  readonly problems: readonly Diagnostic[];
}

/** The chip with macros in place of its memories, where the library has some that take them. */
export function chipWithMacros(chip: Chip, library: MacroLibrary): LoweredChip {
  const lowered = lowerMemories(chip.top, library);
  const { moduleOf, memories } = lowered;
  const problems = library.macros.length === 0 ? [] : memories.flatMap((each) => staying(each, library));
  return { chip: withModules(chip, lowered), moduleOf, memories, problems };
}

function staying({ module, memory, result }: LoweredMemory, { least_bits }: MacroLibrary): readonly Diagnostic[] {
  if (typeof result !== 'string' || memory.depth * memory.type.width < least_bits) return [];
  return [diagnostic('W662', undefined, { module: module.name, memory: memory.name, why: result })];
}

/** The list of memories, each with its macros, and the macros of the whole chip; `before` is the chip as it was. */
export function macroList(
  before: readonly Module[],
  lowered: LoweredChip,
  nameOf: (module: Module) => string,
): {
  readonly memories: readonly (MemoryEntry & { readonly macros: MemoryMacros | null })[];
  readonly macros: readonly MacroEntry[];
} {
  const counts = moduleCounts(before);
  const found = new Map(lowered.memories.map((each) => [each.memory, each]));
  const used = new Map<string, { readonly macro: MemoryMacro; count: number }>();
  const memories = before.flatMap((module) => {
    const made = lowered.moduleOf(module);
    const entries = memoryList([module], counts, () => nameOf(made));
    return entries.map((entry, index) => {
      const memory = module.memories[index];
      const result = memory === undefined ? undefined : found.get(memory)?.result;
      if (result === undefined || typeof result === 'string') return { ...entry, macros: null };
      const { macro, rows, columns } = result;
      const before = used.get(macro.name) ?? { macro, count: 0 };
      used.set(macro.name, { macro, count: before.count + rows * columns.length * entry.count });
      const wrapper = made.instances.find(({ name }) => name === memory?.name)?.module;
      return {
        ...entry,
        macros: {
          wrapper: wrapper === undefined ? '' : nameOf(wrapper),
          macro: macro.name,
          rows,
          columns: columns.length,
        },
      };
    });
  });
  const macros = [...used.values()].map(({ macro, count }) => {
    return { macro: macro.name, count, power_pins: macro.power_pins ?? [] };
  });
  return { memories, macros };
}

/** A module of each macro in use with its pins and nothing within, for tools that want one: it is no file of the build's list. */
export function macroStubs(memories: readonly LoweredMemory[]): readonly BuiltFile[] {
  const macros = new Map(
    memories.flatMap(({ result }) => (typeof result === 'string' ? [] : [[result.macro.name, result.macro] as const])),
  );
  return [...macros.values()].map((macro) => ({ path: `macros/${macro.name}.v`, text: stubText(macro) }));
}

function stubText(macro: MemoryMacro): string {
  const module = macroModule(macro);
  const range = (width: number): string => (width === 1 ? '' : `[${width - 1}:0] `);
  const ports = module.ports.map(({ name, direction, type }) => `  ${direction} wire ${range(type.width)}${name}`);
  return [
    `// The pins of ${macro.name}, ${macro.words} words of ${macro.bits} bits: for tools that want a module of every instance.`,
    '/* verilator lint_off UNUSED */',
    '/* verilator lint_off UNDRIVEN */',
    '(* blackbox *)',
    `module ${macro.name} (`,
    ports.join(',\n'),
    ');',
    'endmodule',
    '',
  ].join('\n');
}
