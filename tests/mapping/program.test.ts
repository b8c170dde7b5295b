import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreSchedule, discoverMachine, mapVector, vectorProgram, type Machine } from '../../src/mapping/index.js';
import { mapMatrix, type MatrixMapping } from '../../src/mapping/matrix.js';
import { ordersOf, passesOf } from '../../src/mapping/plan.js';
import { matrixProgram, type MatrixProgram } from '../../src/mapping/program/index.js';
import { outwardBits } from '../../src/mapping/vector.js';
import { convolution, linear, vector } from '../../src/workload/operations.js';
import type { MatrixOperation } from '../../src/workload/index.js';
import { chip, KiB, MiB, withoutSram, type ChipOptions } from '../estimate/designs.js';
import { cases } from '../support/tier.js';

function machineOf(design: ReturnType<typeof chip>): Machine {
  const [machine] = discoverMachine(design, 'w');
  if (machine === undefined) throw new Error('no machine');
  return machine;
}

/** The fastest mapping, and what it stands for. */
function programOf(machine: Machine, operation: MatrixOperation) {
  const chosen = mapMatrix(machine, operation, { of: ({ cycles }) => [cycles, 0], atLeast: (cycles) => cycles });
  if (chosen === undefined) throw new Error('no mapping');
  return { mapping: chosen.mapping, program: matrixProgram(machine, operation, chosen.mapping) };
}

const capacity = fc.constantFrom(4 * KiB, 16 * KiB, 64 * KiB);
const chips: fc.Arbitrary<ChipOptions> = fc.record({
  rows: fc.constantFrom(4, 8, 16),
  cols: fc.constantFrom(4, 8, 16),
  dataflow: fc.constantFrom('weight_stationary' as const, 'output_stationary' as const),
  capacity: fc.constantFrom(32 * KiB, 128 * KiB, MiB),
  far: fc.constantFrom('lpddr4x' as const, 'ddr3' as const, 'hbm3' as const),
  rate: fc.constantFrom(0.1, 4),
  requantise: fc.boolean(),
  activations: capacity,
  weights: capacity,
  accumulators: capacity,
});
const extent = fc.integer({ min: 1, max: 200 });
const products = fc
  .tuple(fc.constantFrom(1, 1, 3), extent, extent, extent, fc.boolean())
  .map(([batch, m, k, n, requantised]): MatrixOperation => {
    const one = linear('x', m, k, n);
    const all = { leftElements: batch * one.leftElements, rightElements: batch * one.rightElements };
    return { ...one, batch, ...all, ...(requantised ? { requantised: { relu: true } } : {}) };
  });

const given = fc.tuple(chips, products).map(([options, { requantised, ...operation }]) => ({
  machine: machineOf(chip(options)),
  operation: options.requantise === true && requantised !== undefined ? { ...operation, requantised } : operation,
}));

/** Runs both lists in an order that their barriers allow, one of them always as far ahead as it may be, and says what is not where it is looked for. */
function misses(machine: Machine, mapping: MatrixMapping, program: MatrixProgram, ahead: 'unit' | 'moves'): string[] {
  const wanted = coreSchedule(machine.parameters, mapping).commands;
  const near = new Map<number, string>();
  const missed: string[] = [];
  const take = (address: number, what: string): void => {
    if (near.get(address) !== what) missed.push(`${what} at ${address}: ${near.get(address) ?? 'nothing'}`);
  };
  let [unit, moves] = [0, 0];
  const steps = {
    unit: (): boolean => {
      const next = program.unit[unit];
      const original = wanted[unit];
      if (next === undefined || next.after > moves) return false;
      unit++;
      const { command } = next;
      if (!('address' in command) || original === undefined || !('address' in original)) return true;
      if (command.kind === 'store') near.set(command.address, `result ${original.address}`);
      else take(command.address, `operand ${original.address}`);
      return true;
    },
    moves: (): boolean => {
      const next = program.moves[moves];
      if (next === undefined || next.after > unit) return false;
      moves++;
      if (next.command.direction === 'in') near.set(next.command.near, `operand ${next.command.far}`);
      else take(next.command.near, `result ${next.command.far}`);
      return true;
    },
  };
  const behind = ahead === 'unit' ? 'moves' : 'unit';
  while (steps[ahead]() || steps[behind]());
  if (unit < program.unit.length || moves < program.moves.length) missed.push('the lists wait for each other');
  return missed;
}

test('whatever order the barriers allow, each load finds its tile in the SRAM, and each move the results', () => {
  fc.assert(
    fc.property(given, ({ machine, operation }) => {
      const { mapping, program } = programOf(machine, operation);
      expect(misses(machine, mapping, program, 'unit')).toEqual([]);
      expect(misses(machine, mapping, program, 'moves')).toEqual([]);
    }),
    { numRuns: cases(60) },
  );
});

