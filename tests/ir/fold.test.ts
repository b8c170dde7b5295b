import { describe, expect, test } from 'vitest';
import { write, type Design } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';

/** A chip of `R x C` leaves that take a stream and give one. */
function chip(connections: string, shape = '4, 8'): Design {
  return designOf(`
    import { tsmc_n7 } from "std/process";
    component Leaf { port in take: stream<int8, 4>; port out give: stream<int8, 4>; take -> give; }
    export design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      a: Leaf[${shape}];
      b: Leaf[${shape}];
      ${connections}
      unused a${shape === '' ? '' : shape.includes(',') ? '[*, *]' : '[*]'}.take;
      unused b${shape === '' ? '' : shape.includes(',') ? '[*, *]' : '[*]'}.give;
    }`);
}

const connectionsOf = (design: Design): number | undefined => design.modules.at(-1)?.connections.length;

describe('connections written in different ways are one', () => {
  const whole = write(chip('a[*, *].give -> b[*, *].take;'));

  test('by rows', () => {
    expect(write(chip('for r in 0 .. 4 { for c in 0 .. 8 { a[r, c].give -> b[r, c].take; } }'))).toBe(whole);
  });

  test('by columns', () => {
    expect(write(chip('for c in 0 .. 8 { for r in 0 .. 4 { a[r, c].give -> b[r, c].take; } }'))).toBe(whole);
  });

  test('in slices, the last first', () => {
    expect(write(chip('a[2 .. 4, *].give -> b[2 .. 4, *].take; a[0 .. 2, *].give -> b[0 .. 2, *].take;'))).toBe(whole);
  });

  test('column by column', () => {
    expect(write(chip('for c in 0 .. 8 { a[*, c].give -> b[*, c].take; }'))).toBe(whole);
  });
});

test('<-> begins at the requester, whichever side it was written from', () => {
  const text = (join: string): string => `
    import { tsmc_n7 } from "std/process";
    import { Sram } from "std/memory";
    component Asker { port out ask: memory<int8, 16, 1 MiB>; unused ask; }
    export design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      a: Asker; s: Sram { capacity: 1 MiB };
      ${join} unused s.fill;
    }`;
  expect(write(designOf(text('s.serve <-> a.ask;')))).toBe(write(designOf(text('a.ask <-> s.serve;'))));
});

test('a shift between neighbours is one connection', () => {
  const design = chip('for i in 0 .. 7 { a[i].give -> b[i + 1].take; } unused a[7].give; unused b[0].take;', '8');
  expect(connectionsOf(design)).toBe(1);
});

test('every second to a neighbour is one connection, and backwards too', () => {
  const even = 'for i in 0 .. 4 { a[2 * i].give -> b[i].take; unused a[2 * i + 1].give; unused b[i + 4].take; }';
  expect(connectionsOf(chip(even, '8'))).toBe(1);
  expect(connectionsOf(chip('for i in 0 .. 8 { a[i].give -> b[7 - i].take; }', '8'))).toBe(1);
});

test('what a row-major order of indices cannot say stays apart: a transposition is one connection a row', () => {
  const design = chip('for r in 0 .. 4 { for c in 0 .. 4 { a[r, c].give -> b[c, r].take; } }', '4, 4');
  expect(connectionsOf(design)).toBe(4);
});

test('a broadcast is a connection for each sink of one source, folded over the sources', () => {
  const design = designOf(`
    import { tsmc_n7 } from "std/process";
    component Leaf { port in take: stream<int8, 4>; unused take; }
    export design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      port in give: stream<int8, 4>[4];
      a: Leaf[4, 3];
      for i in 0 .. 4 { for copy in 0 .. 3 { give[i] -> a[i, copy].take; } }
    }`);
  expect(connectionsOf(design)).toBe(12);
});

describe('modules', () => {
  const source = (arguments_: string): string => `
    import { tsmc_n7 } from "std/process";
    component Wide(n: int) { port in take: stream<int8, n>; unused take; }
    export design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      ${arguments_}
    }`;

  test('equal parameters give one module, others a name of their own', () => {
    const design = designOf(
      source('a: Wide { n: 4 }; b: Wide { n: 4 }; c: Wide { n: 8 }; unused a.take; unused b.take; unused c.take;'),
    );
    expect(design.modules.map(({ name }) => name)).toEqual(['Wide', 'Wide_2', 'Chip']);
    expect(design.modules.at(-1)?.instances.map(({ of }) => of)).toEqual([
      { kind: 'module', name: 'Wide' },
      { kind: 'module', name: 'Wide' },
      { kind: 'module', name: 'Wide_2' },
    ]);
  });
});

test('a hundred thousand instances cost what one does', () => {
  const design = chip('a[*, *].give -> b[*, *].take;', '400, 250');
  expect(write(design).length - write(chip('a[*, *].give -> b[*, *].take;')).length).toBeLessThan(100);
});
