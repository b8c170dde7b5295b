/** What lanes look up in tables, and interpolate. */
export const vectorFunctions = ['exp', 'reciprocal', 'rsqrt'] as const;
export type VectorFunction = (typeof vectorFunctions)[number];

/** How exact functions are: the cases of the standard library's enum. */
export const functionPrecisions = ['none', 'half', 'single'] as const;

/**
 * How functions are made of tables. Each gives a number `v` from 1 to 2 for an argument that is cut into rows, of which an interval of
 * length one is: `v = c0 + c1 t + c2 t^2`, `t` from 0 to 1 being the place within the row.
 */
export interface FunctionForm {
  /** Places of a coefficient behind the point. */
  readonly fraction: number;
  /** Bits of `t`. */
  readonly place: number;
  /** Bits of the argument that choose a row. The root's argument is from 1 to 4, and has a further one. */
  readonly rows: Readonly<Record<VectorFunction, number>>;
  /** Places of log2(e) behind the point, by which the argument of the exponential function is multiplied. */
  readonly logarithm: number;
  /** Bits of the coefficients: c0 and c2 have no sign. */
  readonly widths: readonly [c0: number, c1: number, c2: number];
}

/** Places that `c2 t` has more than a coefficient, and `v` more than that. */
export const guardBits = 3;
export const valueGuardBits = 4;

/** Approximations within 2^-17 for results of at most 11 bits of significand, and within 2^-25 for those of 24. */
export const functionForms: Readonly<Record<'half' | 'single', FunctionForm>> = {
  half: {
    fraction: 19,
    place: 18,
    rows: { exp: 3, reciprocal: 5, rsqrt: 4 },
    logarithm: 28,
    widths: [20, 18, 12],
  },
  single: {
    fraction: 26,
    place: 22,
    rows: { exp: 6, reciprocal: 7, rsqrt: 7 },
    logarithm: 34,
    widths: [28, 22, 13],
  },
};

/** Registers that a number passes in a function. */
export const functionStages = 10;

/** Bits of the tables of one lane. */
export function tableBits({ rows, widths }: FunctionForm): number {
  const count = 2 ** rows.exp + 2 ** rows.reciprocal + 2 ** (rows.rsqrt + 1);
  return count * widths.reduce((sum, width) => sum + width, 0);
}
