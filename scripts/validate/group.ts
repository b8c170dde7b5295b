/** One figure of ours beside one of somebody else's. */
export interface Comparison {
  readonly name: string;
  readonly ours: number;
  readonly theirs: number;
}

/** A comparison with its unit, and what may be said of the difference. */
export interface Line extends Comparison {
  readonly unit: string;
  readonly remark: string;
}

/** Something published that is not compared, and why. */
export interface LeftOut {
  readonly what: string;
  readonly why: string;
}

/** Comparisons of one kind, as a section of the page. */
export interface Group {
  readonly title: string;
  /** How near it should be, in words: `equal`, `mean 10 %, worst 25 %`. */
  readonly bar: string;
  readonly comparisons: readonly Comparison[];
  /** Paragraphs: what is compared, where theirs comes from, and where differences come from. */
  readonly text: readonly string[];
  readonly table: Table;
  readonly leftOut: readonly LeftOut[];
}

/** A table of the page; numbers stand to the right. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Ours over theirs, less one; what is equal has none. Infinite where theirs is zero and ours is not. */
export function errorOf({ ours, theirs }: Comparison): number {
  return ours === theirs ? 0 : theirs === 0 ? Infinity : ours / theirs - 1;
}

/** Mean and greatest of the errors, without their signs. */
export function summaryOf(comparisons: readonly Comparison[]): { readonly mean: number; readonly worst: number } {
  const errors = comparisons.map((each) => Math.abs(errorOf(each)));
  const sum = errors.reduce((total, error) => total + error, 0);
  return { mean: errors.length === 0 ? 0 : sum / errors.length, worst: Math.max(0, ...errors) };
}
