import { expect, test } from 'vitest';
import { discoverMachine, type Machine } from '../../src/mapping/index.js';
import type { Design } from '../../src/ir/index.js';
import { chip, tpu } from '../estimate/designs.js';
import { designOf } from '../support/language.js';

function machine(design: Design): Machine {
  const [found, diagnostics] = discoverMachine(design, 'gemm(1, 1, 1)');
  expect(diagnostics).toEqual([]);
  if (found === undefined) throw new Error('no machine');
  return found;
}

test('the way outward: spill, SRAM, mover, DRAM', () => {
  const found = machine(chip());
  expect(found.core.path).toBe('core');
  expect(found.near?.placed.path).toBe('buffer');
  expect(found.mover?.placed.path).toBe('dma');
  expect(found.far).toMatchObject({ path: 'dram', kind: 'memory', bottleneck: 'dram' });
});

test('DRAM carries pins x rate, less refresh', () => {
  expect(machine(chip()).far?.bandwidth).toBeCloseTo(32 * 4.266e9 * (1 - 0.072), -3);
});

test('a narrow port of the DRAM is what limits it', () => {
  const found = machine(chip({ beat: 64 }));
  expect(found.far).toMatchObject({ bottleneck: 'dram.data', bandwidth: 64 * 800e6 });
});

test('the mover carries a beat of its narrower side each cycle', () => {
  expect(machine(chip({ width: 128, beat: 256 })).mover).toMatchObject({
    bandwidth: 128 * 800e6,
    bottleneck: 'dma.local',
  });
});

test('34 GB/s of DDR3, before refresh', () => {
  const bandwidth = machine(tpu).far?.bandwidth ?? 0;
  expect(bandwidth / (1 - 0.033) / 8 / 1e9).toBeCloseTo(34, 6);
});

test('a passed-on port ends the way at the edge of the design', () => {
  const found = machine(chip({ far: 'port' }));
  expect(found.mover).toBeNull();
  expect(found.far).toMatchObject({ path: 'outside', kind: 'port', bottleneck: 'buffer.fill' });
});

test('an SRAM that nothing fills is the outermost memory', () => {
  const found = machine(chip({ far: 'nothing' }));
  expect(found.near?.placed.path).toBe('buffer');
  expect(found.far).toBeNull();
});

test('cores of an array of components are one machine, found through the component', () => {
  const found = machine(chip({ tiles: 16 }));
  expect(found).toMatchObject({ cores: 16, core: { path: 'tile[*].core' }, far: { path: 'tile[*].dram' } });
});

test('E732: a design without a core', () => {
  const whole = chip();
  const [top] = whole.modules;
  if (top === undefined) throw new Error('no module');
  const without = top.instances.filter(({ name }) => name !== 'core');
  const design = { ...whole, modules: [{ ...top, instances: without, connections: top.connections.slice(1) }] };
  expect(discoverMachine(design, 'resnet50')[1]).toMatchObject([{ code: 'E732' }]);
});

test('E738 of an array of one’s own elements says where its loops are seen', () => {
  const design = designOf(`
import { Mac } from "std/compute";
import { nangate45 } from "std/process";
design Bare {
  process nangate45;
  clock main = 1 GHz;
  mac: Mac;
  unused mac.activations;
  unused mac.weights;
  unused mac.sums;
  unused mac.results;
}
`);
  const [, [found]] = discoverMachine(design, 'resnet50');
  expect([found?.code, found?.help]).toEqual([
    'E738',
    '"accel estimate" maps loops onto it, and "accel ir --stage loops" shows them',
  ]);
});

test('E733: a core whose spill leads nowhere', () => {
  const whole = chip();
  const [top] = whole.modules;
  if (top === undefined) throw new Error('no module');
  const design = { ...whole, modules: [{ ...top, connections: top.connections.slice(1) }] };
  expect(discoverMachine(design, 'resnet50')[1]).toMatchObject([{ code: 'E733' }]);
});

test('elements of an array joined to different memories are taken alike, and a note says so', () => {
  const whole = chip({ far: 'nothing' });
  const [top] = whole.modules;
  if (top === undefined) throw new Error('no module');
  const [core, buffer] = top.instances;
  if (core === undefined || buffer === undefined) throw new Error('no instances');
  const at = (start: number) => ({ instance: 'core', at: [{ start, step: 1, count: 1 }], port: 'spill', lane: [] });
  const to = (instance: string) => ({ instance, at: [], port: 'serve', lane: [] });
  const instances = [{ ...core, shape: [2] }, buffer, { ...buffer, name: 'other' }];
  const connections = [
    { kind: 'memory' as const, from: at(0), to: to('buffer') },
    { kind: 'memory' as const, from: at(1), to: to('other') },
  ];
  const [found, , notes] = discoverMachine({ ...whole, modules: [{ ...top, instances, connections }] }, 'gemm');
  expect(found?.cores).toBe(2);
  expect(notes.join()).toMatch(/serves 1 of 2 core\[\*\]/);
});

test('a smaller core beside is left idle, and a note says so', () => {
  const whole = chip({ far: 'nothing' });
  const [top] = whole.modules;
  const [large] = whole.blocks;
  if (top === undefined || large === undefined) throw new Error('no module');
  const small = {
    ...large,
    id: 'MatrixCore_2',
    parameters: { ...large.parameters, rows: { kind: 'int' as const, value: 4 } },
  };
  const beside = { name: 'helper', of: { kind: 'block' as const, id: small.id }, shape: [], clocks: { clk: 'clk' } };
  const design = {
    ...whole,
    blocks: [...whole.blocks, small],
    modules: [{ ...top, instances: [beside, ...top.instances] }],
  };
  const [found, , notes] = discoverMachine(design, 'gemm');
  expect(found?.core.path).toBe('core');
  expect(notes.join()).toContain('helper is left idle');
});
