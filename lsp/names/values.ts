import { knownValues, type KnownValues, type Program } from '../../src/language/index.js';

const known = new WeakMap<Program, KnownValues>();

/** What expressions of a program are when every parameter has its default; made once. */
export function valuesOf(program: Program): KnownValues {
  const values = known.get(program) ?? knownValues(program);
  known.set(program, values);
  return values;
}
