/** Figures as engineers write them: three or four significant digits and a prefix. */

const large = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const small = ['', 'm', 'µ', 'n', 'p', 'f'] as const;

/** `0.0123 s` is `12.3 ms`; `digits` significant ones, 3 by default. */
export function engineering(value: number, unit: string, digits = 3): string {
  if (value === 0) return `0 ${unit}`;
  if (!Number.isFinite(value)) return `${value} ${unit}`;
  const [mantissa, step] = scaled(Math.abs(value), digits);
  const prefix = step >= 0 ? large[step] : small[-step];
  if (prefix === undefined) return `${value.toExponential(digits - 1)} ${unit}`;
  return `${significant(Math.sign(value) * mantissa, digits)} ${prefix}${unit}`;
}

/** Mantissa of 1 to 999 and its step of a thousand; what would round up to 1000 goes one step further. */
function scaled(value: number, digits: number): [number, number] {
  let step = Math.floor(Math.log10(value) / 3);
  let mantissa = value / 1000 ** step;
  if (Number(mantissa.toPrecision(digits)) >= 1000) {
    step += 1;
    mantissa /= 1000;
  }
  return [mantissa, step];
}

/** `value` with `digits` significant digits, never in exponential form. */
export function significant(value: number, digits = 3): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const whole = Math.floor(Math.log10(Math.abs(rounded))) + 1;
  return rounded.toFixed(Math.max(0, digits - whole));
}

/** `4_089_184_256` as `4.09 G`. */
export function count(value: number): string {
  return value < 1000 ? String(value) : engineering(value, '').trimEnd();
}

/** Bytes in decimal prefixes, as bandwidths are: `1.05 MB`. */
export function bytes(value: number): string {
  return value < 1000 ? `${value} B` : engineering(value, 'B');
}

/** `0.6734` as `67.3 %`; null is a dash. */
export function percent(value: number | null): string {
  if (value === null) return '-';
  if (value > 0 && value < 0.0005) return '<0.1 %';
  return `${(value * 100).toFixed(1)} %`;
}

/** Whole numbers with thousands set off: `1,234,567`. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `12.3 USD`: prices have no prefixes. */
export function dollars(value: number): string {
  return `${significant(value)} USD`;
}