test('so it is in every order that the SRAM allows, and each operand comes in as often as the order says', () => {
  fc.assert(
    fc.property(given, ({ machine, operation }) => {
      const { mapping } = programOf(machine, operation);
      const { tiling, products: times } = mapping;
      for (const order of ordersOf(machine, tiling)) {
        const program = matrixProgram(machine, operation, { ...mapping, order });
        const { farLeft, farRight } = passesOf(tiling, order);
        const count = (wanted: string): number => program.moves.filter(({ command }) => command.what === wanted).length;
        expect(count('activations')).toBe(farLeft * tiling.left.count * times);
        expect(count('weights')).toBe(farRight * tiling.right.count * times);
        expect(misses(machine, { ...mapping, order }, program, 'unit')).toEqual([]);
        expect(misses(machine, { ...mapping, order }, program, 'moves')).toEqual([]);
      }
    }),
    { numRuns: cases(20) },
  );
});

test('so it is of images, products of several cores, and operands that stay in the SRAM', () => {
  const layer = { batch: 2, channels: 24, filters: 20, size: 14, kernel: 3, stride: 1, padding: 1 };
  const images = machineOf(chip({ rows: 8, cols: 8, convolution: true, requantise: true, capacity: 64 * KiB }));
  const cores = machineOf(chip({ rows: 8, cols: 8, tiles: 3, capacity: 64 * KiB }));
  const found = [
    [images, convolution('x', layer)],
    [images, { ...convolution('x', layer), requantised: { relu: true } }],
    [cores, linear('x', 100, 90, 80)],
  ] as const;
  for (const [machine, operation] of found) {
    const { mapping, program } = programOf(machine, operation);
    expect(program.moves.length).toBeGreaterThan(2);
    expect(misses(machine, mapping, program, 'unit')).toEqual([]);
    expect(misses(machine, mapping, program, 'moves')).toEqual([]);
    const kept = { ...mapping, residence: { left: true, right: false, results: true, reserved: 0 } };
    const moved = matrixProgram(machine, operation, kept).moves.map(({ command }) => command.what);
    expect([...new Set(moved)].filter((what) => what !== 'scales')).toEqual(['weights']);
  }
});

test('moves carry the bits of the estimate, and lie inside the SRAM', () => {
  fc.assert(
    fc.property(given, ({ machine, operation }) => {
      const { mapping, program } = programOf(machine, operation);
      const of = (direction: 'in' | 'out'): number =>
        program.moves.reduce((sum, { command }) => sum + (command.direction === direction ? command.bits : 0), 0);
      expect(of('in')).toBeCloseTo(mapping.far.read, 3);
      expect(of('out')).toBeCloseTo(mapping.far.written, 3);
      const end = Math.max(...program.moves.map(({ command }) => command.near + command.beats));
      const room = (machine.near?.parameters.capacityBits ?? 0) / machine.parameters.spillBits;
      // Scales lie beside the tiles, in room that the mapping does not count.
      const scales = mapping.tiling.scales === null ? 0 : mapping.tiling.scales.columns * mapping.tiling.scales.beats;
      expect(end - scales).toBeLessThanOrEqual(room);
    }),
    { numRuns: cases(60) },
  );
});

test('lists never take less than the core or the mover alone, and the closed form is near them', () => {
  const errors: number[] = [];
  fc.assert(
    fc.property(given, ({ machine, operation }) => {
      const { mapping, program } = programOf(machine, operation);
      expect(program.cycles).toBeGreaterThanOrEqual(mapping.coreCycles);
      const moved = (mapping.far.read + mapping.far.written) / (machine.far?.bandwidth ?? 1);
      expect(program.cycles).toBeGreaterThanOrEqual(Math.floor(moved * machine.frequency));
      errors.push(Math.abs(mapping.cycles / program.cycles - 1));
    }),
    { numRuns: cases(100) },
  );
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mean).toBeLessThan(0.02);
});

test('a core that asks the memory itself takes just as long as the estimate says', () => {
  const machine = machineOf(withoutSram);
  for (const [m, k, n] of [
    [5, 7, 9],
    [100, 64, 100],
    [1, 300, 40],
  ] as const) {
    const { mapping, program } = programOf(machine, linear('x', m, k, n));
    expect(program.moves).toEqual([]);
    expect(program.cycles).toBe(mapping.cycles);
  }
});

test.each([
  ['softmax', 100 * 64, 64],
  ['gelu', 20_000, 1],
  ['add', 50_000, 1],
] as const)('%s: a list of a vector unit, and moves of what it takes', (does, elements, row) => {
  const machine = machineOf(chip({ operand: 'bf16', lanes: 16, requantise: true, capacity: 128 * KiB }));
  const operation = vector('softmax', does, 'x', elements, { readsOperands: elements, row });
  const mapping = mapVector(machine, operation);
  const program = vectorProgram(machine, operation, mapping, null);
  const { read, written } = outwardBits(machine, operation, null);
  const moved = program?.moves.reduce((sum, { command }) => sum + command.bits, 0);
  expect(moved).toBeCloseTo(read + written, 3);
  expect(program?.cycles).toBeGreaterThanOrEqual(mapping.unit?.cycles ?? Infinity);
  expect(Math.abs(mapping.cycles / (program?.cycles ?? 0) - 1)).toBeLessThan(0.15);
});
