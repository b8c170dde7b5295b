import {
  costOf,
  misfitsOf,
  raggedCostOf,
  type Hierarchy,
  type Misfit,
  type NestCost,
} from '../../src/mapping/nest/index.js';
import {
  hierarchyOf,
  isPerfect,
  mappingCases,
  mappingOf,
  nestOf,
  type MappingCase,
} from '../../tests/mapping/nest/cases.js';
import { errorOf, summaryOf, type Comparison, type Group, type LeftOut } from './group.js';
import { percent } from './page.js';

/** Every figure that the independent tool prints for the mapping and that is required of us, beside ours. */
export function figuresOf(which: MappingCase): readonly Comparison[] {
  const [nest, hierarchy, mapping] = [nestOf(which), hierarchyOf(which), mappingOf(which)];
  if (!which.expect.accepted) return [refusal(which, misfitsOf(nest, hierarchy, mapping))];
  const perfect = isPerfect(which);
  const ours = oursByPath(which, (perfect ? costOf : raggedCostOf)(nest, hierarchy, mapping));
  // With remainders the tool's own cycles are of full bounds; the steps that it walks are these, whatever the ports carry.
  if (!perfect) ours.set('cycles_true_walk', raggedCostOf(nest, unbounded(hierarchy), mapping).cycles);
  return leaves(which.expect, '')
    .filter(({ path }) => !which.not_required_fields.some((field) => path === field || path.startsWith(`${field}.`)))
    .filter(({ path }) => !/\.(?:fanout|avg_hops|neighbour_transfers)$/.test(path))
    .map(({ path, value }): Comparison => {
      const own = ours.get(path);
      if (own === undefined) throw new Error(`${which.id}: nothing of ours is ${path}`);
      return { name: `${which.id} ${path}`, ours: same(path, own, value) ? value : own, theirs: value };
    });
}

function unbounded({ levels, macs }: Hierarchy): Hierarchy {
  return { levels: levels.map((level) => ({ ...level, readBandwidth: null, writeBandwidth: null })), macs };
}

/** Whether what the tool prints is ours: sums of floats come in another order, and the share of busy multipliers has four decimals. */
function same(path: string, ours: number, printed: number): boolean {
  return Math.abs(ours - printed) <= (path === 'utilisation' ? 0.50001e-4 : 1e-9 * Math.abs(printed));
}

/** A mapping that does not fit: words or instances needed, of the level that the tool names. */
function refusal(which: MappingCase, misfits: readonly Misfit[]): Comparison {
  const reason = which.expect['reason'] as Readonly<Record<string, string | number>>;
  const { levels } = which.architecture;
  const found = misfits.find(
    (misfit) =>
      misfit.kind === reason['kind'] &&
      (levels[misfit.level]?.name ?? 'mac') === reason['level'] &&
      (misfit.kind === 'capacity' || misfit.axis.toUpperCase() === reason['axis']),
  );
  const theirs = Number(reason['needed_words'] ?? reason['needed']);
  return { name: `${which.id} does not fit`, ours: found?.needed ?? 0, theirs };
}

function leaves(value: unknown, path: string): readonly { readonly path: string; readonly value: number }[] {
  if (typeof value === 'number') return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const join = (key: string): string =>
    Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
  return Object.entries(value).flatMap(([key, inner]: readonly [string, unknown]) => leaves(inner, join(key)));
}

/** Our figures by the paths that they have in the cases. */
function oursByPath({ architecture, problem }: MappingCase, cost: NestCost): Map<string, number> {
  const found = new Map<string, number>([
    ['cycles', cost.cycles],
    ['utilisation', cost.utilisation],
    ['macs', cost.macs],
    ['mac_energy_pj', cost.macEnergy_pj],
    ['energy_pj', cost.energy_pj],
  ]);
  const put = (path: string, figures: Readonly<Record<string, number | undefined>>): void => {
    for (const [key, figure] of Object.entries(figures)) if (figure !== undefined) found.set(`${path}.${key}`, figure);
  };
  for (const [at, { name }] of architecture.levels.entries()) {
    const level = cost.levels[at];
    if (level === undefined) continue;
    put(`levels.${name}`, { cycles: level.cycles, energy_pj: level.energy_pj });
    for (const [index, { name: operand }] of problem.operands.entries()) {
      const counts = cost.flows[index]?.levels[at];
      if (counts !== undefined)
        put(`levels.${name}.operands.${operand}`, {
          tile_words: counts.tile,
          utilised_instances: level.instances,
          reads: counts.reads,
          fills: counts.fills,
          updates: counts.updates,
          temporal_reductions: counts.reductions,
          energy_pj: level.operands[index],
        });
      const transfers = cost.flows[index]?.transfers[at];
      if (transfers === undefined) continue;
      const path = `networks[${at}].operands.${operand}`;
      put(path, {
        transfers: transfers.words,
        max_multicast: Math.max(...transfers.bySize.keys()),
        spatial_reductions: transfers.reductions,
      });
      put(`${path}.by_multicast`, Object.fromEntries(transfers.bySize));
    }
  }
  return found;
}

/** The fixed mappings, all figures that are required of each. */
export function countsGroup(): Group {
  const counted = mappingCases.filter((each) => each.require);
  const made = counted.map((which) => ({ which, figures: figuresOf(which) }));
  return {
    title: 'access counts of an independent tool (Timeloop)',
    bar: 'equal, quirks apart',
    comparisons: made.flatMap(({ figures }) => figures),
    text,
    table: {
      head: ['case', 'operation', 'levels', 'figures', 'different', 'worst error', 'cycles', 'energy, pJ'],
      rows: made.map(({ which, figures }) => {
        const own = (path: string): number | string =>
          figures.find(({ name }) => name === `${which.id} ${path}`)?.ours ?? '-';
        const cycles = isPerfect(which) ? 'cycles' : 'cycles_true_walk';
        const { dims } = which.problem;
        return [
          which.id,
          Object.entries(dims)
            .map(([name, extent]) => `${name}=${extent}`)
            .join(' '),
          which.architecture.levels.length,
          figures.length,
          figures.filter((each) => errorOf(each) !== 0).length,
          percent(summaryOf(figures).worst),
          ...(which.expect.accepted ? [own(cycles), own('energy_pj')] : ['refused', 'refused']),
        ];
      }),
    },
    leftOut: mappingCases.filter((each) => !counted.includes(each)).map(leftOut),
  };
}

function leftOut({ id, neighbour_links }: MappingCase): LeftOut {
  const why = neighbour_links
    ? 'links between neighbouring elements are not modelled'
    : 'a last tile that is smaller than the others, where the tool itself says something else than its walk of every step';
  return { what: id, why };
}

const text = [
  `What Timeloop (timeloop-model, 4cf6d4c; every step walked) counts for fixed mappings of products and convolutions onto hierarchies of memories: words read, filled, updated and reduced of each operand at each level, transfers by how many get them at once, cycles with bandwidths, energy
(\`tests/data/mapping-cases.json\`, which has every figure and the tool's options; the rules are in [Counting accesses](counting.md)). Ours are closed forms (\`src/mapping/nest\`), or with last tiles that are smaller a walk of every step. Mappings that do not fit are compared by what they would need.`,
];
