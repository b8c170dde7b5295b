import type { Diagnostic } from '../diagnostics/index.js';
import {
  estimate,
  judgeRequirements,
  hasCores,
  mapsLoops,
  type Estimate,
  type EstimateOptions,
  type Judgement,
} from '../estimate/index.js';
import type { Setting } from '../language/index.js';
import { parseWorkload, workloadGraph, type WorkloadGraph } from '../workload/index.js';
import type { LoadedDesign } from './load.js';

/** An estimate and how the design's requirements came out. */
export interface Estimated {
  readonly estimate: Estimate;
  readonly judgements: readonly Judgement[];
}

/** What the mapper minimises (latency, where it is not said), and the draws that tell how sure the totals are. */
export type HowEstimated = Pick<EstimateOptions, 'objective' | 'samples' | 'fusion' | 'folding' | 'remainders'>;

/** Estimates the workload that `workload` names on a design. Failed requirements are diagnostics as well. */
export function estimateWorkload(
  loaded: LoadedDesign,
  workload: string,
  options: HowEstimated = {},
): readonly [Estimated | undefined, readonly Diagnostic[]] {
  const [graph, unknown] = findWorkload(loaded, workload);
  if (graph === undefined) return [undefined, unknown];
  const [estimated, diagnostics] = estimateGraph(loaded, graph, options);
  return [estimated, [...unknown, ...diagnostics]];
}

/** Estimates a workload that has been found, as `estimateWorkload` does. */
export function estimateGraph(
  { design, origins, models, mappings, unapplied }: LoadedDesign,
  graph: WorkloadGraph,
  options: HowEstimated = {},
): readonly [Estimated | undefined, readonly Diagnostic[]] {
  const pins = mappings.filter(({ workload }) => workload === graph.name);
  const [made, problems] = estimate(design, graph, { ...options, origins, models, pins });
  const [pinned] = unapplied(graph.name);
  // What mapping blocks pin and cannot be met is told at the first of them.
  const told = problems.map((each) => (each.code === 'E747' && pinned !== undefined ? at(each, pinned) : each));
  if (made === undefined) return [undefined, told];
  const [judgements, failed] = judgeRequirements(design, origins, models, mappings);
  return [{ estimate: made, judgements }, [...problems, ...failed]];
}

/**
 * The workload that a command line names: one of the file (`mlp`, `mlp:batch=32`), else a built-in model with settings, else
 * `gemm(M,K,N)`. Mappings of it that are not applied are told.
 */
export function findWorkload(
  loaded: LoadedDesign,
  text: string,
): readonly [WorkloadGraph | undefined, readonly Diagnostic[]] {
  const [name = '', settings = ''] = text.split(/:(.*)/s).map((part) => part.trim());
  if (!loaded.workloadNames.includes(name)) {
    const [graph, diagnostics] = parseWorkload(text);
    return [graph, diagnostics.map((found) => withOwnWorkloads(found, loaded.workloadNames))];
  }
  const [workload, diagnostics] = loaded.workload(name, settingsOf(settings));
  if (workload === undefined) return [undefined, diagnostics];
  const [graph, problems] = workloadGraph(workload, loaded.placesOf(name));
  // On multiprocessors none are applied.
  const applied = hasCores(loaded.design) || mapsLoops(loaded.design);
  return [graph, [...diagnostics, ...problems, ...(applied ? [] : loaded.unapplied(workload.name))]];
}

function at(told: Diagnostic, { origin }: Diagnostic): Diagnostic {
  return origin === undefined ? told : { ...told, origin };
}

/** `batch=8, context=64` as settings. */
export function settingsOf(text: string): readonly Setting[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [path = '', value = ''] = part.split(/=(.*)/s).map((each) => each.trim());
      return [path, value] as const;
    });
}

/** Where a workload is unknown, those of the file are named too. */
function withOwnWorkloads(found: Diagnostic, names: readonly string[]): Diagnostic {
  if (found.code !== 'E720' || names.length === 0) return found;
  const own = `the file has ${names.join(', ')}`;
  return { ...found, help: found.help === undefined ? own : `${found.help}; ${own}` };
}
