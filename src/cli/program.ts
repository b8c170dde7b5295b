import process from 'node:process';
import { Command, CommanderError } from 'commander';
import { registerBuild } from './commands/build.js';
import { registerCheck } from './commands/check.js';
import { registerEstimate } from './commands/estimate.js';
import { registerExplain } from './commands/explain.js';
import { registerFmt } from './commands/fmt.js';
import { registerImport } from './commands/import.js';
import { registerInfo } from './commands/info.js';
import { registerInit } from './commands/init.js';
import { registerIr } from './commands/ir.js';
import { registerLsp } from './commands/lsp.js';
import { registerSynth } from './commands/synth.js';
import { registerVerify } from './commands/verify.js';
import { exit, type Outcome } from './exit.js';
import type { Terminal } from './terminal.js';
import { version } from './version.js';

/** One command: adds itself to the program. The heavy parts are loaded by its action, not here. */
export type Register = (program: Command, terminal: Terminal, outcome: Outcome) => void;

const registers: readonly Register[] = [
  registerInit,
  registerCheck,
  registerFmt,
  registerEstimate,
  registerBuild,
  registerVerify,
  registerSynth,
  registerIr,
  registerImport,
  registerExplain,
  registerLsp,
  registerInfo,
];

/** Runs the command line `args` (without node and script) and gives the exit code; never throws what a user can cause. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const outcome: Outcome = { code: exit.fine };
  const program = createProgram(terminal, outcome);
  if (args.length === 0) {
    terminal.err.write(program.helpInformation());
    return exit.usage;
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return outcome.code;
  } catch (failure) {
    if (failure instanceof CommanderError) return failure.exitCode === 0 ? exit.fine : exit.usage;
    reportBug(failure, args, terminal);
    return exit.bug;
  }
}

/** The program with all its commands. */
export function createProgram(terminal: Terminal, outcome: Outcome): Command {
  const program = new Command('accel');
  program
    .description(
      'One description of an AI accelerator: a fast estimate, synthesizable Verilog, and the proof that they agree.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpCommand(false)
    .addHelpText('after', guide);
  for (const register of registers) register(program, terminal, outcome);
  for (const command of [program, ...program.commands]) configure(command, terminal);
  return program;
}

const guide = `
Examples:
  accel init my-chip                                    a small project to start from
  accel estimate chip.accel --workload resnet50         time, energy and area, operation by operation
  accel build chip.accel -o out                         Verilog and what goes with it
  accel verify chip.accel --workload "gemm(64,64,64)"   hardware against golden model and estimate

Exit codes: 0 fine, 1 the input or a check failed, 2 wrong usage, 3 a bug in accel, 130 interrupted.`;

function configure(command: Command, terminal: Terminal): void {
  command
    .exitOverride()
    .showSuggestionAfterError(true)
    .showHelpAfterError(
      `(run "accel ${command.name() === 'accel' ? '' : `${command.name()} `}--help" for what there is)`,
    )
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
      getOutHelpWidth: () => terminal.out.columns,
      getErrHelpWidth: () => terminal.err.columns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      outputError: (text, write) => write(text.replace(/^error: /, 'accel: ')),
    });
}

/** An exception is a bug of ours: says so, and how to report it. */
function reportBug(failure: unknown, args: readonly string[], terminal: Terminal): void {
  const text = failure instanceof Error ? (failure.stack ?? failure.message) : String(failure);
  terminal.err.write(
    `accel: internal error. This is a bug in accel, not in your design.\n\n${indent(text)}\n\n` +
      `Please report it with the lines above, your design if you can share it, and this:\n` +
      `  accel ${version}, node ${process.version}\n` +
      `  accel ${args.join(' ')}\n`,
  );
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
