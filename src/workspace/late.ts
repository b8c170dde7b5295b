import { libraryModels, type BlockModels } from '../blocks/models.js';
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
import type { Design, Mapping } from '../ir/index.js';
import { elaborateMappings, listDesigns, type Program } from '../language/index.js';
import { workloadGraph } from '../workload/index.js';
import { elaborateOnce, type ElaboratedDesign } from './elaborated.js';
import { repairEarly, repairLate, withRepair } from './repair.js';

/**
 * How long a repair may be looked for: in `briefly` a command waits for it, in `patiently` an editor, in slices that it may end.
 * `not`: it is not.
 */
export type Patience = 'not' | 'briefly' | 'patiently';

/** Designs made in search of the repair of one requirement. */
const mostTries = 64;
/** Where the requirement speaks of a workload, which is run on each of them. */
const mostRuns = 12;
/** Operations that are mapped for it. */
const mostOperations = { briefly: 60, patiently: 300 } as const;

/** A design with its late values, and how its requirements came out. */
export interface JudgedDesign extends ElaboratedDesign {
  readonly scope: LateScope;
  readonly judged: readonly Judged[];
  /** Failed requirements and what kept some from being judged, repairs included. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Judges the late requirements of a design step by step, and looks for a repair of each that fails. */
export function* judgeDesign(
  program: Program,
  name: string,
  patience: Patience,
  models: BlockModels = libraryModels,
): Steps<JudgedDesign | undefined> {
  const [made] = elaborateOnce(program, name);
  if (made === undefined) return undefined;
  yield;
  const { design, origins } = made;
  const scope = measureScope(design, origins, models, mappingsOn(program, design.name));
  const [judged, found] = yield* judgeSteps(design, scope, origins);
  const repaired = new Map<string, Diagnostic>();
  for (const each of judged) {
    const tries = triesFor(design, each, patience);
    if (each.judgement.holds || tries === 0) continue;
    const told = failure(each);
    const repair = yield* repairLate(program, name, each, judged, { tries, models });
    if (repair !== undefined) repaired.set(told.message, withRepair(told, repair));
  }
  return { ...made, scope, judged, diagnostics: found.map((each) => repaired.get(each.message) ?? each) };
}

/** What a program pins of how its workloads run on a design. */
function mappingsOn(program: Program, design: string): readonly Mapping[] {
  return (elaborateMappings(program)[0] ?? []).filter((each) => each.design === design);
}

/** How many designs may be tried for a requirement: fewer where each has to run workloads. */
function triesFor({ modules, workloads }: Design, { module, index }: Judged, patience: Patience): number {
  if (patience === 'not') return 0;
  const condition = modules.find(({ name }) => name === module)?.requirements[index]?.condition;
  const runs = condition === undefined ? [] : lateParts(condition).filter((late) => late.kind === 'run');
  if (runs.length === 0) return mostTries;
  const operations = workloads
    .filter(({ name }) => runs.some(({ workload }) => workload === name))
    .reduce((sum, workload) => sum + (workloadGraph(workload)[0]?.operations.length ?? 0), 0);
  return Math.min(mostRuns, Math.floor(mostOperations[patience] / Math.max(1, operations)));
}

/** The requirements that were false when a design was elaborated (E501), each with its repair where one number is enough. */
export function* repairsWhileElaborating(
  program: Program,
  name: string,
  models: BlockModels = libraryModels,
): Steps<readonly Diagnostic[]> {
  const [made, found] = elaborateOnce(program, name);
  const errors = found.filter(({ severity }) => severity === 'error');
  const [first, second] = errors;
  if (made !== undefined || first?.code !== 'E501' || second !== undefined) return [];
  const repair = yield* repairEarly(program, name, { tries: mostTries, models });
  return repair === undefined ? [] : [withRepair(first, repair)];
}

/** All that the late part of checking tells of a program whose early part found `early`. */
export function lateDiagnostics(
  program: Program,
  early: readonly Diagnostic[],
  models: BlockModels,
): readonly Diagnostic[] {
  const wrong = early.some(({ severity, code }) => severity === 'error' && code !== 'E501');
  if (wrong) return [];
  return listDesigns(program).flatMap((name) => [
    ...finish(repairsWhileElaborating(program, name, models)),
    ...(early.some(({ severity }) => severity === 'error')
      ? []
      : (finish(judgeDesign(program, name, 'briefly', models))?.diagnostics ?? [])),
  ]);
}
