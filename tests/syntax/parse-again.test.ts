import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAgain, type Parsed } from '../../src/syntax/index.js';
import { cases } from '../support/tier.js';

const sources = ['examples/edge_npu.accel', 'stdlib/compute.accel', 'stdlib/memory.accel'].map((file) =>
  readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8'),
);

/** Short declarations of each kind, among them ones in whose neighbourhood a place of one is a place of the other. */
const small = `/// Doc.
import { Sram } from "std/memory"; const a = 1; /// A remark.
export const b = a; export { a } from "./a.accel";
// A remark.

/// Alone.

/// Of the function.
/// Two lines.
export fn twice(x: int): int = x * 2;
enum E { p, q } enum F { r }
component Tile(rows: int) {
  /// A buffer.
  buffer: Sram { word: 128 b };
  if rows > 2 { let wide = rows; } else { let wide = 1; }
}
/* a /* nested */ remark */ component Small = Tile { rows: 2 };
interface I { let n: int; }
workload W { einsum O: int32[i] += A: int8[i, j] * B: int8[j] where i = 2, j = 4; }
mapping M for W on D { tile i = 2 @ buffer; }
explore X of D { sweep rows in [1, 2]; minimize area; }
const last = 3;
`;

const edit = fc.record({
  at: fc.nat(),
  cut: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 80 })),
  put: fc.oneof(
    fc.constantFrom('', ' ', '\n', ';', '{', '}', '(', ')', '[', '"', '/*', '*/', '//', '///', '\n/// d\n', ',', '='),
    fc.constantFrom(
      '1',
      'x',
      '🙂',
      'µ',
      '<',
      'export ',
      'component C { }\n',
      '\nconst k = 1;\n',
      '\n}\n',
      'let a',
      '\uFEFF',
    ),
  ),
});

/** A workload that is never closed is told where it opens, and keeps what is wrong right behind its end from being told. */
const behindOpenBrace = [
  ...[
    { at: 0, cut: 0, put: '/*' },
    { at: 0, cut: 0, put: '🙂' },
    { at: 495, cut: 0, put: '///' },
    { at: 0, cut: 48, put: '///' },
  ],
  ...[
    { at: 0, cut: 0, put: '1' },
    { at: 533, cut: 0, put: '\n}\n' },
    { at: 534, cut: 0, put: '1' },
  ],
];

function apply(
  text: string,
  { at, cut, put }: { readonly at: number; readonly cut: number; readonly put: string },
): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + put + text.slice(start + cut);
}

/** With all parts of moved declarations. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const made: Record<string, unknown> = {};
  for (const key in value) made[key] = plain(Reflect.get(value, key));
  return made;
}

function wholly(text: string): Pick<Parsed, 'ast' | 'diagnostics'> {
  const { ast, diagnostics } = parse(text, 'x.accel');
  return { ast, diagnostics };
}

describe('a text that was edited', () => {
  it('is read as one that is read whole', () => {
    const texts = fc.constantFrom(small, small, small, ...sources);
    fc.assert(
      fc.property(texts, fc.array(edit, { minLength: 1, maxLength: 12 }), (first, edits) => {
        let [text, parsed]: readonly [string, Parsed] = [first, parseAgain(first, 'x.accel')];
        for (const each of edits) {
          const now = apply(text, each);
          const { ast, diagnostics } = (parsed = parseAgain(now, 'x.accel', { text, parsed }));
          text = now;
          expect(plain({ ast, diagnostics })).toEqual(wholly(text));
        }
      }),
      { numRuns: cases(60), examples: [[small, behindOpenBrace]] },
    );
  });

  it('is read only where it was edited', () => {
    const before = parseAgain(small, 'x.accel');
    const text = small.replace('word: 128 b', 'word: 64 b');
    const { ast } = parseAgain(text, 'x.accel', { text: small, parsed: before });
    const kept = ast.items.filter((item, index) => item === before.ast.items[index]).length;
    const edited = ast.items.findIndex((item) => item.kind === 'ComponentDeclaration');
    expect(kept).toBe(edited);
    expect(plain(ast)).toEqual(wholly(text).ast);
  });

  it('leaves what lies behind the edit as it was until someone looks at it', () => {
    const before = parseAgain(small, 'x.accel');
    const longer = small.replace('const a = 1;', 'const a = 1000;');
    const after = parseAgain(longer, 'x.accel', { text: small, parsed: before });
    const [, far] = [before, after].map(({ ast }) => ast.items.findLast((item) => item.kind === 'WorkloadDeclaration'));
    expect(far?.name.start).toBe(longer.indexOf('W {'));
    expect(Object.keys(far ?? {})).not.toContain('statements');
    expect(far?.statements[0]?.start).toBe(longer.indexOf('einsum'));
    const again = parseAgain(small, 'x.accel', { text: longer, parsed: after });
    expect(again.ast.items.at(-1)).toBe(before.ast.items.at(-1));
  });
});
