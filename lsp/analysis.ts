import type { Program } from '../src/language/index.js';

/** What the features read: a file, and the checked program that it is the entry of. A value: a change makes a new one. */
export interface Analysis {
  /** As in spans. */
  readonly path: string;
  readonly text: string;
  readonly program: Program;
}

/** A stretch of a file, as features give it back; `std:memory.accel` is a module of the standard library. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}
