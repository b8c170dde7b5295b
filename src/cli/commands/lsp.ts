import { Option, type Command } from 'commander';
import { exit, type Outcome } from '../exit.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';

/** `accel lsp --stdio`: the language server, for editors. */
export function registerLsp(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('lsp')
    .description('serve an editor: the language server on standard input and output')
    .addOption(new Option('--stdio', 'standard input and output, as without it'))
    .addHelpText('after', '\nExample:\n  accel lsp --stdio')
    .action(async () => {
      const { serveStdio } = await import('../../../lsp/node/index.js');
      serveStdio(version);
      await interruption(terminal.interrupted);
      outcome.code = exit.interrupted;
    });
}

/** The server ends the process by itself when its client leaves; only the user may be earlier. */
function interruption(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
