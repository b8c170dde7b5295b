import {
  binary32,
  concat,
  constant,
  moduleBuilder,
  multiplyAdd,
  mux,
  packFloat,
  productRows,
  repeat,
  splitSum,
  unpackFloat,
  unsigned,
  type Hold,
  type Module,
  type ModuleBuilder,
  type Signal,
  type Structures,
} from '../../../rtl/index.js';
import { functionCodes } from '../command.js';
import { functionForms, functionStages, guardBits, valueGuardBits, type FunctionForm } from '../functions.js';
import { reducedArgument } from './function-argument.js';
import { fateOf } from './function-fate.js';
import { lookUp, type Interpolation } from './function-table.js';

const fp32 = unsigned(32);

/**
 * A function of a number of fp32 by table and interpolation, or the number itself, `functionStages` cycles later. The registers stand
 * behind: the number's parts; the partial products with log2(e), their sum, row and place of the exponential function; the coefficients;
 * the slope; the partial products with the place, their sum; what is rounded; the code.
 */
export function functionUnit(name: string, precision: keyof typeof functionForms, structures: Structures): Module {
  const form = functionForms[precision];
  const m = moduleBuilder(name, {
    description: 'Exponential, reciprocal and reciprocal square root by interpolation.',
  });
  const run = m.input('run');
  const hold: Hold = (wire, value, cycles = 1) => m.delay(`${wire}_q`, value, cycles, { enable: run });
  const code = m.input('code', fp32);
  // Which of them, in each stage: index 0 is the one in which the number enters.
  const chosen: Signal[] = [m.input('function', unsigned(2))];
  for (let stage = 1; stage < functionStages; stage++)
    chosen.push(hold(`function_${stage}`, chosen[stage - 1] ?? constant(0)));
  const is = (stage: number, of: keyof typeof functionCodes): Signal =>
    (chosen[stage] ?? constant(0)).eq(functionCodes[of]);

  const number = unpackFloat(m, 'number', code, binary32);
  const { negative, zero, infinite, nan } = number;
  const held = {
    negative: hold('negative', negative),
    zero: hold('zero', zero),
    infinite: hold('infinite', infinite),
    nan: hold('nan', nan),
    significand: hold('significand', number.significand),
    exponent: hold('exponent', number.exponent),
  };
  const fate = fateOf(m, hold, is, held);
  const argument = reducedArgument(m, form, structures, hold, is, held);
  const row = lookUp(m, precision, hold, is, argument);
  const value = interpolated(m, form, structures, hold, row);
  const result = packFloat(
    m,
    'rounded',
    (wire, late, cycles) => hold(`rounded_${wire}`, late, cycles),
    { value: settled(m, value, fate.vanishes), exponent: hold('field', argument.field, 3) },
    fate.negative,
    fate,
  );
  const bypass = hold('code', code, functionStages - 1);
  m.output(
    'result',
    hold('result', m.named('chosen_result', mux(is(functionStages - 1, 'none'), bypass, result))),
    fp32,
  );
  return m.build();
}

/** `c0 + c1 t + c2 t^2` three registers later, cut off behind the guard bits. */
function interpolated(
  m: ModuleBuilder,
  { fraction, place, widths }: FunctionForm,
  structures: Structures,
  hold: Hold,
  { c0, c1, c2, t }: Interpolation,
): Signal {
  const positive = (value: Signal): Signal => value.extend(value.width + 1).asSigned();
  // c2 t, to which c1 is added where its lowest bits are cut off.
  const whole = multiplyAdd(m, 'curve', structures, positive(t), positive(c2), c1.shl(place), widths[1] + place + 1);
  const slope = hold('slope', m.named('slope', whole.shr(place - guardBits)));
  const later = { t: positive(hold('t_later', t)), c0: positive(hold('c0_later', c0)) };
  const width = fraction + place + guardBits + 2;
  const base = later.c0.shl(place + guardBits);
  const [one, other] =
    structures.multiplier === 'plain'
      ? [slope.mul(later.t).resize(width).asUnsigned(), base.resize(width).asUnsigned()]
      : productRows(m, 'interpolated', structures.multiplier, slope, later.t, base.resize(width), width);
  const sum = splitSum(m, 'interpolated', structures.adder, hold, hold('rows_sum', one), hold('rows_carry', other));
  const lowest = place + guardBits - valueGuardBits;
  return m.named('value', sum.slice(lowest + fraction + valueGuardBits + 1, lowest));
}

/** One where the value is just below it, so that its first or its second bit is one; zero where the result vanishes. */
function settled(m: ModuleBuilder, value: Signal, vanishes: Signal): Signal {
  const { width } = value;
  const below = m.named(
    'below_one',
    value
      .slice(width - 1, width - 2)
      .any()
      .not(),
  );
  const rest = value.slice(width - 3, 0).and(repeat(below.not(), width - 2));
  const whole = concat(value.bit(width - 1), value.bit(width - 2).or(below), rest);
  return m.named('settled', whole.and(repeat(vanishes.not(), width)));
}
