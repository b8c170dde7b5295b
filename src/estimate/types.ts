import type { BlockModels } from '../blocks/models.js';
import type { Mapping, Origins } from '../ir/index.js';
import type { MappingCache } from './cache.js';
import type { Uncertainty } from './uncertainty/types.js';

/**
 * What an estimate says. These objects are the JSON of `accel estimate --json` as they stand: units in the key names,
 * `null` where a figure does not exist (never a zero in its place), ranges as `[least, greatest]`.
 */

/** How sure a figure is: by hardware that exists, by a formula without hardware, or by an ideal schedule. */
export type Assurance = 'proved' | 'modelled' | 'bounded';

export type Interval = readonly [least: number, greatest: number];

/** What the mapper minimises when it chooses tile sizes. */
export type Objective = 'latency' | 'energy' | 'edp';

export interface EstimateOptions {
  readonly objective?: Objective;
  /** Where the design was written, for diagnostics. */
  readonly origins?: Origins;
  /** Cost and timing of blocks; without it, those of the library. */
  readonly models?: BlockModels;
  /** Of an array of one's own: how many partial mappings are looked at for all different operations together, about. */
  readonly work?: number;
  /** Of an array of one's own: whether the tiles of its loops may leave remainders; they may not if not given. */
  readonly remainders?: boolean;
  /** The only operation that is estimated, by itself, with its place among the others of the workload. */
  readonly only?: string;
  /** Whether operations are fused where that is better; they are if not given. */
  readonly fusion?: boolean;
  /** Whether inputs of the workload may lie in memory folded, as convolutions want them; they may if not given. */
  readonly folding?: boolean;
  /** What mapping blocks pin of how the workload runs on the design: of an array of one's own, of einsums. On cores operations are not fused then. */
  readonly pins?: readonly Mapping[];
  /** Mappings that were chosen before; without it, one that all estimates share. */
  readonly cache?: MappingCache;
  /** How many draws of all technology figures tell how sure the totals are; absent: none. */
  readonly samples?: number;
}

export interface Estimate {
  readonly schema: 'accel-estimate/1';
  readonly design: string;
  readonly workload: string;
  readonly objective: Objective;
  readonly process: { readonly node: string; readonly voltage_v: number; readonly voltage_nominal_v: number };
  /** Clock of the matrix cores: the one that `cycles` count. */
  readonly clock_hz: number;
  readonly operations: readonly OperationEstimate[];
  readonly total: TotalEstimate;
  readonly hardware: DesignEstimate;
  /** The figures that the estimate rests on, each with its source. */
  readonly figures: readonly UsedFigure[];
  /** p10, p50 and p90 of the totals; null where no samples were asked for. */
  readonly uncertainty: Uncertainty | null;
  /** What the reader has to know: operations without a unit, what is not modelled. */
  readonly notes: readonly string[];
}

/** What limits an operation: the compute of a core, a memory, port or mover by its path, or the launch of its cores. */
export interface Limit {
  readonly kind: 'compute' | 'memory' | 'port' | 'launch';
  /** `core`, `dram`, `dram.data`, `core.spill` */
  readonly path: string;
}

export interface TrafficEstimate {
  /** Path of the memory: `dram`, `buffer`, `core` (the core's own memories). */
  readonly path: string;
  readonly read_bytes: number;
  readonly write_bytes: number;
}

export interface ComponentEnergy {
  readonly path: string;
  /** What of it: `mac`, `register`, `sram`, `requantise`, `lanes`, `access`, `wires`, `background`, `clock`, `leakage`. */
  readonly part: string;
  readonly energy_j: number;
  readonly energy_j_range: Interval;
}

