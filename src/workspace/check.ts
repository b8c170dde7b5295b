import { blockModels } from '../blocks/models.js';
import type { Diagnostic } from '../diagnostics/index.js';
import {
  analyze,
  elaborateMappings,
  elaborateSystem,
  elaborateWorkload,
  listDesigns,
  listSystems,
  listWorkloads,
  workloadPlaces,
  type Host,
  type Program,
} from '../language/index.js';
import { elaborateOnce } from './elaborated.js';
import type { TechnologyData } from '../technology/index.js';
import { modelMistakes } from '../workload/index.js';
import { lateDiagnostics } from './late.js';
import { misnamedBlocks, noCode, notRun, type RunCode } from './own/index.js';
import { withRepairs } from './repair/index.js';

/** All that is wrong with a source, and the texts that the diagnostics speak of. */
export interface CheckedSource {
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Checks a file and what it imports: words, names, types and units of everything; structure of each design, elaborated with
 * its defaults; its workloads, mappings and systems; and its requirements, with the estimator's numbers.
 */
export function checkSource(host: Host, path: string): CheckedSource {
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined) return { diagnostics, texts: new Map() };
  return { diagnostics: checkProgram(program, diagnostics), texts: program.texts };
}

/** What `checkSource` tells of a program that has been analysed, with what that told of it; by the public technology figures, or those of `data`. */
export function checkProgram(
  program: Program,
  diagnostics: readonly Diagnostic[],
  run: RunCode = noCode,
  data?: TechnologyData,
): readonly Diagnostic[] {
  const early = checkEarly(program, diagnostics, run);
  return withLate(early, lateDiagnostics(program, early, blockModels(run.own, data)));
}

/** The same without what needs the estimate; `run` is the code of its blocks that has been run. */
export function checkEarly(
  program: Program,
  diagnostics: readonly Diagnostic[],
  run: RunCode = noCode,
): readonly Diagnostic[] {
  const designs = listDesigns(program).flatMap((name) => {
    const [made, found] = elaborateOnce(program, name);
    return made === undefined ? found : [...found, ...notRun(made.design, made.origins, run.files)];
  });
  const workloads = listWorkloads(program).flatMap((name) => checkWorkload(program, name));
  const mappings = elaborateMappings(program)[1];
  const systems = listSystems(program).flatMap((name) => elaborateSystem(program, name)[1]);
  const found = [...diagnostics, ...misnamedBlocks(program), ...designs, ...workloads, ...mappings, ...systems];
  return withRepairs(program, withoutRepetition(found));
}

/** What is wrong with a workload with its defaults, the name of its model and what that does not take among it. */
function checkWorkload(program: Program, name: string): readonly Diagnostic[] {
  const [workload, found] = elaborateWorkload(program, name);
  return workload === undefined ? found : [...found, ...modelMistakes(workload, workloadPlaces(program, name))];
}

/** Early diagnostics and late ones; what the late part tells again, with a repair, stands in place of the early one. */
export function withLate(early: readonly Diagnostic[], late: readonly Diagnostic[]): readonly Diagnostic[] {
  const again = new Set(late.map(keyOf));
  return withoutRepetition([...early.filter((each) => !again.has(keyOf(each))), ...late]);
}

/** The same mistake met by two designs, or through two files, is told once. */
export function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter((each) => {
    const key = keyOf(each);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function keyOf({ code, message, origin }: Diagnostic): string {
  return JSON.stringify([code, message, origin ?? null]);
}
