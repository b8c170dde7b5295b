/** What is counted: one operation, a hierarchy of memories, and how the operation's loops are divided among its levels. */

/** One term of an index: `coefficient` times the index of a dimension. */
export interface IndexTerm {
  readonly coefficient: number;
  readonly dimension: string;
}

/** An operand of an operation over loops: its ranks, each indexed by a sum of terms. */
export interface Operand {
  readonly name: string;
  /** Whether it is what the operation adds to. */
  readonly output: boolean;
  readonly ranks: readonly (readonly IndexTerm[])[];
}

/** An operation as a nest of loops, each point of which is one multiply-accumulate. */
export interface Nest {
  readonly dimensions: ReadonlyMap<string, number>;
  readonly operands: readonly Operand[];
}

/** A memory of the hierarchy, or one of several equal ones. */
export interface Level {
  readonly name: string;
  /** Words of one instance; null: enough. */
  readonly capacity: number | null;
  /** Words that one access reads or writes. */
  readonly block: number;
  /** How many instances there are in all. */
  readonly instances: number;
  /** How many stand beside and above one another, at most. */
  readonly mesh: Mesh;
  /** Words a cycle of one instance; null: enough. */
  readonly readBandwidth: number | null;
  readonly writeBandwidth: number | null;
  /** Words of an operand a cycle that one instance exchanges with what is inside it, each way; what is left out: enough. */
  readonly links?: ReadonlyMap<string, number>;
  /** Operands that it holds; others pass it by. */
  readonly keeps: ReadonlySet<string>;
  /** Operands that one read gives to all who want it in the same step. */
  readonly multicasts: ReadonlySet<string>;
  /** Whether it adds what arrives to what is there; else the sum is fetched and sent back. */
  readonly reducesInPlace: boolean;
  /** Energy of an access of a block, pJ. */
  readonly energy_pj: { readonly read: number; readonly fill: number; readonly update: number };
}

export interface Mesh {
  readonly x: number;
  readonly y: number;
}

/** Levels outermost first, and the multipliers below them. */
export interface Hierarchy {
  readonly levels: readonly Level[];
  readonly macs: { readonly instances: number; readonly mesh: Mesh; readonly energy_pj: number };
}

/** A loop over a dimension; `bound` steps. */
export interface Loop {
  readonly dimension: string;
  readonly bound: number;
  /** Steps where every loop of the dimension outside of it is at its last index, if fewer: the bounds do not multiply to the extent then. */
  readonly remainder?: number;
}

/** A loop whose steps are done at once, by instances side by side. */
export interface SpatialLoop extends Loop {
  readonly axis: keyof Mesh;
}

/** The loops of one level, outermost first: those in time around those in space. */
export interface LevelLoops {
  readonly temporal: readonly Loop[];
  readonly spatial: readonly SpatialLoop[];
}

/** The loops of all levels, outermost first. The bounds of a dimension multiply to its extent, but for a loop with a remainder. */
export type Mapping = readonly LevelLoops[];
