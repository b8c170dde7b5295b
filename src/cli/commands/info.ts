import process from 'node:process';
import type { Command } from 'commander';
import type { Configured } from '../../workspace/node/index.js';
import { exit, type Outcome } from '../exit.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import { version } from '../version.js';

/** `accel info`: versions, tools found and where, configuration in force. */
export function registerInfo(program: Command, terminal: Terminal, outcome: Outcome): void {
  program
    .command('info')
    .description('show versions, the tools found and where, and the configuration in force')
    .option('--json', 'machine output')
    .addHelpText('after', '\nExamples:\n  accel info\n  accel info --json')
    .action(async (options: { readonly json?: boolean }) => {
      await info(options.json === true, terminal);
      outcome.code = exit.fine;
    });
}

async function info(json: boolean, terminal: Terminal): Promise<void> {
  const { findTool, toolDescriptions, toolNames } = await import('../../tools/index.js');
  const { configuredAt, packageFolder, standardLibraryNames } = await import('../../workspace/node/index.js');
  const found = await Promise.all(toolNames.map((name) => findTool(name, terminal.environment['PATH'] ?? '')));
  const tools = toolNames.map((name, index) => {
    const { title, programs, debianPackage, homebrewPackage } = toolDescriptions[name];
    const tool = found[index] ?? null;
    const path = tool?.programs[programs[0]] ?? null;
    return { name, title, version: tool?.version ?? null, path, debianPackage, homebrewPackage };
  });
  const configured = configuredAt(terminal.folder);
  const facts = {
    schema: 'accel-info/1',
    version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    package: packageFolder(),
    project: configured[0]?.folder ?? terminal.folder,
    configured,
    standard_library: standardLibraryNames().map((name) => `std/${name}`),
    simulators: [
      'builtin',
      ...tools.filter((tool) => tool.path !== null && tool.name !== 'yosys').map((tool) => tool.name),
    ],
    tools,
  };
  if (json) {
    terminal.out.write(`${JSON.stringify(facts, null, 2)}\n`);
    return;
  }
  const style = styleFor(terminal.out, terminal);
  const line = (name: string, text: string): string => `${style.cyan(name.padEnd(16))} ${text}\n`;
  terminal.out.write(line('accel', version));
  terminal.out.write(line('node', `${facts.node} (${facts.platform})`));
  terminal.out.write(line('package', facts.package));
  for (const each of configured)
    terminal.out.write(line(each.name === '.' ? 'project' : `pkg:${each.name}`, configuredText(each)));
  terminal.out.write(line('library', facts.standard_library.join(' ')));
  terminal.out.write(line('simulators', facts.simulators.join(' ')));
  for (const tool of tools) {
    const here = `${tool.version ?? ''}  ${style.dim(tool.path ?? '')}`;
    const missing = style.dim(
      `not found (apt-get install ${tool.debianPackage}; brew install ${tool.homebrewPackage})`,
    );
    terminal.out.write(line(tool.title, tool.path === null ? missing : here));
  }
}

/** A folder, and which blocks have code that `--trust` runs. */
function configuredText({ name, folder, blocks, problem }: Configured): string {
  if (problem !== null) return `${folder}  (accel.json: ${problem})`;
  return blocks.length === 0 ? folder : `${folder}  (--trust ${name} runs the code of ${blocks.join(', ')})`;
}
