import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { multiplyAddOf, sums } from '../../src/blocks/pe-array/golden.js';
import {
  adders,
  arrayOperands,
  dataflows,
  multipliers,
  type PEArrayParameters,
} from '../../src/blocks/pe-array/parameters.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { cycles, cyclesUnder } from '../../src/blocks/pe-array/timing.js';
import { dtypeNamed } from '../../src/ir/index.js';
import { compile, signed, unsigned } from '../../src/rtl/index.js';
import { valueDraw } from '../../src/verify/elements.js';
import { random } from '../../src/verify/random.js';
import { cases } from '../support/tier.js';
import { sumsOf } from './matrix-core-bench.js';
import { smallArray } from './samples.js';

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 6 }),
  cols: fc.integer({ min: 1, max: 6 }),
  dataflow: fc.constantFrom(...dataflows),
  hideLoading: fc.boolean(),
  multiplierRegisters: fc.integer({ min: 0, max: 1 }),
  adderRegisters: fc.integer({ min: 1, max: 3 }),
  multiplier: fc.constantFrom(...multipliers),
  adder: fc.constantFrom(...adders),
  steps: fc.integer({ min: 1, max: 9 }),
  zeroGating: fc.boolean(),
});

const one = (name: string) => [name, name] as const;
const types = fc.constantFrom(
  ...['int8', 'int8', 'int8', 'int4', 'int16', 'fp8_e4m3', 'fp8_e5m2', 'bf16', 'fp16', 'tf32'].map(one),
  ['int8', 'int4'] as const,
  ['int4', 'int16'] as const,
  ['bf16', 'fp8_e4m3'] as const,
  ['fp8_e5m2', 'fp16'] as const,
);

/** Integers are added in one cycle. */
const parameters: fc.Arbitrary<PEArrayParameters> = fc.tuple(shapes, types).map(([shape, [activation, weight]]) => ({
  ...shape,
  ...formats(activation, weight),
  adderRegisters: activation.startsWith('int') ? 1 : shape.adderRegisters,
}));

function formats(activation: string, weight: string) {
  const accumulator = sumsOf(activation, weight);
  return { ...arrayOperands(activation, weight), accumulator, accumulatorBits: dtypeNamed(accumulator).width };
}

const sample = parameters.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 2 ** 31 })),
);

/** Whether something happens in a cycle, by chance `chance` of 8. */
const sometimes =
  (seed: number, chance: number) =>
  (cycle: number): boolean =>
    (Math.imul(cycle ^ seed, 0x9e3779b1) >>> 20) % 8 < chance;

const always = (): boolean => true;

interface Run {
  readonly beats: readonly (readonly number[])[];
  /** From the edge that took the first beat to the one that took the last. */
  readonly cycles: number;
  readonly stalls: number;
}

interface Flow {
  readonly weights: (cycle: number) => boolean;
  readonly activations: (cycle: number) => boolean;
  readonly sums: (cycle: number) => boolean;
}

/** Streams the beats through the hardware until as many sums have come as the golden model gives. */
function stream(
  shape: PEArrayParameters,
  weights: readonly (readonly number[])[],
  activations: readonly (readonly number[])[],
  expected: number,
  flow: Flow,
): Run {
  const sim = compile(peArray('array', shape));
  const beats: number[][] = [];
  let [w, a, first, last, stalls] = [0, 0, -1, 0, 0];
  for (const port of ['weights_valid', 'activations_valid', 'sums_ready']) sim.set(port, 0);
  sim.set('rst', 1);
  sim.step();
  sim.set('rst', 0);
  // A beat that is offered stays until it is taken.
  let [weightOffered, activationOffered] = [false, false];
  for (let cycle = 0; beats.length < expected; cycle++) {
    if (cycle > 5000) throw new Error('the array gives no more sums');
    weightOffered ||= flow.weights(cycle);
    activationOffered ||= flow.activations(cycle);
    const [weight, activation] = [
      weightOffered ? weights[w] : undefined,
      activationOffered ? activations[a] : undefined,
    ];
    sim.set('weights_valid', weight === undefined ? 0 : 1);
    sim.set('activations_valid', activation === undefined ? 0 : 1);
    if (weight !== undefined) sim.setElements('weights_data', shape.weightBits, weight);
    if (activation !== undefined) sim.setElements('activations_data', shape.activationBits, activation);
    const take = flow.sums(cycle);
    sim.set('sums_ready', take ? 1 : 0);
    const weightTaken = weight !== undefined && sim.get('weights_ready') === 1;
    const activationTaken = activation !== undefined && sim.get('activations_ready') === 1;
    if (first < 0 && (weightTaken || activationTaken)) first = cycle;
    if (sim.get('sums_valid') === 1) {
      if (take) {
        beats.push(
          sim.getElements('sums_data', shape.accumulator === 'fp32' ? unsigned(32) : signed(shape.accumulatorBits)),
        );
        last = cycle;
      } else stalls++;
    }
    if (weightTaken) [w, weightOffered] = [w + 1, false];
    if (activationTaken) [a, activationOffered] = [a + 1, false];
    sim.step();
  }
  return { beats, cycles: last - first, stalls };
}

