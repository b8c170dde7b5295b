/** Small changes of a source that its tests should notice: another operator, another bound, a constant that is off by one. */
import { parseSync } from 'vite';

export interface Mutant {
  /** From the root of the package, with `/`. */
  readonly file: string;
  /** The changed text: offsets into the source. */
  readonly start: number;
  readonly end: number;
  readonly put: string;
  readonly line: number;
  /** The line as it is, and as the mutant has it. */
  readonly before: string;
  readonly after: string;
}

/** What a mutant writes for an operator. Looser comparisons of equality do not exist here. */
const operators: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['+'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '&': ['|'],
  '|': ['&'],
  '<<': ['>>'],
  '>>': ['<<'],
};

const methods: Readonly<Record<string, string>> = { ceil: 'floor', floor: 'ceil', min: 'max', max: 'min' };

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

interface Change {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** All mutants of a source, in the order of their places. `file` is for the reader. */
export function mutantsOf(file: string, text: string): readonly Mutant[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} does not parse`);
  const changes: Change[] = [];
  walk(program, (node) => changes.push(...changesOf(node, text)));
  return changes.toSorted((a, b) => a.start - b.start || a.end - b.end).map((change) => mutant(file, text, change));
}

function mutant(file: string, text: string, { start, end, put }: Change): Mutant {
  const first = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const last = newline < 0 ? text.length : newline;
  return {
    file,
    start,
    end,
    put,
    line: text.slice(0, start).split('\n').length,
    before: text.slice(first, last).trim(),
    after: (text.slice(first, start) + put + text.slice(end, last)).trim(),
  };
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

/** Visits what runs: types are left out. */
function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  if (!isNode(value) || value.type.startsWith('TSType') || value.type.startsWith('TSInterface')) return;
  if (value.type === 'ImportDeclaration') return;
  visit(value);
  // A constant behind `??` is there for the compiler, which does not know that an index is in range.
  const fallback = value.type === 'LogicalExpression' && value['operator'] === '??' ? value['right'] : undefined;
  for (const inner of Object.values(value))
    if (inner !== fallback || !isNode(inner) || inner.type !== 'Literal') walk(inner, visit);
}

function changesOf(node: Node, text: string): readonly Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operatorChanges(node, text);
    case 'Literal':
      return literalChanges(node, text);
    case 'CallExpression':
      return methodChanges(node);
    case 'ConditionalExpression': {
      const { consequent, alternate } = node;
      if (!isNode(consequent) || !isNode(alternate)) return [];
      const [yes, no] = [text.slice(consequent.start, consequent.end), text.slice(alternate.start, alternate.end)];
      const between = text.slice(consequent.end, alternate.start);
      return [{ start: consequent.start, end: alternate.end, put: `${no}${between}${yes}` }];
    }
    default:
      return [];
  }
}

function operatorChanges(node: Node, text: string): readonly Change[] {
  const { left, right, operator } = node;
  if (!isNode(left) || !isNode(right) || typeof operator !== 'string') return [];
  const start = text.indexOf(operator, left.end);
  return start < 0 || start >= right.start
    ? []
    : (operators[operator] ?? []).map((put) => ({ start, end: start + operator.length, put }));
}

function literalChanges({ start, end, value }: Node, text: string): readonly Change[] {
  const written = text.slice(start, end);
  if (typeof value === 'boolean') return [{ start, end, put: value ? 'false' : 'true' }];
  if (!/^\d+n?$/.test(written)) return [];
  const big = written.endsWith('n') ? 'n' : '';
  const number = Number.parseInt(written, 10);
  const near = number === 0 ? [1] : [number + 1, number - 1];
  return near.map((each) => ({ start, end, put: `${each}${big}` }));
}

function methodChanges({ callee }: Node): readonly Change[] {
  if (!isNode(callee) || !isNode(callee['object']) || !isNode(callee['property'])) return [];
  const [object, property] = [callee['object'], callee['property']];
  const put = methods[String(property['name'])];
  return object['name'] !== 'Math' || put === undefined ? [] : [{ start: property.start, end: property.end, put }];
}
