/** How a figure was come by; the legend stands in `data/nodes.json`. `stated`: by a file of the user's own. */
export type Confidence = 'found' | 'partly found' | 'recalled' | 'derived' | 'computed' | 'stated';

/** One figure of the technology data: a value, its range, and where it comes from. */
export interface Figure {
  readonly value: number;
  readonly unit: string;
  readonly range: readonly [least: number, greatest: number];
  readonly source: string;
  readonly year?: number;
  readonly confidence: Confidence;
}

/** What is made of a figure by its full name (`tsmc_n7.logic_density`, `lpddr5.energy`): the user's own in its place, say, or one of many drawn. */
export type Adjust = (name: string, figure: Figure) => Figure;

/** A figure as JSON modules type it. */
export interface RawFigure {
  readonly value: number;
  readonly unit: string;
  readonly range: readonly number[];
  readonly source: string;
  readonly year?: number;
  readonly confidence: string;
}

const confidences: readonly Confidence[] = ['found', 'partly found', 'recalled', 'derived', 'computed'];

/** Reads a figure of a data file; throws where the file breaks its schema, which a test rules out. */
export function figure(raw: RawFigure): Figure {
  const [least, greatest] = raw.range;
  const confidence = confidences.find((known) => known === raw.confidence);
  if (least === undefined || greatest === undefined || confidence === undefined)
    throw new Error(`malformed figure: ${raw.source}`);
  return {
    value: raw.value,
    unit: raw.unit,
    range: [least, greatest],
    source: raw.source,
    ...(raw.year === undefined ? {} : { year: raw.year }),
    confidence,
  };
}

/** A value with its least and greatest: what figures become in a calculation. */
export interface Ranged {
  readonly value: number;
  readonly least: number;
  readonly greatest: number;
}

export const zero: Ranged = { value: 0, least: 0, greatest: 0 };

/** A figure as a range, in units of `unit` (1e-12 for pJ). */
export function ranged(figure: Figure, unit = 1): Ranged {
  return { value: figure.value * unit, least: figure.range[0] * unit, greatest: figure.range[1] * unit };
}

export function exactly(value: number): Ranged {
  return { value, least: value, greatest: value };
}

/** Sum; ranges add end to end, as if all errors went the same way. */
export function sum(...parts: readonly Ranged[]): Ranged {
  let [value, least, greatest] = [0, 0, 0];
  for (const part of parts) {
    value += part.value;
    least += part.least;
    greatest += part.greatest;
  }
  return { value, least, greatest };
}

/** Product of non-negative ranges. */
export function product(...factors: readonly Ranged[]): Ranged {
  let [value, least, greatest] = [1, 1, 1];
  for (const factor of factors) {
    value *= factor.value;
    least *= factor.least;
    greatest *= factor.greatest;
  }
  return { value, least, greatest };
}

/** Quotient of positive ranges: the least is the least over the greatest. */
export function quotient(a: Ranged, b: Ranged): Ranged {
  return { value: a.value / b.value, least: a.least / b.greatest, greatest: a.greatest / b.least };
}

/** Geometric mean of two non-negative ranges. */
export function geometricMean(a: Ranged, b: Ranged): Ranged {
  const mean = (key: keyof Ranged): number => Math.sqrt(a[key] * b[key]);
  return { value: mean('value'), least: mean('least'), greatest: mean('greatest') };
}

export function times(a: Ranged, factor: number): Ranged {
  return { value: a.value * factor, least: a.least * factor, greatest: a.greatest * factor };
}
