import type { Diagnostic } from '../diagnostics/index.js';
import { findTool, type FoundTool } from './find.js';
import { inTemporaryFolder, type SourceFile } from './folder.js';
import { program, runLimits, timeLimit, verilogFiles, type ToolOptions } from './lint.js';
import { messageLines, runDiagnostic } from './messages.js';
import { run, type RunResult } from './run.js';
import { missingTool, toolDescriptions } from './tools.js';

export type VerilogSimulator = 'icarus' | 'verilator';

/** A testbench, built once and run. */
export interface Simulation {
  readonly simulator: VerilogSimulator;
  readonly version: string;
  readonly build_s: number;
  readonly run_s: number;
  /** What the testbench printed, a line each, without the simulator's own remarks. */
  readonly output: readonly string[];
}

/**
 * Builds a Verilog testbench with the design it contains and runs it.
 *
 * @param files those that end in `.v` are compiled, in their order; others (memory images) lie beside them while it runs
 * @param top the testbench's module
 * @returns null with a diagnostic where the tool is missing (E650), takes too long (E651) or refuses the Verilog (E652)
 */
export async function simulate(
  files: readonly SourceFile[],
  top: string,
  simulator: VerilogSimulator,
  options: ToolOptions = {},
): Promise<[Simulation | null, readonly Diagnostic[]]> {
  const found = await findTool(simulator, options.searchPath);
  if (found === null) return [null, [missingTool(simulator)]];
  return inTemporaryFolder(files, async (folder) => {
    const build = await compile(found, simulator, verilogFiles(files), top, folder, options);
    const refused = failure(build, simulator, 'building the testbench', options);
    if (refused !== null) return [null, refused];
    const execution =
      simulator === 'icarus'
        ? await run(program(found, 'vvp'), ['-n', 'bench.vvp'], runLimits(folder, options))
        : await run(`${folder}/obj/bench`, [], runLimits(folder, options));
    const failed = failure(execution, simulator, 'running the testbench', options);
    if (failed !== null) return [null, failed];
    const { version } = found;
    return [
      { simulator, version, build_s: build.time_s, run_s: execution.time_s, output: messageLines(execution) },
      [],
    ];
  });
}

function compile(
  found: FoundTool,
  simulator: VerilogSimulator,
  sources: readonly string[],
  top: string,
  folder: string,
  options: ToolOptions,
): Promise<RunResult> {
  const limits = runLimits(folder, options);
  if (simulator === 'icarus')
    return run(program(found, 'iverilog'), ['-g2005', '-Wall', '-o', 'bench.vvp', '-s', top, ...sources], limits);
  const build = ['--binary', '--timing', '-j', '0', '--Mdir', 'obj', '-o', 'bench', '--top-module', top];
  // A design of some thousand cells must build in seconds: the C++ of the steady state gets -O1, the rest none.
  const effort = ['-Wno-fatal', '--x-assign', 'fast', '--x-initial', 'fast', '-MAKEFLAGS', makeFlags];
  return run(program(found, 'verilator'), [...build, ...effort, ...sources], limits);
}

const makeFlags = 'OPT_FAST=-O1 OPT_SLOW=-O0 OPT_GLOBAL=-O1';

/** The diagnostics of a run that did not end well; empty where the caller aborted it; null where all is well. */
function failure(
  result: RunResult,
  simulator: VerilogSimulator,
  step: string,
  options: ToolOptions,
): readonly Diagnostic[] | null {
  const problem = runDiagnostic(simulator, step, result, timeLimit(options));
  if (problem !== null) return [problem];
  return result.end === 'aborted' ? [] : null;
}

/** For messages: the simulator's name as people write it. */
export function simulatorTitle(simulator: VerilogSimulator): string {
  return toolDescriptions[simulator].title;
}