/** Beats for a number of tiles, of any values. */
function operands(
  shape: PEArrayParameters,
  tiles: number,
  seed: number,
): readonly [(readonly number[])[], (readonly number[])[]] {
  const draw = random(seed);
  const values = draw.pick(['random', 'random', 'sparse'] as const);
  const vectors = (name: string, count: number, length: number): (readonly number[])[] => {
    const next = valueDraw(name, draw, values);
    return Array.from({ length: count }, () => Array.from({ length }, next));
  };
  const { rows, cols, steps, dataflow, activation, weight } = shape;
  if (dataflow === 'input_stationary')
    return [vectors(weight, tiles * steps, rows), vectors(activation, tiles * rows, cols)];
  return [
    vectors(weight, tiles * (dataflow === 'weight_stationary' ? rows : steps), cols),
    vectors(activation, tiles * steps, rows),
  ];
}

test('any array gives the golden sums in the cycles of the formula', () => {
  fc.assert(
    fc.property(sample, ([shape, tiles, seed]) => {
      const [weights, activations] = operands(shape, tiles, seed);
      const expected = sums(shape, weights, activations).map((beat) => Array.from(beat));
      const run = stream(shape, weights, activations, expected.length, {
        weights: always,
        activations: always,
        sums: always,
      });
      expect(run.beats).toEqual(expected);
      expect(run.cycles).toBe(cycles(shape, tiles));
    }),
    { numRuns: cases(80) },
  );
});

test('integer sums of every width wrap as two’s complement does', () => {
  for (const [name, accumulator] of [
    ['int8', 'int32'],
    ['int8', 'int40'],
    ['int16', 'int48'],
  ] as const) {
    const bits = dtypeNamed(accumulator).width;
    const [end, most] = [2 ** (bits - 1), 2 ** (dtypeNamed(name).width - 1)];
    const factor = fc.oneof(fc.constantFrom(-most, most - 1), fc.integer({ min: -most, max: most - 1 }));
    const start = fc.oneof(
      fc.integer({ min: -100, max: 100 }).map((near) => (near < 0 ? near + end : near - end)),
      fc.maxSafeInteger().map((any) => any % end),
    );
    const step = multiplyAddOf({ ...arrayOperands(name), accumulatorBits: bits });
    fc.assert(
      fc.property(start, factor, factor, (sum, a, b) => {
        expect(BigInt(step(sum, [a], 0, [b], 0))).toBe(BigInt.asIntN(bits, BigInt(sum) + BigInt(a) * BigInt(b)));
      }),
      { numRuns: cases(300) },
    );
  }
});

const structures = multipliers.flatMap((multiplier) => adders.map((adder) => [multiplier, adder] as const));

test.each(structures)('an array of %s multipliers and %s adders gives the golden sums', (multiplier, adder) => {
  for (const dataflow of ['weight_stationary', 'output_stationary'] as const) {
    for (const multiplierRegisters of [0, 1]) {
      const shape = smallArray({ dataflow, multiplier, adder, multiplierRegisters, steps: 40 });
      const [weights, activations] = operands(shape, 3, 7);
      const expected = sums(shape, weights, activations).map((beat) => Array.from(beat));
      const flow = { weights: sometimes(1, 6), activations: sometimes(2, 6), sums: sometimes(3, 6) };
      expect(stream(shape, weights, activations, expected.length, flow).beats).toEqual(expected);
    }
  }
});

