import { unsigned, type Simulator, type Type } from '../rtl/index.js';
import type { Random } from './random.js';
import { switchOn } from './reset.js';
import type { Sampler } from './trace.js';

/** Widths of a core's ports, as the run needs them. */
export interface CoreShape {
  /** Bytes of a beat of `spill`. */
  readonly beatBytes: number;
  /** An element of `results`: a number of an integer type, the code of a float. */
  readonly result: Type;
}

/** A list of commands with the memory that they find behind `spill`. */
export interface CoreWork {
  readonly commands: readonly {
    readonly word: bigint;
    readonly kind: 'gemm' | 'move';
    /** Byte of `memory` that stands at beat 0 of `spill` while the command, a move, runs. */
    readonly window: number;
    /** Beats of `results` that it sends. */
    readonly beats: number;
  }[];
  /** What lies behind `spill`; the run changes it. */
  readonly memory: Uint8Array;
  /** Cycles from a request to its answer, at least 1. */
  readonly latency: number;
  /** How often `results` is not taken, 0 to 1. */
  readonly stallProbability: number;
  /** How often a request on `spill` is not taken, 0 to 1. */
  readonly refusalProbability: number;
  /** Most cycles between the one that takes a command and the next one's offer. */
  readonly greatestGap: number;
  /** After so many cycles in which no command is taken and none ends the core is given up. */
  readonly patience: number;
}

/** What the hardware did with one command. Its cycles are counted from the run's first. */
export interface CommandRun {
  /** From here on it is offered. */
  readonly offered: number;
  /** The edge that takes it; null: it was not taken. */
  readonly taken: number | null;
  /** The edge at which `done` is high for it; null: `done` never came. */
  readonly done: number | null;
  /** Cycles in which a beat of its `results`, or its request on `spill`, waited. */
  readonly stalls: number;
  /** The former, from the run's first cycle on. */
  readonly waits: readonly number[];
  /** Beats of `results`, an array of elements each. */
  readonly results: readonly (readonly number[])[];
}

type Filling<T> = { -readonly [key in keyof T]: T[key] };

/** A command while it runs. */
type OpenRun = Filling<Omit<CommandRun, 'results' | 'waits'>> & {
  readonly results: (readonly number[])[];
  readonly waits: number[];
};

/**
 * Offers a core its commands on the built-in simulator, each as soon as the one before it is taken or a gap later, with a memory of fixed
 * latency behind `spill`. A core that hangs leaves the commands that it was offered, the last of them without an end.
 */
export function runCore(
  simulator: Simulator,
  shape: CoreShape,
  work: CoreWork,
  draw: Random,
  recorder: Sampler | null,
): readonly CommandRun[] {
  const memory = spillMemory(simulator, shape, work);
  const runs: OpenRun[] = [];
  /** Of those taken the last one, and before it those whose beats are still to come. */
  let multiplications: readonly Emitting[] = [];
  let move: OpenRun | undefined;
  let told = 0;
  let next = draw.below(work.greatestGap + 1);
  let [quiet, cycle] = [0, 0];
  for (; told < work.commands.length && quiet <= work.patience; cycle++, quiet++) {
    if (cycle === next) offer();
    simulator.set('results_ready', draw.chance(work.stallProbability) ? 0 : 1);
    simulator.set('spill_ready', draw.chance(work.refusalProbability) ? 0 : 1);
    const run = runs.at(-1);
    const command = work.commands[runs.length - 1];
    const takes = run?.taken === null && simulator.get('commands_ready') === 1;
    collect();
    if (simulator.get('commands_done') === 1) {
      const ended = runs[told++];
      if (ended !== undefined) ended.done = cycle;
      quiet = 0;
    }
    if (memory.answer() === 'refused' && move !== undefined) move.stalls++;
    recorder?.sample(simulator, false);
    simulator.step();
    memory.settle();
    if (!takes || command === undefined) continue;
    run.taken = cycle;
    quiet = 0;
    if (command.kind === 'gemm')
      multiplications = [...multiplications.filter(isEmitting), { run, beats: command.beats }];
    else {
      move = run;
      memory.show(command.window);
    }
    simulator.set('commands_valid', 0);
    simulator.set('commands_data', 0n);
    if (runs.length < work.commands.length) next = cycle + 1 + draw.below(work.greatestGap + 1);
  }
  return runs;

  function offer(): void {
    const command = work.commands[runs.length];
    if (command === undefined) return;
    runs.push({ offered: cycle, taken: null, done: null, stalls: 0, waits: [], results: [] });
    simulator.set('commands_valid', 1);
    simulator.set('commands_data', command.word);
  }

  /** A beat of `results` is that of the first multiplication that has not sent all of its own; one too many is the last one's. */
  function collect(): void {
    const sender = (multiplications.find(isEmitting) ?? multiplications.at(-1))?.run;
    if (sender === undefined || simulator.get('results_valid') !== 1) return;
    if (simulator.get('results_ready') === 1) {
      sender.results.push(simulator.getElements('results_data', shape.result));
    } else {
      sender.stalls++;
      sender.waits.push(cycle);
    }
  }
}

