import { lineTable, offsetOf, type Encoding, type LineTable, type Range } from '../text/positions.js';

/** A text that is open in the editor. A value: a change makes a new one. */
export interface OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly version: number;
  readonly table: LineTable;
}

/** A change as the protocol sends it: of a range, or of everything. */
export interface Change {
  readonly range?: Range;
  readonly text: string;
}

/** A document as it was opened. */
export function openDocument(uri: string, path: string, version: number, text: string): OpenDocument {
  return { uri, path, version, table: lineTable(text) };
}

/** The document after changes, applied one after the other. */
export function changed(
  document: OpenDocument,
  version: number,
  changes: readonly Change[],
  encoding: Encoding,
): OpenDocument {
  let { table } = document;
  for (const { range, text } of changes) {
    if (range === undefined) {
      table = lineTable(text);
      continue;
    }
    const start = offsetOf(table, range.start, encoding);
    const end = Math.max(start, offsetOf(table, range.end, encoding));
    table = lineTable(table.text.slice(0, start) + text + table.text.slice(end));
  }
  return { ...document, version, table };
}
