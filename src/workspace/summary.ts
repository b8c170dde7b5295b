import type { Diagnostic } from '../diagnostics/index.js';
import { estimateDesign, estimateSteps, finish, judgeSteps, measureScope, type Steps } from '../estimate/index.js';
import { elaborateWorkload, listDesigns, listWorkloads, workloadPlaces, type Program } from '../language/index.js';
import { workloadGraph } from '../workload/index.js';
import { elaborateOnce } from './elaborated.js';

/** A report in Markdown, or what keeps one from being made. */
export type Report = readonly [string | undefined, readonly Diagnostic[]];

/** Runs work in steps, whose result does not hang on when: at once, or with pauses in which it may be given up. */
export type Runner = <T>(steps: Steps<T>) => Promise<T>;

const atOnce: Runner = (steps) => Promise.resolve(finish(steps));

/** What a design of a program is without a workload: area and power by instance, peak rates, requirements. */
export async function designSummary(program: Program, name: string, run: Runner = atOnce): Promise<Report> {
  if (!listDesigns(program).includes(name)) return [undefined, []];
  const [made, problems] = elaborateOnce(program, name);
  if (made === undefined) return [undefined, problems];
  const [hardware, found] = estimateDesign(made.design, made.origins);
  if (hardware === undefined) return [undefined, found];
  const scope = measureScope(made.design, made.origins);
  const [judged, failed] = await run(judgeSteps(made.design, scope, made.origins));
  const judgements = judged.map(({ judgement }) => judgement);
  const { designReport, plain } = await import('../report/index.js');
  return [fenced(name, designReport(hardware, judgements, plain)), [...found, ...failed]];
}

/** How a workload of a program runs on each of its designs that can run it. */
export async function workloadSummary(program: Program, name: string, run: Runner = atOnce): Promise<Report> {
  if (!listWorkloads(program).includes(name)) return [undefined, []];
  const [workload, problems] = elaborateWorkload(program, name);
  const [graph, wrong] =
    workload === undefined ? [undefined, problems] : workloadGraph(workload, workloadPlaces(program, name));
  if (graph === undefined) return [undefined, wrong];
  const { estimateReport, plain } = await import('../report/index.js');
  const parts: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const design of listDesigns(program)) {
    const [made, found] = elaborateOnce(program, design);
    const [estimated, failed] =
      made === undefined ? [undefined, found] : await run(estimateSteps(made.design, graph, { origins: made.origins }));
    diagnostics.push(...failed);
    if (estimated !== undefined)
      parts.push(fenced(`${name} on ${design}`, estimateReport(estimated, [], plain, Number.POSITIVE_INFINITY)));
  }
  return [parts.length === 0 ? undefined : parts.join('\n'), diagnostics];
}

function fenced(title: string, lines: readonly string[]): string {
  return `## ${title}\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n`;
}
