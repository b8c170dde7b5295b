import { dimensionless, divide, multiply } from './dimension.js';
import { multiplyRatio, ratio, type Ratio } from './exact.js';
import { decibel, level } from './logarithmic.js';
import type { BaseUnit, Dimension } from './types.js';

/** One symbol that a quantity literal may use. */
export interface Unit {
  readonly symbol: string;
  readonly dimension: Dimension;
  /** How many base units one of it is, exactly. */
  readonly scale: Ratio;
  /** Added after scaling, in hundredths of the base unit: degC. */
  readonly offsetHundredths?: number;
  /** The symbol without its prefix. */
  readonly stem: string;
  readonly description: string;
}

type Prefixes = 'none' | 'large' | 'decimal' | 'binary';

interface Stem {
  readonly symbol: string;
  readonly dimension: Dimension;
  readonly scale: Ratio;
  readonly prefixes: Prefixes;
  readonly description: string;
}

const small = { f: -15, p: -12, n: -9, u: -6, µ: -6, m: -3 };
const large = { k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50 };

const per = (unit: BaseUnit): Dimension => ({ [unit]: -1 });
const second: Dimension = { s: 1 };
const bit: Dimension = { b: 1 };
const operation: Dimension = { op: 1 };
const watt = divide({ J: 1 }, second);
const volt = divide(watt, { A: 1 });

/** The closed table: base units, then derived ones. `Prefixes` tells which prefixes a stem takes. */
const stems: readonly Stem[] = [
  stem('s', second, 'decimal', 'second'),
  stem('b', bit, 'binary', 'bit'),
  stem('J', { J: 1 }, 'decimal', 'joule'),
  stem('A', { A: 1 }, 'decimal', 'ampere'),
  stem('m', { m: 1 }, 'decimal', 'metre'),
  stem('K', { K: 1 }, 'decimal', 'kelvin'),
  stem('USD', { USD: 1 }, 'large', 'US dollar'),
  stem('g', { g: 1 }, 'decimal', 'gram'),
  stem('op', operation, 'large', 'operation; a multiply-accumulate is 2 op'),
  stem('token', { token: 1 }, 'large', 'token'),
  stem('sample', { sample: 1 }, 'decimal', 'sample'),
  stem('request', { request: 1 }, 'decimal', 'request'),

  stem('B', bit, 'binary', 'byte, 8 b', ratio(8)),
  stem('flop', operation, 'large', 'floating-point operation, one op'),
  stem('Hz', per('s'), 'decimal', 'hertz'),
  stem('W', watt, 'decimal', 'watt'),
  stem('V', volt, 'decimal', 'volt'),
  stem('F', divide(multiply({ A: 1 }, second), volt), 'decimal', 'farad'),
  stem('ohm', divide(volt, { A: 1 }), 'decimal', 'ohm'),
  stem('Bd', per('s'), 'large', 'baud, a symbol a second'),
  stem('bps', divide(bit, second), 'large', 'bit a second'),
  stem('OPS', divide(operation, second), 'large', 'operation a second'),
  stem('FLOPS', divide(operation, second), 'large', 'floating-point operation a second'),
  stem('MT/s', per('s'), 'none', 'million transfers a second', ratio(1, 6)),
  stem('GT/s', per('s'), 'none', 'thousand million transfers a second', ratio(1, 9)),
  stem('cycle', dimensionless, 'none', 'clock cycle, a plain count'),
  stem('min', second, 'none', 'minute', ratio(60)),
  stem('h', second, 'none', 'hour', ratio(3600)),
  stem('day', second, 'none', 'day of 24 h', ratio(86_400)),
  stem('year', second, 'none', 'year of 365.25 days', ratio(31_557_600)),
  stem('kWh', { J: 1 }, 'none', 'kilowatt-hour', ratio(36, 5)),
  stem('%', dimensionless, 'none', 'hundredth', ratio(1, -2)),
];

const special: readonly Unit[] = [
  { ...plain(stem('degC', { K: 1 }, 'none', 'degree Celsius')), offsetHundredths: 27_315 },
  plain(stem('dB', decibel, 'none', 'decibel, a ratio')),
  plain(stem('dBm', level, 'none', 'decibel of a milliwatt, a level of power')),
];

function stem(symbol: string, dimension: Dimension, prefixes: Prefixes, description: string, scale = ratio(1)): Stem {
  return { symbol, dimension, scale, prefixes, description };
}

function plain({ symbol, dimension, scale, description }: Stem): Unit {
  return { symbol, dimension, scale, stem: symbol, description };
}

function withPrefixes(unit: Stem): Unit[] {
  const prefixed = (prefix: string, factor: Ratio): Unit => ({
    ...plain(unit),
    symbol: prefix + unit.symbol,
    scale: multiplyRatio(unit.scale, factor),
  });
  const decimals = {
    ...(unit.prefixes === 'decimal' ? small : {}),
    ...(unit.prefixes === 'none' ? {} : large),
  };
  return [
    plain(unit),
    ...Object.entries(decimals).map(([prefix, exponent]) => prefixed(prefix, ratio(1, exponent))),
    ...Object.entries(unit.prefixes === 'binary' ? binary : {}).map(([p, factor]) => prefixed(p, ratio(factor))),
  ];
}

/** Every unit symbol of the language, by symbol. */
export const units: ReadonlyMap<string, Unit> = new Map(
  [...stems.flatMap(withPrefixes), ...special].map((unit) => [unit.symbol, unit]),
);

export function lookupUnit(symbol: string): Unit | undefined {
  // U+03BC (Greek mu) looks the same as U+00B5 (micro sign) and is what some keyboards give.
  return units.get(symbol) ?? (symbol.startsWith('μ') ? units.get(`µ${symbol.slice(1)}`) : undefined);
}
