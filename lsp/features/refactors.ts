import type { Entity } from '../../src/language/index.js';
import { visit, type Expression, type Node } from '../../src/syntax/index.js';
import { equal, formatNumber, lookupUnit, parseUnit, quantity, units } from '../../src/units/index.js';
import type { Analysis, Place } from '../analysis.js';
import { innermost, nodesAround } from '../names/nodes.js';
import type { CodeAction } from './code-actions.js';
import type { Edit } from './rename.js';

type Stretch = Omit<Place, 'file'>;

/** Rewritings of what is selected that change no meaning. */
export function refactors(analysis: Analysis, at: Stretch): readonly CodeAction[] {
  return [...extractConstant(analysis, at), ...convertUnit(analysis, at)];
}

function action(title: string, kind: CodeAction['kind'], edits: readonly Edit[]): CodeAction {
  return { title, kind, diagnostics: [], preferred: false, edits };
}

/** Gives the selected expression a name: as a constant of the file, else, where it needs names of its component, as a `let` of that. */
function extractConstant(analysis: Analysis, at: Stretch): readonly CodeAction[] {
  const { path: file, text, program } = analysis;
  const path = nodesAround(program.entry.tree, at.start);
  const expression = selected(analysis, path, at);
  if (expression === undefined || holdsCase(expression)) return [];
  const used = entitiesIn(analysis, expression);
  const item = path[1];
  const body = innermost(path, 'ComponentDeclaration');
  const member = body?.members.find((each) => path.includes(each));
  const global = used.every(({ kind }) => ['const', 'function', 'builtin', 'dtype', 'enum'].includes(kind));
  const around: Node | undefined = global ? item : member;
  const isWhole = around !== undefined && 'value' in around && around.value === expression;
  if (around === undefined || isWhole) return [];
  if (!global && (used.some(({ kind }) => kind === 'loop') || member?.kind === 'ForMember')) return [];
  const name = freeName(text, 'extracted');
  const start = 'doc' in around && around.doc !== undefined ? around.doc.start : around.start;
  const indent = /[^\S\n]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const value = text.slice(expression.start, expression.end);
  const end = global ? '\n' : indent;
  const line = `${global ? 'const' : 'let'} ${name} = ${value};\n${end}`;
  return [
    action(`extract ${global ? 'a constant' : 'a let'}`, 'refactor.extract', [
      { file, start, end: start, text: line },
      { file, start: expression.start, end: expression.end, text: name },
    ]),
  ];
}

const literals: ReadonlySet<string> = new Set(['NumberLiteral', 'QuantityLiteral', 'StringLiteral']);

/** The expression that is just what is selected; with nothing selected, the literal there. */
function selected({ program, text }: Analysis, path: readonly Node[], at: Stretch): Expression | undefined {
  const empty = at.start === at.end;
  const chosen = text.slice(at.start, at.end);
  const start = at.start + (chosen.length - chosen.trimStart().length);
  const end = at.start + chosen.trimEnd().length;
  const candidates = empty ? path : nodesAround(program.entry.tree, start);
  return candidates.find((node): node is Expression => {
    const type = program.facts.checked.get(node)?.type.kind;
    if (type === undefined || ['unknown', 'instance', 'port', 'block', 'clock'].includes(type)) return false;
    return empty ? literals.has(node.kind) : node.start === start && node.end === end && node.kind !== 'NameExpression';
  });
}

function holdsCase(expression: Expression): boolean {
  let found = false;
  visit(expression, (node) => {
    found ||= node.kind === 'CaseExpression';
  });
  return found;
}

function entitiesIn({ program: { facts } }: Analysis, expression: Expression): readonly Entity[] {
  const found: Entity[] = [];
  visit(expression, (node) => {
    const entity = facts.resolved.get(node);
    if (entity !== undefined && node.kind === 'NameExpression') found.push(entity);
  });
  return found;
}

/** A name that stands nowhere in a text. */
export function freeName(text: string, wanted: string): string {
  let name = wanted;
  for (let more = 2; new RegExp(`\\b${name}\\b`).test(text); more++) name = `${wanted}_${more}`;
  return name;
}

const mostConversions = 4;

/** Writes the quantity at a place in other units: only where the number stays exact and is no longer to read. */
function convertUnit(analysis: Analysis, at: Stretch): readonly CodeAction[] {
  const { path: file, program } = analysis;
  const node = innermost(nodesAround(program.entry.tree, at.start), 'QuantityLiteral');
  if (node === undefined || node.unit === '') return [];
  const before = quantity(node.number.text, node.unit);
  const [head = '', ...rest] = node.unit.split('/');
  const plain = lookupUnit(head);
  if (before === undefined || plain === undefined) return [];
  const others = [...units.values()].filter(
    ({ symbol, dimension }) => symbol !== head && equal(dimension, plain.dimension),
  );
  const found = others.flatMap(({ symbol }) => {
    const unit = [symbol, ...rest].join('/');
    const one = parseUnit(unit) === undefined ? undefined : quantity('1', unit);
    if (one === undefined) return [];
    const number = formatNumber(before.value / one.value, 6);
    const size = Math.abs(Number(number));
    const exact = quantity(number, unit)?.value === before.value;
    return exact && size >= 0.001 && size < 1e6
      ? [{ text: `${number} ${unit}`, far: Math.abs(Math.log10(size) - 1) }]
      : [];
  });
  return found
    .toSorted((a, b) => a.far - b.far)
    .slice(0, mostConversions)
    .map(({ text }) => action(`write ${text}`, 'refactor.rewrite', [{ file, start: node.start, end: node.end, text }]));
}
