import { expect, test } from 'vitest';
import { diagnostic, renderPretty, renderSummary, type Diagnostic, type Span } from '../../src/diagnostics/index.js';

const text = `design D(rows: int = 4) {
\tbuffer: Sram { capacity: 64 KiB, word: 256 b };
  let 深い = 3; let b = 4;
  core.spill <-> buffer.serve;
  x: Foo {
    a: 3,
    b: 4,
    c: 5,
    d: 6,
    e: 7,
  };
}
`;
const sources = new Map([
  ['a.accel', text],
  ['b.ts', 'const d = design();\n  d.add(sram.fill)\n'],
]);

/** The span of the first occurrence of `part`, or from it to behind `last`. */
function at(part: string, last = part): Span {
  const start = text.indexOf(part);
  return { file: 'a.accel', start, end: text.indexOf(last, start) + last.length };
}

const wrong = { expected: 'a port', found: 'a stream' };

/** A diagnostic at the first place, with labels at the others. */
function found(origin: Diagnostic['origin'], related: Diagnostic['related'] = [], help?: string): Diagnostic {
  return diagnostic('E101', origin, wrong, { related, ...(help === undefined ? {} : { help }) });
}

const several: readonly Diagnostic[] = [
  found(at('core.spill'), [
    { origin: at('buffer.serve'), message: 'this is 256 b wide' },
    { origin: at('<->'), message: 'joined here' },
    { origin: at('buffer: Sram'), message: 'declared here' },
  ]),
  found(at('x: Foo', '};'), [{ origin: at('e: 7'), message: 'the last one' }], 'first way\nsecond way'),
  found({ file: 'b.ts', line: 2, column: 3 }, [{ origin: at('深い'), message: 'named here' }]),
  found({ file: 'missing.ts', line: 7, column: 9 }),
  found({ ...at('word'), end: at('word').start }),
  found(undefined),
];

test('frames in ASCII', async () => {
  await expect(renderPretty(several, sources)).toMatchFileSnapshot('pretty.ascii.txt');
});

test('frames with box characters and colours', async () => {
  await expect(renderPretty(several, sources, { unicode: true, color: true })).toMatchFileSnapshot(
    'pretty.unicode.txt',
  );
});

test('carets stand under what they point at, tabs and wide characters counted', () => {
  const rows = renderPretty([found(at('word: 256 b')), found(at('b = 4'))], sources).split('\n');
  for (const [part, width] of [
    ['word: 256 b', 11],
    ['b = 4', 5],
  ] as const) {
    const line = rows.findIndex((row) => row.includes(part));
    const cells = [...(rows[line] ?? '').split(part)[0]!].reduce((sum, one) => sum + (one > '\u2e80' ? 2 : 1), 0);
    expect(rows[line + 1]?.indexOf('^')).toBe(cells);
    expect(rows[line + 1]?.match(/\^+/)?.[0]).toHaveLength(width);
  }
});

test('a long line is cut around what is marked', () => {
  const long = `const a = [${Array.from({ length: 200 }, (_, i) => `x${i}`).join(', ')}];`;
  const start = long.indexOf('x150');
  const origin = { file: 'l.accel', start, end: start + 4 };
  const rows = renderPretty([found(origin)], new Map([['l.accel', long]]), { width: 60 }).split('\n');
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(62);
  const line = rows.findIndex((row) => row.includes('x150'));
  expect(rows[line + 1]?.indexOf('^')).toBe(rows[line]?.indexOf('x150'));
});

test('nothing to say is nothing', () => {
  expect(renderPretty([], sources)).toBe('');
  expect(renderSummary([])).toBe('');
});

test('the summary counts', () => {
  expect(renderSummary([...several, { ...found(undefined), severity: 'warning' }])).toBe('6 errors, 1 warning');
});
