import {
  commandCycles,
  emittedBeats,
  encodeCommand,
  issueCommands,
  noCounts,
  type Counters,
  type Elements,
  type IssuedCommand,
  type MatrixCoreCommand,
  type MatrixCoreParameters,
  type Ran,
} from '../blocks/hardware.js';
import { dtypeNamed } from '../ir/index.js';
import { signed, unsigned, type Simulator } from '../rtl/index.js';
import { expectation, type CoreJob } from './core-job.js';
import { runCore, type CommandRun, type CoreShape, type CoreWork } from './core-run.js';
import type { Random } from './random.js';
import type { Difference } from './report.js';
import type { Sampler } from './trace.js';

/** What one job showed. */
export interface JobResult {
  /** Simulated cycles from the edge that takes the first command to the end of the last, stalls left out. */
  readonly cycles: number;
  readonly commands: number;
  readonly comparedValues: number;
  readonly comparedCycles: number;
  readonly differences: readonly Difference[];
  /** The memory behind `spill` at the end. */
  readonly memory: Uint8Array;
  /** What the core should have counted since its reset. */
  readonly counters: Counters;
}

/** How many differences of a job are told. */
const toldDifferences = 4;

/**
 * Runs a job on the simulated core and holds every value against the golden model and every duration against the formulas.
 *
 * @param counters what the core has counted since its reset
 */
export function checkJob(
  simulator: Simulator,
  parameters: MatrixCoreParameters,
  job: CoreJob,
  draw: Random,
  recorder: Sampler | null,
  counters: Counters = noCounts,
): JobResult {
  const memory = job.memory.slice();
  const runs = runCore(simulator, shapeOf(parameters), workOf(parameters, job, memory), draw, recorder);
  const times = timed(parameters, job, runs);
  const ran = times.map(({ run, issued }): Ran => ({ stalls: run.stalls, multiplying: issued.multiplying }));
  const expected = expectation(parameters, job, ran, counters);
  const differences: Difference[] = [];
  const tell = (kind: Difference['kind'], what: string, found: unknown, wanted: unknown): void => {
    if (differences.length < toldDifferences)
      differences.push({
        simulator: 'builtin',
        case: job.title,
        kind,
        what,
        found: String(found),
        expected: String(wanted),
      });
  };
  let comparedValues = 0;
  for (const [index, { command, run, issued }] of times.entries()) {
    const name = `command ${index} (${describeCommand(command)})`;
    const wanted = issued.done - issued.taken;
    if (run.taken === null || run.done === null) tell('hang', name, 'no done', `${wanted} cycles`);
    else {
      const waited = run.taken - run.offered;
      if (run.done - run.taken !== wanted) tell('cycles', name, `${run.done - run.taken} cycles`, wanted);
      else if (waited !== issued.taken - run.offered)
        tell('cycles', `${name} until it is taken`, `${waited} cycles`, issued.taken - run.offered);
    }
    comparedValues += compareRows(parameters, command, run, expected.results[index] ?? [], tell);
  }
  comparedValues += compareMemory(parameters, job, memory, expected.memory, tell);
  const stalls = runs.reduce((total, run) => total + run.stalls, 0);
  const cycles = (runs.at(-1)?.done ?? 0) - (runs[0]?.taken ?? 0) - stalls;
  return {
    cycles,
    commands: runs.length,
    comparedValues,
    comparedCycles: runs.length,
    differences,
    memory,
    counters: expected.counters,
  };
}

interface TimedRun {
  readonly command: MatrixCoreCommand;
  readonly run: CommandRun;
  /** What the formulas say, of commands offered and stalled as these were. */
  readonly issued: IssuedCommand;
}

function timed(parameters: MatrixCoreParameters, job: CoreJob, runs: readonly CommandRun[]): readonly TimedRun[] {
  const met = runs.flatMap((run, index) => {
    const command = job.commands[index];
    return command === undefined ? [] : [{ command, offered: run.offered, stalls: run.stalls, waits: run.waits, run }];
  });
  const issued = issueCommands(parameters, met, job.latency);
  return met.flatMap(({ command, run }, index) => {
    const at = issued[index];
    return at === undefined ? [] : [{ command, run, issued: at }];
  });
}

