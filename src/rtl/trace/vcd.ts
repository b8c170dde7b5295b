import type { Simulator } from '../simulate/index.js';

/** A value change dump under way: `sample` once a cycle, `text` at the end. */
export interface VcdWriter {
  sample(): void;
  text(): string;
}

/** Identifier of the signal of a number, in the printable characters of IEEE 1364-2005 clause 18. */
function identifier(index: number): string {
  let rest = index;
  let code = '';
  do {
    code += String.fromCharCode(33 + (rest % 94));
    rest = Math.floor(rest / 94);
  } while (rest > 0);
  return code;
}

interface Scope {
  readonly children: Map<string, Scope>;
  readonly variables: { readonly name: string; readonly id: string; readonly width: number }[];
}

/**
 * Writes a waveform of what the simulator keeps (compile with `keep: true` for all named nets). Of a grid, the first `cells` cells only.
 * Time runs by `period` nanoseconds a cycle, the values of a cycle standing from its falling edge on.
 */
export function vcd(
  simulator: Simulator,
  options: { readonly top?: string; readonly cells?: number; readonly period?: number } = {},
): VcdWriter {
  const { top = 'top', cells = 4, period = 10 } = options;
  const signals = simulator.paths.flatMap(({ path, type, cells: count }) =>
    Array.from({ length: Math.min(count, count === 1 ? 1 : cells) }, (_, cell) => ({
      path,
      type,
      cell,
      grid: count > 1,
    })),
  );
  const root: Scope = { children: new Map(), variables: [] };
  signals.forEach(({ path, type, cell, grid }, index) => {
    const parts = path.split('.');
    const name = parts.pop() ?? path;
    let scope = root;
    for (const part of parts) scope = enter(scope, part);
    scope.variables.push({ name: grid ? `${name}_cell${cell}` : name, id: identifier(index), width: type.width });
  });
  const last: (bigint | undefined)[] = [];
  const lines: string[] = ['$timescale 1ns $end', ...scopeLines(top, root), '$enddefinitions $end'];
  let time = 0;
  return {
    sample() {
      lines.push(`#${time}`);
      signals.forEach(({ path, type, cell }, index) => {
        const value = BigInt.asUintN(type.width, simulator.peek(path, cell));
        if (value === last[index]) return;
        last[index] = value;
        lines.push(type.width === 1 ? `${value}${identifier(index)}` : `b${value.toString(2)} ${identifier(index)}`);
      });
      time += period;
    },
    text: () => `${[...lines, `#${time}`].join('\n')}\n`,
  };
}

function enter(scope: Scope, name: string): Scope {
  const known = scope.children.get(name);
  if (known !== undefined) return known;
  const made: Scope = { children: new Map(), variables: [] };
  scope.children.set(name, made);
  return made;
}

function scopeLines(name: string, scope: Scope): readonly string[] {
  return [
    `$scope module ${name} $end`,
    ...scope.variables.map((variable) => `$var wire ${variable.width} ${variable.id} ${variable.name} $end`),
    ...[...scope.children].flatMap(([child, inner]) => scopeLines(child, inner)),
    '$upscope $end',
  ];
}
