import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { operationPrograms, type OperationProgram, type UnitProgram } from '../estimate/index.js';
import type { WorkloadGraph } from '../workload/index.js';
import type { LoadedDesign } from './load.js';
import { commandText, moveText, vectorText } from './schedule-text.js';
import type { StageView } from './stages.js';

/** Commands that a schedule may have to be written out. */
const mostCommands = 1_000_000;

/** The command lists that the estimate of a workload stands for, with their barriers and the cycle in which each command is done. */
export function scheduleStage(
  { design, origins, models, mappings }: LoadedDesign,
  graph: WorkloadGraph,
): readonly [StageView | undefined, readonly Diagnostic[]] {
  const pins = mappings.filter(({ workload }) => workload === graph.name);
  const [programs, diagnostics] = operationPrograms(design, graph, { origins, models, pins });
  if (programs === undefined) return [undefined, diagnostics];
  const commands = programs.reduce((sum, each) => sum + each.commands, 0);
  if (commands > mostCommands)
    return [undefined, [diagnostic('E010', undefined, { workload: graph.name, commands, limit: mostCommands })]];
  const written = programs.map((program) => ({ program, lists: program.write() }));
  const data = {
    schema: 'accel-schedule/2',
    design: design.name,
    workload: graph.name,
    operations: written.map(({ program, lists }) => operationData(program, lists)),
  };
  const text = written.map(({ program, lists }) => operationText(program, lists)).join('\n');
  return [{ text, json: `${JSON.stringify(data, null, 2)}\n` }, diagnostics];
}

/** Commands with what they wait for: `after` so many of the other list are done. */
function operationData(program: OperationProgram, lists: UnitProgram | undefined): object {
  const { operation, stores, unit, units, mover, products, estimated } = program;
  const found = lists?.program;
  return {
    name: operation.name,
    repeat: operation.repeat,
    products,
    ...(stores.length === 0 ? {} : { stores }),
    unit,
    units,
    estimated_cycles: estimated,
    ...(found === undefined
      ? {}
      : {
          cycles: found.cycles,
          commands: found.unit.map(({ command, after, done }) => ({ ...command, after, done })),
          ...(found.moves.length === 0
            ? {}
            : { mover, moves: found.moves.map(({ command, after, done }) => ({ ...command, after, done })) }),
        }),
  };
}

function operationText(program: OperationProgram, lists: UnitProgram | undefined): string {
  const { operation, stores, unit, units, mover, products } = program;
  const times = operation.repeat === 1 ? '' : `, ${operation.repeat} times`;
  const what = [
    ...(products === 1 ? [] : [`${products} products`]),
    ...(stores.length === 0 ? [] : [`with ${stores.join(', ')} as it stores`]),
  ];
  const name = [operation.name, ...what].join(', ');
  if (lists === undefined || unit === null)
    return `${name}: no unit does it; its traffic alone takes ${count(program.estimated)} cycles${times}\n`;
  const { moves, cycles } = lists.program;
  const of = units === 1 ? unit : `one of ${units} ${unit}`;
  const moved = moves.length === 0 ? '' : ` and ${moves.length} moves of ${mover ?? 'the memory'}`;
  const heading = `${name} on ${of}: ${lists.program.unit.length} commands${moved}, ${count(cycles)} cycles${difference(program, cycles)}${times}`;
  const commands =
    lists.kind === 'core'
      ? linesOf(lists.program.unit, commandText, 'move')
      : linesOf(lists.program.unit, vectorText, 'move');
  if (moves.length === 0) return `${[heading, ...commands].join('\n')}\n`;
  return `${[heading, ` ${unit}`, ...commands, ` ${mover ?? 'memory'}`, ...linesOf(moves, moveText, 'command')].join('\n')}\n`;
}

/** How far the estimate's closed form is from what the lists take. */
function difference({ estimated }: OperationProgram, cycles: number): string {
  const off = (100 * (estimated - cycles)) / Math.max(1, cycles);
  if (estimated === cycles) return '';
  return `, ${count(estimated)} in the estimate's closed form (${off < 0 ? '' : '+'}${off.toFixed(1)} %)`;
}

/** Each command in a line, by its number, with the barrier before it and when it is done. */
function linesOf<Command>(
  list: readonly { readonly command: Command; readonly after: number; readonly done: number }[],
  text: (command: Command) => string,
  other: string,
): readonly string[] {
  const digits = String(list.length).length;
  const texts = list.map(({ command }) => text(command));
  const width = widest(texts);
  const barriers = list.map(({ after }) => (after === 0 ? '' : `after ${other} ${after}`));
  const wide = widest(barriers);
  return list.map(({ done }, index) => {
    const number = String(index + 1).padStart(digits);
    const barrier = wide === 0 ? '' : `  ${(barriers[index] ?? '').padEnd(wide)}`;
    return `  ${number}  ${(texts[index] ?? '').padEnd(width)}${barrier}  done ${count(done)}`;
  });
}

/** Of lists that may be too long for arguments. */
const widest = (texts: readonly string[]): number => texts.reduce((width, { length }) => Math.max(width, length), 0);

const count = (value: number): string => value.toLocaleString('en-US');
