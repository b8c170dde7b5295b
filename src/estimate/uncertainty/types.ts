/** How sure the totals of an estimate are, with every figure that they rest on drawn from its range. */
export interface Uncertainty {
  /** Draws of all figures together, each figure independent of the others. */
  readonly samples: number;
  readonly measures: readonly MeasureSpread[];
}

export interface MeasureSpread {
  /** `latency`, `energy`, `power`, `area`, `tdp`, `cost` */
  readonly measure: MeasureName;
  /** `s`, `J`, `W`, `mm2`, `USD` */
  readonly unit: string;
  /** With each figure at its value. */
  readonly value: number;
  /** What a tenth, half and nine tenths of the draws do not exceed. */
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  /** What the measure hangs on: figures by how far they move it between their ends, the greatest first. */
  readonly tornado: readonly Swing[];
}

export type MeasureName = 'latency' | 'energy' | 'power' | 'area' | 'tdp' | 'cost';

/** What the measure is with one figure at the ends of its range, and all others at their values. */
export interface Swing {
  /** `tsmc_n7.sram_read_base`, `lpddr5.energy` */
  readonly figure: string;
  readonly unit: string;
  readonly figure_value: number;
  readonly figure_range: readonly [least: number, greatest: number];
  readonly at_least: number;
  readonly at_greatest: number;
}
