import type { Diagnostic } from '../diagnostics/index.js';
import { findTool } from './find.js';
import { inTemporaryFolder, type SourceFile } from './folder.js';
import { program, runLimits, timeLimit, verilogFiles, type ToolOptions } from './lint.js';
import { runDiagnostic } from './messages.js';
import { run } from './run.js';
import { missingTool } from './tools.js';

/** What a proof came to: it holds for every input, or the inputs for which it does not, as Yosys prints them. */
export type Proof = { readonly kind: 'proved' } | { readonly kind: 'refuted'; readonly counterexample: string };

/**
 * Proves by SAT, with Yosys, that `output` of the combinational module `top` is one for all inputs.
 *
 * @returns null with a diagnostic where Yosys is missing (E650) or exceeds the time limit (E651)
 */
export async function prove(
  files: readonly SourceFile[],
  top: string,
  output: string,
  options: ToolOptions = {},
): Promise<[Proof | null, readonly Diagnostic[]]> {
  const found = await findTool('yosys', options.searchPath);
  if (found === null) return [null, [missingTool('yosys')]];
  const commands = [
    ...verilogFiles(files).map((path) => `read_verilog "${path}"`),
    `hierarchy -check -top ${top}`,
    'proc; flatten; opt -full; techmap; opt',
    `sat -prove ${output} 1 -show-inputs ${top}`,
  ].join('; ');
  return inTemporaryFolder(files, async (folder) => {
    const result = await run(program(found, 'yosys'), ['-p', commands], runLimits(folder, options));
    const problem = runDiagnostic('yosys', `proving ${output} of ${top}`, result, timeLimit(options));
    if (problem !== null) return [null, [problem]];
    if (result.stdout.includes(proved)) return [{ kind: 'proved' }, []];
    return [result.end === 'aborted' ? null : { kind: 'refuted', counterexample: counterexample(result.stdout) }, []];
  });
}

/** What Yosys says where no inputs make the output zero; else a table of such inputs ends what it prints. */
const proved = 'SAT proof finished - no model found: SUCCESS!';

function counterexample(text: string): string {
  return (/ *Signal Name[\s\S]*?\n(?=\n|$)/.exec(text)?.[0] ?? text.slice(-2000)).trim();
}
