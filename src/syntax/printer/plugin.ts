import type { AstPath, Doc, Parser, ParserOptions, Printer } from 'prettier';
import { builders } from 'prettier/doc';
import { placeOf, indexSources, type Diagnostic } from '../../diagnostics/index.js';
import type { SourceFile } from '../ast.js';
import { parse } from '../parse.js';
import { childKeys, type Node } from '../walk.js';
import { handleComments } from './comments.js';
import { declarations } from './declarations.js';
import { expressions } from './expressions.js';
import { members } from './members.js';
import { isDangling, partsOf, printComment, type CommentedNode, type NodeOf, type Parts } from './nodes.js';
import type { PrintNode, PrintPart } from './nodes.js';

const { hardline, breakParent, lineSuffix, lineSuffixBoundary } = builders;

type Kind = Node['kind'];

const asWritten = (_: unknown, parts: { readonly source: () => string }): Doc => parts.source();

const nodePrinters: { readonly [K in Kind]: PrintNode<K> } = {
  ...expressions,
  ...declarations,
  ...members,
  ErrorItem: asWritten,
  ErrorMember: asWritten,
  ErrorType: asWritten,
  ErrorExpression: asWritten,
};

/** The kinds that print comments without a neighbour themselves. */
const printsDangling: ReadonlySet<Kind> = new Set<Kind>([
  ...([
    'SourceFile',
    'ComponentDeclaration',
    'WorkloadDeclaration',
    'ExploreDeclaration',
    'MappingDeclaration',
    'EnumDeclaration',
    'AddressMapMember',
    'ForMember',
    'IfMember',
  ] as const),
]);

function printNode<K extends Kind>(node: NodeOf<K> & { readonly kind: K }, parts: Parts<NodeOf<K>>): Doc {
  const printer: PrintNode<K> = nodePrinters[node.kind];
  return printer(node, parts);
}

function print(path: AstPath<CommentedNode>, options: ParserOptions<CommentedNode>, printPart: PrintPart): Doc {
  const { node } = path;
  const parts = partsOf<Node>(node, path, printPart, options.originalText);
  const printed = separate(node, options.originalText, printNode(node, parts));
  const dangling = node.comments?.filter(isDangling) ?? [];
  if (dangling.length === 0 || printsDangling.has(node.kind)) return printed;
  const hasLine = dangling.some(({ kind }) => kind === 'LineComment');
  // Nothing may follow a line comment on its line.
  const remarks = parts
    .dangling()
    .map((comment, index) => [dangling[index - 1]?.kind === 'LineComment' ? hardline : ' ', comment]);
  // A line comment that waits for the end of the line must not swallow them.
  return [printed, lineSuffixBoundary, lineSuffix(remarks), hasLine ? breakParent : ''];
}

/** A line comment that waits for the end of the line, inside the node, must not swallow the one behind the node. */
function separate({ comments }: CommentedNode, text: string, printed: Doc): Doc {
  const behind = comments?.find(({ kind, trailing }) => trailing === true && kind === 'LineComment');
  if (behind === undefined || /\n[^\S\n]*$/.test(text.slice(0, behind.start))) return printed;
  return [printed, lineSuffixBoundary];
}

/** Refuses a text with syntax errors: its tree would not hold all that was written. */
function parseForPrinting(text: string, options: { readonly filepath?: string }): SourceFile {
  const file = options.filepath ?? 'input.accel';
  const { ast, diagnostics } = parse(text, file);
  const [first] = diagnostics;
  if (first !== undefined) throw syntaxError(first, text, file);
  return ast;
}

/** An error as Prettier expects it, with the place that its code frame shows. */
function syntaxError({ code, message, origin }: Diagnostic, text: string, file: string): SyntaxError {
  const error = new SyntaxError(`${code}: ${message}`);
  if (origin === undefined) return error;
  const { start, end } = placeOf(origin, indexSources(new Map([[file, text]])));
  return Object.assign(error, { loc: { start, end } });
}

/** A documented node begins with its `///` lines. */
function locStart(node: CommentedNode): number {
  return 'doc' in node && node.doc !== undefined ? node.doc.start : node.start;
}

export const languages = [
  {
    name: 'accel',
    parsers: ['accel'],
    extensions: ['.accel'],
    vscodeLanguageIds: ['accel'],
    linguistLanguageId: 0,
  },
];

export const parsers: { readonly accel: Parser } = {
  accel: { parse: parseForPrinting, astFormat: 'accel', locStart, locEnd: ({ end }: CommentedNode) => end },
};

export const printers: { readonly accel: Printer } = {
  accel: {
    print,
    printComment,
    handleComments,
    getVisitorKeys: ({ kind }: CommentedNode) => [...childKeys[kind]],
    canAttachComment: ({ kind }: { readonly kind: string }) => kind !== 'LineComment' && kind !== 'BlockComment',
    isBlockComment: ({ kind }: { readonly kind: string }) => kind === 'BlockComment',
    hasPrettierIgnore: ({ node }: AstPath<CommentedNode>) =>
      node.comments?.some(
        ({ text, leading }) => leading === true && /^(?:\/\/|\/\*)\s*prettier-ignore\b/.test(text),
      ) === true,
    massageAstNode: withoutPlaces,
  },
};

/** Leaves out of a node what printing may change: places and comments. */
function withoutPlaces(_: unknown, copy: Record<string, unknown>): void {
  for (const key of ['start', 'end', 'comments']) delete copy[key];
}

export const defaultOptions = { printWidth: 100, tabWidth: 2 };
