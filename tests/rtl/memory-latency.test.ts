import { expect, test } from 'vitest';
import { compile, moduleBuilder, unsigned, type Module } from '../../src/rtl/index.js';

/** Eight words that a port reads, with contents of their own at power-up. */
function table(latency: 1 | 2): Module {
  const m = moduleBuilder('table');
  const other = m.addClock('clk_b', 'rst_b');
  const initial = [3, 1, 4, 1, 5, 9, 2, 6];
  const words = m.memory('words', { type: unsigned(8), depth: 8, ports: '1r1w', initial, latency, clock: other });
  m.output('word', words.read({ address: m.input('address', unsigned(3)), enable: m.input('read') }));
  words.write({ address: 0, data: 0, enable: 0 });
  return m.build();
}

/** What is read of addresses 4, 5 and, without an enable, 6: after each edge. */
function shown(latency: 1 | 2): readonly number[] {
  const sim = compile(table(latency));
  return [4, 5, 6, 7].map((address, cycle) => {
    sim.set('address', address);
    sim.set('read', cycle < 2 ? 1 : 0);
    sim.step(1, 'clk_b');
    return sim.get('word');
  });
}

test('a word is there a cycle after it was asked for, and stays', () => expect(shown(1)).toEqual([5, 9, 9, 9]));
test('or with a latency of 2 one later', () => expect(shown(2)).toEqual([0, 5, 9, 9]));
