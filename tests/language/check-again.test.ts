import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { analyze, typeText, type Analysis, type Entity, type KnownModule } from '../../src/language/index.js';
import { visit } from '../../src/syntax/index.js';
import { hostOf } from '../support/language.js';
import { cases } from '../support/tier.js';

/** Names of the declarations that were checked last. */
const checked = vi.hoisted((): { names: string[] } => ({ names: [] }));
vi.mock(import('../../src/language/check-declaration.js'), async (original) => {
  const { checkDeclaration } = await original();
  return {
    checkDeclaration: (checker, entity) => {
      checked.names.push(entity.name);
      checkDeclaration(checker, entity);
    },
  };
});

/** Declarations that speak of each other, near and far, forwards and backwards. */
const source = `import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
import { hop } from "./other.accel";
export const lanes = 4;
const deep = lanes * 2;
const late = twice(deep);
const names = [lanes, late];
enum Flow { still, moving }
/// Twice as much as lanes.
fn twice(x: int, flow: Flow = .still): int = flow == .still ? x * 2 : x;
fn half(x: int) = x - lanes;
interface Store { port in fill: memory<int8, 4, 4 KiB>; let size: information; }
component Tile(rows: int in 1 ..= 64 = twice(x: 3), depth: information = 64 KiB) {
  buffer: Sram { capacity: depth, word: 128 b };
  port fill = buffer.fill;
  unused buffer.serve;
  let total = rows * buffer.words + deep + hop;
  for i in 0 .. rows { let twisted = i + total; }
}
component Small = Tile { rows: 2 };
const kind: Flow = .moving;
component Pair(depth: information = 32 KiB) {
  tiles: Tile[2] { depth: depth };
  unused tiles[*].fill;
  let sum = tiles[0].total + late;
}
design Chip(count: int = half(late)) {
  process tsmc_n7;
  clock main = 1 GHz;
  left: Small;
  pair: Pair;
  right: Tile[count] { rows: lanes };
  unused left.fill;
  unused right[*].fill;
  let way = kind == .still ? lanes : deep;
  require left.total + pair.sum > way, "enough";
}
workload load(n: int = late) { einsum O: int32[i, k] += A: int8[i, j] * B: int8[j, k] where i = n, j = 4, k = 8; }
const last = names[0];
`;

interface Edit {
  readonly kind: 'swap' | 'number' | 'drop' | 'erase' | 'type' | 'double line' | 'drop line' | 'undo';
  readonly at: number;
  readonly other: number;
}

const edits: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(
    ...(['swap', 'swap', 'number', 'drop', 'erase', 'type', 'double line', 'drop line', 'undo', 'undo'] as const),
  ),
  at: fc.nat(10_000),
  other: fc.nat(10_000),
});

const typed = [
  ';',
  '}',
  '{',
  ' = 3;',
  'const lanes = 1 GHz;',
  '+ deep',
  '(',
  '"',
  '// ',
  '.',
  '1',
  'x',
  'fn deep() = 1;\n',
];

function replaced(text: string, pattern: RegExp, at: number, put: (found: string) => string): string {
  const all = [...text.matchAll(pattern)];
  const found = all[at % Math.max(1, all.length)];
  if (found === undefined) return text;
  return text.slice(0, found.index) + put(found[0]) + text.slice(found.index + found[0].length);
}

function edited(history: readonly string[], { kind, at, other }: Edit): string {
  const text = history.at(-1) ?? '';
  const words = text.match(/[A-Za-z_]\w*/g) ?? [''];
  const lines = text.split('\n');
  const place = at % (text.length + 1);
  switch (kind) {
    case 'swap':
      return replaced(text, /[A-Za-z_]\w*/g, at, () => words[other % words.length] ?? '');
    case 'number':
      return replaced(text, /\d+/g, at, () => ['0', '7', '1.5', '3 GHz'][other % 4] ?? '');
    case 'drop':
      return replaced(text, /\w+|[^\w\s]/g, at, () => '');
    case 'erase':
      return text.slice(0, place) + text.slice(place + (other % 40));
    case 'type':
      return text.slice(0, place) + (typed[other % typed.length] ?? '') + text.slice(place);
    case 'double line':
      return lines.toSpliced(other % lines.length, 0, lines[at % lines.length] ?? '').join('\n');
    case 'drop line':
      return lines.toSpliced(at % lines.length, 1).join('\n');
    case 'undo':
      return history.at(-1 - (other % Math.min(3, history.length))) ?? text;
  }
}

