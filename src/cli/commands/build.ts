import type { Command } from 'commander';
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
  readonly json?: boolean;
}

/** `accel build <file> -o dir`: Verilog, one module a file, and what integrators need beside it. */
export function registerBuild(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(program.command('build').description('write Verilog, one module a file, and what goes with it'))
    .requiredOption('-o, --output <dir>', 'folder to write to; it is written whole or not at all')
    .option('--testbench', 'also a self-checking testbench with its vectors')
    .option('--partial', 'leave out what has no hardware yet instead of refusing')
    .option('--json', 'print the manifest')
    .addHelpText(
      'after',
      '\nExamples:\n  accel build chip.accel -o out\n  accel build chip.accel -o out --testbench --set rows=8',
    )
    .action(async (file: string, options: BuildCommandOptions) => {
      outcome.code = await buildCommand(file, options, terminal);
    });
}

async function buildCommand(file: string, options: BuildCommandOptions, terminal: Terminal): Promise<number> {
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  const { buildDesign } = await import('../../workspace/index.js');
  const [built, diagnostics] = await buildDesign(design.loaded, {
    version,
    texts: design.texts,
    testbench: options.testbench === true,
    partial: options.partial === true,
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
