import { describe, expect, test } from 'vitest';
import { ordered } from '../../../src/mapping/space/order.js';
import type { Stop, Way } from '../../../src/mapping/space/ways.js';

/** A memory of which there are so many. */
function memory(path: string, count: number): Stop {
  const block = { id: path, name: path, parameters: {}, clocks: [], ports: [], derived: {} };
  return { path, streams: true, through: [], placed: { path, block, count, shapes: [[count]], clocks: {} } };
}

/** A way with its memories innermost first. */
const way = (...stops: readonly Stop[]): Way => ({ stops, reduces: new Set() });

const pathsOf = (ways: readonly Way[]): readonly string[] => {
  const found = ordered(ways);
  if ('first' in found) throw new Error(`${found.first} and ${found.second} cross`);
  return found.map(({ path }) => path);
};

const [spad, filters, buffer, dram] = [
  memory('spad', 168),
  memory('filters', 12),
  memory('buffer', 1),
  memory('dram', 1),
];

describe('the order of memories', () => {
  test('is that of the ways, outermost first', () => {
    expect(pathsOf([way(spad, buffer, dram)])).toEqual(['dram', 'buffer', 'spad']);
    expect(pathsOf([way(spad, dram), way(spad, buffer), way(buffer, dram)])).toEqual(['dram', 'buffer', 'spad']);
  });

  test('has fewer instances outside more where the ways do not say, in whatever order they come', () => {
    for (const ways of [
      [way(spad, dram), way(filters, dram)],
      [way(filters, dram), way(spad, dram)],
    ])
      expect(pathsOf(ways)).toEqual(['dram', 'filters', 'spad']);
  });

  test('is that in which they were met where they are as many', () => {
    expect(pathsOf([way(buffer), way(dram)])).toEqual(['buffer', 'dram']);
    expect(pathsOf([way(dram), way(buffer)])).toEqual(['dram', 'buffer']);
  });

  test('is none where one stands outside the other and inside it too', () => {
    expect(ordered([way(buffer, dram), way(dram, buffer)])).toEqual({ first: 'buffer', second: 'dram' });
  });
});
