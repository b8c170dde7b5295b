import type { ModuleBuilder } from '../../builder.js';
import { concat, constant, mux, repeat, type Signal } from '../../signal.js';
import { unsigned } from '../../types.js';
import { binary32, codeBits, highestExponent, sumBits, type FloatLayout } from './layout.js';
import { leadingZeros, shiftLeft, shiftRight } from './shift.js';
import { unpackAddend, unpackFactor } from './unpack.js';

const { exponentBits, mantissaBits } = binary32;

/** The canonical NaN of binary32, and infinity. */
const quiet = (): Signal => constant(0x7fc00000, unsigned(32));
const infinity = (): Signal => constant(highestExponent * 2 ** mantissaBits, unsigned(exponentBits + mantissaBits));

/**
 * A code of any float format as one of binary32, exactly; a NaN becomes the canonical one.
 *
 * @param name beginning of the names of what is between
 */
export function widenFloat(m: ModuleBuilder, name: string, code: Signal, layout: FloatLayout): Signal {
  const width = codeBits(layout);
  if (layout.exponentBits === exponentBits) {
    // The same range: the mantissa grows, and subnormal numbers stay such.
    const whole = layout.mantissaBits === mantissaBits ? code : code.shl(mantissaBits - layout.mantissaBits);
    const field = code.slice(width - 2, layout.mantissaBits);
    const nan = m.named(`${name}_nan`, field.all().and(code.slice(layout.mantissaBits - 1, 0).any()));
    return m.named(`${name}_wide`, mux(nan, quiet(), whole));
  }
  const { negative, significand, exponent, zero, infinite, nan } = unpackFactor(m, name, code, layout);
  // Every number of a narrower range is a normal one, or zero.
  const field = exponent
    .add(binary32.bias - layout.bias)
    .resize(exponentBits + 1)
    .asUnsigned()
    .slice(exponentBits - 1, 0);
  const fraction = significand.slice(layout.mantissaBits - 1, 0).shl(mantissaBits - layout.mantissaBits);
  const number = concat(field, fraction).and(repeat(zero.not(), exponentBits + mantissaBits));
  const magnitude = infinite.expr.kind === 'constant' ? number : mux(infinite, infinity(), number);
  const whole = concat(negative, magnitude);
  return m.named(`${name}_wide`, nan.expr.kind === 'constant' ? whole : mux(nan, quiet(), whole));
}

/**
 * A signed integer of at most 53 bits as binary32, rounded once to nearest even; zero is +0.
 *
 * @param name beginning of the names of what is between
 */
export function integerToFloat(m: ModuleBuilder, name: string, value: Signal): Signal {
  const { width } = value;
  const negative = value.bit(width - 1);
  const magnitude = m.named(
    `${name}_magnitude`,
    mux(negative, value.neg(), value)
      .asUnsigned()
      .slice(width - 1, 0),
  );
  const { any: some, zeros } = leadingZeros(m, `${name}_count`, magnitude);
  if (zeros === undefined) throw new Error('an integer has more than one bit');
  const significand = shiftLeft(m, `${name}_shift`, magnitude, zeros);
  const exponent = constant(binary32.bias + width - 1, unsigned(exponentBits)).subWrap(zeros.resize(exponentBits));
  const field = m.named(`${name}_field`, exponent.and(repeat(some, exponentBits)));
  const code = concat(field, fractionOf(m, name, significand)).addWrap(roundsUp(m, name, significand, sumBits));
  return m.named(`${name}_code`, concat(negative, code));
}

/** The fraction of a significand whose first bit is one, cut to that of binary32. */
function fractionOf(m: ModuleBuilder, name: string, significand: Signal): Signal {
  const { width } = significand;
  const fraction = width > sumBits ? significand.slice(width - 2, width - sumBits) : significand.slice(width - 2, 0);
  return m.named(`${name}_fraction`, fraction.shl(mantissaBits - fraction.width));
}

