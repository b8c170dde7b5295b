import type { Hierarchy, Mapping, Mesh, Nest, NestCost } from '../nest/index.js';

/** What is to be least: cycles, energy (pJ), their product (pJ x cycles), or a weighted sum of both. */
export type Objective =
  | { readonly kind: 'latency' }
  | {
      readonly kind: 'energy';
      /** Drawn in each cycle, whatever is done in it, pJ. */
      readonly idle?: number;
      /** Mappings that take more cycles are none. */
      readonly within?: number;
    }
  | { readonly kind: 'energy-delay'; readonly idle?: number }
  | {
      readonly kind: 'weighted';
      readonly perPicojoule: number;
      readonly perCycle: number;
    };

/** Dimensions that the loops in space of a level may divide, by axis. */
export type SpatialDimensions = Readonly<Record<keyof Mesh, readonly string[]>>;

/** A demand on the mapping: what a level holds of a dimension is at least so much. */
export interface LeastTile {
  readonly level: number;
  readonly dimension: string;
  readonly least: number;
}

export interface SearchOptions {
  readonly objective: Objective;
  /** Whether tiles may leave a remainder (class R of docs/mapping-search.md); else factors are perfect (class P). */
  readonly remainders?: boolean;
  /** By level; a level that is left out may divide any dimension. Left out: all may. */
  readonly spatial?: readonly (SpatialDimensions | undefined)[];
  readonly leastTiles?: readonly LeastTile[];
  /** What a level holds of a dimension, exactly. */
  readonly tiles?: readonly { readonly level: number; readonly dimension: string; readonly size: number }[];
  /** Orders of the loops in time of levels, outermost first; dimensions that are not named stand within. */
  readonly orders?: readonly { readonly level: number; readonly dimensions: readonly string[] }[];
  /** Operands that a level keeps or not, as is better; the outermost level keeps all. */
  readonly mayBypass?: readonly {
    readonly level: number;
    readonly operand: string;
  }[];
  /** A mapping of the space that fits, which is the answer where none is better. */
  readonly start?: Mapping;
  /** Mappings that are moved about at random before, so that the search begins with a good one; they count as work. */
  readonly tries?: number;
  /** Only what is less is wanted. */
  readonly below?: number;
  /** Partial mappings looked at, at most, once one is found; then the best so far is given with a bound. The same count gives the same answer. */
  readonly work?: number;
  /** Whether work that is given up to ends before a mapping is found, too. */
  readonly brief?: boolean;
  /** Asked now and then: whether to stop, for limits of time. */
  readonly stop?: () => boolean;
}

/** What is known of the answer. */
export interface Certificate {
  /** `optimal`: no mapping of the space is better. `stopped`: none is better than `lowerBound`. */
  readonly status: 'optimal' | 'stopped';
  readonly lowerBound: number;
  /** (value - lowerBound) / value */
  readonly gap: number;
  /** Complete mappings that were scored. */
  readonly evaluated: number;
  /** Partial mappings that were looked at, and those of them that a bound ruled out. */
  readonly enumerated: number;
  readonly pruned: number;
  /** Whether the mapping is the first of all that are equally good; else it is one of them. */
  readonly first: boolean;
}

export interface Found {
  readonly kind: 'found';
  readonly value: number;
  readonly mapping: Mapping;
  /** The hierarchy with what its levels keep in this mapping. */
  readonly hierarchy: Hierarchy;
  readonly cost: NestCost;
  readonly certificate: Certificate;
}

/** Something that a mapping has to meet, in words and as data. */
export type Constraint =
  | {
      readonly kind: 'capacity';
      readonly level: number;
      readonly capacity: number;
    }
  | {
      readonly kind: 'kept';
      readonly level: number;
      readonly operand: string;
      readonly tile: readonly number[];
    }
  | ({ readonly kind: 'least' } & LeastTile);

/** No mapping meets these together; without any one of them, some mapping meets the others. */
export interface Conflict {
  readonly kind: 'conflict';
  readonly constraints: readonly Constraint[];
  readonly words: string;
}

/** Ended before any mapping was found; or none is below what was wanted, which is the bound then. */
export interface NothingYet {
  readonly kind: 'stopped';
  readonly lowerBound: number;
  readonly evaluated: number;
  readonly enumerated: number;
  readonly pruned: number;
}

export interface SearchProblem {
  readonly nest: Nest;
  readonly hierarchy: Hierarchy;
}
