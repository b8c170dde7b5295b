/** Whether a mutant is the same hardware: by its text once it is simplified, or by a proof of Yosys. */
import { optimise, printVerilog, type Module } from '../../src/rtl/index.js';
import { findTool } from '../../src/tools/index.js';
import { inTemporaryFolder } from '../../src/tools/folder.js';
import { program } from '../../src/tools/lint.js';
import { run } from '../../src/tools/run.js';

/** Seconds that a proof may take. */
const proofLimit_s = 120;

/** Whether both become the same Verilog once they are simplified. */
export function sameText(a: Module, b: Module): boolean {
  return text(optimise(a)) === text(optimise(b));
}

const text = (module: Module): string =>
  printVerilog(module)
    .map((file) => file.text)
    .join('\n');

/**
 * Whether Yosys proves that both modules, whose registers have the same names, do the same whatever these hold, and whatever the modules within them give:
 * outputs, next states and what goes to the modules within are equal. What it does not prove may be equal still, in the states that are reached. False where
 * Yosys is not there.
 */
export async function provedEqual(original: Module, mutant: Module): Promise<boolean> {
  const yosys = await findTool('yosys');
  if (yosys === null) return false;
  const files = [
    ...printVerilog(original).map(({ file, text: body }) => ({ path: `gold/${file}`, text: body })),
    ...printVerilog(mutant).map(({ file, text: body }) => ({ path: `gate/${file}`, text: body })),
  ];
  const read = (side: 'gold' | 'gate'): readonly string[] => [
    ...files
      .filter(({ path }) => path.startsWith(side))
      .map(({ path }) => `read_verilog ${path.endsWith(`/${original.name}.v`) ? '' : '-lib '}${path}`),
    `hierarchy -check -top ${original.name}; proc; flatten; memory -nomap; memory_map; opt -full; dffunmap; opt; rename ${original.name} ${side}`,
    `design -stash ${side}`,
  ];
  const commands = [
    ...read('gold'),
    ...read('gate'),
    'design -copy-from gold -as gold gold',
    'design -copy-from gate -as gate gate',
    'equiv_make gold gate both; hierarchy -top both; equiv_simple; equiv_induct; equiv_status -assert',
  ].join('; ');
  return inTemporaryFolder(files, async (folder) => {
    const result = await run(program(yosys, 'yosys'), ['-q', '-p', commands], {
      directory: folder,
      timeLimit_s: proofLimit_s,
    });
    return result.exitCode === 0;
  });
}
