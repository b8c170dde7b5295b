/** The page of a run of the long tests: `docs/test-long.md`. */
import { format } from 'prettier';
import type { LoadResult } from './loads.js';
import type { MutationResult } from './mutation.js';
import type { Mutant } from './mutants.js';

export interface LongRun {
  readonly seed: number;
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  readonly tools: readonly (readonly [name: string, version: string])[];
  readonly loads: LoadResult;
  readonly mutation: MutationResult;
}

const grouped = (value: number): string => value.toLocaleString('en-US');
const seconds = (value: number): string => `${grouped(Math.round(value))} s`;
const minutes = (value: number): string => `${(value / 60).toFixed(1)} min`;
const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

/** A mutant as a list entry. */
const entry = ({ file, line, before, after }: Mutant): string =>
  `- ${file}, line ${line}: ${code(before)} as ${code(after)}`;

function loadsPart({ times, files }: LoadResult): string {
  const failures = files.flatMap((file) => file.failures.map((failure) => ({ file: file.file, ...failure })));
  const sum = ['all', ...(['tests', 'cases'] as const).map((name) => grouped(total(files.map((file) => file[name]))))];
  const rows = files.map((file) => [file.file, grouped(file.tests), grouped(file.cases), seconds(file.time_s)]);
  return `## Random loads

${files.length} test files with ${times} times the cases of \`npm test\` took ${minutes(total(files.map((file) => file.time_s)))} of one core, each file with a Node of its own. ${failures.length} of their tests failed, ${total(files.map((file) => file.skipped))} were skipped.

${table(['file', 'tests', 'random cases', 'time'], [...rows, [...sum, seconds(total(files.map((file) => file.time_s)))]])}
${failures.map(({ file, test, message }) => `\n${file}, "${test}":\n\n\`\`\`text\n${message.slice(0, 2000)}\n\`\`\`\n`).join('')}`;
}

function mutationPart({ all, equivalent, tried, killed, timedOut, survivors, time_s }: MutationResult): string {
  return `## Mutation

${tried} of ${all} mutants of the blocks' formulas and golden models and of the mapper's costs, chosen by the seed, each against the tests of its folder: ${killed} killed (${timedOut} of them because the tests did not end), ${survivors.length} survived, in ${minutes(time_s)}. Not tried: ${equivalent} mutants that do the same as the source (\`scripts/long/equivalents.ts\` says why).

${survivors.length === 0 ? 'No mutant survived.' : survivors.map(entry).join('\n')}
`;
}

/** The page, formatted. */
export function page(run: LongRun): Promise<string> {
  const text = `# The last run of the long tests

Written by \`npm run test:long\`: the random tests with many times their cases and one seed, then changes of formulas that the tests must notice.

${table(
  ['what', 'of this run'],
  [
    ['seed', String(run.seed)],
    ['date', run.date],
    ['commit', run.commit],
    ['machine', run.machine],
    ...run.tools,
    ['random cases', grouped(total(run.loads.files.map((file) => file.cases)))],
    ['failed tests', String(total(run.loads.files.map((file) => file.failures.length)))],
    ['mutants killed', `${run.mutation.killed} of ${run.mutation.tried}`],
  ],
).replace('---:', '---')}

${loadsPart(run.loads)}

${mutationPart(run.mutation)}`;
  return format(text, { parser: 'markdown', printWidth: 120, proseWrap: 'preserve' });
}
