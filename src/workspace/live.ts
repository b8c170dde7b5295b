import { isSpan, type Diagnostic } from '../diagnostics/index.js';
import type { DesignEstimate, Judgement, Steps } from '../estimate/index.js';
import { evaluate, type Value } from '../ir/index.js';
import { elaborateWorkload, knownValues, listDesigns, listWorkloads, type Program } from '../language/index.js';
import { macsOf, workloadGraph } from '../workload/index.js';
import { judgeDesign, repairsWhileElaborating, type JudgedDesign } from './late.js';
import { placeFigures, placeKey, type PlacedFigures } from './live-placed.js';

/** What an editor shows of a design beside its source. Places are keys of `placeKey`. */
export interface LiveDesign extends PlacedFigures {
  readonly name: string;
  /** Undefined where a block or the process has no figures. */
  readonly hardware: DesignEstimate | undefined;
  readonly judgements: readonly Judgement[];
  /** By where the requirement begins. */
  readonly judged: ReadonlyMap<string, Judgement>;
  /** Late `let`s of the design, by the place of the name. */
  readonly lets: ReadonlyMap<string, Value>;
}

export interface LiveWorkload {
  readonly name: string;
  readonly macs: number;
  readonly parameters: number;
}

/** What is known of a program after its designs are estimated. */
export interface LiveEstimates {
  /** Those that elaborate. */
  readonly designs: readonly LiveDesign[];
  readonly workloads: readonly LiveWorkload[];
  /** The late diagnostics of `checkProgram`. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Estimates the designs of a program in steps, with the defaults of their parameters; `early` is what `checkEarly` told. Where
 * it told an error, what does elaborate is estimated all the same, and its requirements are not reported.
 */
export function* liveEstimates(program: Program, early: readonly Diagnostic[]): Steps<LiveEstimates> {
  const errors = early.filter(({ severity }) => severity === 'error');
  const designs: LiveDesign[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of listDesigns(program)) {
    yield;
    const judged = yield* judgeDesign(program, name, errors.length === 0 ? 'patiently' : 'not');
    if (judged !== undefined) designs.push(liveDesign(program, name, judged));
    if (judged !== undefined && errors.length === 0) diagnostics.push(...judged.diagnostics);
    if (errors.every(({ code }) => code === 'E501'))
      diagnostics.push(...(yield* repairsWhileElaborating(program, name)));
  }
  const workloads: LiveWorkload[] = [];
  for (const name of listWorkloads(program)) {
    yield;
    workloads.push(...liveWorkload(program, name));
  }
  return { designs, workloads, diagnostics };
}

function liveDesign(program: Program, name: string, made: JudgedDesign): LiveDesign {
  const { design, origins, scope, judged } = made;
  const hardware = scope.hardware();
  const places = judged.flatMap(({ origin, judgement }) =>
    origin !== undefined && isSpan(origin) ? [[placeKey(origin), judgement] as const] : [],
  );
  return {
    name,
    hardware,
    judgements: judged.map(({ judgement }) => judgement),
    judged: new Map(places),
    lets: lateLets(program, made),
    ...placeFigures(design, origins, hardware),
  };
}

/** Late `let`s of a design that speak of measures alone: running a workload for a `let` that nothing asks for would be too much. */
function lateLets(program: Program, { design, scope }: JudgedDesign): ReadonlyMap<string, Value> {
  const owner = program.entry.declared.find((each) => each.kind === 'component' && each.name === design.name);
  const found = new Map<string, Value>();
  if (owner?.kind !== 'component') return found;
  const values = knownValues(program);
  for (const member of owner.node.members) {
    if (member.kind !== 'LetMember' || program.facts.checked.get(member.value)?.late !== true) continue;
    const tree = values.late(owner, member.value);
    if (tree === undefined || !scope.ready(tree)) continue;
    const [value] = evaluate(tree, scope.within(''));
    if (value !== undefined) found.set(placeKey({ file: program.entry.path, start: member.name.start }), value);
  }
  return found;
}

function liveWorkload(program: Program, name: string): readonly LiveWorkload[] {
  const [workload] = elaborateWorkload(program, name);
  const [graph] = workload === undefined ? [] : workloadGraph(workload);
  if (graph === undefined) return [];
  const macs = graph.operations.reduce((sum, each) => sum + macsOf(each), 0);
  return [{ name, macs, parameters: graph.parameters }];
}
