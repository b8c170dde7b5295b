import { estimate, estimateDesign, type EstimateOptions, type Sensitivity } from '../estimate/index.js';
import type { Design } from '../ir/index.js';
import type { WorkloadGraph } from '../workload/index.js';
import type { LoadedDesign } from './load.js';
import type { Candidate } from './repair-candidates.js';

/** A change of time by less than this share is none. */
const least = 0.005;
/** Mappings that are looked at on an array of one's own, of each design that is tried. */
const work = 10_000;

/**
 * Which numbers of the source move the time of an operation, each twice and half as large with the others as they are and mapped anew: the ways
 * that are faster, the fastest first. None for a design in TypeScript, whose source is not kept.
 */
export function sensitivities(
  { knobs, design, models }: LoadedDesign,
  graph: WorkloadGraph,
  name: string,
  objective: EstimateOptions['objective'] = 'latency',
): readonly Sensitivity[] {
  const figures = (of: Design): readonly [time: number, energy: number, area: number] | undefined => {
    const [made] = estimate(of, graph, { objective, models, only: name, work });
    const [hardware] = estimateDesign(of, undefined, models);
    if (made === undefined || hardware === undefined || made.total.latency_s === 0) return undefined;
    return [made.total.latency_s, made.total.energy_j, hardware.area_mm2];
  };
  const base = figures(design);
  if (knobs === null || base === undefined) return [];
  const found = knobs.candidates().flatMap((candidate) =>
    [2, 0.5].flatMap((factor): readonly Sensitivity[] => {
      const from = textOf(candidate, candidate.value);
      const to = textOf(candidate, candidate.value * factor);
      // Where the parameter may not be that, there is no such design.
      const changed = knobs.turned(candidate.path, to);
      const then = changed === undefined ? undefined : figures(changed);
      if (then === undefined) return [];
      const [time_ratio, energy_ratio, area_ratio] = [then[0] / base[0], then[1] / base[1], then[2] / base[2]];
      return [{ path: candidate.path, from, to, time_ratio, energy_ratio, area_ratio }];
    }),
  );
  return found.filter((each) => each.time_ratio < 1 - least).toSorted((a, b) => a.time_ratio - b.time_ratio);
}

function textOf({ unit }: Candidate, value: number): string {
  return unit === undefined ? String(value) : `${value} ${unit}`;
}
