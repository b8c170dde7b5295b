import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import {
  bestLoops,
  nestOfOperation,
  spaceOf,
  unmappable,
  type BestLoops,
  type Nest,
  type Space,
} from '../mapping/index.js';
import { isMatrix, type WorkloadGraph } from '../workload/index.js';
import type { LoadedDesign } from './load.js';
import type { StageView } from './stages.js';

/** Partial mappings that are looked at for all different operations together, about. */
const work = 400_000;

interface Mapped {
  readonly name: string;
  readonly repeat: number;
  readonly nest: Nest;
  readonly best: Extract<BestLoops, { readonly kind: 'found' }>;
}

/**
 * The loops of a workload's products and convolutions on the memories of a design of its own processing elements: the best mapping found of each, with its
 * certificate. Errors E737 (no such design), E724 (loops that are not mapped), E734 (nothing fits), and those of `spaceOf`.
 */
export function loopsStage(
  loaded: LoadedDesign,
  graph: WorkloadGraph,
): readonly [StageView | undefined, readonly Diagnostic[]] {
  const { design, origins, models } = loaded;
  const [space, problems] = spaceOf(design, { origins, models });
  if (space === undefined)
    return [undefined, problems.length > 0 ? problems : [diagnostic('E737', undefined, { design: design.name })]];
  const wanted = graph.operations.filter(isMatrix).map((operation) => ({
    name: operation.name,
    repeat: operation.repeat,
    nest: nestOfOperation(operation),
  }));
  const keyOf = (nest: Nest): string => JSON.stringify([[...nest.dimensions], nest.operands]);
  const different = new Set(wanted.map(({ nest }) => keyOf(nest))).size;
  const known = new Map<string, BestLoops>();
  const found: Mapped[] = [];
  for (const { name, repeat, nest } of wanted) {
    const why = unmappable(nest);
    if (why !== undefined) return [undefined, [diagnostic('E724', undefined, { output: name, why })]];
    const key = keyOf(nest);
    const best =
      known.get(key) ??
      bestLoops(
        space,
        nest,
        { kind: 'energy-delay' },
        {
          work: Math.ceil(work / different),
          tries: Math.ceil(Math.min(12_000, work / different / 2)),
          remainders: false,
        },
      );
    known.set(key, best);
    if (best.kind === 'conflict')
      return [undefined, [diagnostic('E734', undefined, { path: space.mac, operation: name, why: best.words })]];
    found.push({ name, repeat, nest, best });
  }
  const data = {
    schema: 'accel-loops/1',
    design: design.name,
    workload: graph.name,
    objective: 'energy-delay',
    clock_hz: space.frequency,
    operations: found.map(operationData),
    notes: space.notes,
  };
  return [
    { text: found.map((each) => operationText(each, space)).join('\n'), json: `${JSON.stringify(data, null, 2)}\n` },
    [],
  ];
}

function operationData({ name, repeat, nest, best }: Mapped): object {
  const { cost, mapping, hierarchy, certificate } = best;
  return {
    name,
    repeat,
    dimensions: Object.fromEntries(nest.dimensions),
    macs: cost.macs,
    cycles: cost.cycles,
    utilization: cost.utilisation,
    energy_pj: cost.energy_pj,
    certificate,
    levels: hierarchy.levels.map((level, at) => ({
      name: level.name,
      keeps: [...level.keeps],
      temporal: mapping[at]?.temporal ?? [],
      spatial: mapping[at]?.spatial ?? [],
      cycles: cost.levels[at]?.cycles,
      energy_pj: cost.levels[at]?.energy_pj,
      accesses: Object.fromEntries(
        cost.flows.flatMap(({ operand, levels }) => {
          const counts = levels[at];
          return counts === undefined ? [] : [[operand.name, counts]];
        }),
      ),
    })),
  };
}

/** Loops from the outermost in, each level behind its name. */
function operationText({ name, repeat, best }: Mapped, { frequency }: Space): string {
  const { cost, mapping, hierarchy, certificate } = best;
  const percent = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;
  const { status, gap } = certificate;
  const sure = status === 'optimal' ? 'no mapping is better' : `stopped: another may be up to ${percent(gap)} less`;
  const times = repeat === 1 ? '' : `, ${repeat} times`;
  const microseconds = Number(((1e6 * cost.cycles) / frequency).toPrecision(4));
  const head = `${name}${times}: ${cost.cycles} cycles (${microseconds} µs), ${percent(cost.utilisation)} used, ${Number((cost.energy_pj * 1e-6).toPrecision(4))} µJ; energy x cycles: ${sure}\n`;
  const lines = hierarchy.levels.map((level, at) => {
    const { temporal = [], spatial = [] } = mapping[at] ?? {};
    const loops = [
      ...temporal.map(({ dimension, bound }) => `${dimension} ${bound}`),
      ...spatial.map(({ dimension, bound, axis }) => `${dimension} ${bound} along ${axis}`),
    ];
    return `  ${level.name}: ${loops.length === 0 ? '-' : loops.join(', ')}\n`;
  });
  return head + lines.join('');
}
