import { expect, test } from 'vitest';
import { diagnose, hostOf } from '../support/language.js';

/** Codes and messages of the errors of a design with a leaf that takes a stream and a memory that answers. */
function errors(body: string, head = ''): readonly string[] {
  const text = `
    import { tsmc_n7 } from "std/process";
    import { Sram } from "std/memory";
    component Leaf { port in take: stream<int8, 4>; unused take; }
    component Pair { port in take: stream<int8, 4>[2]; unused take[*]; }
    component Asker { port out ask: memory<int8, 16, 1 MiB>; unused ask; }
    ${head}
    export design Chip {
      process tsmc_n7;
      clock main = 1 GHz;
      clock slow = 100 MHz;
      port in give: stream<int8, 4>;
      ${body}
    }`;
  return diagnose(hostOf({ 'main.accel': text }))
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`);
}

test('a stream may feed several sinks', () => {
  expect(errors('a: Leaf; b: Leaf[3]; give -> a.take; for i in 0 .. 3 { give -> b[i].take; }')).toEqual([]);
});

test('the elements of an array that are left open are told together', () => {
  expect(errors('a: Leaf[10]; give -> a[0].take;')).toEqual(['E422 a[1 .. 10].take are neither connected nor unused']);
  expect(errors('a: Leaf[4, 3]; give -> a[0, 0].take;')).toEqual([
    'E422 11 of a[*, *].take are neither connected nor unused',
  ]);
});

test('arrays of ports are counted with the arrays of instances', () => {
  expect(errors('a: Pair[3]; give -> a[0].take[1]; unused a[1 .. 3].take[*];')).toEqual([
    'E422 a[0].take[0] is neither connected nor unused',
  ]);
});

test('raw bits agree with every element of the same width, and with no other', () => {
  const memory = 's: Sram { capacity: 1 MiB, word: WORD b }; a: Asker; a.ask <-> s.serve; unused s.fill; unused give;';
  expect(errors(memory.replace('WORD', '128'))).toEqual([]);
  expect(errors(memory.replace('WORD', '256'))).toEqual(['E419 a.ask is 128 b wide, but s.serve is 256 b wide']);
});

test('two requesters of one memory port need an arbiter', () => {
  expect(
    errors(
      's: Sram { capacity: 1 MiB, word: 128 b }; a: Asker[2]; a[0].ask <-> s.serve; a[1].ask <-> s.serve; unused s.fill; unused give;',
    ),
  ).toEqual(['E423 s.serve already has a source']);
});

test('<-> may be written from either side', () => {
  expect(
    errors('s: Sram { capacity: 1 MiB, word: 128 b }; a: Asker; s.serve <-> a.ask; unused s.fill; unused give;'),
  ).toEqual([]);
});

test('a clock domain is seen through the ports of components', () => {
  const head = `
    component Inner { port in take: stream<int8, 4>; port out give: stream<int8, 4>; clock in other; a: Stage @ other; take -> a.take; a.give -> give; }
    component Stage { port in take: stream<int8, 4>; port out give: stream<int8, 4>; s: PEArray { rows: 4, cols: 4, accumulator: int8 };
      take -> s.activations; unused s.weights; s.sums -> give; }`;
  const body = 'unused give; a: Stage; b: Inner @ (other: CLOCK); unused a.take; a.give -> b.take; unused b.give;';
  const all = (clock: string): readonly string[] =>
    errors(body.replace('CLOCK', clock), `${head}\nimport { PEArray } from "std/compute";`);
  expect(all('main')).toEqual([]);
  expect(all('slow')).toEqual(['E421 a.give is clocked by "main", but b.take by "slow"']);
});

test('one mistake makes one complaint: what hangs on a wrong connection is not told', () => {
  expect(errors('a: Leaf; b: Leaf; a.take -> b.take; unused give;')).toEqual(['E417 a.take and b.take are both sinks']);
});

test('a hundred thousand open ports are one complaint', () => {
  expect(errors('a: Leaf[1000, 100]; unused give;')).toEqual(['E422 a[*, *].take are neither connected nor unused']);
});
