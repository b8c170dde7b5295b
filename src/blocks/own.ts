import type { Diagnostic } from '../diagnostics/index.js';
import type { Block, BlockCode } from '../ir/index.js';
import type { Ranged, Technology } from '../technology/index.js';
import type { BlockCost } from './cost.js';
import type { MemoryTiming } from './timing.js';

/** What code that is not ours gave, or what was wrong with it. */
export type Answer<T> = readonly [T | undefined, readonly Diagnostic[]];

/** The elements of one beat of a stream: integers of an integer type, the bits of any other. */
export type Beat = readonly number[];

/** Beats in their order, by the name of a port. */
export type Beats = Readonly<Record<string, readonly Beat[]>>;

/** A run of a block's streams: every input offers a beat in every cycle until it has none left. */
export interface StreamRun {
  /** Beats of each input. */
  readonly beats: Readonly<Record<string, number>>;
  /** Cycles in which each output had a beat that was not taken. */
  readonly stalls: Readonly<Record<string, number>>;
}

/** How fast a user's own memory is, and what a bit of it takes. */
export interface OwnMemory extends MemoryTiming {
  /** J for each bit read or written. */
  readonly energy: Ranged;
}

/**
 * A user's own block whose code is trusted. Every answer of that code has been looked at: what it throws and what makes no sense
 * comes as diagnostics. Null: the code says nothing of it.
 */
export interface OwnBlock {
  /** Its declaration's name. */
  readonly component: string;
  readonly code: BlockCode;
  /** Whether it has hardware, a golden model and a timing formula, which `accel verify` holds against each other. */
  readonly proved: boolean;
  /** Why its hardware does not cover these parameters; empty where it does. */
  readonly unsupported: (block: Block) => Answer<readonly string[]>;
  readonly cost: ((block: Block, technology: Technology) => Answer<BlockCost>) | null;
  readonly memory: ((block: Block) => Answer<OwnMemory>) | null;
  /** Cycles from the edge that takes the first beat of an input to the one that gives the last of an output. */
  readonly cycles: ((block: Block, run: StreamRun) => Answer<number>) | null;
  /** What comes out of the reset block for what goes in. */
  readonly golden: ((block: Block, inputs: Beats) => Answer<Beats>) | null;
}

/** The own block that the code of a block is; undefined for one of the library, without code, or whose code is not trusted. */
export function ownOf<T extends Pick<OwnBlock, 'component' | 'code'>>(
  own: readonly T[],
  { name, external }: Pick<Block, 'name' | 'external'>,
): T | undefined {
  const code = external?.code ?? null;
  return code === null
    ? undefined
    : own.find((each) => each.component === name && each.code.package === code.package && each.code.file === code.file);
}
