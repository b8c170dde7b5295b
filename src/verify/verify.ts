import { blockHardware } from '../blocks/hardware.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { ownModules, type BuiltFile } from '../hardware/index.js';
import { originKey, type Design } from '../ir/index.js';
import { checkTarget } from './check-target.js';
import { replay } from './replay.js';
import type { BlockReport, Difference, SimulatorReport, Verification } from './report.js';
import type { TargetResult, VerifyContext, VerifyRequest } from './target-result.js';
import { scheduleWorkload, type ScheduledWorkload } from './workload.js';
import { arrayOf, findTargets, unproved, type Target } from './targets.js';

/** Array rows and columns up to which Yosys is asked for a netlist. */
const largestNetlist = 8;

/**
 * Builds the hardware of the design's blocks and runs it: values against the golden models, cycles against the timing formulas, the command list of a
 * workload against the estimate; then repeats what was recorded in the other simulators asked for.
 *
 * @returns the report, and E673 for each block that differs; null with a diagnostic where there is nothing to verify (E670), a block has no hardware for
 *   its parameters (E661), the workload cannot run (E671, or what the estimate says), an array is too large for a netlist (E672), or a tool is missing or fails (E65x);
 *   null without an error where the caller aborts
 */
export async function verify(
  design: Design,
  request: VerifyRequest,
  context: VerifyContext = {},
): Promise<readonly [Verification | null, readonly Diagnostic[]]> {
  const { origins = new Map(), own = [] } = context;
  const made = ownModules(design, origins, own);
  if (made.problems.length > 0) return [null, made.problems];
  const [found, problems] = findTargets(design, request.block, { own, modules: made.modules });
  const unknown = [...unproved(design, request.block), ...problems];
  if (found.length === 0) return [null, [...made.refused, ...unknown]];
  const [workload, unscheduled] =
    request.workload === undefined
      ? [null, []]
      : scheduleWorkload(design, request.workload, { ...context, ...request });
  if (unscheduled.some(({ severity }) => severity === 'error')) return [null, unscheduled];
  const [targets, misplaced] = targetsOf(found, workload, request);
  const refused = [...misplaced, ...targets.flatMap((target) => refusals(design, target, request, context))];
  if (refused.length > 0) return [null, refused];
  const blocks: BlockReport[] = [];
  const files: BuiltFile[] = [];
  const diagnostics: Diagnostic[] = [...unknown, ...unscheduled];
  for (const target of targets) {
    const [result, wrong] = await checkTarget(target, workload, request, context);
    if (isAborted(context)) return [null, diagnostics];
    if (result === undefined) return [null, [...diagnostics, ...wrong]];
    const { simulators, differences, problems: toolProblems } = await checkElsewhere(target, result, request, context);
    if (isAborted(context)) return [null, diagnostics];
    if (toolProblems.length > 0) return [null, [...diagnostics, ...toolProblems]];
    const { smallest } = result;
    if (smallest !== null) files.push(smallest.waveform);
    const all = [...result.report.differences, ...differences];
    blocks.push({
      path: target.path,
      block: target.block.name,
      counted: target.own === undefined ? 'commands' : 'beats',
      ...result.report,
      differences: all,
      simulators,
      smallest:
        smallest === null ? null : { case: smallest.case, seed: smallest.seed, waveform: smallest.waveform.path },
    });
    const [first] = all;
    if (first !== undefined) diagnostics.push(differ(target, first, all.length));
  }
  const passed = blocks.every((block) => block.differences.length === 0);
  return [{ report: { schema: 'accel-verify/1', design: design.name, passed, blocks }, files }, diagnostics];
}

function isAborted({ signal }: VerifyContext): boolean {
  return signal?.aborted === true;
}

/** Which of the blocks found are verified: a workload alone is for the core that it runs on. */
function targetsOf(
  found: readonly Target[],
  workload: ScheduledWorkload | null,
  request: VerifyRequest,
): readonly [readonly Target[], readonly Diagnostic[]] {
  const core = workload?.schedules[0]?.core;
  if (workload === null || core === undefined) return [found, []];
  const runs = found.filter(({ block }) => block.id === core.block.id);
  if (runs.length > 0) return [request.random === undefined ? runs : found, []];
  const why = `it runs on ${core.path}, not on ${found.map(({ path }) => path).join(', ')}`;
  return [[], [diagnostic('E671', undefined, { workload: workload.name, why })]];
}

/** Why a target cannot be verified as asked. */
function refusals(
  design: Design,
  target: Target,
  request: VerifyRequest,
  context: VerifyContext,
): readonly Diagnostic[] {
  const origin = context.origins?.get(originKey(design.name, 'instance', target.path));
  const { path, block } = target;
  const reasons = target.own === undefined ? (blockHardware.get(block.name)?.unsupported(block) ?? []) : [];
  const unsupported = reasons.map((why) => diagnostic('E661', origin, { instance: path, block: block.name, why }));
  const array = arrayOf(target);
  const large = array !== null && Math.max(array.rows, array.cols) > largestNetlist;
  if (!large || !request.simulators.includes('netlist')) return unsupported;
  const { rows, cols } = array;
  return [...unsupported, diagnostic('E672', origin, { path, rows, cols, largest: largestNetlist })];
}

/** Repeats a recording in each of the other simulators; nothing is repeated of what differs already. */
async function checkElsewhere(
  target: Target,
  result: TargetResult,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<{
  readonly simulators: readonly SimulatorReport[];
  readonly differences: readonly Difference[];
  readonly problems: readonly Diagnostic[];
}> {
  const { recording, report, simulatedCycles } = result;
  const builtin: SimulatorReport = {
    name: 'builtin',
    version: null,
    cycles: simulatedCycles,
    passed: report.differences.length === 0,
    time_s: result.time_s,
  };
  const simulators = [builtin];
  const differences: Difference[] = [];
  for (const name of request.simulators) {
    if (name === 'builtin' || recording === null || !builtin.passed) continue;
    if (context.tools === undefined) throw new Error(`no tools are given for ${name}`);
    context.progress?.({ path: target.path, simulator: name, done: 0, cases: report.cases });
    const [replayed, problems] = await replay(recording, name, context.tools, context.signal, request.printed);
    if (replayed === null) return { simulators, differences, problems };
    simulators.push(replayed.report);
    differences.push(...replayed.differences);
  }
  return { simulators, differences, problems: [] };
}

function differ({ path }: Target, first: Difference, count: number): Diagnostic {
  const { simulator, what, found, expected } = first;
  const help = count === 1 ? undefined : `${count} differences were found; the report has them all`;
  return diagnostic(
    'E673',
    undefined,
    { path, simulator, case: first.case, what, found, expected },
    help === undefined ? {} : { help },
  );
}