/** A multiplication, and the beats of `results` that it sends. */
interface Emitting {
  readonly run: OpenRun;
  readonly beats: number;
}

function isEmitting({ run, beats }: Emitting): boolean {
  return run.results.length < beats;
}

/** Resets the core: one cycle with reset high, all inputs idle. */
export function resetCore(simulator: Simulator, recorder: Sampler | null, seed: number): void {
  const idle = ['commands_valid', 'results_ready', 'spill_ready', 'spill_response_valid'];
  switchOn(simulator, 'rst', idle, recorder, seed);
  simulator.set('spill_ready', 1);
}

interface Spill {
  /** Says which byte stands at beat 0 from here on. */
  readonly show: (window: number) => void;
  /** Takes this cycle's request, or says that it waits; called when all inputs of the cycle stand. */
  readonly answer: () => 'refused' | 'none' | 'taken';
  /** Puts the answer that is due in the next cycle; called after the edge. */
  readonly settle: () => void;
}

function spillMemory(simulator: Simulator, { beatBytes }: CoreShape, { memory, latency }: CoreWork): Spill {
  /** Beats asked for, by the number of edges after which they are due. */
  const pipe: (number | null)[] = Array.from({ length: latency - 1 }, () => null);
  const byte = unsigned(8);
  let answering = false;
  let base = 0;
  return {
    show(window) {
      base = window;
    },
    answer() {
      const asked = simulator.get('spill_valid') === 1;
      const taken = asked && simulator.get('spill_ready') === 1;
      let read: number | null = null;
      if (taken) {
        const at = base + simulator.get('spill_address') * beatBytes;
        if (simulator.get('spill_write') === 0) read = at;
        else write(at);
      }
      pipe.push(read);
      if (!asked) return 'none';
      return taken ? 'taken' : 'refused';
    },
    settle() {
      const due = pipe.shift() ?? null;
      if (due !== null) {
        simulator.set('spill_response_valid', 1);
        // A core that is wrong may ask for what is not there, and finds zeros.
        const beat =
          due + beatBytes <= memory.length ? memory.subarray(due, due + beatBytes) : new Uint8Array(beatBytes);
        simulator.setElements('spill_response_data', 8, beat);
      } else if (answering) {
        simulator.set('spill_response_valid', 0);
        simulator.set('spill_response_data', 0n);
      }
      answering = due !== null;
    },
  };

  function write(at: number): void {
    const data = simulator.getElements('spill_data', byte);
    const mask = simulator.getElements('spill_mask', unsigned(1));
    for (const [i, enabled] of mask.entries()) if (enabled === 1) memory[at + i] = data[i] ?? 0;
  }
}
