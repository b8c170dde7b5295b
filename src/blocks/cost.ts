import type { Block } from '../ir/index.js';
import type { ClockLoad, Figure, Ranged, Technology } from '../technology/index.js';
import type { Answer } from './own.js';

/** What a block costs. Areas in mm^2 of the design's die, powers in W, energies in J. */
export interface BlockCost {
  readonly parts: readonly { readonly name: string; readonly area: Ranged }[];
  /** Drawn whenever the block is on, without leakage: standby and refresh of a memory outside the die. */
  readonly background: Ranged;
  /** Where it is stated; else it follows from the area. */
  readonly leakage?: Ranged;
  /** Dynamic power with the block at its full rate, its clock `clk` at `frequency` Hz. */
  readonly peakPower: (frequency: number) => Ranged;
  /** Its flip-flops; absent where none are known: memories, and blocks of which somebody states what they draw, clock and all. */
  readonly clock?: ClockLoad;
  /** Figures beyond the process node's that the cost rests on, by name. */
  readonly figures: ReadonlyMap<string, Figure>;
}

/** How sure a block's timing is: `proved` has hardware whose cycles equal it. */
export type BlockAssurance = 'proved' | 'modelled';

/** What the estimator knows of a block. */
export interface BlockModel {
  readonly name: string;
  /** `modelled` too for a block whose parameters its hardware does not cover. */
  readonly assurance: (block: Block) => BlockAssurance;
  readonly cost: (block: Block, technology: Technology) => Answer<BlockCost>;
}
