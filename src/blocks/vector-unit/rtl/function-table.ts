import { constant, elementAt, mux, unsigned, type Hold, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { functionForms, type FunctionForm, type VectorFunction } from '../functions.js';
import { functionTable, type TableRow } from '../table.js';
import type { FunctionArgument, Is } from './function-argument.js';

/** The coefficients of a row, and the place within it, behind a register; c1 is signed. */
export interface Interpolation {
  readonly c0: Signal;
  readonly c1: Signal;
  readonly c2: Signal;
  readonly t: Signal;
}

/** Bits of a table's row: a power of two, so that no multiplication finds it. */
const rowBits = 64;

/** Looks the argument up in the table of the function that is chosen four registers behind the number. */
export function lookUp(
  m: ModuleBuilder,
  precision: keyof typeof functionForms,
  hold: Hold,
  is: Is,
  argument: FunctionArgument,
): Interpolation {
  const form = functionForms[precision];
  const choose = (name: string, exp: Signal, reciprocal: Signal, rsqrt: Signal): Signal =>
    m.named(name, mux(is(4, 'exp'), exp, mux(is(4, 'reciprocal'), reciprocal, rsqrt)));
  const rowOf = (of: VectorFunction): Signal => {
    const at = argument[of];
    const table = m.named(`${of}_table`, tableConstant(form, functionTable(of, precision)));
    return m.named(`${of}_row`, elementAt(table, at.slice(at.width - 1, form.place), unsigned(rowBits)));
  };
  const placeOf = (of: VectorFunction): Signal => argument[of].slice(form.place - 1, 0);
  const row = choose('row', rowOf('exp'), rowOf('reciprocal'), rowOf('rsqrt'));
  const [w0, w1, w2] = form.widths;
  if (rowBits > w0 + w1 + w2) m.unused(row.slice(rowBits - 1, w0 + w1 + w2));
  return {
    c0: hold('c0', row.slice(w0 + w1 + w2 - 1, w1 + w2)),
    c1: hold('c1', row.slice(w1 + w2 - 1, w2)).asSigned(),
    c2: hold('c2', row.slice(w2 - 1, 0)),
    t: hold('t', choose('place', placeOf('exp'), placeOf('reciprocal'), placeOf('rsqrt'))),
  };
}

/** All rows side by side, row 0 in the low bits; in a row c0 is the highest. */
function tableConstant({ widths }: FunctionForm, rows: readonly TableRow[]): Signal {
  const [w0, w1, w2] = widths;
  const words = rows.map(({ c0, c1, c2 }) => {
    const signed = BigInt.asUintN(w1, BigInt(c1));
    if (c0 >= 2 ** w0 || c2 >= 2 ** w2 || c2 < 0 || BigInt.asIntN(w1, signed) !== BigInt(c1))
      throw new Error(`a row does not fit: ${c0}, ${c1}, ${c2}`);
    return (((BigInt(c0) << BigInt(w1)) | signed) << BigInt(w2)) | BigInt(c2);
  });
  const whole = words.reduce((bits, word, index) => bits | (word << BigInt(rowBits * index)), 0n);
  return constant(whole, unsigned(rowBits * rows.length));
}
