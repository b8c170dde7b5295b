import { dtypeNamed } from '../ir/index.js';

/** What the highest codes of a float format mean. */
export type Specials =
  /** The highest exponent is infinity (mantissa 0) and NaN, as in IEEE 754. */
  | 'infinity_and_nan'
  /** Only the code of all ones is NaN, and there is no infinity: OFP8 e4m3. */
  | 'nan'
  /** Every code is a number: the 4- and 6-bit formats of OCP MX. */
  | 'none';

/** A binary floating-point format: sign, exponent and mantissa from the high bits down. */
export interface FloatFormat {
  readonly name: string;
  readonly width: number;
  readonly exponentBits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  readonly specials: Specials;
}

/** The formats whose values are floats by themselves, in the order of their width. */
export const floatNames = [
  'fp4_e2m1',
  'fp6_e2m3',
  'fp6_e3m2',
  'fp8_e4m3',
  'fp8_e5m2',
  'bf16',
  'fp16',
  'tf32',
  'fp32',
] as const;

export type FloatName = (typeof floatNames)[number];

function specialsOf(name: FloatName): Specials {
  if (name === 'fp8_e4m3') return 'nan';
  return name.startsWith('fp4') || name.startsWith('fp6') ? 'none' : 'infinity_and_nan';
}

const formats = new Map(
  floatNames.map((name): readonly [string, FloatFormat] => {
    const { width, exponent_bits: exponentBits, mantissa_bits: mantissaBits, bias } = dtypeNamed(name);
    return [name, { name, width, exponentBits, mantissaBits, bias, specials: specialsOf(name) }];
  }),
);

/** The float format of a number type, where it is one. */
export function floatFormat(name: string): FloatFormat | undefined {
  return formats.get(name);
}

/** The float format of that name. */
export function floatNamed(name: FloatName): FloatFormat {
  const found = formats.get(name);
  if (found === undefined) throw new Error(`no float format is called ${name}`);
  return found;
}

/** Sums of float products are fp32, whatever the operands. */
export const fp32: FloatFormat = floatNamed('fp32');

/** The code of the sign bit alone. */
export function signBit({ width }: FloatFormat): number {
  return 2 ** (width - 1);
}

/** The code of +infinity, of a format that has one. */
export function infinity({ exponentBits, mantissaBits }: FloatFormat): number {
  return (2 ** exponentBits - 1) * 2 ** mantissaBits;
}

/** The code of the largest finite number: 448 in e4m3, 57344 in e5m2. */
export function largest(format: FloatFormat): number {
  switch (format.specials) {
    case 'infinity_and_nan':
      return infinity(format) - 1;
    case 'nan':
      return signBit(format) - 2;
    case 'none':
      return signBit(format) - 1;
  }
}

/**
 * The one NaN that operations give: quiet and positive. fp32 7FC00000, fp16 7E00, bf16 7FC0, e5m2 7E, e4m3 7F; a format without NaN
 * has none.
 */
export function canonicalNaN(format: FloatFormat): number | undefined {
  switch (format.specials) {
    case 'infinity_and_nan':
      return infinity(format) + 2 ** (format.mantissaBits - 1);
    case 'nan':
      return signBit(format) - 1;
    case 'none':
      return undefined;
  }
}
