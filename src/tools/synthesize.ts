import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../diagnostics/index.js';
import { findTool } from './find.js';
import { inTemporaryFolder, type SourceFile } from './folder.js';
import { program, runLimits, timeLimit, verilogFiles, type ToolOptions } from './lint.js';
import { runDiagnostic } from './messages.js';
import { run } from './run.js';
import { missingTool } from './tools.js';

/**
 * Synthesises `top` to a netlist of simple gates with Yosys, memories kept behavioural, as one Verilog text that Icarus simulates.
 *
 * @returns null with a diagnostic as `simulate`
 */
export async function synthesize(
  files: readonly SourceFile[],
  top: string,
  options: ToolOptions = {},
): Promise<[string | null, readonly Diagnostic[]]> {
  const found = await findTool('yosys', options.searchPath);
  if (found === null) return [null, [missingTool('yosys')]];
  const commands = [
    ...verilogFiles(files).map((path) => `read_verilog "${path}"`),
    `hierarchy -check -top ${top}`,
    'proc -norom; flatten; opt; memory_dff; memory_collect; opt',
    'techmap; opt -fast; abc -fast; opt_clean',
    'write_verilog -noattr netlist.v',
  ].join('; ');
  return inTemporaryFolder(files, async (folder) => {
    const result = await run(program(found, 'yosys'), ['-q', '-p', commands], runLimits(folder, options));
    const problem = runDiagnostic('yosys', `synthesising ${top}`, result, timeLimit(options));
    if (problem !== null) return [null, [problem]];
    if (result.end === 'aborted') return [null, []];
    return [await readFile(`${folder}/netlist.v`, 'utf8'), []];
  });
}
