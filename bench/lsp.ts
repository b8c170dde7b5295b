/**
 * The language server's own work in CPU time, against its bars: a keystroke to its diagnostics in a project of 20 files and in one
 * long file, completion, hover, the start of the built server, its memory, and the speed of reading and formatting.
 *
 * Run with `npm run bench:lsp`, after `npm run build`. It prints a line each and exits 1 where a bar is missed.
 */
import type { completion } from '../lsp/features/completion.js';
import type { hover } from '../lsp/features/hover.js';
import type { createProject, Project } from '../lsp/project.js';
import { chain, filesOf, source } from './support/accel-project.js';
import { coldStart } from './support/cold-start.js';
import { bundled, cpuOf, judge, quantile, tell } from './support/measure.js';
import { formattingSpeed, readingSpeed } from './support/syntax-speed.js';

interface Server {
  readonly createProject: typeof createProject;
  readonly completion: typeof completion;
  readonly hover: typeof hover;
}

const [rounds, warm] = [120, 40];
const edits = 1000;

/** The 95th percentile of the CPU milliseconds of one call, after some to warm up. */
function p95(work: (round: number) => void): number {
  const times: number[] = [];
  for (let round = 0; round < rounds + warm; round++) {
    const time = cpuOf(() => work(round));
    if (round >= warm) times.push(time);
  }
  return quantile(times, 0.95);
}

/**
 * Types a digit into a constant that every component of the file reads, or takes it away again, and asks for the diagnostics: each
 * time the whole rest of the file moves.
 */
function keystroke(project: Project, path: string, text: string): (round: number) => void {
  return (round) => {
    project.setOpen(path, text.replace('= 8;', `= ${round % 2 === 0 ? '' : '1'}${round % 10};`));
    const [wrong] = project.diagnosticsOf(path).filter(({ severity }) => severity === 'error');
    if (wrong !== undefined) throw new Error(wrong.message);
  };
}

const server = await bundled<Server>(
  `export { createProject } from './lsp/project.js'; export { hover } from './lsp/features/hover.js';
   export { completion } from './lsp/features/completion.js';`,
);
const texts = chain(20, 500);
const project = server.createProject(filesOf(texts));
const last = 'f19.accel';
const type = keystroke(project, last, texts.get(last) ?? '');
judge('keystroke to diagnostics, 20 files of 500 lines, p95', p95(type), 20, 'ms');

const long = source('long', 10_000, '');
const single = server.createProject(filesOf(new Map([['long.accel', long]])));
const typeLong = keystroke(single, 'long.accel', long);
judge('keystroke to diagnostics, a file of 10 000 lines, p95', p95(typeLong), 120, 'ms');

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
judge('completion, p95', p95(complete), 15, 'ms');
const ask = (): void => {
  if (server.hover(analysis, name) === undefined) throw new Error('no hover');
};
judge('hover, p95', p95(ask), 5, 'ms');
judge('start of the server to the first diagnostics', await coldStart(), 400, 'ms');

for (let round = 0; round < edits; round++) type(round);
const count = 2 * (rounds + warm) + edits;
tell(`heap after ${count} edits`, `${(process.memoryUsage().heapUsed / 2 ** 20).toFixed(0)} MiB`);
tell('most memory of the process until then', `${(process.resourceUsage().maxRSS / 2 ** 10).toFixed(0)} MiB`);

judge('lex and parse with spans and comments', await readingSpeed(), 5, 'MB/s', true);
const { accel, typescript } = await formattingSpeed();
tell("format TypeScript, Prettier's own printer", `${typescript.toFixed(2)} MB/s`);
tell('format .accel', `${accel.toFixed(2)} MB/s`);
judge('format .accel against TypeScript', accel / typescript, 2, 'x', true);
