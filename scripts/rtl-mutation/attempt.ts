/** What becomes of one mutant. */
import type { Module } from '../../src/rtl/index.js';
import { verify } from '../../src/verify/index.js';
import type { Subject } from './designs.js';
import { provedEqual, sameText } from './equivalence.js';
import { isWithin, settled, type State } from './settle.js';
import { withModule, type RtlMutant } from './mutants.js';

export interface Outcome {
  readonly subject: string;
  readonly what: string;
  /** `same`: it is proved to do the same. `settles`: it is proved to do so after a reset that lasts and a rest. */
  readonly verdict: 'noticed' | 'same' | 'settles' | 'not noticed';
}

/** Random cases that are run first; and those that are run where these show nothing. */
const [few, many] = [40, 1000];

/** Looks whether `accel verify` notices a mutant, and if not whether there is something to notice. */
export async function attempt(subject: Subject, mutant: RtlMutant, seed: number): Promise<Outcome> {
  const changed = mutant.changed();
  const told = { subject: subject.name, what: mutant.what };
  if (sameText(mutant.module, changed)) return { ...told, verdict: 'same' };
  const top = withModule(subject.top, mutant.module, changed);
  if (await notices(subject, top, few, seed)) return { ...told, verdict: 'noticed' };
  if (await notices(subject, top, many, seed + 1)) return { ...told, verdict: 'noticed' };
  if (mutant.ofReset) return { ...told, verdict: settlesAlike(subject, top) ? 'settles' : 'not noticed' };
  return { ...told, verdict: (await provedEqual(mutant.module, changed)) ? 'same' : 'not noticed' };
}

async function notices({ design }: Subject, top: Module, cases: number, seed: number): Promise<boolean> {
  const [found, diagnostics] = await verify(
    design,
    { random: { cases, seed }, simulators: [] },
    { hardware: () => top },
  );
  if (found === null) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  return !found.report.passed;
}

/** By subject: what is sure of it once it has settled. */
const settledStates = new Map<Subject, State>();

/** Whether hardware that has settled is in a state that the subject, settled, may be in: from there on it can only do what that may do. */
function settlesAlike(subject: Subject, changed: Module): boolean {
  const original = settledStates.get(subject) ?? settled(subject.top);
  settledStates.set(subject, original);
  return isWithin(settled(changed), original);
}
