import { readFileSync } from 'node:fs';
import { libraryModels } from '../../src/blocks/models.js';
import type { Design } from '../../src/ir/index.js';
import { endsOf, loopsEnergy } from '../../src/estimate/array/energy.js';
import { arrayRates } from '../../src/estimate/array/rates.js';
import { costDesign } from '../../src/estimate/hardware.js';
import { arrayMachine, spaceOf, timeOf, type Space } from '../../src/mapping/index.js';
import {
  costOf,
  misfitsOf,
  type Hierarchy,
  type Loop,
  type Mapping,
  type Nest,
  type NestCost,
} from '../../src/mapping/nest/index.js';
import { times, type Ranged } from '../../src/technology/index.js';
import { designOf } from '../../src/testing.js';
import { measured } from './data.js';
import type { Line } from './group.js';

/** A convolution of AlexNet on a batch of images, in groups of channels that do not meet. */
export interface Layer {
  readonly name: string;
  readonly groups: number;
  /** Filters and channels of a group. */
  readonly filters: number;
  readonly channels: number;
  /** Rows and columns of the output, of the kernel, and the step between. */
  readonly output: number;
  readonly kernel: number;
  readonly stride: number;
}

/**
 * How the chip runs a layer (Chen et al., JSSC 2017, table III; recalled): what of it the global buffer and a pass of the array hold. A set of elements of one
 * filter row each, `kernel` high and `e` wide, makes `e` rows of output.
 */
export interface Pass {
  /** Filters whose sums, and images, that the global buffer holds. */
  readonly m: number;
  readonly n: number;
  /** Rows of output at a time. */
  readonly e: number;
  /** Filters and channels that an element interleaves. */
  readonly p: number;
  readonly q: number;
  /** Sets side by side: for other channels, and for other filters. */
  readonly r: number;
  readonly t: number;
}

export const layers = ['conv1', 'conv3', 'conv5'] as const;

export type Published = (typeof layers)[number];

/** Shapes as they are published for AlexNet, and the chip's passes. */
export const alexnet: Readonly<Record<Published, { readonly layer: Layer; readonly pass: Pass }>> = {
  conv1: {
    layer: { name: 'conv1', groups: 1, filters: 96, channels: 3, output: 55, kernel: 11, stride: 4 },
    pass: { m: 96, n: 1, e: 7, p: 16, q: 1, r: 1, t: 2 },
  },
  conv3: {
    layer: { name: 'conv3', groups: 1, filters: 384, channels: 256, output: 13, kernel: 3, stride: 1 },
    pass: { m: 64, n: 4, e: 13, p: 16, q: 4, r: 1, t: 4 },
  },
  conv5: {
    layer: { name: 'conv5', groups: 2, filters: 128, channels: 192, output: 13, kernel: 3, stride: 1 },
    pass: { m: 64, n: 4, e: 13, p: 16, q: 3, r: 2, t: 2 },
  },
};

/** The loops of one group of a layer. Rows of output are filled up to whole strips of `e`. */
export function nestOfLayer({ filters, channels, output, kernel, stride }: Layer, { e }: Pass, batch: number): Nest {
  const term = (dimension: string, coefficient = 1): Nest['operands'][number]['ranks'][number][number] => ({
    coefficient,
    dimension,
  });
  return {
    dimensions: new Map([
      ['N', batch],
      ['M', filters],
      ['C', channels],
      ['P', Math.ceil(output / e) * e],
      ['Q', output],
      ['R', kernel],
      ['S', kernel],
    ]),
    operands: [
      {
        name: 'input',
        output: false,
        ranks: [[term('N')], [term('C')], [term('P', stride), term('R')], [term('Q', stride), term('S')]],
      },
      { name: 'weight', output: false, ranks: [[term('M')], [term('C')], [term('R')], [term('S')]] },
      { name: 'output', output: true, ranks: [[term('N')], [term('M')], [term('P')], [term('Q')]] },
    ],
  };
}

/** The chip's passes as loops on the levels of `hierarchy`, which are those of `examples/eyeriss.accel`. */
export function rowStationary(hierarchy: Hierarchy, layer: Layer, pass: Pass, batch: number): Mapping {
  const { filters, channels, output, kernel } = layer;
  const { m, n, e, p, q, r, t } = pass;
  const loop = (dimension: string, bound: number): Loop => ({ dimension, bound });
  const along = (axis: 'x' | 'y', dimension: string, bound: number) => ({ dimension, bound, axis });
  // Sets stand above one another where the array is high enough, else beside.
  const sets = kernel * r * t <= (hierarchy.macs.mesh.y ?? 0) ? 'y' : 'x';
  const loops: Readonly<Record<string, Mapping[number]>> = {
    dram: {
      temporal: [
        loop('N', batch / n),
        loop('P', Math.ceil(output / e)),
        loop('M', filters / m),
        loop('C', channels / (q * r)),
      ],
      spatial: [],
    },
    buffer: { temporal: [loop('M', m / (p * t)), loop('N', n), loop('Q', output)], spatial: [] },
    filter_buffer: {
      temporal: [],
      spatial: [along('y', 'R', kernel), along('y', 'C', r), along(sets, 'M', t), along('x', 'P', e)],
    },
    'pe[*, *].filter_spad': { temporal: [loop('C', q), loop('S', kernel)], spatial: [] },
    'pe[*, *].psum_spad': { temporal: [loop('M', p)], spatial: [] },
  };
  return hierarchy.levels.map(({ name }) => loops[name] ?? { temporal: [], spatial: [] });
}

