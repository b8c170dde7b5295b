import type { Diagnostic } from '../diagnostics/index.js';
import { findTool, type FoundTool } from './find.js';
import { inTemporaryFolder, type SourceFile } from './folder.js';
import { messageLines, runDiagnostic } from './messages.js';
import { run, type RunResult } from './run.js';
import { missingTool, type ToolName } from './tools.js';

export interface ToolOptions {
  /** For each program started; default 120 s. */
  readonly timeLimit_s?: number;
  readonly signal?: AbortSignal;
  /** Where programs are looked for; default: the environment's `PATH`. */
  readonly searchPath?: string;
}

export const defaultTimeLimit_s = 120;

/** What a tool has to say about Verilog files: no messages means accepted without one warning. */
export interface LintReport {
  readonly tool: ToolName;
  readonly version: string;
  /** Warnings and errors, a line each, as the tool prints them. */
  readonly messages: readonly string[];
}

/**
 * Checks Verilog-2005 files with `verilator --lint-only -Wall` or `iverilog -Wall -g2005`.
 *
 * @param files those that end in `.v` are read, in their order; others lie beside them
 * @returns null with a diagnostic where the tool is missing (E650) or exceeds the time limit (E651); what it complains about
 *   is in the report, not in the diagnostics
 */
export function lint(
  files: readonly SourceFile[],
  top: string,
  tool: 'verilator' | 'icarus',
  options: ToolOptions = {},
): Promise<[LintReport | null, readonly Diagnostic[]]> {
  return report(tool, files, options, (found, folder) => {
    const sources = verilogFiles(files);
    const limits = runLimits(folder, options);
    if (tool === 'verilator')
      return run(program(found, 'verilator'), ['--lint-only', '-Wall', '--top-module', top, ...sources], limits);
    return run(program(found, 'iverilog'), ['-Wall', '-g2005', '-tnull', '-s', top, ...sources], limits);
  });
}

/**
 * Reads the files into Yosys, elaborates them from `top` and runs `check -assert`: no undriven or multiply driven wires, no
 * combinational loops, no latches but that of `accel_clock_gate`.
 *
 * @returns as `lint`
 */
export function yosysCheck(
  files: readonly SourceFile[],
  top: string,
  options: ToolOptions = {},
): Promise<[LintReport | null, readonly Diagnostic[]]> {
  const isGated = files.some(({ path }) => path.endsWith('accel_clock_gate.v'));
  const commands = [
    ...verilogFiles(files).map((path) => `read_verilog "${path}"`),
    `hierarchy -check -top ${top}`,
    'proc',
    'check -assert',
    `select -assert-none t:$dlatch t:$_DLATCH_*_${isGated ? ' %u accel_clock_gate/* %d' : ''}`,
  ].join('; ');
  return report('yosys', files, options, (found, folder) =>
    run(program(found, 'yosys'), ['-q', '-p', commands], runLimits(folder, options)),
  );
}

async function report(
  tool: ToolName,
  files: readonly SourceFile[],
  options: ToolOptions,
  start: (found: FoundTool, folder: string) => Promise<RunResult>,
): Promise<[LintReport | null, readonly Diagnostic[]]> {
  const found = await findTool(tool, options.searchPath);
  if (found === null) return [null, [missingTool(tool)]];
  const result = await inTemporaryFolder(files, (folder) => start(found, folder));
  if (result.end !== 'exited') {
    const problem = runDiagnostic(tool, 'checking the Verilog', result, timeLimit(options));
    return [null, problem === null ? [] : [problem]];
  }
  const said = messageLines(result);
  const messages = result.exitCode === 0 || said.length > 0 ? said : [`exit code ${result.exitCode}`];
  return [{ tool, version: found.version, messages }, []];
}

/** Paths of the files that are Verilog. */
export function verilogFiles(files: readonly SourceFile[]): readonly string[] {
  return files.filter((file) => file.path.endsWith('.v')).map((file) => file.path);
}

/** @internal */
export function program(found: FoundTool, name: string): string {
  return found.programs[name] ?? name;
}

/** @internal */
export function runLimits(
  folder: string,
  options: ToolOptions,
): { readonly directory: string; readonly timeLimit_s: number; readonly signal?: AbortSignal } {
  const { signal } = options;
  return { directory: folder, timeLimit_s: timeLimit(options), ...(signal === undefined ? {} : { signal }) };
}

/** @internal */
export function timeLimit(options: ToolOptions): number {
  return options.timeLimit_s ?? defaultTimeLimit_s;
}
