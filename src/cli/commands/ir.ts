import { Option, type Command } from 'commander';
import type { Diagnostic } from '../../diagnostics/index.js';
import type { Stage, StageView } from '../../workspace/index.js';
import { loadForCommand, type CommandDesign } from '../design.js';
import { printDiagnostics } from '../diagnostics.js';
import { exit, type Outcome } from '../exit.js';
import { readInputText, standardInput } from '../input.js';
import { takesDesign, type DesignOptions } from '../options.js';
import type { Terminal } from '../terminal.js';
import { workloadForCommand } from '../workload.js';

interface IrOptions extends DesignOptions {
  readonly stage: Stage;
  readonly workload?: string;
  readonly json?: boolean;
  readonly as?: 'accel' | 'ts';
}

const stages: readonly Stage[] = ['ast', 'design', 'hierarchy', 'loops', 'schedule', 'hardware'];

/** `accel ir <file> --stage ...`: the intermediate forms, as text or JSON. */
export function registerIr(program: Command, terminal: Terminal, outcome: Outcome): void {
  takesDesign(program.command('ir').description('show the intermediate forms, as text or JSON'))
    .addOption(new Option('--stage <stage>', 'which form').choices(stages).default('design'))
    .option('-w, --workload <workload>', 'what schedule and loops are of')
    .option('--json', 'machine output')
    .addOption(new Option('--as <language>', 'how the design is written').choices(['accel', 'ts']).conflicts('json'))
    .addHelpText(
      'after',
      '\nExamples:\n  accel ir chip.accel\n  accel ir chip.accel --as ts\n  accel ir chip.accel --stage design --json\n  accel ir chip.accel --stage hierarchy\n  accel ir chip.accel --stage loops --workload "gemm(64,64,64)"\n  accel ir chip.accel --stage schedule --workload "gemm(64,64,64)"',
    )
    .action(async (file: string, options: IrOptions) => {
      outcome.code = await ir(file, options, terminal);
    });
}

async function ir(file: string, options: IrOptions, terminal: Terminal): Promise<number> {
  if (options.as !== undefined && options.stage !== 'design') {
    terminal.err.write('accel: only the design is written in a language: leave out --as or --stage\n');
    return exit.usage;
  }
  if (options.stage === 'ast') return ast(file, options, terminal);
  if ((options.stage === 'schedule' || options.stage === 'loops') && options.workload === undefined) {
    const what = options.stage === 'schedule' ? 'the schedule is' : 'the loops are';
    terminal.err.write(`accel: ${what} of a workload: name it with --workload\n`);
    return exit.usage;
  }
  const design = await loadForCommand(file, options, terminal);
  if (design === undefined) return exit.failed;
  const [view, diagnostics] = await viewOf(design, options, terminal);
  const failed = await design.print(diagnostics);
  if (view === undefined || failed) return exit.failed;
  write(view, options, terminal);
  return exit.fine;
}

async function viewOf(
  design: CommandDesign,
  { stage, workload = '', color }: IrOptions,
  terminal: Terminal,
): Promise<readonly [StageView | undefined, readonly Diagnostic[]]> {
  const { designStage, hardwareStage, hierarchyStage, loopsStage, scheduleStage } =
    await import('../../workspace/index.js');
  const { loaded } = design;
  if (stage === 'hardware') return hardwareStage(loaded);
  if (stage === 'hierarchy') return hierarchyStage(loaded);
  if (stage === 'design') return [designStage(loaded), []];
  const graph = await workloadForCommand(design, workload, color, terminal);
  if (graph === undefined) return [undefined, []];
  return stage === 'loops' ? loopsStage(loaded, graph) : scheduleStage(loaded, graph);
}

/** The syntax tree needs no design, and is shown whatever is wrong with the text. */
async function ast(file: string, options: IrOptions, terminal: Terminal): Promise<number> {
  const [text, problems] = await readInputText(file, terminal);
  if (text === undefined) {
    await printDiagnostics(problems, terminal, { color: options.color });
    return exit.failed;
  }
  const { astStage } = await import('../../workspace/index.js');
  const path = file === '-' ? standardInput : file;
  const [view, diagnostics] = astStage(text, path);
  if (view !== undefined) write(view, options, terminal);
  await printDiagnostics(diagnostics, terminal, {
    texts: new Map([[path, text]]),
    color: options.color,
    format: 'pretty',
  });
  return diagnostics.length > 0 ? exit.failed : exit.fine;
}

function write(view: StageView, options: IrOptions, terminal: Terminal): void {
  const text = options.as === 'ts' ? (view.typescript ?? view.text) : view.text;
  terminal.out.write(options.json === true ? view.json : text);
}
