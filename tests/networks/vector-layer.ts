/** What a `VectorUnit` does between the products of a net, command by command. */
import { expect } from 'vitest';
import {
  executeVector,
  vectorReset,
  vectorSpans,
  type VectorCommand,
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
  readonly a?: readonly (readonly number[])[];
  readonly b?: readonly (readonly number[])[];
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
