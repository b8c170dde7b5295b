import { Option, type Command } from 'commander';
import type { Diagnostic } from '../../diagnostics/index.js';
import type { CheckOptions } from '../check-files.js';
import { defaultFormat, formats, hasErrors, printDiagnostics, type Format } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { colorOption, technologyOption, trustOption } from '../options.js';
import { styleFor } from '../style.js';
import type { ColorChoice, Terminal } from '../terminal.js';

interface CheckCommandOptions extends CheckOptions {
  readonly format?: Format;
  readonly json?: boolean;
  readonly fix?: boolean;
  readonly watch?: boolean;
  readonly color: ColorChoice;
}

/** `accel check [files...]`: all diagnostics of files, or of the whole project. */
export function registerCheck(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('check')
    .description('show all diagnostics')
    .argument(
      '[files...]',
      '.accel or .ts files, "-" for standard input; without any, every .accel file of the project',
    )
    .addOption(new Option('--format <format>', 'how to show them').choices(formats))
    .option('--json', 'the same as --format json')
    .option('--fix', 'apply the safe fixes, then show what is left')
    .option('--watch', 'check again whenever a file changes')
    .addOption(trustOption())
    .addOption(technologyOption())
    .addOption(colorOption())
    .addHelpText(
      'after',
      '\nExamples:\n  accel check\n  accel check chip.accel --fix\n  accel check --format sarif > accel.sarif',
    )
    .action(async (files: readonly string[], options: CheckCommandOptions) => {
      outcome.code =
        options.watch === true ? await watch(files, options, terminal) : await check(files, options, terminal);
    });
}

async function check(files: readonly string[], options: CheckCommandOptions, terminal: Terminal): Promise<number> {
  const { projectSources } = await import('../../workspace/node/index.js');
  const names = files.length > 0 ? files : projectSources(terminal.folder);
  const { checkAll, fixAll } = await import('../check-files.js');
  const fixed = options.fix === true ? await fixAll(names, terminal, options) : undefined;
  const { diagnostics, texts } = await checkAll(names, terminal, options);
  const all = [...(fixed?.diagnostics ?? []), ...diagnostics];
  const format = options.format ?? (options.json === true ? 'json' : defaultFormat(terminal));
  await printDiagnostics(all, terminal, { texts, format, color: options.color });
  if (format === 'pretty') conclude(all, names.length, fixed?.applied ?? 0, terminal, options.color);
  return hasErrors(all) ? exit.failed : exit.fine;
}

function conclude(
  diagnostics: readonly Diagnostic[],
  files: number,
  applied: number,
  terminal: Terminal,
  color: ColorChoice,
): void {
  const style = styleFor(terminal.err, terminal, color);
  if (applied > 0) terminal.err.write(`${applied} ${applied === 1 ? 'fix' : 'fixes'} applied\n`);
  if (diagnostics.length > 0) return;
  if (files === 0) terminal.err.write('no .accel files here\n');
  else terminal.err.write(`${style.green('✓')} ${files} ${files === 1 ? 'file' : 'files'}, nothing wrong\n`);
}

/** Checks, and checks again after each change, until interrupted. */
async function watch(files: readonly string[], options: CheckCommandOptions, terminal: Terminal): Promise<number> {
  const { projectOf, watchFolder } = await import('../../workspace/node/index.js');
  const once = async (): Promise<void> => {
    if (terminal.err.isTerminal) terminal.err.write('\u001b[2J\u001b[H');
    await check(files, { ...options, watch: false }, terminal);
    terminal.err.write('watching for changes; Ctrl-C ends\n');
  };
  const { root } = projectOf('accel.json', terminal.folder);
  await watchFolder(root === '' ? terminal.folder : root, once, terminal.interrupted);
  return exit.interrupted;
}
