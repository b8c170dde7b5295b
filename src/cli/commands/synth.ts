import { InvalidArgumentError, type Command } from 'commander';
import { diagnostic } from '../../diagnostics/index.js';
import type { ClockGating } from '../../hardware/index.js';
import type { SynthesisReport } from '../../report/index.js';
import type { Mapped } from '../../tools/index.js';
import { cellLibrary } from '../cell-library.js';
import { loadForCommand, type CommandDesign } from '../design.js';
import { exit, type Outcome } from '../exit.js';
import { parseCount, takesDesign, type DesignOptions } from '../options.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';

interface SynthCommandOptions extends DesignOptions {
  readonly liberty: string;
  readonly block?: string;
  /** ps */
  readonly period?: number;
  readonly flat?: boolean;
  readonly partial?: boolean;
  readonly clockGating?: boolean;
  readonly memoryBypass?: boolean;
  readonly timeLimit: number;
  readonly json?: boolean;
}

/** `accel synth <file>`: the hardware in the cells of a library: cells, area and longest path, beside the estimator's area. */
export function registerSynth(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(
    program
      .command('synth')
      .description('map the hardware to a cell library with Yosys: cells, area by module and longest path'),
  )
    .option('--liberty <library>', 'asap7, sg13g2 or sky130hd, or the path of a Liberty file', 'asap7')
    .option('--block <path>', 'only the block at this path, as in "core"')
    .option(
      '--period <time>',
      'clock period to aim at, as in "500 ps"; by default that of the first clock',
      parsePeriod,
    )
    .option('--flat', 'make one module of all first: slower, and smaller where modules can share')
    .option('--partial', 'leave out what has no hardware yet instead of refusing')
    .option('--clock-gating', 'gated clocks in place of enables, by a cell of the library or a flip-flop and an AND')
    .option('--memory-bypass', 'registers that take the place of memories in a scan test')
    .option('--time-limit <seconds>', 'when Yosys is ended', parseCount(1), 1800)
    .option('--json', 'machine output')
    .addHelpText(
      'after',
      `
Nothing is placed: the clock is ideal and wires cost nothing. Memories are not mapped; macros take their place.

Examples:
  accel synth chip.accel
  accel synth chip.accel --block core --liberty sky130hd --period "8 ns"
  accel synth chip.accel --liberty cells.lib --json
  accel synth chip.accel --block core --clock-gating`,
    )
    .action(async (file: string, options: SynthCommandOptions) => {
      outcome.code = await synthCommand(file, options, terminal);
    });
}

function parsePeriod(text: string): number {
  const [, value, unit] = /^\s*(\d+(?:\.\d+)?)\s*(ps|ns)\s*$/.exec(text) ?? [];
  if (value === undefined || Number(value) === 0)
    throw new InvalidArgumentError('Write a time, as in "500 ps" or "2 ns".');
  return Number(value) * (unit === 'ns' ? 1000 : 1);
}

async function synthCommand(file: string, options: SynthCommandOptions, terminal: Terminal): Promise<number> {
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  const [library, missing] = await cellLibrary(options.liberty, terminal);
  if ((await design.print(missing)) || library === undefined) return exit.failed;
  const gating = await gatingFor(library.text, options);
  const made = await hardwareToMap(design, options, gating);
  if (made === undefined) return exit.failed;
  const { mapToCells } = await import('../../tools/index.js');
  const target = options.period ?? made.period;
  const [mapped, problems] = await mapToCells(made.files, made.top, {
    library,
    target,
    flat: options.flat === true,
    ownCells: typeof gating?.synthesis === 'object',
    timeLimit_s: options.timeLimit,
    signal: terminal.interrupted,
    searchPath: terminal.environment['PATH'] ?? '',
  });
  if ((await design.print(problems)) || mapped === null) return exit.failed;
  const report = reportOf(design, options, made.top, target, mapped, await estimatedArea(design, options.block));
  if (options.json === true) terminal.out.write(`${JSON.stringify(report, null, 2)}\n`);
  else {
    const { synthesisReport } = await import('../../report/index.js');
    const style = styleFor(terminal.out, terminal, options.color);
    terminal.out.write(`${synthesisReport(report, style, terminal.out.columns).join('\n')}\n`);
  }
  return exit.fine;
}

