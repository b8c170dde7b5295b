/** Data as JSON has it, made deeply readonly. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Keys that come first, in this order, because they tell what the rest is about; the others follow by the alphabet. */
const leading = [
  ...['schema', 'kind', 'id', 'name', 'process', 'clocks', 'of', 'direction', 'type', 'element', 'shape'],
  ...['parameters', 'derived', 'ports', 'instances', 'connections', 'unused', 'requirements', 'modules', 'blocks'],
  ...['instance', 'at', 'port', 'lane', 'start', 'step', 'count', 'from', 'to'],
  ...[
    'operator',
    'condition',
    'operand',
    'left',
    'right',
    'then',
    'else',
    'function',
    'path',
    'measure',
    'arguments',
    'value',
  ],
];
const rank: ReadonlyMap<string, number> = new Map(leading.map((key, i) => [key, i]));

function compareKeys(a: string, b: string): number {
  const difference = (rank.get(a) ?? leading.length) - (rank.get(b) ?? leading.length);
  if (difference !== 0) return difference;
  return a < b ? -1 : a > b ? 1 : 0;
}

const lineWidth = 120;

/**
 * JSON with one spelling for each value: keys in a fixed order, arrays and objects on one line where they fit 120 columns.
 * Ends without a newline. Properties that are undefined are left out.
 */
export function formatJson(value: unknown, indent = ''): string {
  const flat = formatFlat(value);
  if (indent.length + flat.length <= lineWidth || typeof value !== 'object' || value === null) return flat;
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const lines = value.map((element: unknown) => inner + formatJson(element, inner));
    return `[\n${lines.join(',\n')}\n${indent}]`;
  }
  const lines = entriesOf(value).map(
    ([key, element]) => `${inner}${JSON.stringify(key)}: ${formatJson(element, inner)}`,
  );
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

/** The same on a single line: also the key by which equal structures are found. */
export function formatFlat(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(formatFlat).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = entriesOf(value).map(([key, element]) => `${JSON.stringify(key)}: ${formatFlat(element)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  return JSON.stringify(value);
}

function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value)
    .filter(([, element]) => element !== undefined)
    .toSorted(([a], [b]) => compareKeys(a, b));
}
