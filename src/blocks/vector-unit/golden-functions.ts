import { bitLength, decode, fp32, infinity, nanOf, round, signBit, type Decoded } from '../../numbers/index.js';
import { log2OfE } from './exact.js';
import { functionForms, guardBits, valueGuardBits, type FunctionForm, type VectorFunction } from './functions.js';
import { functionTable } from './table.js';

type Precision = keyof typeof functionForms;
type Finite = Extract<Decoded, { readonly kind: 'finite' }>;

/** A number as `significand * 2^(exponent - 23)`, its significand of 24 bits. */
interface Scaled {
  readonly significand: number;
  readonly exponent: number;
}

/** The function of a code of fp32, by the arithmetic of its table, rounded once. */
export function tableFunction(of: VectorFunction, precision: Precision, code: number): number {
  const x = decode(code, fp32);
  if (x.kind === 'nan') return nanOf(fp32);
  switch (of) {
    case 'exp':
      return exponential(precision, x);
    case 'reciprocal':
      return reciprocal(precision, x);
    case 'rsqrt':
      return reciprocalRoot(precision, x);
  }
}

/** e^x = 2^n 2^f, n and f the whole and the fractional part of x log2(e). */
function exponential(precision: Precision, x: Exclude<Decoded, { kind: 'nan' }>): number {
  if (x.kind === 'infinite') return x.negative ? 0 : infinity(fp32);
  const form = functionForms[precision];
  const { significand, exponent } = normalised(x);
  // From 128 on the result is too large, or too small, for certain.
  if (exponent >= 7) return x.negative ? 0 : infinity(fp32);
  const places = form.rows.exp + form.place;
  const product = BigInt(significand) * log2OfE(form.logarithm);
  const magnitude = Number(product >> BigInt(23 + form.logarithm - places - exponent));
  // The complement, which is by one of its units lower than the negative.
  const fixed = x.negative ? -magnitude - 1 : magnitude;
  const whole = Math.floor(fixed / 2 ** places);
  return rounded(precision, 'exp', fixed - whole * 2 ** places, false, whole);
}

/** 1 / (m 2^e) = (2 / m) 2^(-e - 1). */
function reciprocal(precision: Precision, x: Exclude<Decoded, { kind: 'nan' }>): number {
  if (x.kind === 'infinite') return sign(x);
  if (x.significand === 0) return sign(x) + infinity(fp32);
  const { significand, exponent } = normalised(x);
  const form = functionForms[precision];
  return rounded(precision, 'reciprocal', argument(form, 'reciprocal', significand), x.negative, -exponent - 1);
}

/** 1 / sqrt(m 2^e) = (2 / sqrt(m)) 2^(-e/2 - 1), with an even e and m from 1 to 4. */
function reciprocalRoot(precision: Precision, x: Exclude<Decoded, { kind: 'nan' }>): number {
  if (x.kind === 'finite' && x.significand === 0) return sign(x) + infinity(fp32);
  if (x.negative) return nanOf(fp32);
  if (x.kind === 'infinite') return 0;
  const { significand, exponent } = normalised(x);
  const form = functionForms[precision];
  const half = Math.floor(exponent / 2);
  const upper = exponent === 2 * half ? 0 : 2 ** (form.rows.rsqrt + form.place);
  return rounded(precision, 'rsqrt', upper + argument(form, 'rsqrt', significand), false, -half - 1);
}

function sign({ negative }: { readonly negative: boolean }): number {
  return negative ? signBit(fp32) : 0;
}

function normalised({ significand, exponent }: Finite): Scaled {
  if (significand === 0) return { significand: 0, exponent: -150 };
  const shift = 24 - bitLength(significand);
  return { significand: significand * 2 ** shift, exponent: exponent + 23 - shift };
}

/** Row and place of a significand: what is behind its first bit. */
function argument({ rows, place }: FunctionForm, of: 'reciprocal' | 'rsqrt', significand: number): number {
  return Math.floor((significand - 2 ** 23) * 2 ** (rows[of] + place - 23));
}

/** The number that the table gives for `argument`, row and place in one, times 2^exponent. */
function rounded(precision: Precision, of: VectorFunction, at: number, negative: boolean, exponent: number): number {
  const value = interpolated(precision, of, at);
  const places = functionForms[precision].fraction + valueGuardBits;
  return round({ negative, significand: value, exponent: exponent - places, sticky: false }, fp32, 'infinity');
}

/** `c0 + c1 t + c2 t^2` in units of 2^-(fraction + 4), one at least: products are cut off, `c2 t` at 2^-(fraction + 3). */
export function interpolated(precision: Precision, of: VectorFunction, at: number): number {
  const { fraction, place } = functionForms[precision];
  const row = functionTable(of, precision)[Math.floor(at / 2 ** place)];
  if (row === undefined) throw new Error(`${of} has no row for ${at}`);
  const t = at % 2 ** place;
  const slope = row.c1 * 2 ** guardBits + Math.floor((row.c2 * t) / 2 ** (place - guardBits));
  const sum = row.c0 * 2 ** (place + guardBits) + slope * t;
  const value = Math.floor(sum / 2 ** (place + guardBits - valueGuardBits));
  return Math.max(value, 2 ** (fraction + valueGuardBits));
}
