import { expect, test } from 'vitest';
import type { Design } from '../../src/ir/index.js';
import { planChip } from '../../src/hardware/plan.js';
import type { Link, PlannedModule, Socket } from '../../src/hardware/planned.js';
import { block, design, instance, module, port } from './designs.js';

const core = block('Core', 'Core', [
  port('in', 'work', 'commands'),
  port('out', 'spill', 'memory'),
  port('out', 'results', 'stream'),
]);
const ram = block('Ram', 'Ram', [port('in', 'serve', 'memory'), port('in', 'fill', 'memory')]);
const dma = block('Dma', 'Dma', [
  port('in', 'work', 'commands'),
  port('out', 'near', 'memory'),
  port('out', 'far', 'memory'),
]);
const dram = block('Dram', 'Dram', [port('in', 'data', 'memory')]);
const sink = block('Sink', 'Sink', [port('in', 'values', 'stream')]);

function plan(made: Design): readonly PlannedModule[] {
  return planChip(made, { isModelled: ({ name }) => name === 'Dma' || name === 'Dram', commandBits: () => 32 });
}

function top(made: Design): PlannedModule {
  return plan(made).at(-1)!;
}

const text = ({ part, port: name }: Socket): string => (part === null ? name : `${part}.${name}`);
const links = (planned: PlannedModule): readonly string[] =>
  planned.links.map(({ source, sinks }: Link) => `${text(source)} -> ${sinks.map(text).join(', ')}`);
const ports = (planned: PlannedModule): readonly string[] =>
  planned.ports.map(({ direction, name, modelled }) =>
    [`${direction} ${name}`, ...modelled.map((end) => `for ${end.instance}.${end.port}`)].join(' '),
  );

test('what a modelled block would drive becomes a port of the top; what joins only modelled blocks disappears', () => {
  const npu = module('Npu', {
    ports: [port('in', 'work', 'commands'), port('in', 'moves', 'commands')],
    instances: [instance('core', core), instance('buffer', ram), instance('dma', dma), instance('dram', dram)],
    connections: [
      'work -> core.work',
      'moves -> dma.work',
      'core.spill <-> buffer.serve',
      'dma.near <-> buffer.fill',
      'dma.far <-> dram.data',
    ],
  });
  const planned = top(design([core, ram, dma, dram], npu));
  expect(planned.parts.map(({ name }) => name)).toEqual(['core', 'buffer']);
  expect(ports(planned)).toEqual(['in work', 'in dma_near for dma.near']);
  expect(links(planned)).toEqual(['work -> core.work', 'core.spill -> buffer.serve', 'dma_near -> buffer.fill']);
  expect(planned.unused.map(text)).toEqual(['core.results']);
  expect([...planned.leftOut]).toEqual([['moves', [{ instance: 'dma', block: 'Dma', port: 'work' }]]]);
});

test('modelled blocks inside of modules reach the top with their path', () => {
  const tile = module('Tile', {
    instances: [instance('buffer', ram), instance('dram', dram), instance('dma', dma)],
    connections: ['dma.near <-> buffer.fill', 'dma.far <-> dram.data'],
  });
  const chip = module('Chip', { instances: [instance('tile[2]', tile)] });
  expect(ports(top(design([ram, dma, dram], tile, chip)))).toEqual([
    'in tile_0_dma_near for tile[0].dma.near',
    'in tile_1_dma_near for tile[1].dma.near',
  ]);
});

test('a module without hardware is left out, and its ports count as modelled', () => {
  const far = module('Far', {
    ports: [port('in', 'data', 'memory')],
    instances: [instance('dram', dram)],
    connections: ['data <-> dram.data'],
  });
  const chip = module('Chip', {
    instances: [instance('far', far), instance('core', core)],
    connections: ['core.spill <-> far.data'],
  });
  const planned = plan(design([core, dram], far, chip));
  expect(planned.map(({ name }) => name)).toEqual(['Chip']);
  expect(ports(planned[0]!)).toEqual(['out far_data for far.dram.data']);
});

test('arrays of instances and of ports are joined element by element', () => {
  const banks = block('Banks', 'Banks', [port('in', 'serve', 'memory', 2)]);
  const chip = module('Chip', {
    instances: [instance('core[2]', core), instance('banks', banks)],
    connections: ['core[0..2].spill <-> banks.serve[0..2]'],
  });
  expect(links(top(design([core, banks], chip)))).toEqual([
    'core_0.spill -> banks.serve_0',
    'core_1.spill -> banks.serve_1',
  ]);
});

test('a stream to several sinks is one link', () => {
  const chip = module('Chip', {
    instances: [instance('core', core), instance('sink[2]', sink)],
    connections: ['core.results -> sink[0].values', 'core.results -> sink[1].values'],
  });
  expect(links(top(design([core, sink], chip)))).toEqual(['core.results -> sink_0.values, sink_1.values']);
});

test('a port that is passed on both to hardware and to a modelled block leads to both', () => {
  const model = block('Dram', 'Dram', [port('in', 'values', 'stream')]);
  const chip = module('Chip', {
    ports: [port('in', 'values', 'stream')],
    instances: [instance('sink', sink), instance('dram', model)],
    connections: ['values -> sink.values', 'values -> dram.values'],
  });
  const planned = top(design([sink, model], chip));
  expect(ports(planned)).toEqual(['in values', 'out dram_values for dram.values']);
  expect(links(planned)).toEqual(['values -> sink.values, dram_values']);
});

test('a port that is not connected inside does not hold up what it is joined to outside', () => {
  const tile = module('Tile', { ports: [port('in', 'values', 'stream')], instances: [instance('sink', sink)] });
  const chip = module('Chip', {
    instances: [instance('tile', tile), instance('core', core)],
    connections: ['core.results -> tile.values'],
  });
  const planned = top(design([core, sink], tile, chip));
  expect(links(planned)).toEqual([]);
  expect(planned.unused.map(text)).toContain('core.results');
});

test('names of flattened elements do not meet other names', () => {
  const chip = module('Chip', { instances: [instance('sink[2]', sink), instance('sink_1', sink)] });
  expect(top(design([sink], chip)).parts.map(({ name }) => name)).toEqual(['sink_0', 'sink_1_2', 'sink_1']);
});
