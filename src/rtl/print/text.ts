import type { Type } from '../types.js';

/** `signed [7:0] `, `[7:0] `, or nothing for a bit: what stands before the name in a declaration. */
export function range(type: Type): string {
  return `${type.signed ? 'signed ' : ''}${type.width === 1 ? (type.signed ? '[0:0] ' : '') : `[${type.width - 1}:0] `}`;
}

/** A sized literal: decimal where short, hexadecimal where long or negative. */
export function literalText(type: Type, value: bigint): string {
  const sign = type.signed ? 's' : '';
  if (type.width === 1 && !type.signed) return value === 0n ? "1'b0" : "1'b1";
  const bits = BigInt.asUintN(type.width, value);
  if (bits < 1n << 20n && value >= 0n) return `${type.width}'${sign}d${bits}`;
  return `${type.width}'${sign}h${bits.toString(16)}`;
}

/** The lines further in. */
export function indent(lines: readonly string[], by = '  '): readonly string[] {
  return lines.map((line) => by + line);
}

/** Comment lines of at most 120 columns for a text. */
export function comment(text: string): readonly string[] {
  return text.split('\n').map((line) => `// ${line}`.trimEnd());
}
