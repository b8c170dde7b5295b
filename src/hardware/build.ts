import type { OwnHardware } from '../blocks/hardware.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { originKey, structuralHash, type Design, type Origins } from '../ir/index.js';
import {
  bypassMemories,
  modulesOf,
  printVerilog,
  type ClockGating,
  type MacroLibrary,
  type Module,
  type VerilogFile,
} from '../rtl/index.js';
import { checkBlocks, commandWords, hardwareOf, partialHardware } from './blocks.js';
import { assembleChip, withModules, type Chip } from './chip.js';
import { commandDocumentation, commandHeader, type CommandTarget, type CommandWords } from './commands.js';
import { describeGating } from './clock-gating.js';
import { constraints } from './constraints.js';
import { externalFiles } from './external.js';
import type { BuiltFile } from './files.js';
import { fuseSocCore } from './fusesoc.js';
import { describeBypass, describeSynchronisers, describeTop, manifest, type Manifest } from './manifest.js';
import { chipWithMacros, macroList, macroStubs } from './macros.js';
import { memoryList, moduleCounts } from './memories.js';
import { ownModules, ownWithoutHardware } from './own.js';
import { verilogOrigins } from './origins.js';
import { modelledWarnings } from './modelled.js';
import type { PlannedModule } from './planned.js';

export interface BuildOptions {
  /** Version of the program, for the manifest and the headers of files. */
  readonly version: string;
  /** The texts that the design was read from, for the manifest. */
  readonly sources?: readonly BuiltFile[];
  /** How the path of a TypeScript file is written; without, as it is. */
  readonly shownPath?: (file: string) => string;
  /** Leave out blocks that have no hardware, as if they were modelled, instead of refusing them. */
  readonly partial?: boolean;
  /** The user's own blocks whose code is trusted. */
  readonly own?: readonly OwnHardware[];
  /** Gated clocks in place of enables. */
  readonly clockGating?: ClockGating;
  /** Registers that take the place of memories in a scan test. */
  readonly memoryBypass?: boolean;
  /** Macros in place of memories. */
  readonly memories?: MacroLibrary;
  /** Further files of the build that the manifest shall list: testbenches. */
  readonly extras?: readonly BuiltFile[];
}

/** The files of a build, `manifest.json` among them. */
export interface Build {
  readonly files: readonly BuiltFile[];
  readonly manifest: Manifest;
  readonly chip: Chip;
}

/**
 * The hardware of a design in the hardware IR; null with diagnostics where a block has none (E660, E666) or not with these parameters (E661), or no block has any
 * (E662), or the code of a user's own block is at fault.
 *
 * @param partial leave such blocks out, as if they were modelled
 */
export function buildChip(
  design: Design,
  origins: Origins,
  { partial = false, own = [] }: Pick<BuildOptions, 'partial' | 'own'> = {},
): readonly [Chip | null, readonly Diagnostic[]] {
  const made = ownModules(design, origins, own);
  const withoutHardware = partial
    ? []
    : [...checkBlocks(design, origins), ...made.refused, ...ownWithoutHardware(design, origins, own)];
  const refused = [...withoutHardware, ...made.problems];
  if (refused.length > 0) return [null, refused];
  const [chip, problems] = assembleChip(design, origins, partial ? partialHardware(made) : hardwareOf(made));
  if (chip !== null) return problems.length > 0 ? [null, problems] : [chip, []];
  return [
    null,
    [diagnostic('E662', origins.get(originKey(design.name, 'module', design.name)), { design: design.name })],
  ];
}

/**
 * Makes everything that `accel build` writes: Verilog, a file a module, and beside it `manifest.json`, `files.f`, the FuseSoC core file, timing constraints,
 * the list of memories, and for chips that take commands their documentation and C header. The same input gives the same bytes. Modelled blocks in whose
 * place ports of the top stand are warned of (W660).
 */
