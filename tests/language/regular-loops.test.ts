import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { diagnose, designOf, hostOf } from '../support/language.js';
import { cases } from '../support/tier.js';

const cell =
  'component Cell { port in x: stream<int8, 4>[3]; port out y: stream<int8, 4>[3]; unused x[*]; unused y[*]; }\n';

function source(members: string): string {
  return `import { tsmc_n7 } from "std/process";
    ${cell}design D { process tsmc_n7; clock main = 1 GHz; a: Cell[24, 24]; b: Cell[24, 24]; ${members} }`;
}

/**
 * What is said of a design with these members: of most that ports are left open, with how many and which. Of an index out of bounds, or a
 * port with two sources, either way tells one example, which need not be the same; nor is their order.
 */
function outcome(members: string): readonly string[] {
  const { diagnostics } = diagnose(hostOf({ 'main.accel': source(members) }));
  const said = diagnostics.map(({ code, message }) =>
    ['E412', 'E414', 'E423', 'E426'].includes(code) ? code : `${code} ${message}`,
  );
  return [...new Set(said)].toSorted();
}

/** An index that follows the loops i (4 turns), j (3 turns) and k (2 turns), within 0 .. 24 or a little outside. */
const index = fc
  .record({
    terms: fc.uniqueArray(fc.tuple(fc.constantFrom('i', 'j', 'k'), fc.integer({ min: -2, max: 3 })), {
      maxLength: 2,
      selector: ([name]) => name,
    }),
    offset: fc.integer({ min: 4, max: 12 }),
  })
  .map(({ terms, offset }) => [...terms.map(([name, factor]) => `${factor} * ${name}`), `${offset}`].join(' + '));
const lane = fc.constantFrom('*', '0', '1', '0 .. 2', 'k', 'j', '2 - j');

const end = fc.tuple(index, index, lane);
const join = fc.oneof(
  fc.tuple(end, end).map(([a, b]) => `a[${a[0]}, ${a[1]}].y[${a[2]}] -> b[${b[0]}, ${b[1]}].x[${b[2]}];`),
  end.map((a) => `unused a[${a[0]}, ${a[1]}].x[${a[2]}];`),
);

it('a loop of joins is the same as its turns one by one', () => {
  fc.assert(
    fc.property(
      fc.array(join, { minLength: 1, maxLength: 2 }),
      fc.shuffledSubarray(['i', 'j', 'k'], { minLength: 3 }),
      (joins, order) => {
        const turns = new Map([
          ['i', 4],
          ['j', 3],
          ['k', 2],
        ]);
        const loops = order.map((name) => `for ${name} in 0 .. ${turns.get(name)} {`).join(' ');
        // A value of each turn's own has the turns worked out one by one.
        const [regular, single] = ['', 'let turn = 0;'].map((more) =>
          outcome(`${loops} ${more} ${joins.join(' ')} }}}`),
        );
        expect(regular).toEqual(single);
      },
    ),
    { numRuns: cases(60) },
  );
});

const pe = `component Pe {
  port in left: wires<8>; port out right: wires<8>; port in top: wires<8>; port out bottom: wires<8>;
  left -> right; top -> bottom;
}
`;

test('a grid of 512 x 512 joined by double loops is four connections', () => {
  const top = designOf(`import { tsmc_n7 } from "std/process";
    ${pe}design D(n: int = 512) {
      process tsmc_n7;
      clock main = 1 GHz;
      port in west: wires<8>[n];
      port in north: wires<8>[n];
      pe: Pe[n, n];
      for r in 0 .. n {
        west[r] -> pe[r, 0].left;
        for c in 1 .. n { pe[r, c - 1].right -> pe[r, c].left; }
      }
      for c in 0 .. n {
        north[c] -> pe[0, c].top;
        for r in 0 .. n - 1 { pe[r, c].bottom -> pe[r + 1, c].top; }
        unused pe[n - 1, c].bottom;
      }
      unused pe[*, n - 1].right;
    }`).modules.at(-1);
  const all = (start: number, count: number) => ({ start, step: 1, count });
  expect(top?.connections.map(({ to }) => [to.port, to.at])).toEqual([
    ['left', [all(0, 512), all(0, 1)]],
    ['top', [all(0, 1), all(0, 512)]],
    ['left', [all(0, 512), all(1, 511)]],
    ['top', [all(1, 511), all(0, 512)]],
  ]);
});

test('an index out of bounds in a long loop is one mistake', () => {
  const { diagnostics } = diagnose(
    hostOf({
      'main.accel': `import { tsmc_n7 } from "std/process";
        ${pe}design D { process tsmc_n7; clock main = 1 GHz; pe: Pe[512, 512];
          for r in 0 .. 512 { for c in 0 .. 512 { pe[r, c].right -> pe[r, c + 1].left; } }
          unused pe[*, *].top; unused pe[*, *].bottom; }`,
    }),
  );
  expect(diagnostics.map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "pe has 512 elements (0 ..= 511), so there is no [512]",
    ]
  `);
});

/** The design of these members, each loop's turns worked out one by one if `single`. */
function gridOf(members: string, single: boolean): string {
  const turned = single ? members.replaceAll('{ /**/', '{ let turn = 0;') : members.replaceAll('/**/', '');
  return JSON.stringify(
    designOf(`import { tsmc_n7 } from "std/process";
      ${pe}design D { process tsmc_n7; clock main = 1 GHz; ${turned} }`),
  );
}

test.each([
  [
    'one loop',
    'for i in 0 .. 5 { /**/ p: Pe[3]; unused p[*].left; unused p[1].right; unused p[0].right; unused p[2].right; unused p[*].top; unused p[*].bottom; }',
  ],
  [
    'a loop in a loop, joined within and without',
    `port in west: wires<8>[4]; port in north: wires<8>[4, 3];
     for i in 0 .. 4 { /**/
       edge: Pe;
       west[i] -> edge.left; unused edge.right; unused edge.top; unused edge.bottom;
       for j in 0 .. 3 { /**/ p: Pe; north[i, j] -> p.top; unused p.left; unused p.right; unused p.bottom; }
     }`,
  ],
  [
    'loops with labels that nothing reads',
    'row: for i in 0 .. 4 { /**/ p: Pe; col: for j in 0 .. 3 { /**/ q: Pe[2]; unused q[*].left; unused q[*].right; unused q[*].top; unused q[*].bottom; } unused p.left; unused p.right; unused p.top; unused p.bottom; }',
  ],
  [
    'loops with labels, of which one is read',
    'row: for i in 0 .. 4 { /**/ p: Pe; col: for j in 0 .. 3 { /**/ q: Pe; unused q.left; unused q.right; unused q.top; } unused p.left; unused p.right; unused p.top; unused p.bottom; } for i in 0 .. 4 { for j in 0 .. 3 { unused row[i].col[j].q.bottom; } }',
  ],
  ['a loop of no turns', 'for i in 3 .. 3 { /**/ p: Pe; unused p.left; }'],
  [
    'a chain through other instances',
    `q: Pe[8]; for i in 1 .. 8 { /**/ p: Pe; q[i - 1].right -> p.left; p.right -> q[i].left; unused p.top; unused p.bottom; }
     unused q[0].left; unused q[7].right; unused q[*].top; unused q[*].bottom;`,
  ],
])('instances of a loop are the same as those of its turns: %s', (_, members) => {
  expect(gridOf(members, false)).toBe(gridOf(members, true));
});
