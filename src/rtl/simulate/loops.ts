import type { Loop } from './flatten.js';

function chain(loop: Loop | undefined): readonly Loop[] {
  return loop === undefined ? [] : [...chain(loop.parent), loop];
}

/** Loops over all cells of a loop and those around it, the body knowing the row `i`, the column `j` and the cell `k` of each loop. */
export function inLoops(
  loop: Loop | undefined,
  body: readonly string[],
  rowsDown = false,
  colsDown = false,
): readonly string[] {
  let lines = body;
  for (const one of [...chain(loop)].reverse()) {
    const { id, rows, cols, parent } = one;
    const base = parent === undefined ? '' : `k${parent.id} * ${rows * cols} + `;
    const down = one === loop;
    lines = [
      `${loopHead(`i${id}`, rows, down && rowsDown)} ${loopHead(`j${id}`, cols, down && colsDown)} {`,
      `const k${id} = ${base}i${id} * ${cols} + j${id};`,
      ...lines,
      '}',
    ];
  }
  return lines;
}

export function loopHead(name: string, count: number, descending: boolean): string {
  return descending
    ? `for (let ${name} = ${count - 1}; ${name} >= 0; ${name}--)`
    : `for (let ${name} = 0; ${name} < ${count}; ${name}++)`;
}
