import { encodeCommand } from '../../src/blocks/matrix-core/command-word.js';
import type { MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import {
  completeMatrixCore,
  type MatrixCoreArguments,
  type MatrixCoreParameters,
} from '../../src/blocks/matrix-core/parameters.js';
import { emittedBeats } from '../../src/blocks/matrix-core/timing.js';
import { arrayOperands } from '../../src/blocks/pe-array/parameters.js';
import { signed, unsigned, type Simulator } from '../../src/rtl/index.js';

/** What running one command on the hardware showed. */
export interface CommandRun {
  /** From the edge that took the command to the one at which `done` was high. */
  readonly cycles: number;
  /** The cycles from the first on in which it was offered, taken, and `done` was high for it. */
  readonly offered: number;
  readonly taken: number;
  readonly done: number;
  /** Cycles in which a beat of results waited. */
  readonly stalls: number;
  /** The former, from the first cycle on. */
  readonly waits: readonly number[];
  readonly emitted: readonly (readonly number[])[];
}

export interface BenchOptions {
  /** Cycles from a request to its answer. */
  readonly latency?: number;
  /** Whether a beat of results is taken in a cycle. */
  readonly takes?: (cycle: number) => boolean;
  /** Whether the memory behind `spill` takes a request in a cycle. */
  readonly serves?: (cycle: number) => boolean;
  /** Cycles between the one that takes a command and the first that offers the next. */
  readonly rests?: (command: number) => number;
}

/** The narrowest type of sums that the hardware takes for products of two types. */
export function sumsOf(activation: string, weight = activation): string {
  if (!activation.startsWith('int')) return 'fp32';
  const { activationBits, weightBits } = arrayOperands(activation, weight);
  return activationBits + weightBits <= 16 ? 'int32' : activationBits + weightBits <= 24 ? 'int40' : 'int48';
}

/** Parameters of a small core; what a test does not give is that of a 4 x 4 weight-stationary one. */
export function smallCore(given: Partial<MatrixCoreArguments>): MatrixCoreParameters {
  return completeMatrixCore({
    rows: 4,
    cols: 4,
    operand: 'int8',
    accumulator: 'int32',
    dataflow: 'weight_stationary',
    weightRows: 1,
    hideLoading: true,
    overlapCommands: false,
    multiplierRegisters: 0,
    adderRegisters: 1,
    psumIn: 'by_operand',
    multiplier: 'plain',
    adder: 'plain',
    zeroGating: false,
    zeroOperands: 0,
    requantise: false,
    convolution: false,
    counters: false,
    activationCapacityBits: 65536,
    weightCapacityBits: 65536,
    accumulatorCapacityBits: 65536,
    addressSpaceBits: 2 ** 23,
    ...given,
  });
}

/** Resets the core, as every run begins. */
export function reset(sim: Simulator): void {
  for (const port of ['commands_valid', 'results_ready', 'spill_ready', 'spill_response_valid']) sim.set(port, 0);
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
}

/** A command that was offered, or is now. */
interface Offer {
  readonly offered: number;
  taken: number;
  stalls: number;
  readonly waits: number[];
  readonly emitted: number[][];
  /** Beats of results that are still to come. */
  left: number;
}

/** Offers commands one after another, each as soon as the one before it is taken, or `rests` later; their ends are told in order. */
export function runCommands(
  sim: Simulator,
  parameters: MatrixCoreParameters,
  spill: Uint8Array,
  commands: readonly MatrixCoreCommand[],
  { latency = 1, takes = () => true, serves = () => true, rests = () => 0 }: BenchOptions = {},
): CommandRun[] {
  const beatBytes = parameters.spillBits / 8;
  const result = parameters.accumulator === 'fp32' ? unsigned(32) : signed(parameters.accumulatorBits);
  const answers: { readonly at: number; readonly data: bigint }[] = [];
  const runs: CommandRun[] = [];
  const offers: Offer[] = [];
  let [cycle, next] = [0, rests(0)];
  for (; runs.length < commands.length; cycle++) {
    if (cycle > 200_000) throw new Error(`command ${runs.length} does not end`);
    if (cycle === next) offers.push({ offered: cycle, taken: -1, stalls: 0, waits: [], emitted: [], left: 0 });
    const offer = offers.at(-1);
    const command = offer === undefined || offer.taken >= 0 ? undefined : commands[offers.length - 1];
    sim.set('commands_valid', command === undefined ? 0 : 1);
    if (command !== undefined) sim.set('commands_data', encodeCommand(parameters, command));
    const [answer] = answers;
    const answered = answer !== undefined && answer.at === cycle;
    sim.set('spill_response_valid', answered ? 1 : 0);
    if (answered) sim.set('spill_response_data', answer.data);
    if (answered) answers.shift();
    const ready = serves(cycle);
    sim.set('spill_ready', ready ? 1 : 0);
    const take = takes(cycle);
    sim.set('results_ready', take ? 1 : 0);

    if (sim.get('spill_valid') === 1 && ready) {
      const from = sim.get('spill_address') * beatBytes;
      if (sim.get('spill_write') === 1) writeBytes(spill, from, beatBytes, sim.getBig('spill_data'));
      else answers.push({ at: cycle + latency, data: readBytes(spill, from, beatBytes) });
    }
    if (sim.get('results_valid') === 1) {
      const sender = offers.find(({ left }) => left > 0);
      if (sender === undefined) throw new Error('a beat of results without a multiplication');
      if (take) {
        sender.emitted.push(sim.getElements('results_data', result));
        sender.left--;
      } else {
        sender.stalls++;
        sender.waits.push(cycle);
      }
    }
    if (sim.get('commands_done') === 1) {
      const ended = offers[runs.length];
      if (ended === undefined || ended.taken < 0) throw new Error('a command ends that was not taken');
      runs.push({ ...ended, cycles: cycle - ended.taken, done: cycle });
    }
    if (offer !== undefined && command !== undefined && sim.get('commands_ready') === 1) {
      offer.taken = cycle;
      if (command.kind === 'gemm') offer.left = emittedBeats(parameters, command);
      if (offers.length < commands.length) next = cycle + 1 + rests(offers.length);
    }
    sim.step();
  }
  return runs;
}

function readBytes(bytes: Uint8Array, from: number, count: number): bigint {
  let value = 0n;
  for (let i = count - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[from + i] ?? 0);
  return value;
}

function writeBytes(bytes: Uint8Array, from: number, count: number, value: bigint): void {
  for (let i = 0; i < count; i++) bytes[from + i] = Number((value >> BigInt(8 * i)) & 255n);
}
