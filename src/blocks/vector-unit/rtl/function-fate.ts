import {
  binary32,
  every,
  some,
  type Hold,
  type ModuleBuilder,
  type Signal,
  type UnpackedFloat,
} from '../../../rtl/index.js';
import { functionStages } from '../functions.js';
import type { Is } from './function-argument.js';

/** What a result is instead of what the table gives, when it is rounded; its sign; and, a register before, whether it is zero. */
export interface FunctionFate {
  readonly nan: Signal;
  readonly infinite: Signal;
  readonly negative: Signal;
  readonly vanishes: Signal;
}

/** From the parts of a number, which stand behind one register. */
export function fateOf(
  m: ModuleBuilder,
  hold: Hold,
  is: Is,
  { negative, zero, infinite, nan, exponent }: UnpackedFloat,
): FunctionFate {
  const exp = is(1, 'exp');
  const reciprocal = is(1, 'reciprocal');
  const root = is(1, 'rsqrt');
  // From 2^7 on e^x is too large, or too small, for certain.
  const huge = m.named('huge', exponent.ge(binary32.bias + 7).or(infinite));
  const inverse = m.named('inverse', exp.not());
  const rounding = functionStages - 2;
  return {
    nan: hold('fate_nan', m.named('fate_nan', nan.or(every(root, negative, zero.not()))), rounding),
    infinite: hold(
      'fate_infinite',
      m.named('fate_infinite', some(every(exp, huge, negative.not()), every(inverse, zero))),
      rounding,
    ),
    negative: hold('fate_negative', m.named('fate_negative', negative.and(reciprocal.or(root.and(zero)))), rounding),
    vanishes: hold(
      'fate_vanishes',
      m.named('fate_vanishes', some(every(exp, huge, negative), every(inverse, infinite))),
      rounding - 1,
    ),
  };
}
