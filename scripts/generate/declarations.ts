import { readdir } from 'node:fs/promises';
import type { BlockDeclaration } from '../../src/ir/index.js';
import { analyze, blockDeclarations, type Host } from '../../src/language/index.js';
import { readText } from './text.js';

/** The standard library as data: its extern components and process nodes. */
export interface StandardLibrary {
  readonly declarations: readonly BlockDeclaration[];
  readonly processes: readonly string[];
}

/** Reads `stdlib/*.accel` through the language itself. Fails where the library has an error. */
export async function standardLibrary(root: string): Promise<StandardLibrary> {
  const files = (await readdir(`${root}stdlib`)).filter((file) => file.endsWith('.accel')).toSorted();
  const modules = files.map((file) => file.slice(0, -'.accel'.length));
  const texts = new Map(
    await Promise.all(modules.map(async (name) => [name, await readText(root, `stdlib/${name}.accel`)] as const)),
  );
  const entry = modules.map((name, i) => `import * as m${i} from "std/${name}";\n`).join('');
  const host: Host = {
    root: '',
    read: () => ({ kind: 'text', text: entry }),
    standard: (name) => {
      const text = texts.get(name);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
  };
  const { program, diagnostics } = analyze(host, 'library.accel');
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (program === undefined || errors.length > 0)
    throw new Error(`stdlib: ${errors.map(({ message }) => message).join('; ')}`);
  const process = [...program.modules.values()].find(({ exports }) => exports.has('Process'))?.exports.get('Process');
  const declarations = blockDeclarations(program).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { declarations, processes: process?.kind === 'enum' ? process.cases : [] };
}
