import type { Item, Member, Node, WorkloadStatement } from '../../src/syntax/index.js';
import { children } from '../../src/syntax/index.js';
import type { Analysis, Place } from '../analysis.js';
import { sourceOf } from '../names/describe.js';

export type SymbolKind =
  | 'constant'
  | 'function'
  | 'enum'
  | 'case'
  | 'component'
  | 'design'
  | 'system'
  | 'workload'
  | 'search'
  | 'mapping'
  | 'parameter'
  | 'let'
  | 'tensor'
  | 'port'
  | 'clock'
  | 'instance'
  | 'block';

/** Something declared in a file, with what it declares in turn. */
export interface DeclaredSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Its type, where one is written. */
  readonly detail: string;
  /** All of it. */
  readonly start: number;
  readonly end: number;
  /** Its name. */
  readonly at: { readonly start: number; readonly end: number };
  readonly children: readonly DeclaredSymbol[];
}

/** What a file declares, as a tree. */
export function documentSymbols(analysis: Analysis): readonly DeclaredSymbol[] {
  return analysis.program.entry.tree.items.flatMap((item) => symbolOf(analysis, item));
}

/** A symbol of the workspace and where it is. */
export interface FoundSymbol extends Place {
  readonly name: string;
  readonly kind: SymbolKind;
  /** What it is declared in, or empty. */
  readonly container: string;
}

const mostSymbols = 1000;

/** Everything declared in the workspace whose name has the letters of `query` in their order. */
export function workspaceSymbols(all: readonly Analysis[], query: string): readonly FoundSymbol[] {
  const found: FoundSymbol[] = [];
  for (const analysis of all) {
    const visit = (symbols: readonly DeclaredSymbol[], container: string): void => {
      for (const { name, kind, at, children: inner } of symbols) {
        if (kind !== 'block' && matches(name, query)) {
          found.push({ name, kind, container, file: analysis.path, start: at.start, end: at.end });
        }
        visit(inner, name);
      }
    };
    visit(documentSymbols(analysis), '');
  }
  return found.slice(0, mostSymbols);
}

function matches(name: string, query: string): boolean {
  let at = 0;
  for (const letter of name.toLowerCase()) if (letter === query[at]?.toLowerCase()) at += 1;
  return at >= query.length;
}

const kinds: Readonly<Partial<Record<Node['kind'], SymbolKind>>> = {
  ConstDeclaration: 'constant',
  FunctionDeclaration: 'function',
  EnumDeclaration: 'enum',
  EnumCaseDeclaration: 'case',
  AliasDeclaration: 'component',
  WorkloadDeclaration: 'workload',
  ExploreDeclaration: 'search',
  MappingDeclaration: 'mapping',
  TensorStatement: 'tensor',
  OutputStatement: 'tensor',
  Parameter: 'parameter',
  LetMember: 'let',
  LetSignature: 'let',
  PortMember: 'port',
  PassPortMember: 'port',
  ClockMember: 'clock',
  ClockInMember: 'clock',
  InstanceMember: 'instance',
};

function symbolOf(analysis: Analysis, node: Node | Item | Member | WorkloadStatement): readonly DeclaredSymbol[] {
  const inner = (): readonly DeclaredSymbol[] => children(node).flatMap((child) => symbolOf(analysis, child));
  if (node.kind === 'ForMember' || node.kind === 'IfMember') return blockSymbol(node, inner());
  const kind = node.kind === 'ComponentDeclaration' ? componentKind(node) : kinds[node.kind];
  if (kind === undefined || !('name' in node) || typeof node.name === 'string' || node.name === undefined) return [];
  const { name, start, end } = node.name;
  if (name === '') return [];
  const detail = detailOf(analysis, node);
  return [{ name, kind, detail, start: node.start, end: node.end, at: { start, end }, children: inner() }];
}

function componentKind({ flavour }: Extract<Node, { kind: 'ComponentDeclaration' }>): SymbolKind {
  return flavour === 'design' || flavour === 'system' ? flavour : 'component';
}

function blockSymbol(
  node: Extract<Node, { kind: 'ForMember' | 'IfMember' }>,
  inner: readonly DeclaredSymbol[],
): readonly DeclaredSymbol[] {
  if (node.label === undefined) return inner;
  const { name, start, end } = node.label;
  return [{ name, kind: 'block', detail: '', start: node.start, end: node.end, at: { start, end }, children: inner }];
}

function detailOf({ program, path }: Analysis, node: Node): string {
  const part =
    node.kind === 'InstanceMember'
      ? node.component
      : node.kind === 'ClockMember'
        ? node.frequency
        : 'type' in node
          ? node.type
          : undefined;
  return part === undefined ? '' : sourceOf(program, path, part);
}
