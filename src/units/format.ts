import { isDimensionless } from './dimension.js';
import { dimensionName, unitFormula } from './names.js';
import { parseUnit, quantity } from './parse.js';
import type { Dimension } from './types.js';

/** The units that people expect for a dimension, small to large. */
const families: ReadonlyMap<string, readonly string[]> = new Map([
  ['time', ['fs', 'ps', 'ns', 'us', 'ms', 's']],
  ['frequency', ['Hz', 'kHz', 'MHz', 'GHz', 'THz']],
  ['information', ['b', 'B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']],
  ['bandwidth', ['b/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s', 'PB/s', 'EB/s']],
  ['energy', ['fJ', 'pJ', 'nJ', 'uJ', 'mJ', 'J', 'kJ', 'MJ', 'GJ']],
  ['power', ['nW', 'uW', 'mW', 'W', 'kW', 'MW', 'GW']],
  ['length', ['nm', 'um', 'mm', 'm', 'km']],
  ['area', ['nm^2', 'um^2', 'mm^2', 'm^2']],
  ['volume', ['um^3', 'mm^3', 'm^3']],
  ['current', ['nA', 'uA', 'mA', 'A', 'kA']],
  ['voltage', ['uV', 'mV', 'V', 'kV']],
  ['resistance', ['mohm', 'ohm', 'kohm', 'Mohm']],
  ['capacitance', ['fF', 'pF', 'nF', 'uF', 'mF', 'F']],
  ['temperature', ['K']],
  ['money', ['USD', 'kUSD', 'MUSD', 'GUSD']],
  ['mass', ['mg', 'g', 'kg', 'Mg', 'Gg']],
  ['operations', ['op', 'kop', 'Mop', 'Gop', 'Top', 'Pop', 'Eop']],
  ['op_rate', ['OPS', 'kOPS', 'MOPS', 'GOPS', 'TOPS', 'POPS', 'EOPS']],
  ['tokens', ['token', 'ktoken', 'Mtoken', 'Gtoken']],
  ['token_rate', ['token/s', 'ktoken/s', 'Mtoken/s', 'Gtoken/s']],
  ['sample_rate', ['sample/s', 'ksample/s', 'Msample/s']],
  ['request_rate', ['request/s', 'krequest/s']],
  ['energy_per_bit', ['fJ/b', 'pJ/b', 'nJ/b', 'uJ/b']],
  ['energy_per_op', ['fJ/op', 'pJ/op', 'nJ/op', 'uJ/op']],
  ['energy_per_token', ['uJ/token', 'mJ/token', 'J/token', 'kJ/token']],
  ['energy_per_sample', ['uJ/sample', 'mJ/sample', 'J/sample', 'kJ/sample']],
  ['op_efficiency', ['OPS/W', 'kOPS/W', 'MOPS/W', 'GOPS/W', 'TOPS/W', 'POPS/W']],
  ['op_intensity', ['op/B', 'kop/B', 'Mop/B']],
  ['op_density', ['GOPS/mm^2', 'TOPS/mm^2', 'POPS/mm^2']],
  ['information_density', ['b/mm^2', 'kb/mm^2', 'Mb/mm^2', 'Gb/mm^2']],
  ['bandwidth_density', ['kb/s/mm', 'Mb/s/mm', 'Gb/s/mm', 'Tb/s/mm']],
  ['power_density', ['mW/mm^2', 'W/mm^2', 'kW/mm^2']],
  ['money_per_area', ['USD/mm^2']],
  ['money_per_information', ['USD/GiB', 'USD/MiB']],
  ['money_per_energy', ['USD/kWh']],
  ['money_per_token', ['USD/Gtoken', 'USD/Mtoken', 'USD/ktoken', 'USD/token']],
  ['carbon_per_energy', ['g/kWh', 'kg/kWh']],
  ['db', ['dB']],
  ['dbm', ['dBm']],
  ['db_per_length', ['dB/km', 'dB/m', 'dB/mm']],
]);

/** More units in which an exact literal may be shorter than in the family's own. */
const extraExact: ReadonlyMap<string, readonly string[]> = new Map([
  ['time', ['min', 'h', 'day', 'year']],
  ['information', ['kb', 'Mb', 'Gb', 'kB', 'MB', 'GB', 'TB']],
  ['bandwidth', ['kb/s', 'Mb/s', 'Gb/s', 'Tb/s', 'B/s', 'KiB/s', 'MiB/s', 'GiB/s', 'TiB/s']],
  ['energy', ['kWh']],
]);

const significantDigits = 4;

/** `value` (base units) for people, `digits` of them in the unit that suits its size: `384 GB/s`, `51.2 TOPS`, `12.4 mm^2`. */
export function formatQuantity(value: number, dimension: Dimension, digits = significantDigits): string {
  if (!Number.isFinite(value)) return withUnit(String(value), dimension);
  if (isDimensionless(dimension)) return formatNumber(value, digits);
  const name = dimensionName(dimension);
  const family = families.get(name) ?? [unitFormula(dimension)];
  const [unit, scale] = suitableUnit(Math.abs(value), family, digits);
  return `${formatNumber(value / scale, digits)} ${unit}`;
}

const hundredth_mm2 = 1e-8;

