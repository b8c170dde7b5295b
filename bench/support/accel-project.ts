import { readdirSync } from 'node:fs';
import type { Files } from '../../lsp/project.js';
import { root, textOf } from './measure.js';

/** A file of so many lines: components with parameters, ports, instances and values. */
export function source(name: string, lines: number, imports: string): string {
  // By custom: names that are not would each be warned of.
  const tile = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Tile`;
  const parts = [imports, 'import { Sram } from "std/memory";', `export const base_${name} = 8;`];
  for (let index = 0; parts.length < lines; index++) {
    parts.push(
      ...[
        '',
        '/// A tile.',
        `export component ${tile}${index}(rows: int in 1 ..= 64 = 8, depth: information = 64 KiB) {`,
      ],
      ...['  buffer: Sram { capacity: depth, word: 128 b };', '  port fill = buffer.fill;', '  unused buffer.serve;'],
      ...[`  let total = rows * buffer.words + base_${name};`, '  let rate = total * 1 b * clk.frequency;', '}'],
    );
  }
  return `${parts.join('\n')}\n`;
}

/** Files of so many lines each, of which every one imports the one before. */
export function chain(files: number, lines: number): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (let index = 0; index < files; index++) {
    const before = `base_f${index - 1}`;
    const imports = index === 0 ? '' : `import { ${before} } from "./f${index - 1}.accel"; const before = ${before};`;
    texts.set(`f${index}.accel`, source(`f${index}`, lines, imports));
  }
  return texts;
}

/** A workspace of these texts, and the standard library. */
export function filesOf(texts: ReadonlyMap<string, string>): Files {
  const standard = readdirSync(`${root}stdlib`).map((name) => name.replace('.accel', ''));
  return {
    rootOf: () => '',
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    standard: (name) => ({ kind: 'text', text: textOf(`stdlib/${name}.accel`) }),
    standardNames: standard,
    sources: () => [...texts.keys()],
  };
}