const others = { 'other.accel': 'export const hop = 3;' };

function analysed(text: string, known?: ReadonlyMap<string, KnownModule>): Analysis {
  return analyze(hostOf({ 'main.accel': text, ...others }), 'main.accel', known === undefined ? {} : { known });
}

function described(entity: Entity | undefined): string {
  if (entity === undefined) return '';
  return 'at' in entity
    ? `${entity.kind} ${entity.name} ${entity.file}:${entity.at.start}`
    : `${entity.kind} ${entity.name}`;
}

/** All that is known of the nodes of a file, asked for from the end or from the beginning. */
function factsOf({ program }: Analysis, backwards: boolean): readonly string[] {
  if (program === undefined) return [];
  const { facts, entry } = program;
  const nodes: Parameters<typeof facts.resolved.get>[0][] = [];
  visit(entry.tree, (node) => void nodes.push(node));
  const told = (backwards ? nodes.toReversed() : nodes).map((node) => {
    const [checked, type] = [facts.checked.get(node), facts.types.get(node)];
    const types = [checked?.type, type].map((each) => (each === undefined ? '' : typeText(each)));
    return [
      node.start,
      node.end,
      described(facts.resolved.get(node)),
      ...types,
      checked?.late,
      facts.broken.has(node),
    ].join(' ');
  });
  return backwards ? told.toReversed() : told;
}

/** All names within components, loops and branches of a file. */
function namesWithin({ program }: Analysis): readonly string[] {
  const bodies = program?.factsOf.get(program.entry.path)?.bodies.values() ?? [];
  return [...bodies].flatMap(({ names }) => [...names.values()].map(described)).toSorted();
}

describe('a file that was edited', () => {
  it('is checked as one that is checked whole', () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 12 }), fc.boolean(), (sequence, backwards) => {
        const history = [source];
        let { known } = analysed(source);
        for (const each of sequence) {
          checked.names = [];
          const text = edited(history, each);
          history.push(text);
          const [again, whole] = [analysed(text, known), analysed(text)];
          ({ known } = again);
          expect(again.diagnostics).toEqual(whole.diagnostics);
          if (each.other % 3 === 0) expect(namesWithin(again)).toEqual(namesWithin(whole));
          // Some are asked about only after the next edit.
          if (each.other % 2 === 0) expect(factsOf(again, backwards)).toEqual(factsOf(whole, false));
        }
      }),
      { numRuns: cases(100) },
    );
  });

  it('is checked whole where a value comes to follow from itself, which is told where it is first met', () => {
    const source = 'const twice = base * 2;\nconst base: int = 8;\n';
    const text = source.replace('8', 'twice + 1');
    const again = analysed(text, analysed(source).known);
    expect(again.diagnostics.map(({ code }) => code)).toEqual(['E211']);
    expect(again.diagnostics).toEqual(analysed(text).diagnostics);
  });

  /** The declarations that are checked when one word of the source is another, before anyone asks about the rest. */
  const checkedAfter = (from: string, to: string): readonly string[] => {
    const { known } = analysed(source);
    checked.names = [];
    analysed(source.replace(from, to), known);
    return checked.names;
  };

  it('is checked only where something else could come out', () => {
    // The value of a constant is nothing to who reads it. In Tile and Chip the imports are seen to be used.
    expect(checkedAfter('lanes = 4', 'lanes = 40')).toEqual(['lanes', 'Tile', 'Chip']);
    expect(checkedAfter('lanes = 4', 'lanes = 4 GHz')).toEqual(
      expect.arrayContaining(['lanes', 'half', 'Chip', 'last']),
    );
    expect(checkedAfter('"enough"', '"plenty"')).toEqual(['Chip']);
    expect(checkedAfter('rows: 2 }', 'rows: 3 }')).toEqual(['Small', 'Chip']);
  });
});
