import { costOf, misfitsOf } from '../../src/mapping/nest/index.js';
import { hierarchyOf, mappingOf, nestOf } from '../../tests/mapping/nest/cases.js';
import { publishedRun } from './data.js';
import type { Comparison, Group } from './group.js';
import { errorCell } from './page.js';

/** A published run of the same tool: its own mapping of a strided convolution onto an array after Eyeriss, with its energies of an access. */
export function referenceGroup(): Group {
  const { source, case: which, published } = publishedRun();
  const [nest, hierarchy, mapping] = [nestOf(which), hierarchyOf(which), mappingOf(which)];
  const misfits = misfitsOf(nest, hierarchy, mapping);
  if (misfits.length > 0) throw new Error(`the published mapping does not fit: ${JSON.stringify(misfits)}`);
  const cost = costOf(nest, hierarchy, mapping);
  const levelAt = (name: string): number => hierarchy.levels.findIndex((level) => level.name === name);
  const energyOf = (name: string): number =>
    name === 'mac' ? cost.macEnergy_pj : (cost.levels[levelAt(name)]?.energy_pj ?? 0);
  const comparisons: readonly Comparison[] = [
    { name: 'cycles', ours: cost.cycles, theirs: published.cycles },
    { name: 'share of the multipliers in use', ours: cost.utilisation, theirs: published.utilisation },
    { name: 'energy, µJ', ours: cost.energy_pj * 1e-6, theirs: published.energy_uJ },
    ...Object.entries(published.fJ_per_compute).map(([name, theirs]) => ({
      name: `${name}, fJ a multiply-accumulate`,
      ours: (1000 * energyOf(name)) / cost.macs,
      theirs,
    })),
    ...Object.entries(published.words).map(([path, theirs]) => {
      const [level = '', operand, count] = path.split('.');
      const counts = cost.flows.find((flow) => flow.operand.name === operand)?.levels[levelAt(level)];
      const ours = count === 'reads' ? counts?.reads : count === 'fills' ? counts?.fills : counts?.updates;
      return { name: `${path}, words of one instance`, ours: ours ?? 0, theirs };
    }),
  ];
  return {
    title: 'a published run of that tool (its array after Eyeriss)',
    bar: 'equal, quirks apart',
    comparisons,
    text: [
      `C=3 M=32 R=S=3 P=Q=112, stride 2, on 12 x 14 elements with the mapping and the energies of an access that the run gives (\`data/validation/timeloop-eyeriss.json\`). Source: ${source}.`,
      `- The published run fetches the column of inputs that neighbouring tiles share twice (157,296 words for 156,600): its shortcut of two iterations for each loop. Walking every step, as the cases above do, the tool says what we say.
- Leakage of the memories (0.02 µJ) is in theirs, and not in ours here: 1.6 of the 1,007 fJ of the weights' register file.`,
    ],
    table: {
      head: ['figure', 'ours', 'theirs', 'error'],
      rows: comparisons.map((each) => [each.name, each.ours, each.theirs, errorCell(each)]),
    },
    leftOut: [],
  };
}
