import { InvalidArgumentError, Option, type Command } from 'commander';
import type { Diagnostic } from '../../diagnostics/index.js';
import type { ImportedModel, ImportedOnnx } from '../../workload/index.js';
import { printDiagnostics } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { configSummary, onnxSummary } from '../import-summary.js';
import { readInputText, standardInput } from '../input.js';
import type { Terminal } from '../terminal.js';

interface ImportOptions {
  readonly output?: string;
  readonly name?: string;
  readonly set: ReadonlyMap<string, number>;
  readonly json?: boolean;
}

/** `accel import <model>`: the workloads of a model of Hugging Face or of an ONNX file. */
export function registerImport(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('import')
    .description(
      'write the workloads of a model from its Hugging Face config.json or its ONNX file, and say what is not modelled',
    )
    .argument(
      '<model>',
      'the config.json of a transformer, or an .onnx file; "-" for a config.json from standard input',
    )
    .addOption(new Option('-o, --output <file>', 'the .accel file to write').argParser(parseOutput))
    .addOption(new Option('--name <name>', 'how the names of the workloads begin').argParser(parseName))
    .addOption(
      new Option('--set <extent=value>', 'an extent that an ONNX model leaves open, as in batch=1; repeatable')
        .argParser(parseExtent)
        .default(new Map<string, number>(), 'none'),
    )
    .option('--json', 'machine output')
    .addHelpText(
      'after',
      '\nExamples:\n  accel import config.json -o llama.accel\n  accel import resnet50.onnx --set batch=8 -o resnet50.accel\n  accel import config.json --json',
    )
    .action(async (file: string, options: ImportOptions) => {
      outcome.code = await importFile(file, options, terminal);
    });
}

/** Never the model itself, whatever is typed. */
function parseOutput(text: string): string {
  if (!text.endsWith('.accel')) throw new InvalidArgumentError('A file of workloads ends in .accel.');
  return text;
}

function parseName(text: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(text))
    throw new InvalidArgumentError('A name has letters, digits and underscores, and begins with none of the digits.');
  return text;
}

function parseExtent(text: string, before: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const [, name, value] = /^\s*(\w+)\s*=\s*(\d{1,15})\s*$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('Write extent=value with a whole number, as in batch=1.');
  return new Map([...before, [name, Number(value)]]);
}

/** What an import gives: the text of the workloads, facts as data, and lines that say them. */
interface Made {
  readonly text: string;
  readonly facts: object;
  readonly summary: readonly string[];
}

type Result = readonly [Made | undefined, readonly Diagnostic[], ReadonlyMap<string, string>];

async function importFile(file: string, options: ImportOptions, terminal: Terminal): Promise<number> {
  const { format } = await import('../../syntax/index.js');
  const { writeWhole } = await import('../../workspace/node/index.js');
  const isOnnx = /\.onnx$/i.test(file);
  if (!isOnnx && options.set.size > 0) {
    terminal.err.write(
      'accel: --set is of ONNX models: the workloads of a config.json have parameters, batch and context\n',
    );
    return exit.usage;
  }
  const [made, mistakes, texts] = await (isOnnx ? ofOnnx(file, options, terminal) : ofConfig(file, options, terminal));
  if (made === undefined) {
    await printDiagnostics(mistakes, terminal, { texts });
    return exit.failed;
  }
  const [text, wrong] = await format(made.text, { file: options.output ?? 'import.accel' });
  if (wrong.length > 0) throw new Error(`the import of ${file} is not in the language: ${wrong[0]?.message}`);
  const failed = options.output === undefined ? [] : writeWhole(options.output, text, terminal.folder);
  if (failed.length > 0) {
    await printDiagnostics(failed, terminal);
    return exit.failed;
  }
  tell({ ...made, text }, options, terminal);
  return exit.fine;
}

async function ofConfig(file: string, { name }: ImportOptions, terminal: Terminal): Promise<Result> {
  const { importModel } = await import('../../workload/index.js');
  const [source, unread] = await readInputText(file, terminal);
  if (source === undefined) return [undefined, unread, new Map()];
  const path = file === '-' ? standardInput : file;
  const [model, mistakes] = importModel(source, path, name);
  const made = model === undefined ? undefined : madeOf(model, configSummary(model));
  return [made, mistakes, new Map([[path, source]])];
}

async function ofOnnx(file: string, { name, set }: ImportOptions, terminal: Terminal): Promise<Result> {
  const { resolve } = await import('node:path');
  const { importOnnx } = await import('../../workload/index.js');
  const { readModel, unread } = await import('../../workspace/node/index.js');
  const read = readModel(resolve(terminal.folder, file));
  if (read.kind !== 'bytes') return [undefined, [unread(read, file)], new Map()];
  const [model, mistakes] = await importOnnx(read.bytes, file, {
    extents: set,
    ...(name === undefined ? {} : { name }),
  });
  if (model === undefined) return [undefined, mistakes, new Map()];
  const { graph: _graph, ...rest } = model;
  return [madeOf(rest, onnxSummary(rest)), mistakes, new Map()];
}

function madeOf({ text, ...facts }: ImportedModel | Omit<ImportedOnnx, 'graph'>, summary: readonly string[]): Made {
  return { text, facts, summary };
}

/** The workloads go to standard output where no file takes them, and what is said of them to standard error then. */
function tell({ text, facts, summary }: Made, { output, json }: ImportOptions, terminal: Terminal): void {
  const written = output === undefined ? { text } : { file: output };
  if (json === true) {
    terminal.out.write(`${JSON.stringify({ schema: 'accel-import/1', ...facts, ...written }, null, 2)}\n`);
    return;
  }
  if (output === undefined) terminal.out.write(text);
  (output === undefined ? terminal.err : terminal.out).write(`${summary.join('\n')}\n`);
}
