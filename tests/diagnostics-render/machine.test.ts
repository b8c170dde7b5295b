import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  catalogue,
  diagnostic,
  lineStartsOf,
  positionAt,
  renderGithub,
  renderJson,
  renderPretty,
  renderSarif,
  renderShort,
} from '../../src/diagnostics/index.js';
import { cases } from '../support/tier.js';

const text = 'const a = 1\nconst b = 2;\n';
const file = 'designs/a b.accel';
const sources = new Map([[file, text]]);
const span = { file, start: 11, end: 11 };
const fix = { title: 'insert `;`', edits: [{ span, text: ';' }], safe: true };
const missing = diagnostic(
  'E102',
  span,
  { after: '`1`' },
  { fix, related: [{ origin: { file, start: 0, end: 5 }, message: 'begun here' }] },
);
const nowhere = diagnostic('E001', undefined, { path: 'x,y:z%\n' });

test('short: one line each', () => {
  expect(renderShort([missing, nowhere], sources)).toBe(
    `${file}:1:12: error[E102]: \`;\` is missing after \`1\`\nerror[E001]: there is no file "x,y:z%\n"\n`,
  );
});

test('GitHub: escaped properties and data', () => {
  const [first, second] = renderGithub([missing, nowhere], sources).split('\n');
  expect(first).toBe(
    `::error file=designs/a b.accel,line=1,endLine=1,col=12,endColumn=12,title=E102::\`;\` is missing after \`1\``,
  );
  expect(second).toBe('::error title=E001::there is no file "x,y:z%25%0A"');
});

test('JSON: places, fixes and counts', () => {
  expect(renderJson([missing, nowhere], sources)).toEqual({
    schema: 'accel-diagnostics/1',
    errors: 2,
    warnings: 0,
    diagnostics: [
      {
        code: 'E102',
        severity: 'error',
        message: '`;` is missing after `1`',
        place: { file, line: 1, column: 12, end_line: 1, end_column: 12, start: 11, end: 11 },
        related: [
          { message: 'begun here', place: { file, line: 1, column: 1, end_line: 1, end_column: 6, start: 0, end: 5 } },
        ],
        help: null,
        fix: {
          title: 'insert `;`',
          safe: true,
          edits: [{ place: { file, line: 1, column: 12, end_line: 1, end_column: 12, start: 11, end: 11 }, text: ';' }],
        },
      },
      expect.objectContaining({ code: 'E001', place: null, related: [], fix: null }),
    ],
  });
});

test('SARIF: a run with its rules, results, fixes and fingerprints', () => {
  const log = renderSarif([missing, nowhere], sources, { version: '0.1.0', catalogue });
  expect(log).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        columnKind: 'utf16CodeUnits',
        tool: { driver: { name: 'accel', semanticVersion: '0.1.0', rules: [{ id: 'E001' }, { id: 'E102' }] } },
        results: [
          {
            ruleId: 'E102',
            ruleIndex: 1,
            level: 'error',
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: 'designs/a%20b.accel', uriBaseId: '%SRCROOT%' },
                  region: { startLine: 1, startColumn: 12, endLine: 1, endColumn: 12 },
                },
              },
            ],
            fixes: [{ artifactChanges: [{ replacements: [{ insertedContent: { text: ';' } }] }] }],
            partialFingerprints: { 'accelLine/v1': expect.stringMatching(/^[0-9a-f]{8}$/) },
          },
          { ruleId: 'E001', ruleIndex: 0, locations: [] },
        ],
      },
    ],
  });
});

test('the fingerprint stays when the line moves', () => {
  const moved = new Map([[file, `\n\n${text}`]]);
  const later = { ...missing, origin: { file, start: 13, end: 13 } };
  const print = (log: object) => /accelLine\/v1":"(\w+)/.exec(JSON.stringify(log))?.[1];
  const options = { version: '0', catalogue };
  expect(print(renderSarif([later], moved, options))).toBe(print(renderSarif([missing], sources, options)));
});

test('a place is found as by counting', () => {
  const lines = fc
    .array(fc.constantFrom('a', 'é', '😀', '\n', '\r\n', '\r', '\t'), { maxLength: 40 })
    .map((list) => list.join(''));
  fc.assert(
    fc.property(lines, fc.nat(90), (source, offset) => {
      const at = Math.min(offset, source.length);
      const before = source.slice(0, at).replace(/\r$/, (end) => (source[at] === '\n' ? '' : end));
      const ends = before.split(/\r\n|\r|\n/);
      const { line, column } = positionAt({ text: source, lineStarts: lineStartsOf(source) }, offset);
      expect(line).toBe(ends.length);
      if (before.length === at) expect(column).toBe((ends.at(-1) ?? '').length + 1);
    }),
    { numRuns: cases(500) },
  );
});

test('no span makes a renderer fail', () => {
  const place = fc.tuple(fc.nat(60), fc.nat(60));
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 50 }),
      fc.array(place, { minLength: 1, maxLength: 5 }),
      (source, places) => {
        const spans = places.map(([start, length]) => ({ file: 'x', start, end: start + length }));
        const related = spans.slice(1).map((origin) => ({ origin, message: 'm' }));
        const found = diagnostic('E102', spans[0], { after: 'x' }, { related });
        const shown = renderPretty([found], new Map([['x', source]]), { unicode: true, width: 40 });
        expect(shown).toContain('error[E102]');
      },
    ),
    { numRuns: cases(500) },
  );
});
