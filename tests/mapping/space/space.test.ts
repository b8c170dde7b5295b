import { describe, expect, test } from 'vitest';
import type { Einsum } from '../../../src/ir/index.js';
import { costOf, misfitsOf, type Mapping, type Nest } from '../../../src/mapping/nest/index.js';
import { bestMapping } from '../../../src/mapping/search/index.js';
import {
  bestLoops,
  nestOfEinsum,
  nestOfOperation,
  spaceOf,
  spreadable,
  unmappable,
  type Space,
} from '../../../src/mapping/space/index.js';
import { isMatrix, macsOf, parseWorkload, type MatrixOperation } from '../../../src/workload/index.js';
import { elaborateWorkload } from '../../../src/language/index.js';
import { designOf, programOf } from '../../support/language.js';

const imports = `
import { Mac } from "std/compute";
import { DdrDram, RegisterFile, Sram } from "std/memory";
import { Dma } from "std/move";
import { nangate45 } from "std/process";
`;

/** An element with a file for each operand; what it is given and gives are ports. */
const element = `
component Element() {
  port in weights: stream<int8>;
  port in inputs: stream<int8>;
  port in before: stream<int32>;
  port out after: stream<int32>;
  mac: Mac;
  weight_file: RegisterFile { words: 32 };
  input_file: RegisterFile { words: 8 };
  sum_file: RegisterFile { words: 16, element: int32 };
  weights -> weight_file.fill;
  inputs -> input_file.fill;
  before -> sum_file.fill;
  weight_file.read -> mac.weights;
  input_file.read -> mac.activations;
  sum_file.read -> mac.sums;
  mac.results -> sum_file.update;
  sum_file.drain -> after;
  unused weight_file.update;
  unused weight_file.drain;
  unused input_file.update;
  unused input_file.drain;
}
`;

/** Two rows of three elements behind a buffer and a DRAM; sums go from the second row to the first. */
function array(more = '', instances = 'dram: DdrDram { beat: 64 b, capacity: 1 GiB, pins: 16 };'): string {
  return `${imports}${element}
extern component Reader() {
  area = 0.01 mm^2;
  power = 1 mW;
  port out buffer: memory<bit, 64, 16 KiB>;
  port out weights: stream<int8>;
  port out inputs: stream<int8>;
  port out before: stream<int32>;
  port in after: stream<int32>[3];
}
design Array {
  process nangate45 { voltage: 0.9 V };
  clock main = 200 MHz;
  port in moves: commands;
  pe: Element[2, 3];
  reader: Reader;
  buffer: Sram { capacity: 16 KiB, word: 64 b };
  dma: Dma { width: 64 b, beat: 64 b, address_space: 1 GiB, local_space: 16 KiB };
  ${instances}
  moves -> dma.commands;
  reader.buffer <-> buffer.serve;
  dma.local <-> buffer.fill;
  dma.memory <-> dram.data;
  for r in 0 .. 2 { for c in 0 .. 3 { reader.weights -> pe[r, c].weights; reader.inputs -> pe[r, c].inputs; } }
  for c in 0 .. 3 { reader.before -> pe[1, c].before; }
  pe[1 .. 2, *].after -> pe[0 .. 1, *].before;
  pe[0, *].after -> reader.after;
  ${more}
}
`;
}