/** Whether the first `kept` bits of a significand are rounded up by those behind them: to nearest, ties to even. */
function roundsUp(m: ModuleBuilder, name: string, significand: Signal, kept: number): Signal {
  const lowest = significand.width - kept;
  if (lowest <= 0) return constant(0);
  const half = significand.bit(lowest - 1);
  const rest = lowest === 1 ? constant(0) : significand.slice(lowest - 2, 0).any();
  return m.named(`${name}_up`, half.and(rest.or(significand.bit(lowest))));
}

/** What becomes of a number too large for its format: infinity (NaN in one that has none), or the largest number. */
export type FloatOverflow = 'infinity' | 'saturate';

/** The largest number of a format, its infinity, and its NaN, as codes without sign. */
function landmarks({ exponentBits: exponents, mantissaBits: mantissas, specials }: FloatLayout): {
  readonly largest: number;
  readonly infinity: number;
  readonly nan: number;
} {
  const top = (2 ** exponents - 1) * 2 ** mantissas;
  const ones = 2 ** (exponents + mantissas) - 1;
  if (specials === 'infinity_and_nan') return { largest: top - 1, infinity: top, nan: top + 2 ** (mantissas - 1) };
  return specials === 'nan'
    ? { largest: ones - 1, infinity: ones, nan: ones }
    : { largest: ones, infinity: ones, nan: ones };
}

/**
 * A code of binary32 in a format of at most its range and mantissa, rounded once to nearest even: what `convert` of `src/numbers` gives.
 *
 * @param name beginning of the names of what is between
 */
export function narrowFloat(
  m: ModuleBuilder,
  name: string,
  code: Signal,
  layout: FloatLayout,
  overflow: FloatOverflow,
): Signal {
  const { largest, infinity: infinite, nan } = landmarks(layout);
  const magnitudeBits = codeBits(layout) - 1;
  const number = unpackAddend(m, name, code);
  const rounded = roundedMagnitude(m, name, number, layout);
  const large = m.named(`${name}_large`, number.infinite.or(rounded.gt(largest)));
  const beyond = layout.specials === 'none' || overflow === 'saturate' ? largest : infinite;
  const literal = (value: number): Signal => constant(value, unsigned(magnitudeBits));
  const magnitude = mux(large, literal(beyond), rounded.truncate(magnitudeBits));
  // The one NaN of formats without infinity is what an overflow gives, and has no sign.
  const unsignedNan = layout.specials === 'nan' && overflow === 'infinity' ? large.or(number.nan) : number.nan;
  const sign = number.negative.and(unsignedNan.not());
  return m.named(`${name}_code`, concat(sign, mux(number.nan, literal(nan), magnitude)));
}

/** The code of a number's magnitude as the format's codes would go on without an end. */
function roundedMagnitude(
  m: ModuleBuilder,
  name: string,
  number: ReturnType<typeof unpackAddend>,
  layout: FloatLayout,
): Signal {
  const lowered = binary32.bias - layout.bias;
  const drop = mantissaBits - layout.mantissaBits;
  let { significand, exponent } = number;
  let lost: Signal = constant(0);
  if (lowered > 0) {
    // Below the least exponent a number is shifted to it, and loses its first bit's place.
    const low = m.named(`${name}_low`, exponent.le(lowered));
    const amount = constant(lowered + 1, exponent.type).subWrap(exponent);
    const shifted = shiftRight(m, `${name}_subnormal`, significand, amount.and(repeat(low, amount.width)));
    significand = shifted.value;
    lost = shifted.lost;
    exponent = m.named(`${name}_field`, exponent.subWrap(lowered));
  }
  const field = exponent.and(repeat(significand.bit(mantissaBits), exponentBits));
  const kept = concat(field, significand.slice(mantissaBits - 1, drop));
  if (drop === 0) return kept.extend(kept.width + 1);
  const half = significand.bit(drop - 1);
  const rest = drop === 1 ? lost : lost.or(significand.slice(drop - 2, 0).any());
  const up = m.named(`${name}_up`, half.and(rest.or(significand.bit(drop))));
  return m.named(`${name}_rounded`, kept.add(up));
}
