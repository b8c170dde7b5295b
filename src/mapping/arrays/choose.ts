import type { Nest } from '../nest/index.js';
import type { Certificate, Conflict, Found, Objective } from '../search/index.js';
import { bestLoops, conflicting, type Pin, type Space } from '../space/index.js';

/** What the loops of an operation are chosen for: cycles, and of as few the least energy; energy; or their product. */
export type Wanted = 'latency' | 'energy' | 'edp';

/** The loops chosen for an operation. */
export interface ChosenLoops {
  readonly kind: 'found';
  /** Which of the hierarchies of the space. */
  readonly choice: number;
  readonly found: Found;
  /** What is known of `value`: cycles, pJ, or pJ x cycles. */
  readonly value: number;
  readonly certificate: Certificate;
  /** Where cycles are wanted: the same of the energy of those that take as few. */
  readonly ofAsFast: Certificate | null;
}

/** How loops are looked for. */
export interface Effort {
  readonly wanted: Wanted;
  /** What the whole design draws in a cycle, whatever is done in it, pJ; where cycles are wanted it counts for nothing. */
  readonly idle: number;
  /** Partial mappings looked at, at most. */
  readonly work: number;
  /** Whether tiles may leave remainders. */
  readonly remainders: boolean;
}

/** The best loops of a nest on the memories of a design, as the counts have it: without fill, drain and what words pass between levels. */
export function chooseLoops(
  space: Space,
  nest: Nest,
  { wanted, idle, work, remainders }: Effort,
  pins: readonly Pin[] = [],
): ChosenLoops | Conflict {
  if (wanted !== 'latency') {
    const objective: Objective = { kind: wanted === 'edp' ? 'energy-delay' : 'energy', idle };
    const found = bestLoops(space, nest, objective, { work, tries: triesOf(work), remainders }, pins);
    if (found.kind === 'conflict') return found;
    return { ...chosen(found), certificate: found.certificate, ofAsFast: null };
  }
  const half = { work: Math.ceil(work / 2), tries: triesOf(work / 2), remainders };
  const fast = bestLoops(space, nest, { kind: 'latency' }, half, pins);
  if (fast.kind === 'conflict') return fast;
  const left = Math.max(1, work - fast.certificate.enumerated);
  const objective: Objective = { kind: 'energy', within: fast.cost.cycles };
  const start = { choice: fast.choice, mapping: fast.mapping };
  const found = bestLoops(space, nest, objective, { work: left, tries: triesOf(left / 2), remainders }, pins, start);
  if (found.kind === 'conflict') throw new Error('a mapping that is known is found');
  return { ...chosen(found), value: found.cost.cycles, certificate: fast.certificate, ofAsFast: found.certificate };
}

/** The fewest of some pins that no loops meet together, as far as a little work tells. */
export function unmetPins(space: Space, nest: Nest, pins: readonly Pin[]): readonly Pin[] {
  const meets = (some: readonly Pin[]): boolean =>
    bestLoops(space, nest, { kind: 'latency' }, little, some).kind === 'found';
  return conflicting(pins, meets);
}

const little = { work: 20_000, tries: 2_000, remainders: false };

/** The share of the work that mappings are moved about in. */
const triesOf = (work: number): number => Math.ceil(Math.min(12_000, work / 2));

function chosen(found: Found & { readonly choice: number }): Pick<ChosenLoops, 'kind' | 'choice' | 'found' | 'value'> {
  return { kind: 'found', choice: found.choice, found, value: found.value };
}
