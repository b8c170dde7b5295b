import { executeVector, vectorReset, type VectorBeat, type VectorState } from './golden.js';
import type { VectorUnitParameters } from './parameters.js';
import type { VectorProgram } from './sequences.js';

/** Rows by their names, beat by beat. */
export type VectorRows = Readonly<Record<string, readonly VectorBeat[]>>;

/**
 * Runs a program from reset on the rows that come from outside: all rows, with those that commands gave. What a command gives is an operand
 * of a later one, so operands and results have the same number type.
 */
export function executeProgram(
  parameters: VectorUnitParameters,
  { steps }: VectorProgram,
  inputs: VectorRows,
): VectorRows {
  const rows: Record<string, readonly VectorBeat[]> = { ...inputs };
  let state: VectorState = vectorReset;
  const named = (name: string | undefined): readonly VectorBeat[] => (name === undefined ? [] : (rows[name] ?? []));
  for (const { command, a, b, to } of steps) {
    const outcome = executeVector(parameters, state, command, named(a), named(b));
    state = outcome.state;
    if (to !== undefined) rows[to] = outcome.results;
  }
  return rows;
}
