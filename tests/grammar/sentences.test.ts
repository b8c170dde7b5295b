import fc from 'fast-check';
import { expect, it } from 'vitest';
import { grammarRules, operators, type Piece } from '../../scripts/generate/grammar/model.js';
import { parse } from '../../src/syntax/index.js';
import { cases } from '../support/tier.js';

const rules = new Map(grammarRules().map(({ name, piece }) => [name, piece]));

/** A text of each kind of word. */
const words: Readonly<Record<string, readonly string[]>> = {
  name: ['a', 'b0', 'step'],
  word: ['c', 'port', 'to'],
  number: ['1', '0xff', '2.5e3'],
  quantity: ['1.5 GHz', '64 KiB', '3 pJ/b'],
  string: ['"text"'],
  operator: operators(),
};

/**
 * Rules that the grammar draws wider than the language is, for the sake of the drawing, and what stands for them here: of an
 * alias, of ports, of units, of the last `else`, of steps.
 */
const narrowed: Readonly<Record<string, string>> = {
  component: 'component C(a: int) { }',
  unitType: '{pJ/b}',
  port: 'port in x: stream<a>;',
  if: 'if a { } else if b { } else { }',
  sweep: 'sweep a.b in 1 .. 4 step * 2;',
};

/** Below this depth every choice is the shortest one. */
const deepest = 8;

/** A sentence of a piece; `take` chooses one of so many ways. */
function sentence(piece: Piece, take: (ways: number) => number, depth: number): string {
  const shallow = depth < deepest;
  switch (piece.kind) {
    case 'word':
      return piece.text;
    case 'rule':
      return ofRule(piece.name, take, depth + 1);
    case 'sequence':
      return piece.parts.map((part) => sentence(part, take, depth)).join(' ');
    case 'choice': {
      const part = piece.parts[shallow ? take(piece.parts.length) : 0];
      return part === undefined ? '' : sentence(part, take, depth);
    }
    case 'optional':
      return shallow && take(2) === 1 ? sentence(piece.part, take, depth) : '';
    case 'repeat': {
      const separator = piece.separator === undefined ? ' ' : ` ${sentence(piece.separator, take, depth)} `;
      const count = shallow ? 1 + take(2) : 1;
      return Array.from({ length: count }, () => sentence(piece.part, take, depth)).join(separator);
    }
  }
}

function ofRule(name: string, take: (ways: number) => number, depth: number): string {
  const own = words[name];
  if (own !== undefined) return own[take(own.length)] ?? '';
  const piece = rules.get(name);
  return narrowed[name] ?? (piece === undefined ? '' : sentence(piece, take, depth));
}

/** Mistakes of a sentence that is right by the grammar: operators that do not chain, arguments that need parentheses. */
const beyond = new Set(['E117']);

it('what the grammar draws the parser reads', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const take = (ways: number): number => numbers.next().value % ways;
      const source =
        take(2) === 0
          ? ofRule('item', take, 0)
          : `extern component C { ${ofRule('member', take, 0)} ${ofRule('member', take, 0)} }`;
      const found = parse(source, 'sentence.accel').diagnostics.filter(({ code }) => !beyond.has(code));
      expect(found.map(({ code, message }) => `${code} ${message}`).join('\n'), source).toBe('');
    }),
    { numRuns: cases(300) },
  );
});
