import { readdirSync } from 'node:fs';
import * as prettier from 'prettier';
import type { ParseResult } from '../../src/syntax/index.js';
import { bundled, cpuOf, cpuOfAsync, root, textOf } from './measure.js';

const rounds = 12;

/** Megabytes read in a second of CPU time by lexer and parser, with spans and comments: the best of all rounds. */
export async function readingSpeed(): Promise<number> {
  const sources = ['examples/edge_npu.accel', 'stdlib/compute.accel', 'stdlib/memory.accel'];
  const one = sources.map(textOf).join('\n');
  const text = one.repeat(Math.ceil(1e6 / one.length));
  const { parse } = await bundled<{ readonly parse: (text: string, file: string) => ParseResult }>(
    `export { parse } from './src/syntax/parse.js';`,
  );
  let fastest = 0;
  for (let round = 0; round < rounds; round++) {
    const time = cpuOf(() => {
      const [wrong] = parse(text, 'bench.accel').diagnostics;
      if (wrong !== undefined) throw new Error(`the sources have errors: ${wrong.message}`);
    });
    fastest = Math.max(fastest, text.length / time / 1000);
  }
  return fastest;
}

/** How fast the plugin formats `.accel`, and Prettier itself TypeScript, in megabytes a second of CPU time. */
export interface FormattingSpeed {
  readonly accel: number;
  readonly typescript: number;
}

/** Formats about as much of either, file by file, by turns; the best of all rounds counts. */
export async function formattingSpeed(): Promise<FormattingSpeed> {
  const plugin: prettier.Plugin = await import(`${root}dist/prettier.js`);
  const accel = [
    ...readdirSync(`${root}stdlib`).map((name) => `stdlib/${name}`),
    ...readdirSync(`${root}examples`).flatMap((name) => (name.endsWith('.accel') ? [`examples/${name}`] : [])),
  ].map(textOf);
  const typescript = filesOfSize(sizeOf(accel));
  let [ours, theirs] = [0, 0];
  for (let round = 0; round < rounds; round++) {
    ours = Math.max(ours, await speedOf(accel, { parser: 'accel', plugins: [plugin] }));
    theirs = Math.max(theirs, await speedOf(typescript, { parser: 'typescript' }));
  }
  return { accel: ours, typescript: theirs };
}

/** Sources of this project that are together about so long. */
function filesOfSize(size: number): readonly string[] {
  const texts: string[] = [];
  for (const file of readdirSync(`${root}src/language`).toSorted()) {
    if (sizeOf(texts) < size) texts.push(textOf(`src/language/${file}`));
  }
  return texts;
}

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}

async function speedOf(texts: readonly string[], options: prettier.Options): Promise<number> {
  const time = await cpuOfAsync(async () => {
    for (const text of texts) await prettier.format(text, { printWidth: 120, ...options });
  });
  return sizeOf(texts) / time / 1000;
}
