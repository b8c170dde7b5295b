import type { Emitter } from './emitter.js';
import type { Flat, FlatNet } from './flatten.js';
import type { InPlace } from './in-place.js';
import type { Heap, Storage } from './storage.js';

/** What all functions of a program are written from. */
export interface Context {
  readonly flat: Flat;
  /** Loops whose registers change in place at their clock's edge. */
  readonly inPlace: readonly InPlace[];
  readonly storage: ReadonlyMap<FlatNet, Storage>;
  readonly heap: Heap;
}

/** A function of these lines, which takes the arrays and variables that the emitters use into constants first. */
export function wrapFunction(name: string, emitters: readonly Emitter[], lines: readonly string[]): string {
  const names = new Set(emitters.flatMap(({ arrays, variables }) => [...arrays, ...variables]));
  return [`function ${name}() {`, ...[...names].map((one) => `const ${one}_ = ${one};`), ...lines, '}'].join('\n');
}
