import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { vectorUnitParameters } from '../../src/blocks/models.js';
import { programCycles, rmsNorm, softmax } from '../../src/blocks/vector-unit/sequences.js';
import { vectorCycles } from '../../src/blocks/vector-unit/timing.js';
import { discoverMachine, mapVector, type Machine, type VectorMapping } from '../../src/mapping/index.js';
import { pieceBeats } from '../../src/mapping/vector-work.js';
import { vector } from '../../src/workload/operations.js';
import type { VectorOperation, VectorWork } from '../../src/workload/index.js';
import { chip, KiB, MiB, type ChipOptions } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

function machine(options: ChipOptions = {}): Machine {
  const [found] = discoverMachine(chip({ operand: 'bf16', lanes: 16, requantise: true, ...options }), 'w');
  if (found === undefined) throw new Error('no machine');
  return found;
}

function mapped(operation: VectorOperation, options: ChipOptions = {}): VectorMapping {
  return mapVector(machine(options), operation);
}

const unit = vectorUnitParameters(
  chip({ operand: 'bf16', lanes: 16 }).blocks.find(({ name }) => name === 'VectorUnit')!,
);
const rows = (does: VectorWork, count: number, row: number): VectorOperation =>
  vector('softmax', does, 'rows', count * row, { readsOperands: count * row, row });

test('a softmax takes the cycles of its commands for each row', () => {
  const found = mapped(rows('softmax', 100, 64), { far: 'nothing' });
  expect(found.unit?.cycles).toBe(100 * programCycles(unit, softmax(unit, 64)));
  expect(found.limit).toEqual({ kind: 'compute', path: 'vector' });
});

test('a row that does not fill its last beat takes as long as one that does', () => {
  const [short, full] = [50, 64].map((row) => mapped(rows('rms_norm', 10, row), { far: 'nothing' }).unit?.cycles);
  expect(short).toBe(full);
  expect(full).toBe(10 * programCycles(unit, rmsNorm(unit, 64, 1e-5)));
});

test('an addition reads two streams and writes one, and is a command', () => {
  const add = vector('addition', 'add', 'sum', 1600, { readsOperands: 3200 });
  const { unit: found, near } = mapped(add, { far: 'nothing', capacity: 64 * MiB });
  expect(found?.beats).toBe(100);
  expect(near).toEqual({ read: 2 * 1600 * 16, written: 1600 * 16 });
});

test('what commands hand to each other passes the near memory, and the outermost one only has operands and results', () => {
  const gelu = vector('activation', 'gelu', 'gelu', 16_000, { readsOperands: 16_000 });
  const { far, near } = mapped(gelu);
  expect(far).toEqual({ read: 16 * 16_000, written: 16 * 16_000 });
  expect(near.read).toBeGreaterThan(6 * 16 * 16_000);
});

test.each<[string, VectorWork, ChipOptions]>([
  ['without functions no softmax', 'softmax', { functions: 'none' }],
  ['without a tree no norm', 'rms_norm', { reductions: false }],
  ['nothing for integers, which it does not leave', 'add', { operand: undefined as never }],
  ['no choice of the greatest', 'select', {}],
  ['sums of a core that does not requantise, in several commands', 'gelu', { requantise: false }],
])('a unit does %s', (_, does, options) => {
  const { operand = 'bf16', ...others } = 'operand' in options ? { ...options, operand: null } : options;
  const [found] = discoverMachine(chip({ lanes: 16, ...(operand === null ? {} : { operand }), ...others }), 'w');
  const reads = options.requantise === false ? { readsResults: 640 } : { readsOperands: 640 };
  expect(mapVector(found!, vector('softmax', does, 'x', 640, { ...reads, row: 64 })).unit).toBeNull();
});

const works: readonly VectorWork[] = [
  ...([
    'add',
    'add_relu',
    'add_layer_norm',
    'batch_norm',
    'combine',
    'divide',
    'gelu',
    'layer_norm',
    'max_pool',
  ] as const),
  ...([
    'mean_pool',
    'mul',
    'reduce',
    'relu',
    'requantise',
    'rms_norm',
    'rotary',
    'sigmoid',
    'silu',
    'softmax',
  ] as const),
  ...(['swiglu', 'tanh'] as const),
];

const operations = fc
  .record({
    does: fc.constantFrom(...works),
    count: fc.integer({ min: 1, max: 500 }),
    row: fc.integer({ min: 1, max: 300 }),
  })
  .map(({ does, count, row }) => rows(does, count, row));
const chips: fc.Arbitrary<ChipOptions> = fc.record({
  lanes: fc.constantFrom(2, 16, 64),
  capacity: fc.constantFrom(64 * KiB, MiB),
  far: fc.constantFrom('lpddr4x' as const, 'ddr3' as const, 'port' as const, 'nothing' as const),
  ports: fc.constantFrom('one_rw' as const, 'one_r_one_w' as const),
});

test('a unit is done no sooner than its commands, its memories, and a beat a cycle; all of them finite', () => {
  fc.assert(
    fc.property(operations, chips, (operation, options) => {
      const found = mapped(operation, options);
      expect(found.unit).not.toBeNull();
      expect(Number.isInteger(found.cycles)).toBe(true);
      for (const { cycles } of found.bounds) expect(found.cycles).toBeGreaterThanOrEqual(cycles);
      expect(found.unit!.cycles).toBeGreaterThanOrEqual(found.unit!.beats);
      expect(found.unit!.beats).toBeGreaterThanOrEqual(Math.ceil(operation.elements / options.lanes!));
      for (const { piece, count } of found.unit!.work.pieces) {
        expect(count).toBeGreaterThan(0);
        expect(pieceBeats(piece).written).toBeGreaterThan(0);
      }
    }),
    { numRuns: cases(150) },
  );
});

test('twice the bandwidth, or twice the SRAM, never slow', () => {
  fc.assert(
    fc.property(operations, chips, (operation, options) => {
      const base = { ...options, far: 'lpddr4x' as const, pins: 32, rate: 2 };
      const before = mapped(operation, base).cycles;
      expect(mapped(operation, { ...base, rate: 4 }).cycles).toBeLessThanOrEqual(before);
      expect(mapped(operation, { ...base, capacity: 2 * options.capacity! }).cycles).toBeLessThanOrEqual(before);
    }),
    { numRuns: cases(100) },
  );
});

test('a command takes what the unit takes for it', () => {
  const relu = vector('activation', 'relu', 'relu', 160, { readsOperands: 160 });
  expect(mapped(relu, { far: 'nothing' }).unit?.cycles).toBe(
    vectorCycles(unit, { kind: 'run', beats: 10, relu: true }),
  );
});
