import type { Diagnostic } from '../diagnostics/index.js';
import type { Comment, NodeBase } from './ast.js';
import { format, type FormatOptions } from './format.js';
import { parse } from './parse.js';
import type { Node } from './walk.js';

/** A stretch of a text and what is put in its place. */
export interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A text with what the parser made of it. */
interface Source {
  readonly text: string;
  readonly comments: readonly Comment[];
}

/** A unit of formatting (a declaration, member or statement), and the same one in the formatted text. */
interface Unit {
  readonly source: Node;
  readonly formatted: Node;
}

/**
 * Formats the declarations, members or statements that a stretch of a text touches and leaves the rest as it is. Undefined
 * where they are formatted already, or where the stretch touches none. A text with syntax errors is left as it is, with what is wrong.
 *
 * Prettier formats ranges of its own languages only; so the whole text is formatted, and the pieces are taken over.
 */
export async function formatRange(
  text: string,
  { start, end }: NodeBase,
  options: FormatOptions = {},
): Promise<readonly [Replacement | undefined, readonly Diagnostic[]]> {
  const [whole, diagnostics] = await format(text, options);
  if (diagnostics.length > 0 || whole === text) return [undefined, diagnostics];
  const [before, after] = [parse(text, 'a.accel').ast, parse(whole, 'b.accel').ast];
  const source = { text, comments: before.comments };
  const formatted = { text: whole, comments: after.comments };
  const range = trimmed(text, start, end);
  const units = pair(before.items, after.items);
  const found = narrowest(source, formatted, units, range);
  if (found !== undefined) return [found.text === text.slice(found.start, found.end) ? undefined : found, []];
  const touched = units.some((unit) => touches(unit.source, range));
  return [touched ? { start: 0, end: text.length, text: whole } : undefined, []];
}

/** The range without blanks at its ends; a range of blanks is an empty one. */
function trimmed(text: string, start: number, end: number): NodeBase {
  const inside = text.slice(start, end);
  const from = start + (inside.length - inside.trimStart().length);
  return { start: from, end: Math.max(from, start + inside.trimEnd().length) };
}

function pair(source: readonly Node[], formatted: readonly Node[]): readonly Unit[] {
  return source.flatMap((each, index) => {
    const other = formatted[index];
    return other === undefined ? [] : [{ source: each, formatted: other }];
  });
}

/** The bodies that hold units of their own. */
function bodies(node: Node): readonly (readonly Node[])[] {
  switch (node.kind) {
    case 'ComponentDeclaration':
      return [node.members];
    case 'WorkloadDeclaration':
    case 'ExploreDeclaration':
    case 'MappingDeclaration':
      return [node.statements];
    case 'AddressMapMember':
      return [node.entries];
    case 'ForMember':
      return [node.body];
    case 'IfMember':
      return [node.then, node.else ?? []];
    default:
      return [];
  }
}

/** The replacement of the smallest row of units around the range; undefined where none can be replaced by itself. */
function narrowest(
  source: Source,
  formatted: Source,
  units: readonly Unit[],
  range: NodeBase,
): Replacement | undefined {
  const hit = units.filter((unit) => touches(unit.source, range));
  const [first, last] = [hit[0], hit.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  if (first === last) {
    const inner = bodies(first.source).flatMap((body, index) => {
      const other = pair(body, bodies(first.formatted)[index] ?? []);
      const [head, tail] = [body[0], body.at(-1)];
      const within = head !== undefined && tail !== undefined && startOf(head) <= range.start && range.end <= tail.end;
      return within ? (narrowest(source, formatted, other, range) ?? []) : [];
    });
    if (inner[0] !== undefined) return inner[0];
  }
  return replacement(source, formatted, first, last);
}

function replacement(source: Source, formatted: Source, first: Unit, last: Unit): Replacement | undefined {
  const old = linesAround(source, first.source, last.source);
  const now = linesAround(formatted, first.formatted, last.formatted);
  if (old === undefined || now === undefined) return undefined;
  // A comment that goes from inside to outside, or back, is only right in the whole.
  if (remarks(source, old) !== remarks(formatted, now)) return undefined;
  return { ...old, text: formatted.text.slice(now.start, now.end) };
}

/** The whole lines of some units with the comments behind them; undefined where something else stands on these lines. */
function linesAround({ text, comments }: Source, first: Node, last: Node): NodeBase | undefined {
  const start = text.lastIndexOf('\n', startOf(first) - 1) + 1;
  if (text.slice(start, startOf(first)).trim() !== '') return undefined;
  let { end } = last;
  for (const comment of comments) {
    if (comment.start >= end && /^[^\S\n]*$/.test(text.slice(end, comment.start))) ({ end } = comment);
  }
  return /^[^\S\n]*(?:\n|$)/.test(text.slice(end)) ? { start, end } : undefined;
}

function remarks({ comments }: Source, { start, end }: NodeBase): string {
  const inside = comments.filter((each) => start <= each.start && each.end <= end);
  return inside
    .map(({ text }) => text.trimEnd())
    .toSorted()
    .join('\n');
}

function touches(node: Node, range: NodeBase): boolean {
  return startOf(node) <= range.end && range.start <= node.end;
}

/** A documented node begins with its `///` lines. */
function startOf(node: Node): number {
  return 'doc' in node && node.doc !== undefined ? node.doc.start : node.start;
}