/** The largest unit in which the size is at least one after rounding; the smallest unit below that. */
function suitableUnit(size: number, family: readonly string[], digits: number): readonly [string, number] {
  const sized = family.map((unit) => [unit, parseUnit(unit)?.scale ?? 1] as const);
  const zero = sized.find(([, scale]) => scale === 1) ?? sized[0];
  const fallback = sized[0] ?? ['', 1];
  if (size === 0) return zero ?? fallback;
  // A few bits are a width: bytes begin at 1 KiB.
  const bits = sized[0]?.[0] === 'b' && size < 8192 ? sized.slice(0, 1) : sized;
  // 830 mm^2 is a die, not 0.00083 m^2: of areas, square metres begin at one; and 0.694 mm^2 a part of one.
  if (sized[0]?.[0] === 'nm^2' && size >= hundredth_mm2 && size < 1e-6)
    return sized.find(([unit]) => unit === 'mm^2') ?? fallback;
  return bits.findLast(([, scale]) => Number((size / scale).toPrecision(digits)) >= 1) ?? fallback;
}

/**
 * The same quantity in base units, in the unit that suits its size and in the usual units beside that one; `but` is a unit to
 * leave out. Small to large, each to six digits.
 */
export function conversions(value: number, dimension: Dimension, but: string): readonly string[] {
  if (isDimensionless(dimension) || !Number.isFinite(value)) return [];
  const family = families.get(dimensionName(dimension)) ?? [];
  const [suitable] = suitableUnit(Math.abs(value), family, significantDigits);
  const place = family.indexOf(suitable);
  const near = family.filter((unit, index) => Math.abs(index - place) <= 1 || parseUnit(unit)?.scale === 1);
  const units = near.length === 0 ? [unitFormula(dimension)] : near;
  const inUnits = units.map((unit) => [unit, value / (parseUnit(unit)?.scale ?? 1)] as const);
  // A unit in which hardly anything is left, or a long row of digits, helps nobody.
  const suits = ([unit, inUnit]: (typeof inUnits)[number]): boolean =>
    unit !== but && (Math.abs(inUnit) >= 1 || Number(inUnit.toPrecision(4)) === inUnit);
  return inUnits.filter(suits).map(([unit, inUnit]) => {
    const text =
      Math.abs(inUnit) >= 1000 && Math.abs(inUnit) < 1e15
        ? formatNumber(inUnit)
        : String(Number(inUnit.toPrecision(6)));
    return `${text} ${unit}`;
  });
}

/** A plain number for people: `digits` of them, no exponent between a thousandth and a thousand million, digits grouped. */
export function formatNumber(value: number, digits = significantDigits): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-4) return String(Number(value.toPrecision(digits)));
  if (size >= 1000) return grouped(Number.isInteger(value) ? value : Math.round(value));
  return String(Number(value.toPrecision(digits)));
}

function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function withUnit(text: string, dimension: Dimension): string {
  return isDimensionless(dimension) ? text : `${text} ${unitFormula(dimension)}`;
}

/**
 * A literal of the language that reads back as the very double `value` (base units): the shortest among the usual units,
 * else in base units. A negative value has its sign before the literal. Half exponents give `2 * sqrt(1 s)`.
 */
export function formatExact(value: number, dimension: Dimension): string {
  if (value < 0) return `-${formatExact(-value, dimension)}`;
  if (isDimensionless(dimension)) return numeral(value);
  const formula = unitFormula(dimension);
  if (/\.\d/.test(formula)) return halfPower(value, dimension);
  const base = `${numeral(value)} ${formula}`;
  if (value === 0) return base;
  const name = dimensionName(dimension);
  const candidates = [...(families.get(name) ?? []), ...(extraExact.get(name) ?? [])].flatMap((unit) => {
    const text = numeralIn(value, unit);
    return text === undefined ? [] : [`${text} ${unit}`];
  });
  return [...candidates.toReversed(), base].reduce((best, text) => (weight(text) < weight(best) ? text : best));
}

/** A number as the language reads it back; past 2^53 a real, since integers end there. */
function numeral(value: number): string {
  return Number.isInteger(value) && value > 2 ** 53 ? value.toExponential() : String(value);
}

/** Shorter is better; a numeral with point or exponent counts as longer than it is. */
function weight(literal: string): number {
  const [numeral = '', unit = ''] = literal.split(' ');
  return numeral.length + unit.length / 4 + (/[.e]/.test(numeral) ? 1 : 0) + (numeral.includes('e') ? 4 : 0);
}

/** A numeral that in `unit` means exactly `value`, if the obvious ones do. */
function numeralIn(value: number, unit: string): string | undefined {
  const scale = parseUnit(unit)?.scale;
  if (scale === undefined) return undefined;
  const raw = value / scale;
  // Rounded first: 0.0001 m^2 over 1e-6 is 99.99999999999999 in doubles, and 100 mm^2 reads back as well.
  return [numeral(Number(raw.toPrecision(15))), numeral(raw)].find(
    (text) => !text.includes('e') && quantity(text, unit)?.value === value,
  );
}

/** `sqrt(x)` makes half exponents, which no literal has: the square root of the squared unit stands for it. */
function halfPower(value: number, dimension: Dimension): string {
  const doubled: Dimension = Object.fromEntries(Object.entries(dimension).map(([unit, n]) => [unit, n * 2]));
  return `${numeral(value)} * sqrt(1 ${unitFormula(doubled)})`;
}