test('a beat of sums that waits costs its cycles and nothing else', () => {
  fc.assert(
    fc.property(sample, ([shape, tiles, seed]) => {
      const [weights, activations] = operands(shape, tiles, seed);
      const expected = sums(shape, weights, activations).map((beat) => Array.from(beat));
      const run = stream(shape, weights, activations, expected.length, {
        weights: always,
        activations: always,
        sums: sometimes(seed, 4),
      });
      expect(run.beats).toEqual(expected);
      expect(run.cycles).toBe(cyclesUnder(shape, tiles, run.stalls));
    }),
    { numRuns: cases(40) },
  );
});

test('streams that pause where they like change no sum', () => {
  fc.assert(
    fc.property(sample, ([shape, tiles, seed]) => {
      const [weights, activations] = operands(shape, tiles, seed);
      const expected = sums(shape, weights, activations).map((beat) => Array.from(beat));
      const flow = { weights: sometimes(seed, 3), activations: sometimes(seed >> 3, 5), sums: sometimes(seed >> 6, 6) };
      expect(stream(shape, weights, activations, expected.length, flow).beats).toEqual(expected);
    }),
    { numRuns: cases(40) },
  );
});

/** Sums that stay in several parts: of fewer products than parts, and of few and many frames. */
const inParts = sample.chain(([shape, tiles, seed]) =>
  fc
    .record({ adderRegisters: fc.integer({ min: 2, max: 3 }), operand: fc.constantFrom('bf16', 'fp8_e5m2') })
    .map(({ adderRegisters, operand }): readonly [PEArrayParameters, number, number] => [
      { ...shape, ...formats(operand, operand), dataflow: 'output_stationary', adderRegisters },
      tiles,
      seed,
    ]),
);

test('sums that stay in parts are those of the golden model in the cycles of the formula, and whatever streams do', () => {
  fc.assert(
    fc.property(inParts, fc.boolean(), ([shape, tiles, seed], pausing) => {
      const [weights, activations] = operands(shape, tiles, seed);
      const expected = sums(shape, weights, activations).map((beat) => Array.from(beat));
      const flow = pausing
        ? { weights: sometimes(seed, 5), activations: sometimes(seed >> 3, 6), sums: sometimes(seed >> 6, 6) }
        : { weights: always, activations: always, sums: sometimes(seed, seed % 2 === 0 ? 8 : 5) };
      const run = stream(shape, weights, activations, expected.length, flow);
      expect(run.beats).toEqual(expected);
      if (!pausing) expect(run.cycles).toBe(cyclesUnder(shape, tiles, run.stalls));
    }),
    { numRuns: cases(60) },
  );
});

test('a part of a sum that has no product is not added: what is -0 stays so', () => {
  // The least bf16 by its negative: too small for fp32, and rounded to -0.
  const [least, negative] = [0x0001, 0x8001];
  for (const adderRegisters of [1, 2, 3])
    for (const steps of [1, 2, 3, 4]) {
      const one = { ...arrayOperands('bf16'), accumulator: 'fp32', dataflow: 'output_stationary', rows: 1, cols: 1 };
      const shape = smallArray({ ...one, dataflow: 'output_stationary', adderRegisters, steps });
      const [weights, activations] = [negative, least].map((code) => Array.from({ length: steps }, () => [code]));
      // A part of one such product is -0; of two +0 - tiny, and then -0 - tiny: -0 too.
      expect(sums(shape, weights!, activations!)).toEqual([[0x80000000]]);
      const flow = { weights: always, activations: always, sums: always };
      expect(stream(shape, weights!, activations!, 1, flow).beats).toEqual([[0x80000000]]);
    }
});

test('the formula takes no longer for a million vectors a tile', () => {
  const shape: PEArrayParameters = {
    rows: 16,
    cols: 16,
    ...arrayOperands('int8'),
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'weight_stationary',
    hideLoading: true,
    multiplierRegisters: 0,
    adderRegisters: 1,
    multiplier: 'plain',
    adder: 'plain',
    steps: 2 ** 20,
  };
  expect(cycles(shape, 2 ** 20)).toBe(16 + 2 ** 40 - 1 + 32);
});
