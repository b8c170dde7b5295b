/** The page of a run of `npm run mutate:rtl`: `docs/mutate-rtl.md`. */
import { format } from 'prettier';
import type { Outcome } from './attempt.js';

export interface MutationRun {
  readonly all: number;
  readonly seed: number;
  readonly outcomes: readonly Outcome[];
  readonly time_s: number;
  readonly date: string;
}

/** The page, formatted. */
export function page({ all, seed, outcomes, time_s, date }: MutationRun): Promise<string> {
  const count = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const [noticed, same] = [count('noticed'), count('same')];
  const open = outcomes.length - same;
  const subjects = [...new Set(outcomes.map(({ subject }) => subject))];
  const rows = subjects.map((subject) => {
    const own = outcomes.filter((outcome) => outcome.subject === subject);
    const of = (verdict: Outcome['verdict']): number => own.filter((outcome) => outcome.verdict === verdict).length;
    return `| ${subject} | ${own.length} | ${of('noticed')} | ${of('same')} | ${of('not noticed')} |`;
  });
  const left = outcomes.filter(({ verdict }) => verdict === 'not noticed');
  const text = `# The last run of \`npm run mutate:rtl\`

Hardware is changed by one operator, constant, choice, reset or enable at a time, in any module of a block, and \`accel verify\` runs random cases on it. ${outcomes.length} of ${all} such mutants, drawn evenly by the seed ${seed}, on ${date}, in ${(time_s / 60).toFixed(0)} min: **${noticed} of ${open} noticed (${((100 * noticed) / open).toFixed(1)} %)**, beside ${same} that are proved to do the same, as text or by Yosys.

| block | mutants | noticed | proved the same | not noticed |
| --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}

## Not noticed

${left.length === 0 ? 'None.' : left.map(({ subject, what }) => `- ${subject}: ${what}`).join('\n')}
`;
  return format(text, { parser: 'markdown', printWidth: 160, proseWrap: 'preserve' });
}
