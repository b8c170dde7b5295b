import type { SourceFile } from '../syntax/index.js';

/** A syntax tree as indented text: kinds with their places, and what stands in them. */
export function treeText(tree: SourceFile): string {
  const lines: string[] = [];
  describe('', tree, 0, lines);
  return `${lines.join('\n')}\n`;
}

function describe(name: string, value: unknown, depth: number, lines: string[]): void {
  const indent = '  '.repeat(depth);
  const label = name === '' ? '' : `${name}: `;
  if (Array.isArray(value)) {
    if (value.length === 0) return;
    lines.push(`${indent}${name}`);
    for (const element of value) describe('', element, depth + 1, lines);
  } else if (isNode(value)) {
    const { kind, start, end, ...rest } = value;
    lines.push(`${indent}${label}${kind} ${start}..${end}`);
    for (const [key, child] of Object.entries(rest)) describe(key, child, depth + 1, lines);
  } else if (value !== undefined) {
    lines.push(`${indent}${label}${JSON.stringify(value)}`);
  }
}

function isNode(value: unknown): value is { readonly kind: string; readonly start: number; readonly end: number } {
  return typeof value === 'object' && value !== null && 'kind' in value && 'start' in value && 'end' in value;
}
