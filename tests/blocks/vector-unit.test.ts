import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeVectorCommand, encodeVectorCommand, type VectorCommand } from '../../src/blocks/vector-unit/command.js';
import { functionBits, treeBits, vectorLaneBits } from '../../src/blocks/vector-unit/cost.js';
import { functionForms, vectorFunctions } from '../../src/blocks/vector-unit/functions.js';
import { executeVector, vectorReset } from '../../src/blocks/vector-unit/golden.js';
import { adders, multipliers } from '../../src/blocks/pe-array/parameters.js';
import type { VectorUnitParameters } from '../../src/blocks/vector-unit/parameters.js';
import { vectorUnit } from '../../src/blocks/vector-unit/rtl.js';
import { vectorLane } from '../../src/blocks/vector-unit/rtl/lane.js';
import { vectorSpans } from '../../src/blocks/vector-unit/timing.js';
import { compile, type Module } from '../../src/rtl/index.js';
import { elementDraw } from '../../src/verify/elements.js';
import { random } from '../../src/verify/random.js';
import { codeOf } from '../numbers/codes.js';
import { cases } from '../support/tier.js';
import {
  resetVectorUnit,
  runVectorUnit,
  smallVectorUnit,
  type VectorFlow,
  type VectorWork,
} from './vector-unit-bench.js';

/** Units with functions take longer to make: there are few of them. */
const many = <T>(value: T, count: number): readonly T[] => Array.from({ length: count }, () => value);

const parameters: fc.Arbitrary<VectorUnitParameters> = fc
  .record({
    lanes: fc.constantFrom(1, 2, 3, 5),
    reductions: fc.boolean(),
    operand: fc.constantFrom(
      'fp32',
      'fp32',
      'bf16',
      'fp16',
      'tf32',
      'fp8_e4m3',
      'fp8_e5m2',
      'fp4_e2m1',
      'int8',
      'int32',
      'int48',
    ),
    result: fc.constantFrom('fp32', 'fp32', 'bf16', 'fp16', 'tf32', 'fp8_e4m3', 'fp8_e5m2'),
    overflow: fc.constantFrom('infinity' as const, 'saturate' as const),
    functions: fc.constantFrom(...many('none' as const, 10), 'half' as const, 'single' as const),
    multiplier: fc.constantFrom(...multipliers),
    adder: fc.constantFrom(...adders),
    adderRegisters: fc.integer({ min: 1, max: 3 }),
  })
  .map(smallVectorUnit);

const scalar = fc.record({ scalar: fc.integer({ min: 0, max: 3 }) });
const by = fc.oneof(fc.constant('b' as const), scalar);

const run: fc.Arbitrary<VectorCommand> = fc.record(
  {
    kind: fc.constant('run' as const),
    beats: fc.integer({ min: 1, max: 6 }),
    first: scalar,
    factor: fc.oneof(fc.constant('a' as const), by),
    combine: fc.record({ operation: fc.constantFrom('add', 'subtract', 'maximum', 'minimum'), by }),
    function: fc.constantFrom(...vectorFunctions),
    relu: fc.boolean(),
    reduce: fc.record({ to: fc.constantFrom('sum', 'maximum'), into: fc.integer({ min: 0, max: 3 }) }),
    emit: fc.boolean(),
    exchange: fc.boolean(),
  },
  { requiredKeys: ['kind', 'beats'] },
);

const set: fc.Arbitrary<VectorCommand> = fc.record({
  kind: fc.constant('set' as const),
  scalar: fc.integer({ min: 0, max: 3 }),
  value: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.double({ min: -4, max: 4, noNaN: true }).map(codeOf)),
});

const commands = fc.array(fc.oneof({ weight: 3, arbitrary: run }, { weight: 1, arbitrary: set }), {
  minLength: 1,
  maxLength: 6,
});
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** The commands with beats of any values for each. */
function workOf(unit: VectorUnitParameters, list: readonly VectorCommand[], seed: number): readonly VectorWork[] {
  const draw = elementDraw(unit.operand, random(seed));
  const beats = (count: number): readonly (readonly number[])[] =>
    Array.from({ length: count }, () => Array.from({ length: unit.lanes }, draw));
  return list.map((command) => {
    const count = command.kind === 'run' ? command.beats : 0;
    return { command, a: beats(count), b: beats(count) };
  });
}

/** The beats that the golden model gives. */
function golden(unit: VectorUnitParameters, work: readonly VectorWork[]): readonly (readonly number[])[] {
  let state = vectorReset;
  return work.flatMap(({ command, a, b }) => {
    const outcome = executeVector(unit, state, command, a, b);
    state = outcome.state;
    return outcome.results;
  });
}

/** Whether something happens in a cycle, by chance `chance` of 8. */
const sometimes =
  (seed: number, chance: number) =>
  (cycle: number): boolean =>
    (Math.imul(cycle ^ seed, 0x9e3779b1) >>> 20) % 8 < chance;

function ran(unit: VectorUnitParameters, work: readonly VectorWork[], flow: VectorFlow = {}) {
  const sim = compile(vectorUnit('vector', unit));
  resetVectorUnit(sim);
  return runVectorUnit(sim, unit, work, flow);
}

