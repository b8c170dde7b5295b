import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { RunResult } from './run.js';
import { toolDescriptions, type ToolName } from './tools.js';

/** How many lines of a tool's complaint a diagnostic repeats. */
const quotedLines = 6;

/**
 * The diagnostic for a run that did not end well: the time limit (E651) or a failure (E652) with the tool's own first words;
 * null where the run ended with exit code 0 or was aborted by the caller.
 */
export function runDiagnostic(name: ToolName, step: string, result: RunResult, timeLimit_s: number): Diagnostic | null {
  const tool = toolDescriptions[name].title;
  if (result.end === 'time_limit') return diagnostic('E651', undefined, { tool, step, seconds: timeLimit_s });
  if (result.end === 'aborted' || result.exitCode === 0) return null;
  const said = messageLines(result).slice(0, quotedLines).join('\n');
  return diagnostic('E652', undefined, { tool, step, said: said === '' ? 'nothing' : said });
}

/** Lines of a run's output that say something: not empty, not the chatter that a tool prints when all is well. */
export function messageLines(result: RunResult): readonly string[] {
  const lines = `${result.stderr}\n${result.stdout}`.split('\n').map((line) => line.trimEnd());
  return lines.filter((line) => line !== '' && !chatter.some((pattern) => pattern.test(line)));
}

/** `vvp` and a Verilated program say where `$finish` was called; make says which folder it enters. */
const chatter: readonly RegExp[] = [
  /^- .*: Verilog \$finish$/,
  /: \$finish called at /,
  /^make(\[\d+\])?: (Entering|Leaving) directory /,
];
