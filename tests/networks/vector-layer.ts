/** What a `VectorUnit` does between the products of a net, command by command. */
import { expect } from 'vitest';
import {
  executeProgram,
  executeVector,
  vectorReset,
  vectorSpans,
  type VectorBeat,
  type VectorCommand,
  type VectorProgram,
  type VectorState,
  type VectorUnitParameters,
} from '../../src/blocks/hardware.js';
import { vectorUnit } from '../../src/blocks/vector-unit/rtl.js';
import { compile, type Simulator } from '../../src/rtl/index.js';
import { random } from '../../src/verify/random.js';
import { resetVector, runVector } from '../../src/verify/vector-run.js';

export interface VectorBench {
  readonly parameters: VectorUnitParameters;
  readonly simulator: Simulator;
}

/** A command with what its streams bring: rows of one element a lane. */
export interface VectorStep {
  readonly command: VectorCommand;
  readonly a?: readonly VectorBeat[];
  readonly b?: readonly VectorBeat[];
}

export function readyVectorUnit(parameters: VectorUnitParameters): VectorBench {
  return { parameters, simulator: compile(vectorUnit('vector', parameters)) };
}

/** Runs commands on the unit after a reset: beats of results, each equal to the golden model's, each command as long as the estimate says. */
export function runSteps(
  { parameters, simulator }: VectorBench,
  steps: readonly VectorStep[],
): readonly (readonly number[])[] {
  resetVector(simulator, null, 1);
  const commands = steps.map(({ command, a = [], b = [] }) => ({ command, a, b }));
  const job = { title: 'a layer', commands, stallProbability: 0, gapProbability: 0 };
  const { spans, results } = runVector(simulator, parameters, job, random(1), null);
  let state: VectorState = vectorReset;
  const golden = commands.flatMap(({ command, a, b }) => {
    const outcome = executeVector(parameters, state, command, a, b);
    state = outcome.state;
    return outcome.results;
  });
  expect(results).toEqual(golden);
  expect(spans).toEqual(
    vectorSpans(
      parameters,
      commands.map(({ command }) => command),
    ),
  );
  return results;
}

/** Runs a sequence of commands on rows of codes, the result of each a stream of a later one, as a memory beside the unit would have it; gives row `y`. */
export function runProgram(
  bench: VectorBench,
  program: VectorProgram,
  inputs: Readonly<Record<string, readonly number[]>>,
): readonly number[] {
  const { lanes } = bench.parameters;
  const beats = Object.fromEntries(Object.entries(inputs).map(([name, row]) => [name, byLanes(row, lanes)]));
  const rows = executeProgram(bench.parameters, program, beats);
  const named = (name: string | undefined): readonly VectorBeat[] => (name === undefined ? [] : (rows[name] ?? []));
  runSteps(
    bench,
    program.steps.map(({ command, a, b }) => ({ command, a: named(a), b: named(b) })),
  );
  return (rows['y'] ?? []).flatMap((beat) => Array.from(beat));
}

/** A row of codes as beats, filled up with zeros. */
export function byLanes(values: readonly number[], lanes: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(values.length / lanes) }, (_, row) =>
    Array.from({ length: lanes }, (_each, lane) => values[row * lanes + lane] ?? 0),
  );
}
