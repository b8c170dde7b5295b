import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { estimate, scheduleOperations, type OperationSchedule } from '../estimate/index.js';
import { print, printTypeScript, write } from '../ir/index.js';
import { parse } from '../syntax/index.js';
import type { WorkloadGraph } from '../workload/index.js';
import type { LoadedDesign } from './load.js';
import { ownHardware } from './own/index.js';
import { treeText } from './tree-text.js';

/** The intermediate forms that can be looked at. */
export const stages = ['ast', 'design', 'hierarchy', 'loops', 'schedule', 'hardware'] as const;
export type Stage = (typeof stages)[number];

/** A form as text for people and as data. */
export interface StageView {
  readonly text: string;
  readonly json: string;
  /** As a module of the embedded builder: of the design alone. */
  readonly typescript?: string;
}

type View = readonly [StageView | undefined, readonly Diagnostic[]];

/** The syntax tree of a text, with what the parser found wrong: the tree is whole all the same. */
export function astStage(text: string, path: string): View {
  const { ast, diagnostics } = parse(text, path);
  return [{ text: treeText(ast), json: json({ schema: 'accel-ast/1', tree: ast }) }, diagnostics];
}

/** The design IR: printed back as `.accel` or as TypeScript, or its JSON, byte for byte the same from either face. */
export function designStage({ design, moduleOf }: LoadedDesign): StageView {
  return { text: print(design, moduleOf), json: write(design), typescript: printTypeScript(design) };
}

/** The command lists that the estimate of a workload stands for, one for each matrix operation. */
export function scheduleStage(loaded: LoadedDesign, graph: WorkloadGraph): View {
  const commands = commandsOf(loaded, graph);
  if (commands > mostCommands) {
    return [undefined, [diagnostic('E010', undefined, { workload: graph.name, commands, limit: mostCommands })]];
  }
  const [schedules, diagnostics] = scheduleOperations(loaded.design, graph, {
    origins: loaded.origins,
    models: loaded.models,
  });
  if (schedules === undefined) return [undefined, diagnostics];
  const data = {
    schema: 'accel-schedule/1',
    design: loaded.design.name,
    workload: graph.name,
    operations: schedules.map(({ operation, core, schedule, cycles }) => ({
      name: operation.name,
      repeat: operation.repeat,
      products: schedule.products,
      core: core.path,
      core_cycles: cycles,
      spill_beats: schedule.beats,
      commands: schedule.commands,
    })),
  };
  return [{ text: schedules.map(scheduleText).join('\n'), json: json(data) }, diagnostics];
}

/** Commands that a schedule may have to be written out. */
const mostCommands = 1_000_000;

/** How many commands the schedule of a workload has, counted in closed form. */
function commandsOf({ design, origins, models }: LoadedDesign, graph: WorkloadGraph): number {
  const [made] = estimate(design, graph, { origins, models });
  return made?.operations.reduce((sum, { mapping }) => sum + (mapping?.commands ?? 0), 0) ?? 0;
}

function scheduleText({ operation, core, schedule, cycles }: OperationSchedule): string {
  const { name, repeat } = operation;
  const lines = schedule.commands.map((command) => {
    if (command.kind === 'gemm')
      return `gemm ${command.m} x ${command.k} x ${command.n}${command.accumulateIn === true ? ', accumulating' : ''}`;
    if (command.kind === 'window') return `window of ${command.height} x ${command.width}`;
    if (command.kind === 'scales' || command.kind === 'counters') return `${command.kind}, beat ${command.address}`;
    const { requantised } = command.kind === 'store' ? command : {};
    const as = requantised === undefined ? '' : ` as operands${requantised.relu ? ' after ReLU' : ''}`;
    return `${command.kind} ${command.words} words of ${command.memory}${as}, beat ${command.address}`;
  });
  const times = repeat === 1 ? '' : `, ${repeat} times`;
  return `${name} on ${core.path}: ${lines.length} commands, ${cycles} cycles${times}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** The chip in the hardware IR. */
export async function hardwareStage(loaded: LoadedDesign): Promise<View> {
  const { buildChip, hardwareData, hardwareText, modulesOf } = await import('../hardware/index.js');
  const [own, problems] = await ownHardware(loaded.own);
  if (own === undefined) return [undefined, problems];
  const [chip, diagnostics] = buildChip(loaded.design, loaded.origins, { own });
  if (chip === null) return [undefined, diagnostics];
  const modules = modulesOf(chip.top);
  return [{ text: hardwareText(modules), json: json(hardwareData(modules)) }, diagnostics];
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