export function shapeOf(parameters: MatrixCoreParameters): CoreShape {
  const { spillBits, accumulator, accumulatorBits } = parameters;
  const isFloat = dtypeNamed(accumulator).exponent_bits > 0;
  return { beatBytes: spillBits / 8, result: isFloat ? unsigned(accumulatorBits) : signed(accumulatorBits) };
}

function describeCommand(command: MatrixCoreCommand): string {
  if (command.kind === 'gemm') return `gemm ${command.m} x ${command.k} x ${command.n}`;
  if (command.kind === 'scales') return 'load scales';
  if (command.kind === 'counters') return 'store counters';
  if (command.kind === 'window') return `window of ${command.height} x ${command.width}`;
  const as = command.kind === 'store' && command.requantised !== undefined ? ' as operands' : '';
  return `${command.kind} ${command.words} words of ${command.memory}${as}`;
}

/** The command words; where the memory is larger than the address space of `spill`, each command sees a window of it. */
function workOf(parameters: MatrixCoreParameters, job: CoreJob, memory: Uint8Array): CoreWork {
  const beatBytes = parameters.spillBits / 8;
  const windowed = memory.length * 8 > parameters.addressSpaceBits;
  const commands = job.commands.map((command) => {
    const moves = windowed && command.kind !== 'gemm' && command.kind !== 'window';
    const shifted = moves ? { ...command, address: 0 } : command;
    const window = moves ? command.address * beatBytes : 0;
    const kind = command.kind === 'gemm' ? 'gemm' : 'move';
    const sent = command.kind === 'gemm' ? emittedBeats(parameters, command) : 0;
    return { word: encodeCommand(parameters, shifted), kind, window, beats: sent } as const;
  });
  const { latency, stallProbability, refusalProbability = 0, greatestGap } = job;
  const longest = Math.max(...job.commands.map((command) => commandCycles(parameters, command, latency, 0)));
  const patience = Math.ceil((longest + 100) / (1 - Math.max(stallProbability, refusalProbability))) * 2;
  return { commands, memory, latency, stallProbability, refusalProbability, greatestGap, patience };
}

type Tell = (kind: Difference['kind'], what: string, found: unknown, wanted: unknown) => void;

/** The rows that left through `results`; columns beyond the last of the product mean nothing. */
function compareRows(
  parameters: MatrixCoreParameters,
  command: MatrixCoreCommand,
  run: CommandRun,
  expected: readonly Elements[],
  tell: Tell,
): number {
  if (run.results.length !== expected.length)
    tell('value', 'number of beats of results', run.results.length, expected.length);
  if (command.kind !== 'gemm') return 0;
  let compared = 0;
  const stands = parameters.dataflow === 'input_stationary';
  const [lines, wide] = stands ? [command.n, command.m] : [command.m, command.n];
  for (const [beat, row] of expected.entries()) {
    const found = run.results[beat];
    if (found === undefined) return compared;
    const tile = Math.floor(beat / lines);
    const columns = Math.min(parameters.cols, wide - tile * parameters.cols);
    for (let c = 0; c < columns; c++) {
      compared++;
      const [along, across] = [beat % lines, tile * parameters.cols + c];
      const [line, column] = stands ? [across, along] : [along, across];
      if (found[c] !== row[c]) tell('value', `row ${line}, column ${column} of the results`, found[c], row[c]);
    }
  }
  return compared;
}

/** What was stored: every byte behind `spill`, so that nothing else was touched either. Counts result elements. */
function compareMemory(
  parameters: MatrixCoreParameters,
  job: CoreJob,
  found: Uint8Array,
  expected: Uint8Array,
  tell: Tell,
): number {
  for (let at = 0; at < expected.length; at++) {
    if (found[at] === expected[at]) continue;
    const beat = Math.floor((at * 8) / parameters.spillBits);
    tell('value', `byte ${at} behind spill (beat ${beat})`, found[at], expected[at]);
  }
  const stored = job.commands.reduce((words, command) => words + (command.kind === 'store' ? command.words : 0), 0);
  return stored * parameters.cols;
}
