import type { Diagnostic } from '../diagnostics/index.js';
import type { Design, Origins } from '../ir/index.js';
import { elaborate, type Elaborated, type Program } from '../language/index.js';

/** A design as elaborated with the defaults of its parameters. */
export interface ElaboratedDesign {
  readonly design: Design;
  readonly origins: Origins;
}

const known = new WeakMap<Program, Map<string, Elaborated<ElaboratedDesign>>>();

/** Elaborates a design of the entry file with its defaults, once for each program: a program never changes. */
export function elaborateOnce(
  program: Program,
  name: string,
): readonly [ElaboratedDesign | undefined, readonly Diagnostic[]] {
  const ofProgram = known.get(program) ?? new Map<string, Elaborated<ElaboratedDesign>>();
  known.set(program, ofProgram);
  const before = ofProgram.get(name);
  if (before !== undefined) return before;
  const made = elaborate(program, name);
  ofProgram.set(name, made);
  return made;
}
