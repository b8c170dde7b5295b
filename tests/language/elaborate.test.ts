import { expect, it } from 'vitest';
import { canonicalOf, designOf } from '../support/language.js';

/** A design of the given members, after the given declarations. */
function design(members: string, declarations = '', parameters = ''): string {
  return `
    import { Sram } from "std/memory";
    import { tsmc_n7 } from "std/process";
    ${declarations}
    design D(${parameters}) {
      process tsmc_n7;
      clock main = 1 GHz;
      ${members}
    }`;
}

/** Inner ports both ways, and nothing else to connect. */
const cell = 'component Cell(n: int = 4) { port in x: stream<int8, n>; port out y: stream<int8, n>; x -> y; }';

const quantity = (value: number, dimension = {}) => ({
  kind: 'literal',
  value: { kind: 'quantity', value, dimension },
});
const all = (count: number) => [{ start: 0, step: 1, count }];
const one = (start: number) => [{ start, step: 1, count: 1 }];

it('an array of a thousand is one instance and one connection', () => {
  const { modules } = designOf(
    design('c: Cell[1000]; port in a: stream<int8, 4>[1000]; a -> c[*].x; unused c[*].y;', cell),
  );
  const top = modules.at(-1);
  expect(top?.instances).toEqual([
    { name: 'c', of: { kind: 'module', name: 'Cell' }, shape: [1000], clocks: { clk: 'main' } },
  ]);
  expect(top?.connections).toEqual([
    {
      kind: 'pass',
      from: { instance: null, at: [], port: 'a', lane: all(1000) },
      to: { instance: 'c', at: all(1000), port: 'x', lane: [] },
    },
  ]);
});

it('the natural double loop over pe[r, c] folds', () => {
  const grid = `
    port in a: stream<int8, 4>[8];
    pe: Cell[8, 8];
    for r in 0 .. 8 {
      a[r] -> pe[r, 0].x;
      for c in 1 .. 8 { pe[r, c - 1].y -> pe[r, c].x; }
      unused pe[r, 7].y;
    }`;
  const top = designOf(design(grid, cell)).modules.at(-1);
  expect(top?.instances.map(({ shape }) => shape)).toEqual([[8, 8]]);
  expect(top?.connections.length).toBe(2);
  expect(top?.unused.length).toBe(1);
});

it('instances of a loop become an array when all turns make equal ones', () => {
  const body = 'for i in 0 .. 4 { c: Cell; unused c.x; unused c.y; }';
  const top = designOf(design(body, cell)).modules.at(-1);
  expect(top?.instances.map(({ name, shape }) => [name, shape])).toEqual([['c', [4]]]);
  expect(top?.unused.map(({ at }) => at)).toEqual([all(4), all(4)]);
});

it('instances of a loop that differ are named by their turn', () => {
  const body = 'for i in 1 ..= 3 { c: Cell { n: i }; unused c.x; unused c.y; }';
  const { modules } = designOf(design(body, cell));
  expect(modules.at(-1)?.instances.map(({ name, of }) => [name, of])).toEqual([
    ['c_0', { kind: 'module', name: 'Cell' }],
    ['c_1', { kind: 'module', name: 'Cell_2' }],
    ['c_2', { kind: 'module', name: 'Cell_3' }],
  ]);
});

it('a label makes the names of a loop visible and leads them', () => {
  const body = `
    row: for i in 0 .. 4 { c: Cell[2]; unused c[*].y; let weight = i * 10; }
    port in a: stream<int8, 4>[2];
    a -> row[3].c[*].x;
    for i in 0 .. 3 { unused row[i].c[*].x; }
    require row[2].weight == 20 && sum(row[*].weight) == 60;`;
  const top = designOf(design(body, cell)).modules.at(-1);
  expect(top?.instances.map(({ name, shape }) => [name, shape])).toEqual([['row_c', [4, 2]]]);
  expect(top?.connections.map(({ to }) => to)).toEqual([
    { instance: 'row_c', at: [...one(3), ...all(2)], port: 'x', lane: [] },
  ]);
});

it('a branch is taken or not', () => {
  const body =
    'opt: if wide { c: Cell { n: 8 }; } else { c: Cell { n: 2 }; } unused opt.c.x; unused opt.c.y; if wide && false { d: Cell; }';
  const blocks = (set: string) =>
    designOf(design(body, cell, 'wide: bool = true'), { set: [['wide', set]] }).modules[0]?.ports[0]?.type;
  expect(blocks('true')).toEqual({ kind: 'stream', element: 'int8', count: 8 });
  expect(blocks('false')).toEqual({ kind: 'stream', element: 'int8', count: 2 });
});

it('equal arguments give one module, other ones another', () => {
  const body =
    'a: Cell; b: Cell { n: 2 + 2 }; c: Cell { n: 8 }; for i in 0 .. 3 { } unused a.x; unused a.y; unused b.x; unused b.y; unused c.x; unused c.y;';
  expect(designOf(design(body, cell)).modules.map(({ name }) => name)).toEqual(['Cell', 'Cell_2', 'D']);
});

