import * as fc from 'fast-check';
import type { Hierarchy, Mapping, Nest } from '../../../src/mapping/nest/index.js';
import { extentsOf, loopsOf } from '../../../src/mapping/nest/tiles.js';

const dimensions = ['P', 'R', 'K', 'C'] as const;

/** A convolution along a row, its stride and dilation, with loops of small bounds on three levels. */
export const conv = fc
  .record({
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 3 }),
    levels: fc.array(
      fc.record({
        temporal: fc.array(
          fc.record({ dimension: fc.constantFrom(...dimensions), bound: fc.integer({ min: 1, max: 3 }) }),
          {
            maxLength: 4,
          },
        ),
        spatial: fc.array(
          fc.record({
            dimension: fc.constantFrom(...dimensions),
            bound: fc.integer({ min: 1, max: 3 }),
            axis: fc.constantFrom('x' as const, 'y' as const),
          }),
          { maxLength: 2 },
        ),
      }),
      { minLength: 3, maxLength: 3 },
    ),
  })
  .map(({ stride, dilation, levels }) => ({ nest: nestWith(stride, dilation, levels), mapping: levels }));

export function nestWith(stride: number, dilation: number, mapping: Mapping): Nest {
  const term = (dimension: string, coefficient = 1): Nest['operands'][number]['ranks'][number] => [
    { coefficient, dimension },
  ];
  const operands = [
    { name: 'weights', output: false, ranks: [term('K'), term('C'), term('R')] },
    { name: 'inputs', output: false, ranks: [term('C'), [...term('P', stride), ...term('R', dilation)]] },
    { name: 'outputs', output: true, ranks: [term('K'), term('P')] },
  ];
  const ones: Nest = { dimensions: new Map(dimensions.map((name) => [name, 1])), operands };
  return { dimensions: extentsOf(ones, loopsOf(mapping)), operands };
}

/** A hierarchy of three levels where everything fits. */
export const roomy: Hierarchy = {
  levels: ['far', 'near', 'own'].map((name, index) => ({
    name,
    capacity: null,
    block: 1,
    instances: 1,
    mesh: { x: 1e9, y: 1e9 },
    readBandwidth: null,
    writeBandwidth: null,
    keeps: new Set(['weights', 'inputs', 'outputs']),
    multicasts: new Set(['weights', 'inputs', 'outputs']),
    reducesInPlace: index > 0,
    energy_pj: { read: 100 / 10 ** index, fill: 90 / 10 ** index, update: 110 / 10 ** index },
  })),
  macs: { instances: 1e6, mesh: { x: 1e9, y: 1e9 }, energy_pj: 0.5 },
};
