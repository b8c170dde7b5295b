import * as fc from 'fast-check';
import { parse, visit, type Node } from '../../src/syntax/index.js';
import { corpus, grafts } from './corpus.js';

/** Makes another text of a text. Numbers choose: each is taken modulo what there is to choose from. */
export interface Mutation {
  readonly kind: keyof typeof kinds;
  readonly at: number;
  readonly other: number;
  readonly length: number;
}

const odd = [
  ...[
    '\0',
    '\u00a0',
    '\u200b',
    '\u202e',
    '\ufeff',
    '\u2028',
    '\ud83d',
    '\udc00',
    '🙂',
    'é',
    'µ',
    'İ',
    '０',
    '\r',
    '\r\n',
  ],
  ...[
    '\t',
    '\v',
    '\n',
    '\\',
    "'",
    '`',
    '#',
    '$',
    '~',
    '"',
    '/*',
    '*/',
    '//',
    '///',
    '/**',
    '%',
    'dB',
    '\x7f',
    '\u0301',
  ],
];
const punctuation = [
  ...['{', '}', '(', ')', '[', ']', '<', '>', ';', ',', ':', '.', '..', '..=', '=', '==', '->', '<-', '<->', '+', '-'],
  ...[
    '*',
    '/',
    '^',
    '!',
    '?',
    '@',
    '|',
    '&&',
    '||',
    '!=',
    '<=',
    '>=',
    '+=',
    '=>',
    '::',
    '...',
    '(*)',
    '[*]',
    '{}',
    '@@',
  ],
];
const extremes = [
  ...[
    '0',
    '-1',
    '1e12',
    '-1e12',
    '9007199254740992',
    '9007199254740991',
    '-9007199254740993',
    '1e308',
    '1e-308',
    '1e999',
  ],
  ...[
    '0.1',
    '1.5',
    '255',
    '256',
    '257',
    '65536',
    '1_000_000',
    '1_000_001',
    '0xffffffffffffffff',
    '0b1',
    '00',
    '1e',
    '1.',
    '1_',
  ],
  ...['3', '7', '1000', '4096', '99999999999999999999999999', '(1 / 0)', '(0 / 0)', '2 ^ 1024'],
];
const units = [
  ...[
    'b',
    'B',
    'kB',
    'KiB',
    'MiB',
    'GiB',
    'TiB',
    'Hz',
    'kHz',
    'MHz',
    'GHz',
    'V',
    'mV',
    'W',
    'mW',
    'J',
    'pJ',
    'mm',
    'um',
    'nm',
  ],
  ...[
    'mm^2',
    'um^2',
    's',
    'ms',
    'us',
    'ns',
    'ps',
    'GB/s',
    'b/s',
    'pJ/b',
    'TOPS',
    'TOPS/W',
    'token/s',
    '%',
    'dB',
    'degC',
    'K',
  ],
  ...['MAC', 'op', 'image/s', 'furlong', 'KB', 'Mb', 'W/W', 'V*V', 's^-1', 'cycles'],
];

const tokenPattern = /\w+|"[^"\n]*"|\s+|[^\w\s]/g;

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

function replace(text: string, start: number, end: number, put: string): string {
  return text.slice(0, start) + put + text.slice(end);
}

/** Replaces one match of a pattern. */
function replaceMatch(text: string, pattern: RegExp, at: number, put: (found: string) => string): string {
  const found = pick([...text.matchAll(pattern)], at);
  if (found === undefined) return text;
  return replace(text, found.index, found.index + found[0].length, put(found[0]));
}

type Change = (text: string, mutation: Omit<Mutation, 'kind'>) => string;

const characters: Record<'insert' | 'punctuate' | 'erase' | 'flip', Change> = {
  insert: (text, { at, other }) =>
    replace(text, at % (text.length + 1), at % (text.length + 1), pick(odd, other) ?? ''),
  punctuate: (text, { at, other }) => replaceMatch(text, /[^\w\s]/g, at, () => pick(punctuation, other) ?? ''),
  erase: (text, { at, length }) => replace(text, at % (text.length + 1), (at % (text.length + 1)) + length, ''),
  flip: (text, { at, other }) => {
    const start = at % (text.length + 1);
    return replace(text, start, start + 1, String.fromCharCode(text.charCodeAt(start) ^ (1 << (other % 16))));
  },
};

const words: Record<'dropWord' | 'doubleWord' | 'swapWord' | 'foreignWord' | 'punctuation', Change> = {
  dropWord: (text, { at }) => replaceMatch(text, tokenPattern, at, () => ''),
  doubleWord: (text, { at }) => replaceMatch(text, tokenPattern, at, (found) => `${found} ${found}`),
  swapWord: (text, { at, other }) => replaceMatch(text, /\w+/g, at, () => pick(text.match(/\w+/g) ?? [], other) ?? ''),
  foreignWord: (text, { at, other, length }) =>
    replaceMatch(
      text,
      tokenPattern,
      at,
      () => pick(pick(corpus, other)?.text.match(tokenPattern) ?? [], length * 7) ?? '',
    ),
  punctuation: (text, { at, other }) => replaceMatch(text, /\s+/g, at, () => ` ${pick(punctuation, other) ?? ''} `),
};

