import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, openDocument } from '../../lsp/server/documents.js';
import { agreedEncoding, encodings, lineTable, offsetOf, positionOf, rangeOf } from '../../lsp/text/positions.js';
import { cases } from '../support/tier.js';

const text = fc.string({ unit: fc.constantFrom('a', 'µ', '€', '🙂', '\n', '\r\n', ' '), maxLength: 40 });
const encoding = fc.constantFrom(...encodings);

describe('positions', () => {
  it('lead back to the offset they came from', () => {
    fc.assert(
      fc.property(text, encoding, fc.nat(), (source, units, seed) => {
        const table = lineTable(source);
        // Between two characters, not within one, and not within the end of a line.
        const places = [...source.matchAll(/\r\n|[\s\S]/gu)].map(({ index }) => index);
        const offset = places[seed % Math.max(1, places.length)] ?? 0;
        expect(offsetOf(table, positionOf(table, offset, units), units)).toBe(offset);
      }),
      { numRuns: cases(100) },
    );
  });

  it('in bytes are those of the UTF-8 text', () => {
    fc.assert(
      fc.property(text, (source) => {
        const table = lineTable(source);
        const end = positionOf(table, source.length, 'utf-8');
        const lastLine = source.slice(table.starts.at(-1));
        expect(end.character).toBe(new TextEncoder().encode(lastLine).length);
      }),
      { numRuns: cases(100) },
    );
  });

  it('in UTF-32 count characters', () => {
    fc.assert(
      fc.property(text, (source) => {
        const table = lineTable(source);
        const end = positionOf(table, source.length, 'utf-32');
        expect(end.character).toBe([...source.slice(table.starts.at(-1))].length);
      }),
      { numRuns: cases(100) },
    );
  });

  it.each([
    [undefined, 'utf-16'],
    [[], 'utf-16'],
    [['utf-7'], 'utf-16'],
    [['utf-16', 'utf-8'], 'utf-16'],
    [['utf-7', 'utf-32', 'utf-8'], 'utf-32'],
  ])('are counted in what the client likes best and the server knows: %j', (offered, agreed) => {
    expect(agreedEncoding(offered)).toBe(agreed);
  });

  it('past the end of a line or a text are that end', () => {
    const table = lineTable('ab\ncd');
    expect(offsetOf(table, { line: 0, character: 99 }, 'utf-16')).toBe(2);
    expect(offsetOf(table, { line: 9, character: 0 }, 'utf-8')).toBe(5);
  });
});

describe('changes of a document', () => {
  it('give the text that the editor has', () => {
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), encoding, (source, put, a, b, units) => {
        const places = [...source.matchAll(/\r\n|[\s\S]/gu)].map(({ index }) => index);
        const [first = 0, second = 0] = [a, b]
          .map((each) => places[each % Math.max(1, places.length)] ?? 0)
          .toSorted((x, y) => x - y);
        const document = openDocument('file:///a.accel', '/a.accel', 1, source);
        const range = rangeOf(document.table, { start: first, end: second }, units);
        const { table, version } = changed(document, 2, [{ range, text: put }], units);
        expect(table.text).toBe(source.slice(0, first) + put + source.slice(second));
        expect(version).toBe(2);
      }),
      { numRuns: cases(100) },
    );
  });
});
