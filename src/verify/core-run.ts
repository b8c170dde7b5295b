import { signed, unsigned, type Simulator } from '../rtl/index.js';
import type { Random } from './random.js';
import type { Sampler } from './trace.js';

/** Widths of a core's ports, as the run needs them. */
export interface CoreShape {
  /** Bytes of a beat of `spill`. */
  readonly beatBytes: number;
  /** Bits of an element of `results`. */
  readonly resultBits: number;
}

/** A list of commands with the memory that they find behind `spill`. */
export interface CoreWork {
  readonly commands: readonly {
    readonly word: bigint;
    /** Byte of `memory` that stands at beat 0 of `spill` while the command runs. */
    readonly window: number;
  }[];
  /** What lies behind `spill`; the run changes it. */
  readonly memory: Uint8Array;
  /** Cycles from a request to its answer, at least 1. */
  readonly latency: number;
  /** How often `results` is not taken, 0 to 1. */
  readonly stallProbability: number;
  /** Most cycles between a command's end and the next one's offer. */
  readonly greatestGap: number;
  /** After so many cycles without a `done` the core is given up. */
  readonly patience: number;
}

/** What the hardware did with one command. */
export interface CommandRun {
  /** From the edge that takes the command to the edge at which `done` is high; null: `done` never came. */
  readonly cycles: number | null;
  /** Cycles of these in which a beat of `results` waited. */
  readonly stalls: number;
  /** Beats of `results`, an array of elements each. */
  readonly results: readonly (readonly number[])[];
}

/** Lets a core do its commands one after another on the built-in simulator, with a memory of fixed latency behind `spill`. */
export function runCore(
  simulator: Simulator,
  shape: CoreShape,
  work: CoreWork,
  draw: Random,
  recorder: Sampler | null,
): readonly CommandRun[] {
  const memory = spillMemory(simulator, shape, work);
  const resultType = signed(shape.resultBits);
  const runs: CommandRun[] = [];
  for (const { word, window } of work.commands) {
    for (let gap = draw.below(work.greatestGap + 1); gap > 0; gap--) cycle();
    memory.show(window);
    simulator.set('commands_valid', 1);
    simulator.set('commands_data', word);
    const results: (readonly number[])[] = [];
    let taken = -1;
    let stalls = 0;
    let done = false;
    for (let t = 0; t <= work.patience && !done; t++) {
      simulator.set('results_ready', draw.chance(work.stallProbability) ? 0 : 1);
      if (taken < 0 && simulator.get('commands_ready') === 1) taken = t;
      const offered = taken === t;
      if (simulator.get('results_valid') === 1) {
        if (simulator.get('results_ready') === 1) results.push(simulator.getElements('results_data', resultType));
        else if (taken >= 0) stalls++;
      }
      done = taken >= 0 && !offered && simulator.get('commands_done') === 1;
      if (done) runs.push({ cycles: t - taken, stalls, results });
      cycle();
      if (offered) {
        simulator.set('commands_valid', 0);
        simulator.set('commands_data', 0n);
      }
    }
    if (!done) return [...runs, { cycles: null, stalls, results }];
  }
  return runs;

  function cycle(): void {
    memory.answer();
    recorder?.sample(simulator, false);
    simulator.step();
    memory.settle();
  }
}

/** Resets the core: one cycle with reset high, all inputs idle. */
export function resetCore(simulator: Simulator, recorder: Sampler | null): void {
  for (const name of ['commands_valid', 'results_ready', 'spill_ready', 'spill_response_valid']) simulator.set(name, 0);
  simulator.set('rst', 1);
  for (let i = 0; i < 2; i++) {
    recorder?.sample(simulator, true);
    simulator.step();
  }
  simulator.set('rst', 0);
  simulator.set('spill_ready', 1);
}

interface Spill {
  /** Says which byte stands at beat 0 from here on. */
  readonly show: (window: number) => void;
  /** Takes this cycle's request; called when all inputs of the cycle stand. */
  readonly answer: () => void;
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
      let read: number | null = null;
      if (simulator.get('spill_valid') === 1) {
        const at = base + simulator.get('spill_address') * beatBytes;
        if (simulator.get('spill_write') === 0) read = at;
        else write(at);
      }
      pipe.push(read);
    },
    settle() {
      const due = pipe.shift() ?? null;
      if (due !== null) {
        simulator.set('spill_response_valid', 1);
        simulator.setElements('spill_response_data', 8, memory.subarray(due, due + beatBytes));
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
