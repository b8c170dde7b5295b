/** The base dimensions: s, b (bit), J, A, m, K, USD, g, op, token, sample, request; and those of logarithms, dB and dBm. */
export const baseUnits = [
  's',
  'b',
  'J',
  'A',
  'm',
  'K',
  'USD',
  'g',
  'op',
  'token',
  'sample',
  'request',
  'dB',
  'dBm',
] as const;
export type BaseUnit = (typeof baseUnits)[number];

/** Exponents of the base units; absent is 0; `sqrt` makes halves. `{}` is dimensionless. */
export type Dimension = Readonly<Partial<Record<BaseUnit, number>>>;

/** A value in base units. */
export interface Quantity {
  readonly value: number;
  readonly dimension: Dimension;
}
