import type { Hierarchy, Level } from '../../src/mapping/nest/index.js';
import type { SpatialDimensions } from '../../src/mapping/search/index.js';

/** A design with the dataflow that it has where the dimensions in space are fixed. */
export interface Design {
  readonly name: string;
  readonly hierarchy: Hierarchy;
  readonly products: readonly (SpatialDimensions | undefined)[];
  readonly convolutions: readonly (SpatialDimensions | undefined)[];
}

interface Memory {
  readonly name: string;
  readonly capacity: number | null;
  readonly keeps: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly energy: number;
  readonly bandwidth?: number;
}

const all = ['inputs', 'weights', 'outputs'];

function level({ name, capacity, keeps, x, y, energy, bandwidth }: Memory): Level {
  return {
    ...{ name, capacity, block: 1, instances: x * y, mesh: { x, y } },
    ...{ readBandwidth: bandwidth ?? null, writeBandwidth: bandwidth ?? null },
    ...{ keeps: new Set(keeps), multicasts: new Set(all), reducesInPlace: true },
    energy_pj: { read: energy, fill: energy, update: energy },
  };
}

/**
 * Eyeriss: 12 x 14 elements with 12 + 224 + 24 words each and a buffer of 108 KiB of 16-bit words (Chen et al., JSSC 2017); energies in multiples of a
 * multiply-accumulate's, register file 1, buffer 6, DRAM 200 (Chen et al., ISCA 2016). A memory holds all operands here. Four words a cycle from DRAM.
 */
const eyeriss: Design = {
  name: 'Eyeriss-like, 12 x 14',
  hierarchy: {
    levels: [
      level({ name: 'DRAM', capacity: null, keeps: all, x: 1, y: 1, energy: 200, bandwidth: 4 }),
      level({ name: 'buffer', capacity: 55_296, keeps: all, x: 1, y: 1, energy: 6 }),
      level({ name: 'registers', capacity: 260, keeps: all, x: 14, y: 12, energy: 1 }),
    ],
    macs: { instances: 168, mesh: { x: 14, y: 12 }, energy_pj: 1 },
  },
  products: [undefined, { x: ['n'], y: ['k'] }],
  convolutions: [undefined, { x: ['p', 'k'], y: ['r', 'c'] }],
};

/**
 * A square array whose elements hold a weight, with accumulators below each column, as the first TPU is at 256 x 256: a buffer of 24 Mi words and 4096 sums a
 * column (Jouppi et al., ISCA 2017), of which half is counted as it is double buffered. Energies are in the same multiples, of sums those of a register file.
 */
function square(size: number): Design {
  return {
    name: `weight stationary, ${size} x ${size}`,
    hierarchy: {
      levels: [
        level({ name: 'DRAM', capacity: null, keeps: all, x: 1, y: 1, energy: 200, bandwidth: size / 4 }),
        level({ name: 'buffer', capacity: 24 * 2 ** 20 * (size / 256) ** 2, keeps: all, x: 1, y: 1, energy: 6 }),
        level({ name: 'sums', capacity: 2048, keeps: ['outputs'], x: size, y: 1, energy: 1 }),
        level({ name: 'registers', capacity: 1, keeps: ['weights'], x: size, y: size, energy: 0.1 }),
      ],
      macs: { instances: size ** 2, mesh: { x: size, y: size }, energy_pj: 1 },
    },
    products: [undefined, { x: ['n'], y: [] }, { x: [], y: ['k'] }],
    convolutions: [undefined, { x: ['k'], y: [] }, { x: [], y: ['c', 'r'] }],
  };
}

export const designs: readonly Design[] = [eyeriss, square(128), square(256)];
