import type { Design } from '../ir/index.js';
import { elaborate, type Program, type Setting } from '../language/index.js';
import { repairCandidates, type Candidate } from './repair-candidates.js';

/** The numbers of a design's source that may be changed, and the design that it is with another one. */
export interface Knobs {
  readonly candidates: () => readonly Candidate[];
  /** Undefined where there is no design with that value. */
  readonly turned: (path: string, text: string) => Design | undefined;
}

/** Whole numbers, capacities and rates: what an architect chooses. */
const types: ReadonlySet<string> = new Set(['int', 'information', 'bandwidth', 'frequency']);

/** The knobs of a design in text. What the command line has set cannot be set again: there is no design with another value of it. */
export function knobsOf(program: Program, design: string, set: readonly Setting[]): Knobs {
  return {
    candidates: () => repairCandidates(program, design, types),
    turned: (path, text) => elaborate(program, design, { set: [...set, [path, text]] })[0]?.design,
  };
}
