import { InvalidArgumentError, Option, type Command } from 'commander';
import type { ImportedModel } from '../../workload/index.js';
import { printDiagnostics } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { readInputText, standardInput } from '../input.js';
import type { Terminal } from '../terminal.js';

interface ImportOptions {
  readonly output?: string;
  readonly name?: string;
  readonly json?: boolean;
}

/** `accel import <config.json>`: the workloads of a model of Hugging Face. */
export function registerImport(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('import')
    .description('write the workloads of a model from its Hugging Face config.json, and say what is not modelled')
    .argument('<config>', 'the config.json of a transformer; "-" for standard input')
    .addOption(new Option('-o, --output <file>', 'the .accel file to write').argParser(parseOutput))
    .addOption(new Option('--name <name>', 'how the names of the workloads begin').argParser(parseName))
    .option('--json', 'machine output')
    .addHelpText('after', '\nExamples:\n  accel import config.json -o llama.accel\n  accel import config.json --json')
    .action(async (file: string, options: ImportOptions) => {
      outcome.code = await importFile(file, options, terminal);
    });
}

/** Never the configuration itself, whatever is typed. */
function parseOutput(text: string): string {
  if (!text.endsWith('.accel')) throw new InvalidArgumentError('A file of workloads ends in .accel.');
  return text;
}

function parseName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text))
    throw new InvalidArgumentError('A name has letters, digits and underscores, and begins with none of the digits.');
  return text;
}

async function importFile(file: string, options: ImportOptions, terminal: Terminal): Promise<number> {
  const { importModel } = await import('../../workload/index.js');
  const { format } = await import('../../syntax/index.js');
  const { writeWhole } = await import('../../workspace/node/index.js');
  const [source, unread] = await readInputText(file, terminal);
  const path = file === '-' ? standardInput : file;
  const [model, mistakes] = source === undefined ? [undefined, unread] : importModel(source, path, options.name);
  const texts = new Map(source === undefined ? [] : [[path, source]]);
  if (model === undefined) {
    await printDiagnostics(mistakes, terminal, { texts });
    return exit.failed;
  }
  const [text, wrong] = await format(model.text, { file: options.output ?? 'import.accel' });
  if (wrong.length > 0) throw new Error(`the import of ${path} is not in the language: ${wrong[0]?.message}`);
  const failed = options.output === undefined ? [] : writeWhole(options.output, text, terminal.folder);
  if (failed.length > 0) {
    await printDiagnostics(failed, terminal);
    return exit.failed;
  }
  tell({ ...model, text }, options, terminal);
  return exit.fine;
}

/** The workloads go to standard output where no file takes them, and what is said of them to standard error then. */
function tell({ text, ...facts }: ImportedModel, { output, json }: ImportOptions, terminal: Terminal): void {
  const written = output === undefined ? { text } : { file: output };
  if (json === true) {
    terminal.out.write(`${JSON.stringify({ schema: 'accel-import/1', ...facts, ...written }, null, 2)}\n`);
    return;
  }
  if (output === undefined) terminal.out.write(text);
  (output === undefined ? terminal.err : terminal.out).write(`${summary(facts).join('\n')}\n`);
}

function summary(facts: Omit<ImportedModel, 'text'>): readonly string[] {
  const {
    model_type,
    parameters,
    active_parameters: active,
    kv_bytes_per_token,
    element,
    workloads,
    not_modelled,
  } = facts;
  return [
    `${model_type}: workloads ${workloads.join(' and ')}`,
    `parameters  ${parameters.toLocaleString('en-US')}${active < parameters ? `, of which a token uses ${active.toLocaleString('en-US')}` : ''}`,
    kv_bytes_per_token === 0
      ? `no KV cache, in ${element}`
      : `KV cache    ${kv_bytes_per_token.toLocaleString('en-US')} bytes a token in ${element}`,
    ...not_modelled.map(({ field, value, why }) => `not modelled: ${field} = ${value} (${why})`),
  ];
}
