import type { CallHierarchyItem, Connection, Range, ServerCapabilities } from 'vscode-languageserver';
import type { Analysis } from '../analysis.js';
import { incoming, outgoing, prepareHierarchy, type HierarchyItem } from '../features/call-hierarchy.js';
import { declaration } from '../features/definition.js';
import { implementation } from '../features/implementation.js';
import { links } from '../features/links.js';
import { offsetOf, rangeOf } from '../text/positions.js';
import { guardOf } from './guard.js';
import { at } from './names.js';
import { SymbolKind } from './protocol.js';
import { locationOf, lookAt, tableOf, type Session } from './session.js';

/** What leads from one place to others. */
export const navigationCapabilities: ServerCapabilities = {
  declarationProvider: true,
  implementationProvider: true,
  callHierarchyProvider: true,
  documentLinkProvider: { resolveProvider: false },
};

const kinds: Readonly<Record<HierarchyItem['kind'], SymbolKind>> = {
  component: SymbolKind.Class,
  design: SymbolKind.Module,
  system: SymbolKind.Package,
  extern: SymbolKind.Class,
  interface: SymbolKind.Interface,
  alias: SymbolKind.Class,
};

/** Registers declaration, implementation, links and the hierarchy of instances. */
export function registerNavigation(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  connection.onDeclaration(
    guard('textDocument/declaration', null, (parameters) => {
      const here = at(session, parameters);
      const place = here && declaration(here.analysis, here.offset);
      return place === undefined ? null : locationOf(session, place, here?.analysis);
    }),
  );
  connection.onImplementation(
    guard('textDocument/implementation', [], (parameters) => {
      const here = at(session, parameters);
      if (here === undefined) return [];
      const places = implementation(here.analysis, here.offset, session.project.analyses());
      return places.map((place) => locationOf(session, place, here.analysis));
    }),
  );
  connection.onDocumentLinks(
    guard('textDocument/documentLink', [], ({ textDocument }) => {
      const found = lookAt(session, textDocument.uri);
      if (found === undefined) return [];
      return links(found.analysis).map((each) => ({
        range: rangeOf(found.document.table, each, session.encoding),
        target: session.surroundings.uriOf(each.file),
      }));
    }),
  );
  registerHierarchy(connection, session);
}

function registerHierarchy(connection: Connection, session: Session): void {
  const guard = guardOf(connection);
  const { callHierarchy } = connection.languages;
  callHierarchy.onPrepare(
    guard('textDocument/prepareCallHierarchy', null, (parameters) => {
      const here = at(session, parameters);
      const item = here && prepareHierarchy(here.analysis, here.offset);
      return item === undefined ? null : [shownItem(session, item, here?.analysis)];
    }),
  );
  callHierarchy.onIncomingCalls(
    guard('callHierarchy/incomingCalls', null, ({ item }) => {
      const all = session.project.analyses();
      return incoming(itemOf(session, item, all), all).map((call) => ({
        from: shownItem(session, call.item, knowing(all, call.item.at.file)),
        fromRanges: call.places.map((place): Range => locationOf(session, place, knowing(all, place.file)).range),
      }));
    }),
  );
  callHierarchy.onOutgoingCalls(
    guard('callHierarchy/outgoingCalls', null, ({ item }) => {
      const all = session.project.analyses();
      return outgoing(itemOf(session, item, all), all).map((call) => ({
        to: shownItem(session, call.item, knowing(all, call.item.at.file)),
        fromRanges: call.places.map((place): Range => locationOf(session, place, knowing(all, place.file)).range),
      }));
    }),
  );
}

function knowing(all: readonly Analysis[], file: string): Analysis | undefined {
  return all.find(({ program }) => program.texts.has(file));
}

function shownItem(session: Session, item: HierarchyItem, analysis: Analysis | undefined): CallHierarchyItem {
  const { uri, range } = locationOf(session, item.whole, analysis);
  return {
    name: item.name,
    kind: kinds[item.kind],
    detail: item.kind,
    uri,
    range,
    selectionRange: locationOf(session, item.at, analysis).range,
    data: item.at.file,
  };
}

/** The item that the client gives back; `data` is its file as in spans. */
function itemOf(session: Session, item: CallHierarchyItem, all: readonly Analysis[]): Pick<HierarchyItem, 'at'> {
  const data: unknown = item.data;
  const file = typeof data === 'string' ? data : session.surroundings.pathOf(item.uri);
  const table = tableOf(session, file, knowing(all, file));
  const [start, end] = [item.selectionRange.start, item.selectionRange.end].map((each) =>
    offsetOf(table, each, session.encoding),
  );
  return { at: { file, start: start ?? 0, end: end ?? 0 } };
}
