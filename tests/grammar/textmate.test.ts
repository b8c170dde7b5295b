import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, expect, it } from 'vitest';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';
import { contextual, reserved } from '../../src/syntax/tokens.js';
import { units } from '../../src/units/index.js';

const syntaxes = new URL('../../lsp/vscode/syntaxes/', import.meta.url);
const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');

let grammar: textmate.IGrammar;

beforeAll(async () => {
  const { buffer } = new Uint8Array(readFileSync(wasm));
  await oniguruma.loadWASM(buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) =>
      Promise.resolve(
        scope === 'source.accel'
          ? textmate.parseRawGrammar(
              readFileSync(new URL('accel.tmLanguage.json', syntaxes), 'utf8'),
              'accel.tmLanguage.json',
            )
          : null,
      ),
  });
  const loaded = await registry.loadGrammar('source.accel');
  if (loaded === null) throw new Error('no grammar');
  grammar = loaded;
});

/** The words of a source that have a scope: `word scope`, the innermost scope without `.accel`. */
function scopes(source: string): readonly string[] {
  let state = textmate.INITIAL;
  return source.split('\n').flatMap((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.flatMap((token) => {
      const text = line.slice(token.startIndex, token.endIndex).trim();
      const scope = token.scopes.at(-1) ?? '';
      return text === '' || scope === 'source.accel' ? [] : [`${text}  ${scope.replace(/\.accel$/, '')}`];
    });
  });
}

/** The scope of one word of a source. */
function scopeOf(source: string, word: string): string | undefined {
  return scopes(source)
    .find((each) => each.startsWith(`${word}  `))
    ?.slice(word.length + 2);
}

it('a quantity is one token, its unit within', () => {
  expect(scopes('1.6 GHz')).toEqual(['1.6  constant.numeric.quantity', 'GHz  keyword.other.unit']);
  expect(scopes('3 pJ/b + 2')).toEqual([
    '3  constant.numeric.quantity',
    'pJ/b  keyword.other.unit',
    '+  keyword.operator',
    '2  constant.numeric',
  ]);
  expect(scopes('2 op * rows')).toEqual([
    '2  constant.numeric.quantity',
    'op  keyword.other.unit',
    '*  keyword.operator',
  ]);
});

it('knows every unit of the table, and no other', () => {
  const unknown = [...units.keys()].filter((symbol) => scopeOf(`1 ${symbol}`, symbol) !== 'keyword.other.unit');
  expect(unknown).toEqual([]);
  expect(scopeOf('1 KB', 'KB')).toBeUndefined();
  expect(scopeOf('1 opus', 'op')).toBeUndefined();
});

it('knows every reserved word, but not after a point or before the colon of an argument', () => {
  const plain = Object.keys(reserved).filter(
    (word) => !/^(keyword|storage|constant)/.test(scopeOf(`${word} x`, word) ?? ''),
  );
  expect(plain).toEqual([]);
  expect(scopeOf('a.port', 'port')).toBe('variable.other.property');
  expect(scopeOf('T { port: 4 }', 'port')).toBeUndefined();
});

it('a contextual word is a word of the language only where the grammar asks for it', () => {
  const plain = Object.keys(contextual).filter((word) => scopeOf(`${word} x`, word) !== 'keyword.other');
  expect(plain).toEqual([]);
  expect(scopeOf('tile: Tile;', 'tile')).toBeUndefined();
  expect(scopeOf('tile -> sink.x;', 'tile')).toBeUndefined();
  expect(scopeOf('let y = step + 1;', 'step')).toBeUndefined();
});

it('comments nest, and a string ends with its line', () => {
  expect(scopes('/* a /* b */ c\nd */ 1').filter((each) => !each.endsWith('comment.block'))).toEqual([
    '1  constant.numeric',
  ]);
  expect(scopeOf('/// Rows.', '/// Rows.')).toBe('comment.line.documentation');
  expect(scopeOf('//// ornament', '//// ornament')).toBe('comment.line.double-slash');
  expect(scopes('"a\\n\nrows 4').at(-1)).toBe('4  constant.numeric');
});

it('names by what they are', () => {
  expect(scopeOf('Sram { ports: .one_rw }', 'one_rw')).toBe('variable.other.enummember');
  expect(scopeOf('let b = ceil(2.5);', 'ceil')).toBe('support.function.builtin');
  expect(scopeOf('let b = own(2.5);', 'own')).toBe('entity.name.function');
  expect(scopeOf('operand: dtype = fp8_e4m3', 'fp8_e4m3')).toBe('support.type.dtype');
  expect(scopeOf('port in x: stream<int8, 4>;', 'stream')).toBe('support.type');
  expect(scopeOf('a: frequency', 'frequency')).toBe('support.type');
  expect(scopeOf('clk.frequency', 'frequency')).toBe('variable.other.property');
  expect(scopeOf('require area <= 830 mm^2;', 'area')).toBe('support.variable.measure');
});

it('a file, word by word', () => {
  expect(scopes(tour).join('\n')).toMatchSnapshot();
});

const tour = `import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";

/// A tile and its buffer.
export component Tile(rows: int in 8 ..= 512 = 128, operand: dtype = int8) {
  port in work: commands;
  port fill = buffer.fill;
  buffer: Sram { capacity: 64 KiB, ports: .one_rw };
  unused buffer.serve;
  let peak_ops = 2 op * rows ^ 2 * clk.frequency;
  require buffer.bandwidth >= 1 GB/s, "too slow";
}

design Chip(tiles: int = 4) {
  process tsmc_n7 { voltage: 0.75 V };
  clock main = 1 GHz { reset: .sync };
  tile: Tile[tiles] @ main { operand: bf16 };
  row: for i in 0 .. tiles { let twice: real = 2 * i; }
  a[*].out -> b.in;
}

workload w(batch: int = 1) { model "llama-3.1-8b"; phase = .decode; }
workload e { einsum C: int32[i] += A: int8[i, k] * B: int8[k] where i = 4, k = 5; }
explore x for Chip { sweep tiles in 1 ..= 8 step * 2; subject to throughput(w) >= 1 token/s; }`;
