import type { Command } from 'commander';
import { exit, type Outcome } from '../exit.js';
import type { Terminal } from '../terminal.js';

/** `accel explain E301`: the page of a diagnostic, with an example and its repair. */
export function registerExplain(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('explain')
    .description('say what a diagnostic means, with an example and its repair')
    .argument('[code]', 'a code such as E301; without one, all codes are listed')
    .option('--json', 'machine output')
    .addHelpText('after', '\nExamples:\n  accel explain E301\n  accel explain')
    .action(async (code: string | undefined, options: { readonly json?: boolean }) => {
      outcome.code = await explain(code, options.json === true, terminal);
    });
}

async function explain(code: string | undefined, json: boolean, terminal: Terminal): Promise<number> {
  const { catalogue } = await import('../../diagnostics/index.js');
  const { readPage } = await import('../../workspace/node/index.js');
  const titles = Object.entries(catalogue).map(([name, row]) => ({
    code: name,
    title: row.title,
    severity: row.severity,
  }));
  if (code === undefined) {
    const rows = titles.toSorted((a, b) => (a.code < b.code ? -1 : 1));
    terminal.out.write(
      json
        ? `${JSON.stringify({ schema: 'accel-codes/1', codes: rows }, null, 2)}\n`
        : `${rows.map((row) => `${row.code}  ${row.title}`).join('\n')}\n`,
    );
    return exit.fine;
  }
  const wanted = titles.find((row) => row.code === code.toUpperCase());
  const page = wanted === undefined ? undefined : readPage(wanted.code);
  if (wanted === undefined || page === undefined) {
    terminal.err.write(`accel: there is no diagnostic "${code}" ("accel explain" lists all)\n`);
    return exit.usage;
  }
  terminal.out.write(json ? `${JSON.stringify({ schema: 'accel-code/1', ...wanted, page }, null, 2)}\n` : page);
  return exit.fine;
}
