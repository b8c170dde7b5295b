import type { Command } from 'commander';
import { hasErrors, printDiagnostics } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { readInputText, standardInput } from '../input.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import type { Diagnostic } from '../../diagnostics/index.js';

interface FmtOptions {
  readonly check?: boolean;
}

/** `accel fmt [files...]`: formats in place, as `prettier` does with the plugin. */
export function registerFmt(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('fmt')
    .description('format .accel files in place')
    .argument('[files...]', 'files to format, "-" for standard input; without any, every .accel file of the project')
    .option('--check', 'write nothing; exit 1 when a file is not formatted')
    .addHelpText('after', '\nExamples:\n  accel fmt\n  accel fmt --check chip.accel\n  accel fmt - < chip.accel')
    .action(async (files: readonly string[], options: FmtOptions) => {
      outcome.code = await format(files, options, terminal);
    });
}

async function format(files: readonly string[], options: FmtOptions, terminal: Terminal): Promise<number> {
  const { projectSources } = await import('../../workspace/node/index.js');
  const names = files.length > 0 ? files : projectSources(terminal.folder);
  const failures: Diagnostic[] = [];
  const texts = new Map<string, string>();
  let unformatted = 0;
  for (const name of names) {
    const [text, problems] = await formatOne(name, options, terminal, texts);
    failures.push(...problems);
    if (text === 'changed') unformatted += 1;
  }
  if (failures.length > 0) await printDiagnostics(failures, terminal, { texts });
  if (options.check === true && unformatted === 0 && failures.length === 0) {
    terminal.err.write(`${names.length === 1 ? 'the file is' : `all ${names.length} files are`} formatted\n`);
  }
  return hasErrors(failures) || (options.check === true && unformatted > 0) ? exit.failed : exit.fine;
}

/** Formats one file; what is wrong with its syntax is told and the file left as it is. */
async function formatOne(
  name: string,
  options: FmtOptions,
  terminal: Terminal,
  texts: Map<string, string>,
): Promise<readonly ['same' | 'changed' | undefined, readonly Diagnostic[]]> {
  const { format: formatText } = await import('../../syntax/index.js');
  const [text, problems] = await readInputText(name, terminal);
  if (text === undefined) return [undefined, problems];
  const shown = name === '-' ? standardInput : name;
  texts.set(shown, text);
  const [formatted, mistakes] = await formatText(text, { file: shown });
  if (mistakes.length > 0) return [undefined, mistakes];
  if (name === '-' && options.check !== true) terminal.out.write(formatted);
  if (formatted === text) return ['same', []];
  if (options.check === true) terminal.out.write(`${shown}\n`);
  else if (name !== '-') {
    const { writeWhole } = await import('../../workspace/node/index.js');
    const failed = writeWhole(name, formatted, terminal.folder);
    if (failed.length > 0) return [undefined, failed];
    terminal.err.write(`${styleFor(terminal.err, terminal).green('formatted')} ${shown}\n`);
  }
  return ['changed', []];
}
