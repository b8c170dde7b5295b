import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { operands, walk, type Expr } from '../expression.js';
import { dataPorts, type Module } from '../module.js';
import { rootsOf } from '../nets.js';

/** Inputs, or bits of them, that nothing in the module reads and that are not said to be unused. */
export function unusedInputs(module: Module): readonly Diagnostic[] {
  const read = bitsRead([...rootsOf(module), ...module.unused]);
  return dataPorts(module, 'input').flatMap((port) => {
    const bits = read.get(port.name) ?? 0n;
    const missing = BigInt.asUintN(port.type.width, ~bits);
    if (missing === 0n) return [];
    const signal = bits === 0n ? `input ${port.name}` : `${bitRange(missing)} of input ${port.name}`;
    const help = `read it, or say ${module.name}.unused(...) of it`;
    return [diagnostic('E605', port.origin, { module: module.name, signal }, { help })];
  });
}

/** The bits of each net that are read directly, by slices and truncations, as masks. */
function bitsRead(roots: readonly Expr[]): ReadonlyMap<string, bigint> {
  const masks = new Map<string, bigint>();
  const mark = (expr: Expr, low: number, width: number): void => {
    if (expr.kind === 'reference')
      masks.set(expr.name, (masks.get(expr.name) ?? 0n) | (((1n << BigInt(width)) - 1n) << BigInt(low)));
  };
  for (const root of roots) mark(root, 0, root.type.width);
  walk(roots, (expr) => {
    if (expr.kind === 'slice') mark(expr.operand, expr.low, expr.type.width);
    else if (expr.kind === 'resize') mark(expr.operand, 0, Math.min(expr.type.width, expr.operand.type.width));
    else for (const operand of operands(expr)) mark(operand, 0, operand.type.width);
  });
  return masks;
}

function bitRange(mask: bigint): string {
  const digits = mask.toString(2);
  const high = digits.length - 1;
  const low = digits.length - 1 - digits.lastIndexOf('1');
  return high === low ? `bit ${high}` : `bits ${high} to ${low}`;
}
