import type { Diagnostic } from '../diagnostics/index.js';
import {
  failure,
  finish,
  judgeSteps,
  lateParts,
  measureScope,
  type Judged,
  type LateScope,
  type Steps,
} from '../estimate/index.js';
import { listDesigns, type Program } from '../language/index.js';
import { elaborateOnce, type ElaboratedDesign } from './elaborated.js';
import { repairEarly, repairLate, withRepair } from './repair.js';

/** Designs made in search of the repair of one requirement; fewer where each is run. */
const [mostTries, mostRuns] = [64, 12];

/** A design with its late values, and how its requirements came out. */
export interface JudgedDesign extends ElaboratedDesign {
  readonly scope: LateScope;
  readonly judged: readonly Judged[];
  /** Failed requirements and what kept some from being judged, repairs included. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges the late requirements of a design step by step, and looks for a repair of each that fails unless it is told not to. */
export function* judgeDesign(program: Program, name: string, repairs = true): Steps<JudgedDesign | undefined> {
  const [made] = elaborateOnce(program, name);
  if (made === undefined) return undefined;
  yield;
  const { design, origins } = made;
  const scope = measureScope(design, origins);
  const [judged, found] = yield* judgeSteps(design, scope, origins);
  const tries = design.modules.some(({ requirements }) =>
    requirements.some(({ condition }) => lateParts(condition).some(({ kind }) => kind === 'run')),
  )
    ? mostRuns
    : mostTries;
  const repaired = new Map<string, Diagnostic>();
  for (const each of judged) {
    if (each.judgement.holds || !repairs) continue;
    const told = failure(each);
    const repair = yield* repairLate(program, name, each, judged, tries);
    if (repair !== undefined) repaired.set(told.message, withRepair(told, repair));
  }
  return { ...made, scope, judged, diagnostics: found.map((each) => repaired.get(each.message) ?? each) };
}

/** The requirements that were false when a design was elaborated (E501), each with its repair where one number is enough. */
export function* repairsWhileElaborating(program: Program, name: string): Steps<readonly Diagnostic[]> {
  const [made, found] = elaborateOnce(program, name);
  const errors = found.filter(({ severity }) => severity === 'error');
  const [first, second] = errors;
  if (made !== undefined || first?.code !== 'E501' || second !== undefined) return [];
  const repair = yield* repairEarly(program, name, mostTries);
  return repair === undefined ? [] : [withRepair(first, repair)];
}

/** All that the late part of checking tells of a program whose early part found `early`. */
export function lateDiagnostics(program: Program, early: readonly Diagnostic[]): readonly Diagnostic[] {
  const wrong = early.some(({ severity, code }) => severity === 'error' && code !== 'E501');
  if (wrong) return [];
  return listDesigns(program).flatMap((name) => [
    ...finish(repairsWhileElaborating(program, name)),
    ...(early.some(({ severity }) => severity === 'error')
      ? []
      : (finish(judgeDesign(program, name))?.diagnostics ?? [])),
  ]);
}
