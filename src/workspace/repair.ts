import type { BlockModels } from '../blocks/models.js';
import type { Diagnostic, Fix } from '../diagnostics/index.js';
import { judgeSteps, measureScope, type Judged, type Steps } from '../estimate/index.js';
import { elaborate, type Program } from '../language/index.js';
import { repairCandidates, type Candidate } from './repair-candidates.js';

/** How a requirement comes out with one number changed. */
export interface Outcome {
  readonly holds: boolean;
  /** How far the two sides are from each other; null where that is not known. */
  readonly gap: number | null;
  /** The condition with the values of its sides; null where it was judged while elaborating. */
  readonly text: string | null;
}

/** A number of the source and the value that makes the requirement hold. */
export interface Repair {
  readonly candidate: Candidate;
  readonly value: number;
  readonly outcome: Outcome;
}

/** Tries a value: undefined where there is no design with it. */
export type Try = (candidate: Candidate, value: number) => Steps<Outcome | undefined>;

/** Doublings or halvings in one direction. */
const furthest = 8;

/**
 * Looks for one number that makes a requirement hold: each candidate is doubled and halved until the requirement holds, or the
 * sides come no nearer; then the least change of a whole number is found by bisection. Of several the one that changes least is
 * taken. At most `tries` designs are made.
 */
export function* findRepair(
  candidates: readonly Candidate[],
  attempt: Try,
  gap: number | null,
  tries: number,
): Steps<Repair | undefined> {
  const budget = { left: tries };
  let best: Repair | undefined;
  for (const candidate of candidates) {
    for (const factor of [2, 0.5]) {
      const found = yield* searchOneWay(candidate, factor, attempt, gap, budget);
      if (found !== undefined && (best === undefined || change(found) < change(best))) best = found;
    }
  }
  return best;
}

function change({ candidate, value }: Repair): number {
  return Math.abs(Math.log2(value / candidate.value));
}

function* searchOneWay(
  candidate: Candidate,
  factor: number,
  attempt: Try,
  gap: number | null,
  budget: { left: number },
): Steps<Repair | undefined> {
  let [failing, nearest, misses] = [candidate.value, gap, 0];
  for (let step = 0; step < furthest && budget.left > 0; step++) {
    const value = within(candidate, failing * factor);
    if (value === failing) return undefined;
    budget.left -= 1;
    const outcome = yield* attempt(candidate, value);
    yield;
    if (outcome?.holds === true) return yield* bisect({ candidate, value, outcome }, failing, attempt, budget);
    if (outcome === undefined) misses += 1;
    else if (nearest !== null && outcome.gap !== null && outcome.gap >= nearest) return undefined;
    else nearest = outcome.gap;
    if (misses > 2) return undefined;
    failing = value;
  }
  return undefined;
}

/** Between a value that repairs and one that does not: the nearest to the latter that repairs, if it does so from there on. */
function* bisect(found: Repair, failing: number, attempt: Try, budget: { left: number }): Steps<Repair> {
  const { candidate } = found;
  let [best, bad] = [found, failing];
  while (candidate.unit === undefined && Math.abs(best.value - bad) > 1 && budget.left > 0) {
    const value = Math.round((best.value + bad) / 2);
    budget.left -= 1;
    const outcome = yield* attempt(candidate, value);
    yield;
    if (outcome?.holds === true) best = { candidate, value, outcome };
    else bad = value;
  }
  return best;
}

function within({ unit, least, greatest }: Candidate, value: number): number {
  if (unit !== undefined) return value;
  return Math.min(greatest, Math.max(least, Math.round(value)));
}

// -------------------------------------------------------------------------------------------------- trials on a program

/** A diagnostic of a requirement with the repair as help and as a fix that a person may choose. */
export function withRepair(found: Diagnostic, { candidate, value, outcome }: Repair): Diagnostic {
  const { path, span, unit } = candidate;
  const text = unit === undefined ? String(value) : `${value} ${unit}`;
  const then = outcome.text === null ? 'it holds' : (outcome.text.split(': ').at(-1) ?? outcome.text);
  const fix: Fix = { title: `set ${path} to ${text}: ${then}`, edits: [{ span, text }], safe: false };
  const help = `with ${path} = ${text} it holds${outcome.text === null ? '' : `: ${then}`}`;
  return { ...found, help: found.help ?? help, fix: found.fix ?? fix };
}

/** How far is searched, and with which models of blocks. */
export interface Search {
  readonly tries: number;
  readonly models: BlockModels;
}

/**
 * A repair of a requirement that the estimate found to fail. With it, nothing that held fails: `judged` is how all
 * requirements came out.
 */
export function* repairLate(
  program: Program,
  design: string,
  failed: Judged,
  judged: readonly Judged[],
  { tries, models }: Search,
): Steps<Repair | undefined> {
  const failing = new Set(judged.filter(({ judgement }) => !judgement.holds).map(keyOf));
  const attempt: Try = function* (candidate, value) {
    const made = elaborated(program, design, candidate, value);
    if (made === undefined) return undefined;
    const { design: changed, origins } = made;
    const scope = measureScope(changed, origins, models);
    const isFailed = (module: string, index: number): boolean => module === failed.module && index === failed.index;
    const [[same]] = yield* judgeSteps(changed, scope, origins, isFailed);
    if (same === undefined) return undefined;
    const { judgement } = same;
    const outcome = { gap: gapOf(same), text: judgement.condition };
    if (!judgement.holds) return { ...outcome, holds: false };
    const [others] = yield* judgeSteps(changed, scope, origins, (module, index) => !isFailed(module, index));
    return { ...outcome, holds: others.every((each) => each.judgement.holds || failing.has(keyOf(each))) };
  };
  return yield* findRepair(repairCandidates(program, design), attempt, gapOf(failed), tries);
}

/** A repair of a requirement that was false when the design was elaborated: with it the design is, and all its requirements hold. */
export function* repairEarly(program: Program, design: string, { tries, models }: Search): Steps<Repair | undefined> {
  const attempt: Try = function* (candidate, value) {
    const made = elaborated(program, design, candidate, value);
    if (made === undefined) return { holds: false, gap: null, text: null };
    const scope = measureScope(made.design, made.origins, models);
    const [all] = yield* judgeSteps(made.design, scope, made.origins);
    return { holds: all.every(({ judgement }) => judgement.holds), gap: null, text: null };
  };
  return yield* findRepair(repairCandidates(program, design), attempt, null, tries);
}

function elaborated(program: Program, design: string, { path, unit }: Candidate, value: number) {
  const text = unit === undefined ? String(value) : `${value} ${unit}`;
  return elaborate(program, design, { set: [[path, text]] })[0];
}

function keyOf({ module, index }: Judged): string {
  return `${module}/${index}`;
}

function gapOf({ judgement: { left, right } }: Judged): number | null {
  return left === null || right === null ? null : Math.abs(left - right);
}
