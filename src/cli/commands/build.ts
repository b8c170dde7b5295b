import { relative, sep } from 'node:path';
import type { Command } from 'commander';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import type { ClockGating, MacroLibrary } from '../../hardware/index.js';
import { loadForCommand } from '../design.js';
import { exit, type Outcome } from '../exit.js';
import { takesDesign, type DesignOptions } from '../options.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';

interface BuildCommandOptions extends DesignOptions {
  readonly output: string;
  readonly testbench?: boolean;
  readonly partial?: boolean;
  readonly clockGating?: string | true;
  readonly memories?: string;
  readonly memoryBypass?: boolean;
  readonly json?: boolean;
}

/** `accel build <file> -o dir`: Verilog, one module a file, and what integrators need beside it. */
export function registerBuild(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(program.command('build').description('write Verilog, one module a file, and what goes with it'))
    .requiredOption('-o, --output <dir>', 'folder to write to; it is written whole or not at all')
    .option('--testbench', 'also a self-checking testbench with its vectors')
    .option('--partial', 'leave out what has no hardware yet instead of refusing')
    .option(
      '--clock-gating [library]',
      'gated clocks in place of enables; synthesis gets the gate of this Liberty file, if one is named',
    )
    .option(
      '--memories <library>',
      'macros in place of memories: a library of the package, or a file that describes one',
    )
    .option('--memory-bypass', 'registers that take the place of memories in a scan test, while test_en is high')
    .option('--json', 'print the manifest')
    .addHelpText(
      'after',
      '\nExamples:\n  accel build chip.accel -o out\n  accel build chip.accel -o out --testbench --set rows=8\n  accel build chip.accel -o out --clock-gating',
    )
    .action(async (file: string, options: BuildCommandOptions) => {
      outcome.code = await buildCommand(file, options, terminal);
    });
}

async function buildCommand(file: string, options: BuildCommandOptions, terminal: Terminal): Promise<number> {
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  const [clockGating, missing] = await gatingOf(options.clockGating, terminal);
  if (await design.print(missing)) return exit.failed;
  const [memories, unread] = await macrosOf(options.memories, terminal);
  if (await design.print(unread)) return exit.failed;
  const { buildDesign } = await import('../../workspace/index.js');
  const [built, diagnostics] = await buildDesign(design.loaded, {
    version,
    texts: design.texts,
    testbench: options.testbench === true,
    partial: options.partial === true,
    shownPath: (file) => relative(terminal.folder, file).split(sep).join('/'),
    ...(clockGating === undefined ? {} : { clockGating }),
    ...(memories === undefined ? {} : { memories }),
    memoryBypass: options.memoryBypass === true,
  });
  if ((await design.print(diagnostics)) || built === undefined) return exit.failed;
  const { writeFolder } = await import('../../workspace/node/index.js');
  if (await design.print(writeFolder(options.output, built.files, terminal.folder))) return exit.failed;
  if (options.json === true) terminal.out.write(`${JSON.stringify(built.manifest, null, 2)}\n`);
  else {
    const { buildReport } = await import('../../report/index.js');
    const style = styleFor(terminal.out, terminal, options.color);
    terminal.out.write(`${buildReport(built, options.output, style).join('\n')}\n`);
  }
  return exit.fine;
}

/** The library of macros; undefined where none is asked for, or it cannot be read (E684). */
async function macrosOf(
  library: string | undefined,
  terminal: Terminal,
): Promise<readonly [MacroLibrary | undefined, readonly Diagnostic[]]> {
  if (library === undefined) return [undefined, []];
  const { macroLibrary } = await import('../macro-library.js');
  return macroLibrary(library, terminal);
}

/** How clocks are gated; undefined where they are not, or the library has no gate (E683). */
async function gatingOf(
  library: string | true | undefined,
  terminal: Terminal,
): Promise<readonly [ClockGating | undefined, readonly Diagnostic[]]> {
  if (library === undefined) return [undefined, []];
  if (library === true) return [{}, []];
  const { cellLibrary } = await import('../cell-library.js');
  const [found, missing] = await cellLibrary(library, terminal);
  if (found === undefined) return [undefined, missing];
  const { gatingCell } = await import('../../tools/index.js');
  const synthesis = gatingCell(found.text);
  if (synthesis !== undefined) return [{ synthesis }, []];
  return [undefined, [diagnostic('E683', undefined, { name: library })]];
}
