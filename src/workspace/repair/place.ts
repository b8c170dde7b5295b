import { isSpan, type Diagnostic, type Fix, type Span } from '../../diagnostics/index.js';
import type { Program, SourceModule } from '../../language/index.js';
import { children, type Node, type NodeBase } from '../../syntax/index.js';

/** A diagnostic where it was made: the file, and the nodes around its span, from the file inwards. */
export interface Place {
  readonly program: Program;
  readonly module: SourceModule;
  readonly diagnostic: Diagnostic;
  readonly span: Span;
  readonly path: readonly Node[];
}

/** Makes the repair of one code; undefined where there is none for this case. */
export type Repair = (place: Place) => Fix | undefined;

/** The place of a diagnostic; undefined where it is in no file of the project. */
export function placeOf(program: Program, diagnostic: Diagnostic): Place | undefined {
  const { origin } = diagnostic;
  if (origin === undefined || !isSpan(origin)) return undefined;
  const module = program.modules.get(origin.file);
  if (module === undefined || module.path.startsWith('std:')) return undefined;
  const path: Node[] = [module.tree];
  for (let node: Node | undefined = module.tree; node !== undefined;) {
    node = children(node).find(({ start, end }) => start <= origin.start && origin.end <= end && end > start);
    if (node !== undefined) path.push(node);
  }
  return { program, module, diagnostic, span: origin, path };
}

/** The innermost node around the diagnostic of a kind. */
export function around<K extends Node['kind']>({ path }: Place, kind: K): Extract<Node, { kind: K }> | undefined {
  return path.findLast((node): node is Extract<Node, { kind: K }> => node.kind === kind);
}

/** A repair of one edit of the diagnostic's file. */
export function edit({ module }: Place, { start, end }: NodeBase, text: string, title: string, safe = false): Fix {
  return { title, edits: [{ span: { file: module.path, start, end }, text }], safe };
}

/** A repair that puts text at an offset. */
export function insert(place: Place, at: number, text: string, title: string): Fix {
  return edit(place, { start: at, end: at }, text, title);
}

/** A repair that puts a line into a body: as its first or as its last one. */
export function insertLine(
  place: Place,
  body: Extract<Node, { kind: 'ComponentDeclaration' }>,
  line: string,
  where: 'first' | 'last',
): Fix | undefined {
  const { text } = place.module;
  const title = `write "${line}"`;
  const last = where === 'last' ? body.members.at(-1) : undefined;
  if (last !== undefined) return insert(place, last.end, `\n  ${line}`, title);
  const open = text.indexOf('{', body.parameters.at(-1)?.end ?? body.name.end);
  if (open < 0 || open > body.end) return undefined;
  const isEmpty = body.members.length === 0 && /^\s*\}/.test(text.slice(open + 1));
  return insert(place, open + 1, isEmpty ? `\n  ${line}\n` : `\n  ${line}`, title);
}

/** A repair that takes a node out, with its whole line where it stands alone on it. */
export function remove(place: Place, { start, end }: NodeBase, title: string, safe = false): Fix {
  const { text } = place.module;
  const before = text.lastIndexOf('\n', start - 1) + 1;
  const after = /^[^\S\n]*\n?/.exec(text.slice(end))?.[0].length ?? 0;
  const alone =
    text.slice(before, start).trim() === '' && (text[end + after - 1] === '\n' || end + after === text.length);
  return edit(place, alone ? { start: before, end: end + after } : { start, end }, '', title, safe);
}

/** A repair that takes one of a list out, with the comma that parts it from its neighbour. */
export function removeElement(place: Place, list: readonly NodeBase[], node: NodeBase, title: string): Fix {
  const index = list.indexOf(node);
  const [before, after] = [list[index - 1], list[index + 1]];
  if (before !== undefined) return edit(place, { start: before.end, end: node.end }, '', title);
  return edit(place, { start: node.start, end: after?.start ?? node.end }, '', title);
}

/** What a help sentence says to write: `write "clock main = 1 GHz;"`. */
export function told({ diagnostic: { help } }: Place): string | undefined {
  return /\bwrite "([^"]+)"/.exec(help ?? '')?.[1];
}
