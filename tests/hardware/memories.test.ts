import { expect, test } from 'vitest';
import { hardwareText } from '../../src/hardware/index.js';
import { memoryList } from '../../src/hardware/memories.js';
import { moduleBuilder, unsigned, type Module } from '../../src/rtl/index.js';

/** A memory that one clock writes and the same or another one reads. */
function store(clocks: 1 | 2): Module {
  const m = moduleBuilder('store');
  const reader = clocks === 2 ? m.addClock('clk_read', 'rst_read') : m.clock;
  const words = m.memory('words', { type: unsigned(8), depth: 4, ports: '1r1w' });
  words.write({ address: 0, data: m.input('data', unsigned(8)), enable: m.input('write') });
  m.output('word', words.read({ address: m.input('address', unsigned(2)), clock: reader }));
  return m.build();
}

const listed = (module: Module) => memoryList([module], new Map([[module, 1]]), ({ name }) => name)[0];

test('a memory of two clocks is listed with those of its ports', () => {
  expect(listed(store(2))).toMatchObject({
    read_under_write: 'undefined',
    clocks: { reads: ['clk_read'], writes: ['clk'] },
  });
  expect(hardwareText([store(2)])).toContain(
    'memory words: 4 x unsigned(8), 1r1w, reads undefined under a write, read with clk_read, written with clk',
  );
});

test('one of one clock is listed without', () => {
  expect(listed(store(1))).not.toHaveProperty('clocks');
  expect(hardwareText([store(1)])).toContain('reads old under a write\n');
});