/** What a layer takes on the array, all its groups one after another. */
export interface LayerRun {
  readonly time_s: number;
  /** Words read and written in the scratchpads of all elements. */
  readonly scratchpadWords: number;
  readonly activeElements: number;
  /** Multiply-accumulates, without the rows that fill up the last strip. */
  readonly macs: number;
}

/** The design of `examples/eyeriss.accel`. */
export function eyeriss(): Design {
  return designOf(readFileSync(new URL('../../examples/eyeriss.accel', import.meta.url), 'utf8')).design;
}

/** A layer by the chip's own passes, on the levels of the design. */
function counted({ layer, pass }: (typeof alexnet)[Published], batch: number): Counted {
  const [space] = spaceOf(eyeriss());
  const hierarchy = space?.hierarchies[0];
  if (space === undefined || hierarchy === undefined) throw new Error('the design has no hierarchy');
  const nest = nestOfLayer(layer, pass, batch);
  const mapping = rowStationary(hierarchy, layer, pass, batch);
  const misfits = misfitsOf(nest, hierarchy, mapping);
  if (misfits.length > 0) throw new Error(`${layer.name} does not fit: ${JSON.stringify(misfits)}`);
  const cost = costOf(nest, hierarchy, mapping);
  // As an estimate of the design has it, with the first words in and the last sums out.
  const machine = arrayMachine(space, libraryModels);
  const { cycles } = timeOf(machine, hierarchy, space.passings[0] ?? [], cost);
  return { space, nest, hierarchy, mapping, cost, cycles };
}

interface Counted {
  readonly space: Space;
  readonly nest: Nest;
  readonly hierarchy: Hierarchy;
  readonly mapping: Mapping;
  readonly cost: NestCost;
  readonly cycles: number;
}

/** W of each part of the chip while it runs a layer, as an estimate of these loops has it; the memory outside is left out. */
export function powerParts(run: (typeof alexnet)[Published], batch: number): readonly PartPower[] {
  const { space, nest, hierarchy, mapping, cost } = counted(run, batch);
  const [costed] = costDesign(eyeriss());
  if (costed === undefined) throw new Error('the design has no figures');
  const rates = arrayRates(space, costed, libraryModels);
  const looped = { nest, choice: 0, hierarchy, mapping, cost };
  const ends = endsOf(rates, looped);
  const time = timeOf(rates.machine, hierarchy, space.passings[0] ?? [], ends.value);
  const seconds = time.cycles / space.frequency;
  return loopsEnergy(rates, looped, ends, time, seconds)
    .filter(({ path }) => path !== 'dram')
    .map(({ path, part, energy }) => ({ path, part, power: times(energy, 1 / seconds) }));
}

export interface PartPower {
  readonly path: string;
  readonly part: string;
  readonly power: Ranged;
}

/** A layer of AlexNet on `examples/eyeriss.accel`, by the chip's own passes. */
export function runLayer(run: (typeof alexnet)[Published], batch: number): LayerRun {
  const { layer } = run;
  const { space, hierarchy, mapping, cost, cycles } = counted(run, batch);
  const { flows } = cost;
  const elements = mapping.flatMap(({ spatial }) => spatial).reduce((all, { bound }) => all * bound, 1);
  const words = hierarchy.levels.flatMap(({ name }, at) =>
    name.startsWith('pe[*, *].') ? flows.map(({ levels }) => levels[at]) : [],
  );
  const ofOne = words.reduce((sum, each) => sum + (each ? each.reads + each.fills + each.updates : 0), 0);
  return {
    scratchpadWords: layer.groups * elements * ofOne,
    time_s: (layer.groups * cycles) / space.frequency,
    activeElements: elements,
    macs: layer.groups * batch * layer.filters * layer.channels * layer.output ** 2 * layer.kernel ** 2,
  };
}

/** Images that the chip was measured with. */
export const measuredBatch = 4;

/** The chip's times of layers beside ours. */
export function chipLines(): readonly Line[] {
  const { data } = measured('eyeriss_v1_alexnet_jssc17_tableV');
  return layers.map((name) => ({
    name: `Eyeriss v1, AlexNet ${name}, four images`,
    unit: 'ms',
    ours: 1e3 * runLayer(alexnet[name], measuredBatch).time_s,
    theirs: data[name].processing_latency,
    remark: 'by the chip’s own passes, from the first word to the last; no pass waits for another here',
  }));
}

/** Images of the published analysis. */
const analysedBatch = 16;

/** What the paper's analysis counts for multipliers and scratchpads, each access as much energy as a multiply-accumulate, beside our accesses. */
export function analysisLines(): readonly Line[] {
  const { data } = measured('eyeriss_isca16_fig10');
  return layers.flatMap((name) => {
    const [alu = 0, , files = 0] = data[name] ?? [];
    const { macs, scratchpadWords } = runLayer(alexnet[name], analysedBatch);
    const [what, unit] = [`AlexNet ${name}, sixteen images`, '10^9 multiply-accumulates'];
    return [
      { name: `${what}: multipliers`, unit, ours: macs / 1e9, theirs: alu, remark: 'printed with three digits' },
      {
        name: `${what}: scratchpads`,
        unit,
        ours: scratchpadWords / 1e9,
        theirs: files,
        remark: 'four accesses each for them; fills, and the first of a sum that is not read, for us',
      },
    ];
  });
}
