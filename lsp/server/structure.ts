import type {
  Connection,
  DocumentSymbol,
  FoldingRange,
  SelectionRange,
  ServerCapabilities,
} from 'vscode-languageserver';
import { folding } from '../features/folding.js';
import { selections } from '../features/selection.js';
import { documentSymbols, workspaceSymbols, type DeclaredSymbol, type SymbolKind } from '../features/symbols.js';
import { offsetOf, positionOf, rangeOf, type Encoding, type LineTable } from '../text/positions.js';
import { guardOf } from './guard.js';
import { FoldingRangeKind, SymbolKind as Kind } from './protocol.js';
import { lookAtAll } from './slices.js';
import { locationOf, lookAt, type Session } from './session.js';

/** What shows how a file is built. */
export const structureCapabilities: ServerCapabilities = {
  documentSymbolProvider: true,
  workspaceSymbolProvider: { workDoneProgress: true },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
};

const kinds: Readonly<Record<SymbolKind, Kind>> = {
  constant: Kind.Constant,
  function: Kind.Function,
  enum: Kind.Enum,
  case: Kind.EnumMember,
  component: Kind.Class,
  design: Kind.Module,
  system: Kind.Package,
  workload: Kind.Struct,
  search: Kind.Struct,
  mapping: Kind.Struct,
  tensor: Kind.Variable,
  parameter: Kind.Property,
  let: Kind.Variable,
  port: Kind.Interface,
  clock: Kind.Event,
  instance: Kind.Field,
  block: Kind.Namespace,
};

/** Registers symbols, folding and selection. */
export function registerStructure(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.onDocumentSymbol(
    guard('textDocument/documentSymbol', [], ({ textDocument }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      return documentSymbols(found.analysis).map((each) => shownSymbol(found.document.table, session.encoding, each));
    }),
  );
  connection.onWorkspaceSymbol(
    guard('workspace/symbol', [], async ({ query }, token, progress) => {
      await lookAtAll(session, { title: 'looking for names', token, progress }, session.project.analysisOf);
      return workspaceSymbols(session.project.analyses(), query).map((each) => ({
        name: each.name,
        kind: kinds[each.kind],
        containerName: each.container,
        location: locationOf(session, each),
      }));
    }),
  );
  connection.onFoldingRanges(
    guard('textDocument/foldingRange', [], ({ textDocument }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const { table } = found.document;
      return folding(found.analysis).map(({ start, end, kind }): FoldingRange => {
        const lines = { startLine: lineOf(table, start), endLine: lineOf(table, end) };
        return kind === 'region'
          ? { ...lines, kind: FoldingRangeKind.Region }
          : { ...lines, kind: kind === 'imports' ? FoldingRangeKind.Imports : FoldingRangeKind.Comment };
      });
    }),
  );
  connection.onSelectionRanges(
    guard('textDocument/selectionRange', [], ({ textDocument, positions }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      const { table } = found.document;
      return positions.map((position) => {
        const grown = selections(found.analysis, offsetOf(table, position, session.encoding));
        const shown = grown.map((each) => rangeOf(table, each, session.encoding)).toReversed();
        const [whole, ...smaller] = shown;
        const start: SelectionRange = { range: whole ?? { start: position, end: position } };
        return smaller.reduce<SelectionRange>((parent, range) => ({ range, parent }), start);
      });
    }),
  );
}

function shownSymbol(table: LineTable, encoding: Encoding, symbol: DeclaredSymbol): DocumentSymbol {
  return {
    name: symbol.name,
    kind: kinds[symbol.kind],
    detail: symbol.detail,
    range: rangeOf(table, symbol, encoding),
    selectionRange: rangeOf(table, symbol.at, encoding),
    children: symbol.children.map((child) => shownSymbol(table, encoding, child)),
  };
}

function lineOf(table: LineTable, offset: number): number {
  return positionOf(table, offset, 'utf-16').line;
}
