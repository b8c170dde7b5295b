import { formatValue, type Value } from '../../src/ir/index.js';
import { formatNumber, formatQuantity } from '../../src/units/index.js';

/** Figures beside a source: three significant digits, and the unit that suits the size. */
const digits = 3;

/** `= 51.2 TOPS`, without the sign: whole numbers in full, quantities to three digits. */
export function valueText(value: Value): string {
  switch (value.kind) {
    case 'int':
      return formatNumber(value.value);
    case 'quantity':
      return formatQuantity(value.value, value.dimension, digits);
    case 'list': {
      const shown = value.elements.slice(0, 4).map(valueText);
      return `[${shown.join(', ')}${value.elements.length > shown.length ? ', ...' : ''}]`;
    }
    default:
      return formatValue(value);
  }
}

/** In mm^2 from a thousandth of one on, so that areas below each other compare. */
export function areaText(area_mm2: number): string {
  if (area_mm2 >= 1e-3 && area_mm2 < 1) return `${formatNumber(area_mm2, digits)} mm^2`;
  return formatQuantity(area_mm2 * 1e-6, { m: 2 }, digits);
}

export function energyText(joules: number): string {
  return formatQuantity(joules, { J: 1 }, digits);
}

export function powerText(watts: number): string {
  return formatQuantity(watts, { J: 1, s: -1 }, digits);
}

export function bandwidthText(bitsPerSecond: number): string {
  return formatQuantity(bitsPerSecond, { b: 1, s: -1 }, digits);
}

export function widthText(bits: number): string {
  return `${formatNumber(bits)} b`;
}

/** `51.2 TOPS int8, 12.8 TOPS bf16` */
export function peaksText(peaks: Readonly<Record<string, number>>): string {
  return Object.entries(peaks)
    .map(([type, rate]) => `${formatQuantity(rate, { op: 1, s: -1 }, digits)} ${type}`)
    .join(', ');
}

/** `4.09 G` of things: a count with its prefix. */
export function countText(count: number): string {
  return formatQuantity(count, { op: 1 }, digits).replace(/op$/, '').trimEnd();
}