/** One row: an operation, `repeat` times with the same figures each; every other figure is that of all repeats together. */
export interface OperationEstimate {
  readonly name: string;
  readonly kind: string;
  /** `M=3136 K=576 N=64`, or the vector operation's elements. */
  readonly shape: string;
  readonly repeat: number;
  /** Multiply-accumulates of the operation; 0 of one on elements. */
  readonly macs: number;
  readonly cycles: number;
  /** Time of the gemm commands alone, or of a vector unit's, by the blocks' formulas; null without a unit. */
  readonly compute_cycles: number | null;
  /** Time of the whole command list of one core (load, gemm, store) with nothing in its way: what `accel verify` measures. Null where no core does it. */
  readonly core_cycles: number | null;
  readonly latency_s: number;
  /** Useful multiply-accumulates over those the cores could have done in `cycles`, 0..1; null where no core does it. */
  readonly utilization: number | null;
  /** Bytes over the boundary of the outermost memory, read and written. */
  readonly traffic_bytes: number;
  readonly traffic: readonly TrafficEstimate[];
  readonly energy_j: number;
  readonly energy_j_range: Interval;
  readonly energy: readonly ComponentEnergy[];
  readonly limit: Limit;
  /** What each part needs by itself, side by side with the others: what limits first, then what would if that were faster. */
  readonly bounds: readonly { readonly limit: Limit; readonly cycles: number }[];
  readonly assurance: Assurance;
  /** What does it: a core or a vector unit by its path; null where there is none, or it is fused. */
  readonly unit: string | null;
  readonly no_unit: boolean;
  /** The products whose cores do this operation as they store their results, in their rows' time and energy; null for all others. */
  readonly fused_into: readonly string[] | null;
  /** The operations that it is done together with, their intermediate results staying on the chip; null for one that is done by itself. */
  readonly group: GroupEstimate | null;
  /** The command list of a `MatrixCore`; null without one. */
  readonly mapping: MappingEstimate | null;
  /** The loops on an array of one's own; null without one. */
  readonly loops: LoopsEstimate | null;
  /** The tiles that multiprocessors share; null without any. */
  readonly waves: WavesEstimate | null;
}

/** Loops on the memories of an array of one's own, and how sure it is that none are better. */
export interface LoopsEstimate {
  /** Cycles by the counts alone, as an independent tool has them: steps, or the words of the busiest memory over its bandwidth. */
  readonly ideal_cycles: number;
  /** Of one repeat: cycles in which the first words come in, and the last sums go out. */
  readonly fill_cycles: number;
  readonly drain_cycles: number;
  /** Memories from the outermost in: what of the operands each keeps, and its loops, outermost first. */
  readonly levels: readonly LevelEstimate[];
  readonly certificate: LoopsCertificate;
  /** Of the energy of all mappings that take as few cycles, where cycles are what is wanted. */
  readonly certificate_of_energy: LoopsCertificate | null;
}

/** A loop over a dimension; where it is not full at the end of that, with its steps there. */
export interface LoopEstimate {
  readonly dimension: string;
  readonly bound: number;
  readonly remainder?: number;
}

export interface LevelEstimate {
  readonly name: string;
  readonly keeps: readonly string[];
  readonly temporal: readonly LoopEstimate[];
  readonly spatial: readonly (LoopEstimate & { readonly axis: 'x' | 'y' })[];
  /** Words of each operand that one instance reads, takes from outside, and takes from inside, of one repeat. */
  readonly accesses: Readonly<
    Record<string, { readonly reads: number; readonly fills: number; readonly updates: number }>
  >;
}

/** What the search knows of all mappings of its space: by the counts alone, of one repeat. */
export interface LoopsCertificate {
  readonly of: 'cycles' | 'energy_pj' | 'energy_pj_cycles';
  /** `optimal`: no mapping has less. `stopped`: none has less than `lower_bound`. */
  readonly status: 'optimal' | 'stopped';
  readonly value: number;
  readonly lower_bound: number;
  /** (value - lower_bound) / value */
  readonly gap: number;
  /** Complete mappings that were scored, partial ones that were looked at, and those of them that a bound ruled out. */
  readonly evaluated: number;
  readonly enumerated: number;
  readonly pruned: number;
}

/** Operations that are fused: done together, part by part. */
export interface GroupEstimate {
  /** All of them, in order. */
  readonly operations: readonly string[];
  /** Those whose results do not leave the near memory. */
  readonly stays: readonly string[];
  /** Equal parts that each is cut into along rows, images or products. */
  readonly parts: number;
  /** Bytes of the near memory that what they hand to each other takes at most. */
  readonly buffer_bytes: number;
}

/** The tiles that the mapper chose for the commands of matrix cores, and what it considered. */
export interface MappingEstimate {
  readonly cores: number;
  readonly core_tile: { readonly m: number; readonly k: number; readonly n: number };
  readonly order: string;
  /** What the on-chip memory keeps of each operand. */
  readonly kept: { readonly activations: string; readonly weights: string; readonly results: string };
  readonly commands: number;
  readonly considered: number;
  /** Of a convolution over an input that lies in memory folded: columns and rows of the kernel that are channels of its pixels, and the channels; else null. */
  readonly folded: { readonly columns: number; readonly rows: number; readonly channels: number } | null;
}

