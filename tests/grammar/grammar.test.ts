import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { generatedFiles } from '../../scripts/generate/files.js';
import { diagram } from '../../scripts/generate/grammar/diagram.js';
import { ebnf, ebnfRule } from '../../scripts/generate/grammar/ebnf.js';
import { grammarRules, rulesOf, type Piece } from '../../scripts/generate/grammar/model.js';
import { wordRules } from '../../scripts/generate/grammar/words.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const rules = grammarRules();

function rule(name: string): string {
  const found = rules.find((each) => each.name === name);
  return found === undefined ? '' : ebnf(found.piece);
}

it('writes a rule as the parser reads it', () => {
  expect(rule('let')).toBe('"let" name (":" type)? "=" expression ";"');
  expect(rule('port')).toBe('"port" ("in" | "out")? name ("=" endpoint | ":" type shape?) ";"');
  expect(rule('clock')).toBe('"clock" ("in" name | name "=" expression arguments?) ";"');
  expect(rule('arguments')).toBe('"{" (argument ("," argument)* ","?)? "}"');
  expect(rule('operation')).toBe('operand (operator operand)*');
});

it('has every rule and kind of word that it speaks of', () => {
  const known = new Set([...rules.map(({ name }) => name), ...wordRules().map(({ name }) => name)]);
  expect(rules.flatMap(({ piece }) => rulesOf(piece)).filter((name) => !known.has(name))).toEqual([]);
});

it('breaks a long rule between its choices', () => {
  const text = ['"aaaaaaaaaaaaaaaaaaaaaaaaa"', '"b"']
    .flatMap((each) => Array.from({ length: 4 }, () => each))
    .join(' | ');
  expect(ebnfRule('long', text).split('\n')).toHaveLength(2);
});

it('draws a way back below a repetition, and the same grammar in the same bytes', () => {
  const name: Piece = { kind: 'rule', name: 'name' };
  const list: Piece = { kind: 'repeat', part: name, separator: { kind: 'word', text: '<' } };
  expect(diagram('list', list)).toBe(diagram('list', list));
  expect(diagram('list', list)).toMatchSnapshot();
});

it('no diagram or page is left of a rule or module that is gone', async () => {
  const wanted = new Set((await generatedFiles(root)).map(({ path }) => path));
  for (const folder of ['docs/grammar', 'docs/stdlib']) {
    const files = readdirSync(root + folder).map((file) => `${folder}/${file}`);
    expect(files.filter((file) => !wanted.has(file))).toEqual([]);
  }
});

it('every link of the reference leads to a rule of the grammar or a file', () => {
  const page = readFileSync(`${root}docs/grammar.md`, 'utf8');
  const anchors = new Set([...page.matchAll(/^#+ (.+)$/gm)].map((match) => (match[1] ?? '').toLowerCase()));
  const text = readFileSync(`${root}docs/language.md`, 'utf8');
  const links = [...text.matchAll(/\]\(grammar\.md#([^)]+)\)/g)].map((match) => match[1] ?? '');
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((link) => !anchors.has(link))).toEqual([]);
});