function spaceIn(source: string): Space {
  const [space, problems] = spaceOf(designOf(source));
  if (space === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  return space;
}

/** The einsum of a workload. */
function einsumOf(text: string): Einsum {
  const [workload] = elaborateWorkload(programOf(`workload w { einsum ${text}; }`), 'w');
  const [einsum] = workload?.kind === 'einsums' ? workload.einsums : [];
  if (einsum === undefined) throw new Error(`no einsum: ${text}`);
  return einsum;
}

test('memories from the outermost to the innermost, each with the operands that it keeps', () => {
  const { hierarchies, mac } = spaceIn(array());
  expect(mac).toBe('pe[*, *].mac');
  expect(hierarchies).toHaveLength(1);
  expect(hierarchies[0]?.levels.map(({ name, keeps }) => [name, [...keeps].join(' ')])).toEqual([
    ['dram', 'input weight output'],
    ['buffer', 'input weight output'],
    ['pe[*, *].input_file', 'input'],
    ['pe[*, *].weight_file', 'weight'],
    ['pe[*, *].sum_file', 'output'],
  ]);
});

test('the last dimension of an array lies along x, those before it along y', () => {
  const { hierarchies, reduces } = spaceIn(array());
  const [{ levels, macs } = { levels: [], macs: undefined }] = hierarchies;
  expect(levels.map(({ instances, mesh }) => [instances, mesh.x, mesh.y])).toEqual([
    [1, 1, 1],
    [1, 1, 1],
    ...[0, 1, 2].map(() => [6, 3, 2]),
  ]);
  expect(macs).toMatchObject({ instances: 6, mesh: { x: 3, y: 2 } });
  expect([...reduces]).toEqual(['y']);
});

test('an operand goes on from a level no faster than the block that it passes lets it', () => {
  const { hierarchies, passings } = spaceIn(array());
  const [, buffer] = hierarchies[0]?.levels ?? [];
  // The reader gives a word of inputs and of weights a cycle; sums leave by its port of three.
  expect([...(buffer?.links ?? [])]).toEqual([
    ['input', 1],
    ['weight', 1],
    ['output', 2],
  ]);
  const dma = passings[0]?.find(({ operand, placed }) => operand === 'input' && placed.path === 'dma');
  expect(dma).toMatchObject({ inner: 'buffer', outer: 'dram', bandwidth: 64 * 200e6, shared: true });
});

test('words are as wide as the widest operand that a level keeps', () => {
  const [dram, buffer, input, , sum] = spaceIn(array()).hierarchies[0]?.levels ?? [];
  // Words of 32 bits, two an access; the files' words are their own.
  expect([buffer?.capacity, buffer?.block, buffer?.readBandwidth]).toEqual([4096, 2, 2]);
  expect([dram?.capacity, dram?.block]).toEqual([2 ** 28, 2]);
  expect([input?.capacity, input?.block, input?.readBandwidth]).toEqual([8, 1, 1]);
  expect([sum?.capacity, sum?.block]).toEqual([16, 1]);
});

test('channels of a memory beside each other are one, as fast and as large as all of them', () => {
  const channels = array()
    .replace('dram: DdrDram {', 'split: Split; dram: DdrDram[2] {')
    .replace('dma.memory <-> dram.data;', 'dma.memory <-> split.ask; split.channel <-> dram[*].data;')
    .replace(
      'design Array {',
      `extern component Split() {
  area = 0.01 mm^2;
  power = 1 mW;
  port in ask: memory<bit, 64, 1 GiB>;
  port out channel: memory<bit, 64, 1 GiB>[2];
}
design Array {`,
    );
  const [one, two] = [array(), channels].map((source) => spaceIn(source).hierarchies[0]?.levels[0]);
  expect([two?.name, two?.instances, two?.mesh]).toEqual(['dram[*]', 1, { x: 1, y: 1 }]);
  expect([two?.capacity, two?.readBandwidth]).toEqual([2 * (one?.capacity ?? 0), 2 * (one?.readBandwidth ?? 0)]);
  expect(two?.energy_pj).toEqual(one?.energy_pj);
});

test('energies are those of the blocks, and their ranges hold them', () => {
  const design = designOf(array());
  const [least, value, greatest] = (['least', 'value', 'greatest'] as const).map(
    (end) => spaceOf(design, { end })[0]?.hierarchies[0],
  );
  for (const [index, level] of (value?.levels ?? []).entries()) {
    expect(level.energy_pj.read).toBeGreaterThan(least?.levels[index]?.energy_pj.read ?? Infinity);
    expect(level.energy_pj.read).toBeLessThan(greatest?.levels[index]?.energy_pj.read ?? 0);
  }
  // 32 words of 8 bits: a quarter of the 0.035 pJ/b of 4096 bits, less than a flip-flop's 0.01.
  expect(value?.levels[3]?.energy_pj.read).toBeCloseTo(8 * 0.01, 6);
  // 16 words of 32 bits: 0.035 x sqrt(512 / 4096) = 0.0124 pJ/b.
  expect(value?.levels[4]?.energy_pj.read).toBeCloseTo(32 * 0.035 * Math.sqrt(512 / 4096), 6);
  // 0.2 for the product, 0.1 for the sum, and 32 flip-flops.
  expect(value?.macs.energy_pj).toBeCloseTo(0.2 + 0.1 + 32 * 0.01, 6);
});

test('sums that neighbours do not add up are not reduced on their way', () => {
  const apart = array()
    .replace('pe[1 .. 2, *].after -> pe[0 .. 1, *].before;', '')
    .replace('reader.before -> pe[1, c].before;', 'reader.before -> pe[0, c].before; reader.before -> pe[1, c].before;')
    .replace('stream<int32>[3]', 'stream<int32>[6]')
    .replace('pe[0, *].after -> reader.after;', 'pe[*, *].after -> reader.after;');
  const { hierarchies, reduces } = spaceIn(apart);
  expect(reduces.size).toBe(0);
  expect(hierarchies[0]?.levels.map(({ multicasts }) => multicasts.has('output'))).toEqual([
    false,
    false,
    false,
    false,
    false,
  ]);
  expect(hierarchies[0]?.levels[1]?.multicasts.has('weight')).toBe(true);
});

test('two paths of an operand are alternatives: a mapper may let it pass the buffer by', () => {
  const direct = array('far <-> more.data;', '').replace(
    'design Array {',
    `extern component Direct() {
  area = 0.01 mm^2;
  power = 1 mW;
  port in buffered: stream<int8>;
  port out far: memory<bit, 64, 1 GiB>;
  port out weights: stream<int8>;
}
design Array {`,
  );
  const source = direct
    .replace('far <-> more.data;', 'reader.weights -> direct.buffered; direct.far <-> shared.ask[1];')
    .replace('dma.memory <-> dram.data;', 'dma.memory <-> shared.ask[0]; shared.serve <-> dram.data;')
    .replace('reader.weights -> pe[r, c].weights;', 'direct.weights -> pe[r, c].weights;')
    .replace(
      'dma: Dma',
      'direct: Direct; shared: Arbiter; dram: DdrDram { beat: 64 b, capacity: 1 GiB, pins: 16 };\n  dma: Dma',
    )
    .replace(
      'extern component Direct',
      `extern component Arbiter() {
  area = 0.01 mm^2;
  power = 1 mW;
  port in ask: memory<bit, 64, 1 GiB>[2];
  port out serve: memory<bit, 64, 1 GiB>;
}
extern component Direct`,
    );
  const { hierarchies } = spaceIn(source);
  const kept = hierarchies.map(({ levels }) =>
    levels.filter(({ keeps }) => keeps.has('weight')).map(({ name }) => name),
  );
  expect(kept).toEqual([
    ['dram', 'buffer', 'pe[*, *].weight_file'],
    ['dram', 'pe[*, *].weight_file'],
  ]);
});

test('a mapping onto it is counted like one onto any hierarchy', () => {
  const [hierarchy] = spaceIn(array()).hierarchies;
  if (hierarchy === undefined) throw new Error('no hierarchy');
  const term = (dimension: string) => [{ coefficient: 1, dimension }];
  const nest: Nest = {
    dimensions: new Map([
      ['m', 4],
      ['k', 8],
      ['n', 6],
    ]),
    operands: [
      { name: 'input', output: false, ranks: [term('m'), term('k')] },
      { name: 'weight', output: false, ranks: [term('k'), term('n')] },
      { name: 'output', output: true, ranks: [term('m'), term('n')] },
    ],
  };
  const none = { temporal: [], spatial: [] };
  const mapping: Mapping = [
    none,
    {
      temporal: [{ dimension: 'n', bound: 2 }],
      spatial: [
        { dimension: 'k', bound: 2, axis: 'y' },
        { dimension: 'n', bound: 3, axis: 'x' },
      ],
    },
    none,
    { temporal: [{ dimension: 'k', bound: 4 }], spatial: [] },
    { temporal: [{ dimension: 'm', bound: 4 }], spatial: [] },
  ];
  expect(misfitsOf(nest, hierarchy, mapping)).toEqual([
    // An element would hold four rows of four inputs.
    { kind: 'capacity', level: 2, needed: 16, capacity: 8 },
  ]);
  const cost = costOf(
    nest,
    {
      ...hierarchy,
      levels: hierarchy.levels.map((level) => ({
        ...level,
        capacity: null,
        readBandwidth: null,
        writeBandwidth: null,
        links: new Map(),
      })),
    },
    mapping,
  );
  expect([cost.macs, cost.cycles]).toEqual([192, 32]);
  // Sums of the two elements of a column are added on their way: the buffer takes each once.
  expect(cost.flows[2]?.levels[1]?.updates).toBe(24);
});

describe('an einsum on the memories of a design', () => {
  const einsum = einsumOf('c: int32[m, n] += a: int8[m, k] * b: int8[k, n] where m = 4, k = 8, n = 6');

  test('is loops over operands by what they are to a multiply-accumulator', () => {
    const nest = nestOfEinsum(einsum);
    expect([...(nest?.dimensions ?? [])]).toEqual([
      ['m', 4],
      ['k', 8],
      ['n', 6],
    ]);
    expect(nest?.operands.map(({ name, ranks }) => [name, ranks.flat().map(({ dimension }) => dimension)])).toEqual([
      ['input', ['m', 'k']],
      ['weight', ['k', 'n']],
      ['output', ['m', 'n']],
    ]);
  });

  test('keeps strides and dilations, and leaves borders out', () => {
    const windowed = einsumOf(
      'y: int32[k, p] += x: int8[c, 2 * p + 3 * r - 1] * w: int8[k, c, r] where k = 4, p = 5, c = 2, r = 3',
    );
    expect(nestOfEinsum(windowed)?.operands[0]?.ranks[1]).toEqual([
      { coefficient: 2, dimension: 'p' },
      { coefficient: 3, dimension: 'r' },
    ]);
  });

  test('is mapped by the search, with sums that are added up only where neighbours do', () => {
    const space = spaceIn(array());
    const nest = nestOfEinsum(einsum)!;
    const spatial = spreadable(space, nest);
    expect(spatial?.[0]).toEqual({ x: ['m', 'n'], y: ['m', 'k', 'n'] });
    const found = bestMapping(nest, space.hierarchies[0]!, { objective: { kind: 'energy' }, spatial: spatial! });
    if (found.kind !== 'found') throw new Error(found.kind);
    expect(found.certificate.status).toBe('optimal');
    expect(misfitsOf(nest, found.hierarchy, found.mapping)).toEqual([]);
    const along = found.mapping.flatMap((level) => level.spatial).filter(({ axis }) => axis === 'x');
    expect(along.map(({ dimension }) => dimension)).not.toContain('k');
  });

  test('is mapped the better of the ways of its operands', () => {
    const space = spaceIn(array());
    const nest = nestOfEinsum(einsum)!;
    const [whole] = space.hierarchies;
    const poor = {
      ...whole!,
      levels: whole!.levels.map((level) => ({ ...level, energy_pj: { read: 1e3, fill: 1e3, update: 1e3 } })),
    };
    const energy = { kind: 'energy' } as const;
    const [alone, both] = [[whole!], [poor, whole!]].map((hierarchies) =>
      bestLoops({ ...space, hierarchies }, nest, energy, { work: 100_000, tries: 0, remainders: false }),
    );
    if (alone?.kind !== 'found' || both?.kind !== 'found') throw new Error('nothing is found');
    expect([both.value, both.certificate.status]).toEqual([alone.value, 'optimal']);
  });

  test('that fits nowhere says what conflicts', () => {
    const space = spaceIn(array());
    const none = space.hierarchies.map((each) => ({
      ...each,
      levels: each.levels.map((level) => ({ ...level, capacity: 0 })),
    }));
    const found = bestLoops(
      { ...space, hierarchies: none },
      nestOfEinsum(einsum)!,
      { kind: 'energy' },
      { work: 1000, tries: 0, remainders: false },
    );
    expect(found).toMatchObject({ kind: 'conflict', words: expect.stringContaining('dram') });
  });

  test('may lie along any axis where no neighbours add up sums', () => {
    const space = { ...spaceIn(array()), reduces: new Set<never>() };
    expect(spreadable(space, nestOfEinsum(einsum)!)).toBeUndefined();
  });
});

describe('an operation of a model as loops', () => {
  const macs = (operation: MatrixOperation): number =>
    [...nestOfOperation(operation).dimensions.values()].reduce((product, extent) => product * extent, 1);

  test('has as many points as multiply-accumulates', () => {
    for (const workload of ['gemm(3, 5, 7)', 'resnet50', 'bert-large']) {
      const operations = parseWorkload(workload)[0]?.operations.filter((each) => isMatrix(each)) ?? [];
      expect(operations.length).toBeGreaterThan(0);
      for (const operation of operations)
        expect([operation.name, operation.repeat * macs(operation)]).toEqual([operation.name, macsOf(operation)]);
    }
  });

  test('slides windows over an image', () => {
    const [first] = parseWorkload('resnet50')[0]?.operations.filter((each) => isMatrix(each)) ?? [];
    const nest = nestOfOperation(first!);
    expect(nest.operands[0]?.ranks.slice(-2)).toEqual([
      [
        { coefficient: 2, dimension: 'p' },
        { coefficient: 1, dimension: 'r' },
      ],
      [
        { coefficient: 2, dimension: 'q' },
        { coefficient: 1, dimension: 's' },
      ],
    ]);
    expect(unmappable(nest)).toBeUndefined();
  });
});

test('loops that a search does not take', () => {
  const diagonal = einsumOf('y: int32[m] += x: int8[m, m] * w: int8[m] where m = 4');
  expect(unmappable(nestOfEinsum(diagonal)!)).toBe('"m" stands in two dimensions of one tensor');
});

test('a design without a Mac has none', () => {
  expect(
    spaceOf(
      designOf(
        `${imports}
design Plain {
  process nangate45;
  clock main = 1 GHz;
  buffer: Sram { capacity: 16 KiB };
  unused buffer.serve;
  unused buffer.fill;
}`
          .replace('Mac', 'PEArray')
          .replace(/import \{ PEArray.*\n/, '')
          .replace('DdrDram, RegisterFile, ', '')
          .replace(/import \{ Dma.*\n/, ''),
      ),
    ),
  ).toEqual([undefined, []]);
});

test('E733: a multiply-accumulator whose weights come from nowhere', () => {
  const source = array().replace('weight_file.read -> mac.weights;', 'unused mac.weights; unused weight_file.read;');
  expect(spaceOf(designOf(source))[1]).toMatchObject([
    { code: 'E733', message: 'pe[*, *].mac reaches no memory through pe[*, *].mac.weights, so nothing can feed it' },
  ]);
});

/** A multiply-accumulator between two buffers that fill each other: its inputs lie in one, its weights in the other. */
const circle = `
import { Mac } from "std/compute";
import { Sram } from "std/memory";
import { Dma } from "std/move";
import { nangate45 } from "std/process";

extern component Reader() {
  area = 0.01 mm^2;
  power = 1 mW;
  port out buffer: memory<bit, 64, 16 KiB>;
  port out words: stream<int8>;
}

design Circle {
  process nangate45;
  clock main = 200 MHz;
  port in moves: commands;
  port in before: stream<int32>;
  port out after: stream<int32>;
  mac: Mac;
  left: Sram { capacity: 16 KiB, word: 64 b };
  right: Sram { capacity: 16 KiB, word: 64 b };
  inputs: Reader;
  weights: Reader;
  dma: Dma { width: 64 b, beat: 64 b, address_space: 16 KiB, local_space: 16 KiB };
  moves -> dma.commands;
  inputs.buffer <-> left.serve;
  weights.buffer <-> right.serve;
  dma.local <-> left.fill;
  dma.memory <-> right.fill;
  inputs.words -> mac.activations;
  weights.words -> mac.weights;
  before -> mac.sums;
  mac.results -> after;
}
`;

test('E736: two memories each outside the other', () => {
  expect(spaceOf(designOf(circle))[1]).toMatchObject([
    {
      code: 'E736',
      message:
        'left and right each stand outside the other, seen from mac: levels of memory have one order for all operands',
    },
  ]);
});
