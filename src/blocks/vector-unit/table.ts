import { exactBits, exactFraction, exactPower, exactReciprocal, exactReciprocalRoot } from './exact.js';
import { functionForms, type FunctionForm, type VectorFunction } from './functions.js';

/** Coefficients of a row, in units of 2^-`fraction`. */
export interface TableRow {
  readonly c0: number;
  readonly c1: number;
  readonly c2: number;
}

/** What the rows of a table approximate, at `place` (0 to 1, in units of 2^-100) of a row. */
function valueAt(of: VectorFunction, form: FunctionForm, row: number, place: bigint): bigint {
  const one = 1n << exactBits;
  const bits = form.rows[of];
  const along = (index: number): bigint => ((BigInt(index) << exactBits) + place) >> BigInt(bits);
  switch (of) {
    case 'exp':
      return exactPower(along(row));
    case 'reciprocal':
      return exactReciprocal(one + along(row));
    case 'rsqrt': {
      // The upper half of the rows is for arguments from 2 to 4.
      const within = one + along(row % 2 ** bits);
      return exactReciprocalRoot(row < 2 ** bits ? within : 2n * within);
    }
  }
}

/** Points of a row at which its error is looked at. */
const points = Array.from({ length: 17 }, (_, index) => exactFraction(BigInt(index), 16n));

/**
 * The coefficients of a row: the parabola through the values at 1/15, 1/2 and 14/15 of it, which are nearly the places of Chebyshev, at
 * which the error of a parabola is spread evenly. c2 is rounded first, then c1 for that, then c0 so that the errors that are left are as
 * large above as below.
 */
function rowOf(of: VectorFunction, form: FunctionForm, row: number): TableRow {
  const value = (place: bigint): bigint => valueAt(of, form, row, place);
  const [low, middle, high] = [
    value(exactFraction(1n, 15n)),
    value(exactFraction(1n, 2n)),
    value(exactFraction(14n, 15n)),
  ];
  const dropped = exactBits - BigInt(form.fraction);
  const nearest = (exact: bigint): bigint => (exact + (1n << (dropped - 1n))) >> dropped;
  const c2 = nearest(((low - 2n * middle + high) * 450n) / 169n);
  const c1 = nearest(((high - low) * 15n) / 13n - (c2 << dropped));
  const errors = points.map((place) => {
    const slope = (c1 << dropped) + (((c2 << dropped) * place) >> exactBits);
    return value(place) - ((slope * place) >> exactBits);
  });
  const [least, most] = errors.reduce(
    ([below, above], error) => [error < below ? error : below, error > above ? error : above],
    [errors[0] ?? 0n, errors[0] ?? 0n],
  );
  return { c0: Number(nearest((least + most) / 2n)), c1: Number(c1), c2: Number(c2) };
}

const made = new Map<string, readonly TableRow[]>();

/** The rows of a function's table, made when first asked for. */
export function functionTable(of: VectorFunction, precision: keyof typeof functionForms): readonly TableRow[] {
  const key = `${of} ${precision}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const form = functionForms[precision];
  const count = 2 ** (form.rows[of] + (of === 'rsqrt' ? 1 : 0));
  const rows = Array.from({ length: count }, (_, row) => rowOf(of, form, row));
  made.set(key, rows);
  return rows;
}
