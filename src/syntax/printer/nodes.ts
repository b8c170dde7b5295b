import type { AstPath, Doc } from 'prettier';
import { builders } from 'prettier/doc';
import type { Comment } from '../ast.js';
import type { Node } from '../walk.js';

export type NodeOf<K extends Node['kind']> = Extract<Node, { kind: K }>;

type NodeKeys<N> = Exclude<keyof N, 'kind' | 'start' | 'end'> & string;

/** Prints the parts of one node; parts that are absent print as nothing. */
export interface Parts<N> {
  readonly one: (key: NodeKeys<N>) => Doc;
  readonly many: (key: NodeKeys<N>) => Doc[];
  /** The source as written, for literals. */
  readonly source: () => string;
  readonly text: string;
  readonly parent: Node | null;
  /** Comments inside a node that has no part to carry them. */
  readonly dangling: (place?: 'else') => Doc[];
}

export type PrintNode<K extends Node['kind']> = (node: NodeOf<K>, parts: Parts<NodeOf<K>>) => Doc;

/** A comment as Prettier keeps it while printing. */
export type AttachedComment = Comment & {
  leading?: boolean;
  trailing?: boolean;
  printed?: boolean;
  /** Of a comment in an `if` without neighbours: the empty block that it stands in. */
  place?: 'else';
};

export type CommentedNode = Node & { comments?: AttachedComment[] };

/** Prettier's printer of a part, by property name or at a path. */
export type PrintPart = (selector?: string | number | (string | number)[] | AstPath) => Doc;

/** The parts of the node that `path` stands at. */
export function partsOf<N extends Node>(node: N, path: AstPath, print: PrintPart, text: string): Parts<N> {
  const record: Readonly<Record<string, unknown>> = { ...node };
  return {
    one: (key: string) => (record[key] === undefined ? '' : print(key)),
    many: (key: string) => (Array.isArray(record[key]) ? path.map(() => print(), key) : []),
    source: () => text.slice(node.start, node.end),
    text,
    parent: path.parent,
    dangling: (place) => (record['comments'] === undefined ? [] : danglingComments(path, place)),
  };
}

function danglingComments(path: AstPath, place?: 'else'): Doc[] {
  const printed: Doc[] = [];
  path.each((comment: AstPath) => {
    const node: AttachedComment = comment.node;
    if (isDangling(node) && node.place === place) printed.push(printComment(comment));
  }, 'comments');
  return printed;
}

export function isDangling(comment: AttachedComment): boolean {
  return comment.leading !== true && comment.trailing !== true;
}

/** Prints a comment as it stands, without blanks at the end of a line. */
export function printComment(path: AstPath, options?: { readonly originalText: string }): Doc {
  const comment: AttachedComment = path.node;
  comment.printed = true;
  const text = comment.kind === 'LineComment' ? comment.text.trimEnd() : comment.text;
  // A line comment that waits for the end of this line must not swallow this one.
  if (comment.leading !== true) return text;
  const behind = options?.originalText.slice(comment.end) ?? '';
  return [builders.lineSuffixBoundary, text, wouldDocument(text, behind) ? builders.hardline : ''];
}

/** Whether a `///` that is a remark would become part of the documentation below it, if it came to stand on the line above. */
function wouldDocument(text: string, behind: string): boolean {
  return text.startsWith('///') && /^\s*\/\/\//.test(behind) && !/^[^\S\n]*\n[^\S\n]*\n/.test(behind);
}
