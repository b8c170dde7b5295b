import type { BuiltFile } from '../hardware/index.js';

/** Where the hardware of a block runs: here, in a Verilog simulator, or in one after synthesis to gates. */
export const simulatorNames = ['builtin', 'icarus', 'verilator', 'netlist'] as const;
export type SimulatorName = (typeof simulatorNames)[number];

/** A disagreement between the hardware and what it is held against. */
export interface Difference {
  readonly simulator: SimulatorName;
  /** The case in a few words: `gemm(17, 3, 40), accumulating`. */
  readonly case: string;
  readonly kind: 'value' | 'cycles' | 'hang' | 'wire';
  /** What differs: `command 3 (gemm)`, `row 4, column 2 of the results`. */
  readonly what: string;
  readonly found: string;
  readonly expected: string;
}

export interface SimulatorReport {
  readonly name: SimulatorName;
  /** Of the tool; null for the built-in simulator. */
  readonly version: string | null;
  /** Clock cycles that it simulated. */
  readonly cycles: number;
  readonly passed: boolean;
  readonly time_s: number;
}

/** The whole of a workload: simulated cycles of the core's command list beside the estimate's. */
export interface WorkloadReport {
  readonly workload: string;
  readonly commands: number;
  readonly cycles: number;
  readonly estimated_cycles: number;
}

/** What verification found out about one block. */
export interface BlockReport {
  /** `core`; of equal blocks the first. */
  readonly path: string;
  readonly block: string;
  readonly cases: number;
  readonly commands: number;
  /** What `commands` counts: of a user's own block, beats of its inputs. */
  readonly counted: 'commands' | 'beats';
  /** Values compared with the golden model. */
  readonly values: number;
  /** Durations and cycles compared with the timing formulas. */
  readonly cycles: number;
  readonly workload: WorkloadReport | null;
  /** What became of the cover points of its hardware on the built-in simulator; of a block with none it is not there. */
  readonly cover_points?: { readonly met: number; readonly not_met: readonly string[] };
  readonly simulators: readonly SimulatorReport[];
  readonly differences: readonly Difference[];
  /** The smallest case found that differs, and the file with its waveform. */
  readonly smallest: { readonly case: string; readonly seed: number | null; readonly waveform: string } | null;
}

/** The result of `accel verify`; its JSON as it stands. */
export interface VerifyReport {
  readonly schema: 'accel-verify/1';
  readonly design: string;
  readonly passed: boolean;
  readonly blocks: readonly BlockReport[];
}

/** A report with the files that belong to it (waveforms). */
export interface Verification {
  readonly report: VerifyReport;
  readonly files: readonly BuiltFile[];
}
