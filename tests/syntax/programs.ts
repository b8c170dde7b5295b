import * as fc from 'fast-check';

/** The words of a piece of a program, in order; between any two may stand whatever separates words. */
type Words = readonly string[];

const some = <T>(of: fc.Arbitrary<T>, least = 0, most = 3): fc.Arbitrary<readonly T[]> =>
  fc.array(of, { minLength: least, maxLength: most });

/** Pieces one after the other. */
const row = (...parts: readonly (fc.Arbitrary<Words> | string)[]): fc.Arbitrary<Words> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant([part]) : part))).map((all) => all.flat());

const maybe = (part: fc.Arbitrary<Words>): fc.Arbitrary<Words> => fc.oneof(fc.constant([]), part);

const word = (...words: readonly string[]): fc.Arbitrary<Words> => fc.constantFrom(...words).map((each) => [each]);

/** `a, b, c` with an end comma now and then. */
const listed = (part: fc.Arbitrary<Words>, least = 0, most = 3): fc.Arbitrary<Words> =>
  fc
    .tuple(some(part, least, most), fc.boolean())
    .map(([parts, more]) => parts.flatMap((each, at) => (at < parts.length - 1 || more ? [...each, ','] : each)));

const bracketed = (open: string, part: fc.Arbitrary<Words>, close: string, least = 0): fc.Arbitrary<Words> =>
  row(open, listed(part, least), close);

/** The end of a body stands on a line of its own: in the middle of a line the parser takes it for one too many. */
const body = (inside: fc.Arbitrary<Words>): readonly [string, fc.Arbitrary<Words>, string] => ['{ ', inside, '\n}'];

const name = word('a', 'rows', 'a_rather_long_name_of_something', 'from', 'step', 'Tile', 'unused_lanes');
const number = word('0', '1_000', '0xff', '1.5', '2e9', '4 KiB', '1.5 GHz', '0.75 V', '819.2 GB/s');

const { expression } = fc.letrec<{ expression: Words; primary: Words }>((tie) => {
  const inner = tie('expression');
  return {
    primary: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      number,
      name,
      word('true', '.still', '"a text"'),
      row('(', inner, ')'),
      row('[', listed(inner, 1), ']'),
      row(name, '(', listed(inner), ')'),
      row(name, '.', word('width', 'rows')),
      row(name, '[', inner, ']'),
    ),
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      tie('primary'),
      row(tie('primary'), word('+', '-', '*', '/', '&&', '||'), tie('primary')),
      row(tie('primary'), word('<=', '=='), tie('primary')),
      row('-', tie('primary')),
      row(tie('primary'), '?', inner, ':', inner),
    ),
  };
});

const doc = maybe(word('\n/// What it is.\n', '\n/// One line.\n/// Another one.\n'));
const type = fc.oneof(word('int', 'frequency', '{pJ/b}'), row('[', 'int', ']'));
const portType = fc.oneof(word('commands'), row('stream', '<', name, ',', number, '>'));
const range = row(expression, word('..', '..='), expression);
const argument = fc.oneof(name, row(name, ':', expression));
const braces = maybe(bracketed('{', argument, '}'));
const shape = maybe(bracketed('[', expression, ']', 1).map(withoutEndComma));

function withoutEndComma(words: Words): Words {
  return words.at(-2) === ',' ? [...words.slice(0, -2), ...words.slice(-1)] : words;
}

const path = fc.oneof(row(name, '.', name), row(name, '[', '*', ']', '.', name), row(name, '[', range, ']'));

const addresses = some(row(path, ':', expression, maybe(row(',', expression)), ';')).map((all) => all.flat());

const { members } = fc.letrec<{ members: Words; member: Words }>((tie) => ({
  members: some(tie('member'), 0, 4).map((all) => all.flat()),
  member: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    row(doc, 'let', name, maybe(row(':', type)), '=', expression, ';'),
    row(doc, 'port', word('in', 'out'), name, ':', portType, shape, ';'),
    row(doc, 'port', name, '=', path, ';'),
    row(doc, name, ':', name, shape, maybe(row('@', name)), braces, ';'),
    row(path, word('->', '<->'), path, maybe(row('via', name, braces)), ';'),
    row('unused', path, ';'),
    row(doc, 'require', expression, maybe(row(',', '"because it must be so"')), ';'),
    row('clock', 'in', name, ';'),
    row(doc, 'address_map', ...body(addresses)),
    row(maybe(row(name, ':')), 'for', name, 'in', range, ...body(tie('members'))),
    row('if', expression, ...body(tie('members')), maybe(row('else', ...body(tie('members'))))),
    row('if', expression, ...body(fc.constant([])), 'else', 'if', expression, ...body(tie('members'))),
  ),
}));

const parameter = row(doc, name, ':', type, maybe(row('in', range)), maybe(row('=', expression)));
const exported = maybe(word('export'));
const item = fc.oneof(
  row('import', bracketed('{', fc.oneof(name, row(name, 'as', name)), '}', 1), 'from', '"std/memory"', ';'),
  row(doc, exported, 'const', name, maybe(row(':', type)), '=', expression, ';'),
  row(doc, exported, 'fn', name, bracketed('(', parameter, ')'), maybe(row(':', type)), '=', expression, ';'),
  row(doc, exported, 'enum', name, bracketed('{', row(doc, name), '}', 1)),
  row(doc, exported, word('component', 'design', 'system'), name, bracketed('(', parameter, ')'), ...body(members)),
  row(doc, exported, 'component', name, '=', name, '{', listed(argument, 1), '}', ';'),
  row(doc, exported, 'workload', name, ...body(row('model', '"resnet50"', ';', name, '=', expression, ';'))),
);

const blank = fc.oneof(
  { weight: 8, arbitrary: fc.constant(' ') },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\n\n\n', '\t ') },
);
const remark = fc
  .nat(99)
  .chain((n) =>
    fc.constantFrom(` // remark ${n}\n`, `\n// remark ${n}\n\n`, ` /* remark ${n} */ `, `\n/* remark\n ${n} */\n`),
  );

/** Words with something between any two of them. */
function spaced(
  between: fc.Arbitrary<string>,
  atEnds: fc.Arbitrary<string>,
): (items: readonly Words[]) => fc.Arbitrary<string> {
  return (items) => {
    const words = items.flat();
    return fc
      .tuple(
        ...words.map((each) => ([';', '{ ', '\n}'].includes(each) ? atEnds : between).map((space) => each + space)),
      )
      .map((pieces) => pieces.join(''));
  };
}

/** Any program of right syntax, with blanks, line ends and remarks wherever words meet. What it says makes no sense. */
export const programs: fc.Arbitrary<string> = some(item, 1, 4).chain(
  spaced(fc.oneof({ weight: 9, arbitrary: blank }, { weight: 1, arbitrary: remark }), fc.oneof(blank, remark)),
);

/** The same with remarks where people write them: above and behind members, statements and declarations. */
export const tidyPrograms: fc.Arbitrary<string> = some(item, 1, 4).chain(
  spaced(
    blank,
    fc.oneof(
      blank,
      fc.nat(99).chain((n) => fc.constantFrom(` // remark ${n}\n`, `\n// remark ${n}\n`)),
    ),
  ),
);
