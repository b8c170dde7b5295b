import type { Block } from '../ir/index.js';
import type { Ranged, Technology } from '../technology/index.js';
import type { Beats, StreamRun } from './own.js';

/** A figure that a block's code gives: a number, or one with its least and greatest. */
export type Amount = number | Ranged;

/** What one instance of a block costs. */
export interface DefinedCost {
  /** mm^2 of the design's die, by the name of the part. */
  readonly area_mm2: Readonly<Record<string, Amount>>;
  /** J in each cycle of its clock `clk` at its full rate; peak power and TDP follow. */
  readonly energy_per_cycle_j: Amount;
  /** W; where it is left out it follows from the area. */
  readonly leakage_w?: Amount;
  /** W, whenever the block is on, without leakage; 0 where it is left out. */
  readonly background_w?: Amount;
}

/** How fast a memory of one's own outside the die is, and what a bit of it takes. */
export interface DefinedMemory {
  /** Sustained. */
  readonly bandwidth_b_per_s: number;
  /** From a request to its first data. */
  readonly latency_s: number;
  /** Of a bit read or written. */
  readonly energy_j_per_b: Amount;
}

/**
 * What is known of a block beside its declaration. What is left out is not known: without `cost` the block costs what its declaration
 * states; with `golden`, `cycles` and `hardware` `accel verify` holds them against each other, and the block is _proved_.
 *
 * @typeParam M a module of the hardware IR
 */
export interface Definition<M> {
  /** Name of the `extern component` that declares the block. */
  readonly component: string;
  readonly cost?: (block: Block, technology: Technology) => DefinedCost;
  /** For a memory outside the die alone, that a core or a mover of the library may read. */
  readonly memory?: (block: Block) => DefinedMemory;
  /**
   * What comes out of the reset block for what goes in: the beats of each output, for the beats of each input. An element is an integer where its
   * type is one (`int8`: -128 ..= 127), else its bits.
   */
  readonly golden?: (block: Block, inputs: Beats) => Beats;
  /** Cycles from the edge that takes the first beat of an input to the one that gives the last beat of an output. */
  readonly cycles?: (block: Block, run: StreamRun) => number;
  /** Why the hardware does not cover these parameters, in parts of a sentence; empty where it does, as it always does where this is left out. */
  readonly unsupported?: (block: Block) => readonly string[];
  /** The module with the hardware, loaded only where hardware is asked for: `() => import('./clamp-hardware.js')`. */
  readonly hardware?: () => Promise<HardwareModule<M>>;
}

/** What a module with a block's hardware exports. */
export interface HardwareModule<M> {
  /** The hardware of the block, with the wires of its ports (`x_valid`, `x_ready`, `x_data`); `name` is the module's name. */
  readonly hardware: (block: Block, name: string) => M;
}

/** A definition as the program finds it among the exports of a file. */
export type Defined<M> = Definition<M> & { readonly kind: 'block-definition' };

/** Marks a definition as one. */
export function defined<M>(definition: Definition<M>): Defined<M> {
  return { ...definition, kind: 'block-definition' };
}
