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

/** Why a change goes unnoticed, by what it is; the first that fits holds. */
const reasons: readonly (readonly [what: RegExp, why: string])[] = [
  [
    /another value after reset$/,
    'What the reset leaves runs out of the pipeline, or down to nothing, ahead of whatever begins after it; nothing counts it on its way.',
  ],
  [
    /no reset$/,
    'The register takes what it holds from others, or from the inputs, in every cycle, so that only what the last cycle of a reset brings is left in it, and that counts for nothing.',
  ],
  [/(high_zeros|high_ones)/, 'The bits of a sum that it changes are all alike in every sum of so few products.'],
  [
    /(_count|_limit|_lost|_zeros|subnormal|align)/,
    'It shows for numbers alone that have just so many zeros, or whose last places are just so: none of the cases had one that came to an output.',
  ],
  [
    /always enabled$/,
    'What the register takes while it should not is not looked at before it takes the right value, or is the value that it has.',
  ],
  [
    /(row_held|sending|spill_write|row_wanted|reading)/,
    'It reads or keeps one row more, beyond the last or while nothing is busy, which goes nowhere.',
  ],
  [/received/, 'Answers come to loads alone, which are busy and store nothing.'],
  [/_swapped/, 'Of two numbers of equal exponents it takes the other for the greater: the sum is the same.'],
  [
    /_row: the lowest bit/,
    'The last place of one entry of a table is rounded away but for arguments whose result lies just at a tie.',
  ],
  [/beats: /, 'It gives beats to commands that are no moves: to words that are no command, which the cases have not.'],
  [
    /enable of chain_rows_q/,
    'Rows of the chain of weights move on with time in place of with beats: the wave, which takes a row in a cycle, has passed them by then too.',
  ],
  [/enable of following/, 'It lasts a cycle longer, in which no row is valid.'],
  [
    /accumulator_bank, left_out/,
    'A vector that has met a column beyond N adds nothing and keeps nothing in those behind it, whatever is left of the count.',
  ],
  [
    /_mask_next/,
    'The mask of more than all columns or rows is another one, which is not looked at: only a last tile has a mask.',
  ],
  [
    /part_lane_function, rounded_first_amount/,
    'It is of subnormal numbers that a table gives as two or more: those of e^x and 1/x give none (a test says so), and roots are never subnormal.',
  ],
  [
    /part_sequencer, left_after: 1 for 0/,
    'What is left is counted to 0 and by 1 from there in place of staying; every tile, which waits for a cycle at least, sets it anew before it is looked at.',
  ],
  [/./, 'No case met a state in which it shows; why is not known.'],
];

function explained(left: readonly Outcome[]): string {
  const reasonOf = ({ what }: Outcome): number => reasons.findIndex(([pattern]) => pattern.test(what));
  return reasons
    .map(([, why], index) => [why, left.filter((outcome) => reasonOf(outcome) === index)] as const)
    .filter(([, some]) => some.length > 0)
    .map(([why, some]) => `${why}\n\n${some.map(({ subject, what }) => `- ${subject}: ${what}`).join('\n')}`)
    .join('\n\n');
}

/** The page, formatted. */
export function page({ all, seed, outcomes, time_s, date }: MutationRun): Promise<string> {
  const count = (verdict: Outcome['verdict']): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  const [noticed, same, settling] = [count('noticed'), count('same'), count('settles')];
  const open = outcomes.length - same - settling;
  const subjects = [...new Set(outcomes.map(({ subject }) => subject))];
  const rows = subjects.map((subject) => {
    const own = outcomes.filter((outcome) => outcome.subject === subject);
    const of = (verdict: Outcome['verdict']): number => own.filter((outcome) => outcome.verdict === verdict).length;
    return `| ${subject} | ${own.length} | ${of('noticed')} | ${of('same')} | ${of('settles')} | ${of('not noticed')} |`;
  });
  const left = outcomes.filter(({ verdict }) => verdict === 'not noticed');
  const text = `# The last run of \`npm run mutate:rtl\`

Hardware is changed by one operator, constant, choice, reset or enable at a time, in any module of a block, and \`accel verify\` runs random cases on it. ${outcomes.length} of ${all} such mutants, drawn evenly by the seed ${seed}, on ${date}, in ${(time_s / 60).toFixed(0)} min: **${noticed} of ${open} noticed (${((100 * noticed) / open).toFixed(1)} %)**, beside ${same} that are proved to do the same, as text or by Yosys, and ${settling} of which it is proved that, after a reset that lasts and a rest of as many cycles, they are in a state that the block itself may be in then, whatever registers and inputs held: a pipeline runs out by itself. The cases hold a reset for two cycles and begin at once, and noticed nothing.

| block | mutants | noticed | proved the same | the same once settled | not noticed |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}

## Not noticed

${left.length === 0 ? 'None.' : explained(left)}
`;
  return format(text, { parser: 'markdown', printWidth: 160, proseWrap: 'preserve' });
}