const lines: Record<'dropLine' | 'doubleLine' | 'swapLine' | 'foreignLine', Change> = {
  dropLine: (text, { at, length }) => changeLines(text, at, (list, line) => list.toSpliced(line, 1 + (length % 4))),
  doubleLine: (text, { at, other }) =>
    changeLines(text, at, (list, line) => list.toSpliced(other % list.length, 0, list[line] ?? '')),
  swapLine: (text, { at, other }) =>
    changeLines(text, at, (list, line) =>
      list.with(line, pick(list, other) ?? '').with(other % list.length, list[line] ?? ''),
    ),
  foreignLine: (text, { at, other, length }) =>
    changeLines(text, at, (list, line) =>
      list.toSpliced(line, 0, pick(pick(corpus, other)?.text.split('\n') ?? [], length) ?? ''),
    ),
};

function changeLines(text: string, at: number, change: (lines: string[], line: number) => readonly string[]): string {
  const list = text.split('\n');
  return change(list, at % list.length).join('\n');
}

const stretches: Record<'head' | 'tail' | 'repeat' | 'nest' | 'close', Change> = {
  head: (text, { at }) => text.slice(0, at % (text.length + 1)),
  tail: (text, { at }) => text.slice(at % (text.length + 1)),
  repeat: (text, { at, other, length }) => {
    const start = at % (text.length + 1);
    return replace(text, start, start, text.slice(start, start + length * 8).repeat(1 + (other % 12)));
  },
  nest: (text, { at, other, length }) => {
    const [open, close] =
      pick(
        [
          ['(', ')'],
          ['[', ']'],
          ['{', '}'],
          ['if true {', '}'],
          ['-', ''],
          ['/*', '*/'],
          ['"', '"'],
        ],
        other,
      ) ?? [];
    const times = pick([1, 2, 20, 300, 3000], length) ?? 1;
    return replaceMatch(text, /\w+/g, at, (found) => `${open?.repeat(times)}${found}${close?.repeat(times)}`);
  },
  close: (text, { at }) => replaceMatch(text, /[{}()[\]]/g, at, () => ''),
};

const figures: Record<'number' | 'unit' | 'nonsense', Change> = {
  number: (text, { at, other }) => replaceMatch(text, /\b\d[\w.]*/g, at, () => pick(extremes, other) ?? ''),
  unit: (text, { at, other }) =>
    replaceMatch(text, /(?<=\b\d[\w.]* )[a-zA-Z%][\w/^]*/g, at, () => pick(units, other) ?? ''),
  nonsense: (text, { at, other, length }) =>
    replaceMatch(text, /\b\d[\w.]*/g, at, () => `${pick(extremes, other)} ${pick(units, length)}`),
};

/** Parts of the tree are exchanged, within a text and with others. */
const trees: Record<'graft' | 'foreignGraft' | 'dropNode' | 'doubleNode', Change> = {
  graft: (text, { at, other }) => {
    const nodes = nodesOf(text);
    const target = pick(nodes, at);
    const donor =
      target &&
      pick(
        nodes.filter(({ kind }) => kind === target.kind),
        other,
      );
    if (target === undefined || donor === undefined) return text;
    return replace(text, target.start, target.end, text.slice(donor.start, donor.end));
  },
  foreignGraft: (text, { at, other }) => {
    const target = pick(nodesOf(text), at);
    if (target === undefined) return text;
    return replace(text, target.start, target.end, pick(grafts.get(target.kind) ?? [], other) ?? '');
  },
  dropNode: (text, { at }) => {
    const target = pick(nodesOf(text), at);
    return target === undefined ? text : replace(text, target.start, target.end, '');
  },
  doubleNode: (text, { at, other }) => {
    const nodes = nodesOf(text);
    const [target, donor] = [pick(nodes, at), pick(nodes, other)];
    if (target === undefined || donor === undefined) return text;
    return replace(text, target.end, target.end, ` ${text.slice(donor.start, donor.end)}`);
  },
};

/** The nodes of a text but for the whole. */
function nodesOf(text: string): readonly Pick<Node, 'kind' | 'start' | 'end'>[] {
  const found: Pick<Node, 'kind' | 'start' | 'end'>[] = [];
  visit(parse(text, 'x.accel').ast, (node) => {
    if (node.kind !== 'SourceFile') found.push(node);
  });
  return found;
}

const kinds = { ...characters, ...words, ...lines, ...stretches, ...figures, ...trees };

/** Any mutation; those of figures, words and trees leave more of a source right, and come more often. */
export const mutations: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.oneof(
    ...[
      [characters, 2],
      [words, 4],
      [lines, 2],
      [stretches, 1],
      [figures, 5],
      [trees, 5],
    ].map(([group, weight]) => ({
      weight: weight as number,
      arbitrary: fc.constantFrom(...(Object.keys(group as object) as (keyof typeof kinds)[])),
    })),
  ),
  at: fc.nat(1_000_000),
  other: fc.nat(1_000_000),
  length: fc.nat(40),
});

/** The longest text that a mutation makes. */
const longest = 60_000;

export function mutate(text: string, { kind, ...choice }: Mutation): string {
  return kinds[kind](text, choice).slice(0, longest);
}
