/**
 * The language server's own work in CPU time, against its bars: a keystroke to its diagnostics in a project of 20 files and in one
 * long file, completion, hover, and the heap after many edits. Bundled as in the package, without a client.
 *
 * Run with `npm run bench:lsp`. It prints a line each and exits 1 where a bar is missed.
 */
import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { completion } from '../lsp/features/completion.js';
import type { hover } from '../lsp/features/hover.js';
import type { createProject, Files, Project } from '../lsp/project.js';

interface Server {
  readonly createProject: typeof createProject;
  readonly completion: typeof completion;
  readonly hover: typeof hover;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const [rounds, warm] = [120, 40];

/** The server's parts as the package has them. */
async function bundled(): Promise<Server> {
  const entry = `export { createProject } from './lsp/project.js'; export { hover } from './lsp/features/hover.js';
    export { completion } from './lsp/features/completion.js';`;
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: root },
    ...{ bundle: true, format: 'esm', platform: 'node', write: false },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return (await import(`data:text/javascript;base64,${code}`)) as Server;
}

/** A file of so many lines: components with parameters, ports, instances and values. */
function source(name: string, lines: number, imports: string): string {
  const parts = [imports, 'import { Sram } from "std/memory";', `export const base_${name} = 8;`];
  for (let index = 0; parts.length < lines; index++) {
    parts.push(
      ...[
        '',
        '/// A tile.',
        `export component Tile_${name}_${index}(rows: int in 1 ..= 64 = 8, depth: information = 64 KiB) {`,
      ],
      ...['  buffer: Sram { capacity: depth, word: 128 b };', '  port fill = buffer.fill;', '  unused buffer.serve;'],
      ...[`  let total = rows * buffer.words + base_${name};`, '  let rate = total * 1 b * clk.frequency;', '}'],
    );
  }
  return `${parts.join('\n')}\n`;
}

function filesOf(texts: ReadonlyMap<string, string>): Files {
  const standard = readdirSync(`${root}stdlib`).map((name) => name.replace('.accel', ''));
  return {
    rootOf: () => '',
    read: (path) => {
      const text = texts.get(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    standard: (name) => ({ kind: 'text', text: readFileSync(`${root}stdlib/${name}.accel`, 'utf8') }),
    standardNames: standard,
    sources: () => [...texts.keys()],
  };
}

/** The 95th percentile of the CPU milliseconds of one call, after some to warm up. */
function p95(work: (round: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds + warm; round++) {
    const before = process.cpuUsage();
    work(round);
    const { user, system } = process.cpuUsage(before);
    if (round >= warm) times.push((user + system) / 1000);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

/** Types a digit into the file and asks for its diagnostics. */
function keystroke(project: Project, path: string, text: string): (round: number) => void {
  return (round) => {
    project.setOpen(path, text.replace('= 8;', `= ${(round % 90) + 10};`));
    const [wrong] = project.diagnosticsOf(path).filter(({ severity }) => severity === 'error');
    if (wrong !== undefined) throw new Error(wrong.message);
  };
}

function judge(what: string, value: number, bar: number, unit = 'ms'): void {
  console.log(`${what}: ${value.toFixed(1)} ${unit}, bar ${bar} ${unit}`);
  if (value > bar) process.exitCode = 1;
}

const server = await bundled();
const texts = new Map<string, string>();
for (let index = 0; index < 20; index++) {
  const imports =
    index === 0 ? '' : `import { base_f${index - 1} } from "./f${index - 1}.accel"; const before = base_f${index - 1};`;
  texts.set(`f${index}.accel`, source(`f${index}`, 500, imports));
}
const project = server.createProject(filesOf(texts));
const last = 'f19.accel';
const type = keystroke(project, last, texts.get(last) ?? '');
judge('keystroke to diagnostics, 20 files of 500 lines, p95', p95(type), 20);

const long = source('long', 10_000, '');
const single = server.createProject(filesOf(new Map([['long.accel', long]])));
judge('keystroke to diagnostics, one file of 10 000 lines, p95', p95(keystroke(single, 'long.accel', long)), 120);

const analysis = project.analysisOf(last);
if (analysis === undefined) throw new Error('no analysis');
const [member, name] = [
  analysis.text.lastIndexOf('buffer.words') + 'buffer.'.length,
  analysis.text.lastIndexOf('total *'),
];
const complete = (): void => {
  const patched = project.completing(last, member);
  const items = patched === undefined ? [] : server.completion(patched, member, project.importable(last));
  if (!items.some(({ label }) => label === 'words')) throw new Error('no completion');
};
judge('completion, p95', p95(complete), 15);
const ask = (): void => {
  if (server.hover(analysis, name) === undefined) throw new Error('no hover');
};
judge('hover, p95', p95(ask), 5);

for (let round = 0; round < 1000; round++) type(round);
console.log(`heap after ${rounds + warm + 1000} edits: ${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MiB`);
