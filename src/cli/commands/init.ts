import { resolve } from 'node:path';
import type { Command } from 'commander';
import { printDiagnostics } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';

/** `accel init [dir]`: a small project to start from; nothing that exists is overwritten. */
export function registerInit(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('init')
    .description('make a small project: a design with a workload, a README, editor settings')
    .argument('[dir]', 'folder to make it in', '.')
    .addHelpText('after', '\nExamples:\n  accel init my-chip')
    .action(async (folder: string) => {
      outcome.code = await init(folder, terminal);
    });
}

async function init(folder: string, terminal: Terminal): Promise<number> {
  const { alreadyThere, projectTemplate, writeProject } = await import('../../workspace/node/index.js');
  const target = resolve(terminal.folder, folder);
  const files = projectTemplate();
  const there = alreadyThere(target, files);
  if (there.length > 0) {
    terminal.err.write(`accel: ${folder} has ${there.join(', ')} already; nothing was written\n`);
    return exit.failed;
  }
  const diagnostics = writeProject(folder, terminal.folder);
  if (diagnostics.length > 0) {
    await printDiagnostics(diagnostics, terminal);
    return exit.failed;
  }
  const style = styleFor(terminal.out, terminal);
  const enter = folder === '.' ? '' : `cd ${folder} && `;
  terminal.out.write(`${files.map((file) => `${style.green('+')} ${file.path}`).join('\n')}\n\n`);
  terminal.out.write(`Next: ${style.bold(`${enter}accel estimate chip.accel --workload mlp`)}\n`);
  return exit.fine;
}