test('any unit gives the golden results of any commands in the cycles of the formula', () => {
  fc.assert(
    fc.property(parameters, commands, seeds, (unit, list, seed) => {
      const work = workOf(unit, list, seed);
      const { results, taken, done } = ran(unit, work);
      expect(results).toEqual(golden(unit, work));
      const start = taken[0] ?? 0;
      expect(taken.map((cycle, i) => ({ taken: cycle - start, done: (done[i] ?? 0) - start }))).toEqual(
        vectorSpans(unit, list),
      );
    }),
    { numRuns: cases(24) },
  );
});

test('a beat of results that waits costs its cycle and nothing else', () => {
  fc.assert(
    fc.property(parameters, commands, seeds, (unit, list, seed) => {
      const work = workOf(unit, list, seed);
      const { results, taken, done, waited } = ran(unit, work, { results: sometimes(seed, 4) });
      expect(results).toEqual(golden(unit, work));
      // A cycle in which all stands still does not count; `done` is told in the cycle behind the last that does.
      const moved = (cycle: number): number => cycle - waited.filter((each) => each < cycle).length;
      const start = moved(taken[0] ?? 0);
      expect(
        taken.map((cycle, i) => ({ taken: moved(cycle) - start, done: moved((done[i] ?? 0) - 1) + 1 - start })),
      ).toEqual(vectorSpans(unit, list));
    }),
    { numRuns: cases(12) },
  );
});

test('streams that pause where they like change no result', () => {
  fc.assert(
    fc.property(parameters, commands, seeds, (unit, list, seed) => {
      const work = workOf(unit, list, seed);
      const flow = { a: sometimes(seed, 3), b: sometimes(seed >> 3, 5), results: sometimes(seed >> 6, 6) };
      expect(ran(unit, work, flow).results).toEqual(golden(unit, work));
    }),
    { numRuns: cases(12) },
  );
});

test('a command word says what its command does', () => {
  fc.assert(
    fc.property(fc.oneof(run, set), (command) => {
      const decoded = decodeVectorCommand(encodeVectorCommand(command));
      expect(encodeVectorCommand(decoded!)).toBe(encodeVectorCommand(command));
      const plain =
        command.kind === 'run' && (command.relu === false || command.emit === true || command.exchange === false);
      if (!plain) expect(decoded).toEqual(command);
    }),
  );
  expect(decodeVectorCommand(0n)).toBeUndefined();
  expect(() => encodeVectorCommand({ kind: 'run', beats: 0 })).toThrow(RangeError);
  expect(() => encodeVectorCommand({ kind: 'set', scalar: 4, value: 0 })).toThrow(RangeError);
});

test('two streams, a scale and an activation: max(0, 3 a - b)', () => {
  const unit = smallVectorUnit({ operand: 'int8' });
  const work: readonly VectorWork[] = [
    { command: { kind: 'set', scalar: 2, value: codeOf(3) }, a: [], b: [] },
    {
      command: {
        kind: 'run',
        beats: 2,
        factor: { scalar: 2 },
        combine: { operation: 'subtract', by: 'b' },
        relu: true,
      },
      a: [
        [1, -2],
        [100, 50],
      ],
      b: [
        [1, -7],
        [-128, 127],
      ],
    },
  ];
  const wanted = [
    [2, 1],
    [428, 23],
  ].map((beat) => beat.map(codeOf));
  expect(golden(unit, work)).toEqual(wanted);
  expect(ran(unit, work).results).toEqual(wanted);
});

test('the cost counts the registers that a lane has', () => {
  fc.assert(
    fc.property(parameters, (unit) => {
      const { registers, instances } = vectorLane('lane', unit);
      const bitsOf = (all: Module['registers']): number => all.reduce((bits, { type }) => bits + type.width, 0);
      expect(vectorLaneBits(unit)).toBe(bitsOf(registers));
      const form = unit.functions === 'none' ? undefined : functionForms[unit.functions];
      expect(form === undefined ? 0 : functionBits(form, unit.multiplier)).toBe(
        bitsOf(instances.flatMap(({ module }) => module.registers)),
      );
    }),
    { numRuns: cases(12) },
  );
});

test('the cost counts the registers of the tree', () => {
  for (const lanes of [1, 2, 8]) {
    for (const adderRegisters of [1, 2, 3]) {
      const unit = smallVectorUnit({ lanes, adderRegisters, reductions: true });
      const { grids, registers } = vectorUnit('vector', unit);
      const bitsOf = (all: Module['registers']): number => all.reduce((bits, { type }) => bits + type.width, 0);
      const nodes = grids.filter(({ name }) => name.startsWith('tree'));
      const inNodes = nodes.reduce((bits, { cols, module }) => bits + cols * bitsOf(module.registers), 0);
      const overBeats = registers.filter(({ name }) => name === 'kept' || name.startsWith('accumulate_'));
      expect(treeBits(unit)).toBe(inNodes + bitsOf(overBeats));
    }
  }
});
