import { Option, type Command } from 'commander';
import type { WorkloadGraph } from '../../workload/index.js';
import type { Estimated } from '../../workspace/index.js';
import { loadForCommand, type CommandDesign } from '../design.js';
import { exit, type Outcome } from '../exit.js';
import { takesDesign, type DesignOptions } from '../options.js';
import { styleFor } from '../style.js';
import type { Terminal } from '../terminal.js';
import { workloadForCommand } from '../workload.js';

/** Draws of the technology figures for `--uncertainty`. */
const draws = 500;

const objectives = ['latency', 'energy', 'edp'] as const;

interface EstimateCommandOptions extends DesignOptions {
  readonly workload?: string;
  readonly objective: (typeof objectives)[number];
  readonly explain?: string;
  readonly json?: boolean;
  readonly uncertainty?: boolean;
  readonly fusion?: boolean;
  readonly folding?: boolean;
  readonly remainders?: boolean;
}

/** `accel estimate <file>`: time, energy and area of a workload, operation by operation. */
export function registerEstimate(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(program.command('estimate').description('estimate time, energy and area, operation by operation'))
    .option(
      '-w, --workload <workload>',
      'one of the file, resnet50, llama-3.1-8b:decode,batch=8, "gemm(512,512,512)", a config.json, an .onnx or .accel file',
    )
    .addOption(new Option('--objective <what>', 'what the mapper minimises').choices(objectives).default('latency'))
    .option('--explain <operation>', 'open the figures of one operation')
    .option('--uncertainty', 'p10, p50 and p90 of the totals, and the technology figures that they hang on')
    .option('--no-fusion', 'run each operation by itself, with no intermediate results kept on the chip')
    .option('--no-folding', 'take images that are inputs as they are, not folded as a convolution wants them')
    .option('--remainders', 'tiles of loops on arrays of Macs may leave remainders: a larger space, searched as long')
    .option('--json', 'machine output')
    .addHelpText(
      'after',
      `
Without a workload: area, power and peak rate of the design itself. Exits with 1 when a requirement of the design fails.

Examples:
  accel estimate chip.accel --workload resnet50
  accel estimate chip.accel --workload resnet50 --explain conv1
  accel estimate chip.accel --workload llama/config.json:decode,batch=8
  accel estimate chip.accel --workload "gemm(512,512,512)" --set rows=32 --json
  accel estimate chip.accel --workload resnet50 --uncertainty`,
    )
    .action(async (file: string, options: EstimateCommandOptions) => {
      outcome.code = await estimate(file, options, terminal);
    });
}

async function estimate(file: string, options: EstimateCommandOptions, terminal: Terminal): Promise<number> {
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  if (options.workload === undefined) return estimateAlone(design, options, terminal);
  const graph = await workloadForCommand(design, options.workload, options.color, terminal);
  if (graph === undefined) return exit.failed;
  const { estimateGraph } = await import('../../workspace/index.js');
  const [estimated, diagnostics] = estimateGraph(design.loaded, graph, {
    objective: options.objective,
    ...(options.uncertainty === true ? { samples: draws } : {}),
    ...(options.fusion === false ? { fusion: false } : {}),
    ...(options.folding === false ? { folding: false } : {}),
    ...(options.remainders === true ? { remainders: true } : {}),
  });
  if (estimated === undefined) {
    await design.print(diagnostics);
    return exit.failed;
  }
  const known = await show(estimated, design, graph, options, terminal);
  const failed = await design.print(diagnostics);
  return !known ? exit.usage : failed ? exit.failed : exit.fine;
}

/** Writes the report asked for; false where `--explain` names no operation. */
async function show(
  { estimate: made, judgements }: Estimated,
  { loaded }: CommandDesign,
  graph: WorkloadGraph,
  options: EstimateCommandOptions,
  terminal: Terminal,
): Promise<boolean> {
  const { estimateReport, uncertaintyReport } = await import('../../report/index.js');
  const { explainOperation, sensitivityLines } = await import('../../estimate/index.js');
  const { sensitivities } = await import('../../workspace/index.js');
  if (options.explain !== undefined) {
    const lines = explainOperation(made, options.explain);
    if (lines === undefined) {
      const names = [...new Set(made.operations.map((operation) => operation.name))].join(', ');
      terminal.err.write(`accel: ${made.workload} has no operation "${options.explain}"; it has ${names}\n`);
      return false;
    }
    const moved = sensitivities(loaded, graph, options.explain, options.objective);
    terminal.out.write(`${[...lines, ...sensitivityLines(moved)].join('\n')}\n`);
  } else if (options.json === true) {
    terminal.out.write(`${JSON.stringify({ ...made, requirements: judgements }, null, 2)}\n`);
  } else {
    const style = styleFor(terminal.out, terminal, options.color);
    const width = terminal.out.isTerminal ? terminal.out.columns : Number.POSITIVE_INFINITY;
    const sure =
      made.uncertainty === null ? [] : uncertaintyReport(made.uncertainty, ['latency', 'energy', 'area'], style);
    terminal.out.write(`${[...estimateReport(made, judgements, style, width), ...sure].join('\n')}\n`);
  }
  return true;
}

/** The design without a workload. */
async function estimateAlone(
  { loaded, print }: CommandDesign,
  options: EstimateCommandOptions,
  terminal: Terminal,
): Promise<number> {
  const { designUncertainty, estimateDesign, judgeRequirements } = await import('../../estimate/index.js');
  const { designReport, uncertaintyReport } = await import('../../report/index.js');
  const { withoutRepetition } = await import('../../workspace/index.js');
  const [made, problems] = estimateDesign(loaded.design, loaded.origins, loaded.models);
  const [judgements, failures] = judgeRequirements(loaded.design, loaded.origins, loaded.models);
  if (made !== undefined) {
    const style = styleFor(terminal.out, terminal, options.color);
    const sure = options.uncertainty === true ? designUncertainty(loaded.design, draws, loaded.models) : undefined;
    const report = (): readonly string[] => [
      ...designReport(made, judgements, style),
      ...(sure === undefined ? [] : uncertaintyReport(sure, ['area', 'tdp'], style)),
    ];
    const schema = 'accel-design-estimate/1';
    const text =
      options.json === true
        ? JSON.stringify({ schema, ...made, uncertainty: sure ?? null, requirements: judgements }, null, 2)
        : report().join('\n');
    terminal.out.write(`${text}\n`);
  }
  const failed = await print(withoutRepetition([...problems, ...failures]));
  return failed || made === undefined ? exit.failed : exit.fine;
}