it('a component that asks for its clock is another one for another frequency', () => {
  const declarations = `
    component Leaf(n: int) { port in x: wires<1>; port out y: stream<int8, n>; unused x; unused y; }
    component Plain { port in x: wires<1>; leaf: Leaf { n: ceil(10 ns * clk.frequency) }; x -> leaf.x; unused leaf.y; }
    component Timed { port in x: wires<1>; clock in line; s: Plain; x -> s.x; }`;
  const body = `
    clock slow = 100 MHz;
    a: Timed @ (clk: main, line: slow);
    b: Timed @ (clk: slow, line: main);
    c: Timed @ (clk: main, line: main);
    unused a.x; unused b.x; unused c.x;`;
  const { modules } = designOf(design(body, declarations));
  expect(modules.map(({ name }) => name)).toEqual(['Leaf', 'Plain', 'Timed', 'Leaf_2', 'Plain_2', 'Timed_2', 'D']);
});

it('a port can be passed on, whole or in part', () => {
  const body =
    'c: Cell[8]; port x = c[2 .. 6].x; port out y = c[3].y; unused c[0].x; unused c[1].x; unused c[6 ..= 7].x; unused c[0 .. 3].y; unused c[4 .. 8].y;';
  const top = designOf(design(body, cell)).modules.at(-1);
  expect(top?.ports.map(({ name, direction, shape }) => [name, direction, shape])).toEqual([
    ['x', 'in', [4]],
    ['y', 'out', []],
  ]);
  expect(top?.connections[0]).toEqual({
    kind: 'pass',
    from: { instance: null, at: [], port: 'x', lane: all(4) },
    to: { instance: 'c', at: [{ start: 2, step: 1, count: 4 }], port: 'x', lane: [] },
  });
});

it('an array of none is not there', () => {
  const body = 'c: Cell[n]; for i in 0 .. n { unused c[i].x; } unused c[*].y;';
  const instances = (n: string) =>
    designOf(design(body, cell, 'n: int in 0 ..= 4 = 1'), { set: [['n', n]] }).modules.at(-1)?.instances.length;
  expect([instances('0'), instances('1')]).toEqual([0, 1]);
});

it('settings reach parameters of the design and of instances', () => {
  const source = design(
    's: Sram { capacity: 64 KiB }; w: Wrap; unused s.serve; unused s.fill;',
    'component Wrap { t: Sram { capacity: size }; let size = 1 KiB; unused t.serve; unused t.fill; }',
  );
  const capacities = (set: readonly (readonly [string, string])[]) =>
    designOf(source, { set }).blocks.map(({ parameters }) =>
      parameters['capacity']?.kind === 'quantity' ? parameters['capacity'].value / 8192 : 0,
    );
  expect(capacities([])).toEqual([1, 64]);
  expect(capacities([['s.capacity', '2 * 16 KiB']])).toEqual([1, 32]);
  expect(
    capacities([
      ['w.t.capacity', '8 KiB'],
      ['s.ports', '.one_rw'],
    ]),
  ).toEqual([8, 64]);
});

it('early requirements that hold leave no trace, late ones are trees with early parts folded', () => {
  const body = `
    c: Cell[2];
    unused c[*].x; unused c[*].y;
    let limit = 2 * side ^ 2;
    let share = area / limit;
    require side > 1 mm;
    require share <= 0.5 + 0.25, "must fit";
    require c[1].area < c.area && peak(int8) > 1 TOPS;`;
  const top = designOf(design(body, cell, 'side: length = 2 mm')).modules.at(-1);
  expect(top?.requirements[0]?.message).toBe('must fit');
  const [condition] = top?.requirements.map((each) => each.condition) ?? [];
  expect(condition).toEqual({
    kind: 'binary',
    operator: '<=',
    left: {
      kind: 'binary',
      operator: '/',
      left: { kind: 'measure', path: [], measure: 'area', arguments: [] },
      right: quantity(8e-6, { m: 2 }),
    },
    right: quantity(0.75),
  });
  expect(JSON.stringify(top?.requirements[1])).toContain('"path":["c[1]"]');
  expect(JSON.stringify(top?.requirements[1])).toContain('"path":["c"]');
});

it('notes where each part was written', () => {
  const source = design('s: Sram { capacity: 64 KiB }; unused s.serve; unused s.fill;');
  const { origins } = canonicalOf(source);
  const at = origins.get('D/instance/s');
  expect(at && 'start' in at ? source.slice(at.start, at.end) : at).toBe('s');
  const argument = origins.get('D/argument/s.capacity');
  expect(argument && 'start' in argument ? source.slice(argument.start, argument.end) : argument).toBe(
    'capacity: 64 KiB',
  );
});

it('a component may contain itself, as a tree', () => {
  const tree = `component Tree(n: int) {
    port in x: wires<1>;
    port out y: wires<1>;
    if n > 0 { left: Tree { n: n - 1 }; x -> left.x; left.y -> y; } else { x -> y; }
  }`;
  expect(designOf(design('t: Tree { n: 5 }; unused t.x; unused t.y;', tree)).modules.length).toBe(7);
});