/** The tiles of the result that multiprocessors share, and what was considered. */
export interface WavesEstimate {
  readonly multiprocessors: number;
  /** `k` is that of a slab, brought in at once. */
  readonly tile: { readonly m: number; readonly k: number; readonly n: number };
  /** Slabs that a tile has in the shared memory, and tiles that a multiprocessor works on at once. */
  readonly stages: number;
  readonly resident: number;
  /** Parts that k is split into, each a tile of its own. */
  readonly splits: number;
  readonly tiles: number;
  /** Tiles that the busiest multiprocessor makes, one after another. */
  readonly waves: number;
  readonly considered: number;
}

export interface TotalEstimate {
  readonly operations: number;
  readonly macs: number;
  readonly cycles: number;
  readonly latency_s: number;
  /** Runs of the workload a second times what one run yields. */
  readonly throughput_per_s: number;
  /** What `throughput_per_s` counts. */
  readonly throughput_of: 'token' | 'sample' | 'run';
  readonly utilization: number | null;
  readonly traffic_bytes: number;
  readonly traffic: readonly TrafficEstimate[];
  readonly energy_j: number;
  readonly energy_j_range: Interval;
  readonly energy: readonly ComponentEnergy[];
  /** Null where the workload makes no tokens. */
  readonly energy_per_token_j: number | null;
  /** Mean over the run. */
  readonly power_w: number;
  readonly parameters: number;
  /** Bytes of the parameters in the core's type of weights. */
  readonly parameter_bytes: number;
  readonly area_mm2: number;
  readonly area_mm2_range: Interval;
  /** Of the slowest operations, by what limits them: share of the total time, descending. */
  readonly limits: readonly { readonly limit: Limit; readonly cycles: number; readonly share: number }[];
  /** The weakest of the operations'. */
  readonly assurance: Assurance;
  readonly operations_without_unit: number;
}

/** What a design is without a workload. */
export interface DesignEstimate {
  readonly design: string;
  readonly area_mm2: number;
  readonly area_mm2_range: Interval;
  /** What a die costs; null where the price of the process's wafers is not known, or no wafer holds it. */
  readonly die: DieEstimate | null;
  /** degC that the die comes to at its TDP, which leakage is for. */
  readonly junction_c: number;
  readonly junction_c_range: Interval;
  /** False where it would be hotter than `junction_c`, at which chips are throttled. */
  readonly junction_settles: boolean;
  readonly leakage_w: number;
  readonly leakage_w_range: Interval;
  /** Leakage, background and every block active at its full rate at once. */
  readonly power_peak_w: number;
  /** The same at the stated activity of `tdp_activity`. */
  readonly tdp_w: number;
  readonly tdp_activity: number;
  /** Peak operations a second (a multiply-accumulate is 2) by the type of activations. */
  readonly peak_ops_per_s: Readonly<Record<string, number>>;
  readonly instances: readonly InstanceEstimate[];
}

/** A die of the estimated area, before test and package; memory dies outside are not in it. */
export interface DieEstimate {
  /** Good or not. */
  readonly dies_per_wafer: number;
  readonly yield: number;
  readonly yield_range: Interval;
  readonly wafer_usd: number;
  /** Of a good die. */
  readonly cost_usd: number;
  readonly cost_usd_range: Interval;
}

/** One instance (or array of equal ones) of a block, by its path from the design. */
export interface InstanceEstimate {
  readonly path: string;
  readonly block: string;
  readonly count: number;
  /** Of all `count` together, on this die; memory dies outside are not in it. */
  readonly area_mm2: number;
  readonly area_mm2_range: Interval;
  readonly parts: readonly { readonly name: string; readonly area_mm2: number; readonly area_mm2_range: Interval }[];
  readonly leakage_w: number;
  readonly leakage_w_range: Interval;
  readonly power_peak_w: number;
  readonly tdp_w: number;
  /** Peak operations a second of a matrix core, by its type of activations; null for other blocks. */
  readonly peak_ops_per_s: { readonly dtype: string; readonly value: number } | null;
  readonly assurance: Assurance;
}

/** A figure of the technology data in use, as the report's list of sources shows it. */
export interface UsedFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly range: Interval;
  readonly source: string;
  readonly confidence: string;
}

/** How a late requirement came out. */
export interface Judgement {
  /** `area <= 6 mm^2`, with the values put in. */
  readonly condition: string;
  readonly message: string | null;
  readonly holds: boolean;
  /** The two sides of the comparison in base units; null where the condition is no comparison. */
  readonly left: number | null;
  readonly right: number | null;
  /** What the judged figure is mostly made of: `core 61 %, buffer 22 %`. */
  readonly dominated_by: string;
}
