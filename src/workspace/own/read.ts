import type { Answer, OwnBlock } from '../../blocks/models.js';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import type { Module, OwnHardware } from '../../hardware/index.js';
import { listNames, type Block } from '../../ir/index.js';
import {
  checkedBeats,
  checkedCost,
  checkedCycles,
  checkedMemory,
  checkedReasons,
  isRecord,
  type Checked,
} from './answers.js';
import type { WantedBlock } from './wanted.js';

/** A user's own block whose code has been run; its hardware is loaded when it is asked for. */
export interface OwnCode extends OwnBlock {
  /** Null: it has none. */
  readonly hardware: (() => Promise<Answer<OwnHardware>>) | null;
}

/** The code of a program that has been run. */
export interface RunCode {
  readonly own: readonly OwnCode[];
  /** The files that were run, whether they gave what they should or not. */
  readonly files: ReadonlySet<string>;
}

/** No code has been run. */
export const noCode: RunCode = { own: [], files: new Set() };

/** What is told of an exception of the user's code. */
export type Thrown = (failure: unknown) => readonly Diagnostic[];

type Function = (...args: readonly unknown[]) => unknown;

/** Parts of a definition that are functions. */
const functions = ['cost', 'memory', 'golden', 'cycles', 'unsupported', 'hardware'] as const;

/** Finds the block among the exports of the file that shall have it: E237 where there is none, E235 where it is not made as it should be. */
export function readBlock(
  wanted: WantedBlock,
  exports: Readonly<Record<string, unknown>>,
  thrown: Thrown,
): Answer<OwnCode> {
  const { component, code, origin } = wanted;
  const defined = Object.values(exports).filter((value) => isRecord(value) && value['kind'] === 'block-definition');
  const definition = defined.filter(isRecord).find((value) => value['component'] === component);
  if (definition === undefined) {
    const names = defined.flatMap((value) => (isRecord(value) ? [String(value['component'])] : []));
    return [undefined, [diagnostic('E237', origin, { file: code.file, component, known: listNames(names) })]];
  }
  const part = (name: (typeof functions)[number]): Function | null => {
    const value = definition[name];
    return isFunction(value) ? value : null;
  };
  const wrong = functions.find((name) => definition[name] !== undefined && part(name) === null);
  if (wrong !== undefined) return [undefined, [senseless(wanted, `"${wrong}" is no function`)]];
  const [unsupported, cost, memory] = [part('unsupported'), part('cost'), part('memory')];
  const [golden, cycles, hardware] = [part('golden'), part('cycles'), part('hardware')];
  const ask = asking(wanted, thrown);
  const own: OwnBlock = {
    component,
    code,
    proved: golden !== null && cycles !== null && hardware !== null,
    unsupported: unsupported === null ? () => [[], []] : ask(unsupported, checkedReasons),
    cost: cost === null ? null : ask(cost, checkedCost),
    memory: memory === null ? null : ask(memory, checkedMemory),
    cycles: cycles === null ? null : ask(cycles, checkedCycles),
    golden:
      golden === null
        ? null
        : (block, inputs) => ask(golden, (answer) => checkedBeats(answer, outputsOf(block)))(block, inputs),
  };
  const loaded = hardware === null ? null : () => loadHardware(wanted, own, hardware, thrown);
  return [{ ...own, hardware: loaded }, []];
}

/** A function of the user's as one whose answers are looked at. */
function asking(wanted: WantedBlock, thrown: Thrown) {
  return <T>(call: Function, check: (answer: unknown) => Checked<T>) =>
    (...args: readonly unknown[]): Answer<T> => {
      let checked: Checked<T>;
      try {
        checked = check(call(...args));
      } catch (failure) {
        return [undefined, thrown(failure)];
      }
      return typeof checked === 'string' ? [undefined, [senseless(wanted, checked)]] : [checked.value, []];
    };
}

async function loadHardware(
  wanted: WantedBlock,
  own: OwnBlock,
  load: Function,
  thrown: Thrown,
): Promise<Answer<OwnHardware>> {
  let exports: unknown;
  try {
    exports = await load();
  } catch (failure) {
    return [undefined, thrown(failure)];
  }
  const hardware = isRecord(exports) ? exports['hardware'] : undefined;
  if (!isFunction(hardware))
    return [undefined, [senseless(wanted, 'what "hardware" loads exports no function "hardware"')]];
  return [{ ...own, module: asking(wanted, thrown)(hardware, checkedModule) }, []];
}

function checkedModule(answer: unknown): Checked<Module> {
  return isModule(answer) ? { value: answer } : 'its hardware gives no module that moduleBuilder made';
}

/** A module of the hardware IR is made by its builder alone, so these marks are enough. */
function isModule(value: unknown): value is Module {
  return isRecord(value) && value['kind'] === 'module' && Array.isArray(value['ports']);
}

function isFunction(value: unknown): value is Function {
  return typeof value === 'function';
}

function outputsOf(block: Block): readonly string[] {
  return block.ports.filter(({ direction }) => direction === 'out').map(({ name }) => name);
}

function senseless({ component, origin }: WantedBlock, why: string): Diagnostic {
  return diagnostic('E235', origin, { component, why });
}

/** The hardware of all blocks that have some; undefined where some could not be loaded. */
export async function ownHardware(own: readonly OwnCode[]): Promise<Answer<readonly OwnHardware[]>> {
  const answers = await Promise.all(own.flatMap(({ hardware }) => (hardware === null ? [] : [hardware()])));
  const problems = answers.flatMap(([, found]) => found);
  return [problems.length > 0 ? undefined : answers.flatMap(([each]) => each ?? []), problems];
}