export function build(
  design: Design,
  origins: Origins,
  options: BuildOptions,
): readonly [Build | null, readonly Diagnostic[]] {
  const [plain, problems] = buildChip(design, origins, options);
  if (plain === null) return [null, problems];
  const whole = options.memoryBypass === true ? withModules(plain, bypassMemories(plain.top)) : plain;
  const { clockGating } = options;
  const lowered = options.memories === undefined ? undefined : chipWithMacros(whole, options.memories);
  const chip = lowered?.chip ?? whole;
  const gating = clockGating === undefined ? null : describeGating(chip.top, clockGating);
  const bypass = options.memoryBypass === true ? describeBypass(whole.top) : undefined;
  const gated = gating === null || clockGating === undefined ? {} : { clockGating };
  const all = printVerilog(chip.top, { header: header(design, options), lineOrigins: true, ...gated });
  const modules = modulesIn(chip.top);
  const verilog = new Map<Module, VerilogFile>(all.flatMap((file) => file.of.map((module) => [module, file] as const)));
  const nameOf = (module: Module): string => verilog.get(module)?.module ?? module.name;
  const counts = moduleCounts(modules);
  const top = describeTop(design, chip, nameOf(chip.top));
  const { version, sources = [] } = options;
  const [external, missing] = externalFiles(design, new Set(chip.blocks.keys()), sources);
  if (missing.length > 0) return [null, missing];
  const own = external.filter(({ path }) => /\.s?v$/.test(path)).map(({ path }) => path);
  const paths = [...own, ...all.map(({ file }) => file)];
  const files: readonly BuiltFile[] = [
    ...external,
    ...all.map(({ file, text }) => ({ path: file, text })),
    { path: 'files.f', text: `${paths.join('\n')}\n` },
    { path: `${top.name}.core`, text: fuseSocCore(top.name, options.version, paths, `${top.name}.sdc`) },
    { path: `${top.name}.sdc`, text: constraints(top, gating, describeSynchronisers(chip), bypass) },
    {
      path: 'memories.json',
      text: json({
        schema: 'accel-memories/1',
        ...(lowered === undefined
          ? { memories: memoryList(modules, counts, nameOf) }
          : macroList(modulesIn(whole.top), lowered, nameOf)),
      }),
    },
    ...macroStubs(lowered?.memories ?? []),
    { path: 'origins.json', text: json(verilogOrigins(design, origins, chip, all, options)) },
    ...commandFiles(design, chip, top.name),
    ...(options.extras ?? []),
  ];
  const made = manifest(design, chip, top, counts, verilog, files, gating, {
    version,
    sources,
    ...(bypass === undefined ? {} : { bypass }),
  });
  return [
    { files: [...files, { path: 'manifest.json', text: json(made) }], manifest: made, chip },
    [...problems, ...(lowered?.problems ?? []), ...modelledWarnings(design, origins, chip.plan.ports)],
  ];
}

/** The modules of a chip that are written here, children first. */
function modulesIn(top: Module): readonly Module[] {
  return modulesOf(top).filter((module) => module.external === undefined);
}

/** What every Verilog file begins with: tool, the user's own sources, and the hash of the design, whatever its form. */
function header(design: Design, { version, sources = [] }: BuildOptions): readonly string[] {
  const own = sources.map(({ path }) => path).filter((path) => !path.startsWith('std:'));
  return [
    `${design.name}, made by accel ${version}`,
    ...own.map((path) => `source: ${path}`),
    `design: sha256 ${structuralHash(design)}`,
  ];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Documentation and C header of the command words; none where the chip takes none. */
function commandFiles(design: Design, chip: Chip, top: string): readonly BuiltFile[] {
  const targets = commandTargets(chip.plan, '');
  const words = design.blocks
    .flatMap((block): CommandWords[] => {
      const found = commandWords(block);
      return found === null || !targets.some((target) => target.block === block.name) ? [] : [found];
    })
    .filter((entry, index, all) => all.findIndex((other) => other.block === entry.block) === index);
  if (words.length === 0) return [];
  return [
    { path: 'registers.md', text: commandDocumentation(top, words, targets) },
    { path: `${top}.h`, text: commandHeader(top, words) },
  ];
}

/** Every instance that takes commands, by its path in the design. */
function commandTargets(plan: PlannedModule, path: string): readonly CommandTarget[] {
  return plan.parts.flatMap((part) => {
    const below = `${path}${part.path}`;
    if (part.of.kind === 'module') return commandTargets(part.of.module, `${below}.`);
    const takes = part.ports.some((port) => port.type.kind === 'commands' && port.direction === 'in');
    return takes ? [{ block: part.of.block.name, instance: below }] : [];
  });
}