/** How clocks are gated: by the library's own cell where it has one. */
async function gatingFor(library: string, options: SynthCommandOptions): Promise<ClockGating | undefined> {
  if (options.clockGating !== true) return undefined;
  const { gatingCell } = await import('../../tools/index.js');
  return { synthesis: gatingCell(library) ?? 'flip_flop' };
}

interface HardwareToMap {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly top: string;
  /** Of the design's first clock, ps. */
  readonly period: number;
}

/** The Verilog of the design or of one block; undefined where there is none, which has been told. */
async function hardwareToMap(
  design: CommandDesign,
  { block, partial = false, memoryBypass = false }: SynthCommandOptions,
  gating: ClockGating | undefined,
): Promise<HardwareToMap | undefined> {
  const { buildDesign } = await import('../../workspace/index.js');
  const gated = gating === undefined ? {} : { clockGating: gating };
  const options = { version, texts: design.texts, partial, memoryBypass, ...gated };
  const [built, diagnostics] = await buildDesign(design.loaded, options);
  if ((await design.print(diagnostics)) || built === undefined) return undefined;
  const [clock] = design.loaded.design.clocks;
  const period = clock === undefined ? 1000 : 1e12 / clock.frequency_hz;
  const external = built.files.filter(({ path }) => path.startsWith('external/'));
  const verilog = built.files.filter(({ path }) => path.endsWith('.v') && !path.startsWith('external/'));
  if (block === undefined) return { files: [...external, ...verilog], top: built.manifest.top, period };
  const { blockPaths, moduleAt, printVerilog } = await import('../../hardware/index.js');
  const module = moduleAt(built.chip, block);
  if (module === undefined) {
    const { listNames } = await import('../../ir/index.js');
    await design.print([diagnostic('E681', undefined, { path: block, known: listNames(blockPaths(built.chip)) })]);
    return undefined;
  }
  const files = printVerilog(module, gated).map(({ file, text }) => ({ path: file, text }));
  return { files: [...external, ...files], top: files.at(-1)?.path.replace(/\.v$/, '') ?? module.name, period };
}

/** What the estimator says of the design or of one instance of a block, in mm2 at the design's node; null where it says nothing. */
async function estimatedArea(design: CommandDesign, block: string | undefined): Promise<number | null> {
  const { estimateDesign } = await import('../../estimate/index.js');
  const [estimate] = estimateDesign(design.loaded.design, design.loaded.origins, design.loaded.models);
  if (block === undefined || estimate === undefined) return estimate?.area_mm2 ?? null;
  const starred = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '[*]');
  const found = estimate.instances.find(({ path }) => starred(path) === starred(block));
  return found === undefined ? null : found.area_mm2 / found.count;
}

function reportOf(
  { loaded: { design } }: CommandDesign,
  { liberty, block, flat = false }: SynthCommandOptions,
  top: string,
  target: number,
  { path, modules, memories, ...mapped }: Mapped,
  estimated: number | null,
): SynthesisReport {
  return {
    schema: 'accel-synth/1',
    design: design.name,
    block: block ?? null,
    top,
    yosys: mapped.version,
    library: { name: liberty, title: mapped.library },
    flat,
    target_s: target * 1e-12,
    cells: mapped.cells,
    registers: mapped.registers,
    area_mm2: mapped.area * 1e-6,
    longest_path:
      path === null
        ? null
        : {
            delay_s: path.delay * 1e-12,
            frequency_hz: 1e12 / path.delay,
            from: path.from,
            to: path.to,
            levels: path.levels,
          },
    modules: modules.map(({ area, ...module }) => ({ ...module, area_mm2: area * 1e-6 })),
    unmapped_memories: memories,
    estimate: estimated === null ? null : { node: design.process.node, area_mm2: estimated },
  };
}
