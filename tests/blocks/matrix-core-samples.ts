import * as fc from 'fast-check';
import { completeGemm, type Gemm, type MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { dtypeNamed } from '../../src/ir/index.js';
import type { MatrixCoreArguments, MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { groupsOf } from '../../src/blocks/pe-array/parameters.js';
import { footprint } from '../../src/blocks/matrix-core/timing.js';
import type { Window } from '../../src/blocks/matrix-core/window.js';
import { mayRunBeside } from '../../src/blocks/matrix-core/issue.js';
import { fillBits } from '../../src/verify/core-fill.js';
import { groupDraw } from '../../src/verify/groups.js';
import { random } from '../../src/verify/random.js';
import { smallCore, sumsOf } from './matrix-core-bench.js';

const bit = fc.boolean();

/** Structures of products and sums: mostly those that are fast to simulate. */
const structures = [
  { multiplier: 'plain', adder: 'plain' },
  { multiplier: 'plain', adder: 'plain' },
  { multiplier: 'booth', adder: 'kogge_stone' },
  { multiplier: 'baugh_wooley', adder: 'sklansky' },
] as const;

/** Number types, with the columns of which a core must have a multiple, so that two rows of weights are whole bytes. */
export const formats = [
  ['int8', 1],
  ['int4', 1],
  ['int16', 1],
  ['fp4_e2m1', 1],
  ['fp6_e2m3', 2],
  ['fp6_e3m2', 2],
  ['fp8_e4m3', 1],
  ['fp8_e5m2', 1],
  ['bf16', 1],
  ['fp16', 1],
  ['tf32', 4],
] as const;

const isInteger = (operand: string): boolean => operand.startsWith('int');
const floats = formats.filter(([operand]) => !isInteger(operand));

interface Format {
  readonly operand: string;
  /** Of weights; where not given, that of activations. */
  readonly weight?: string;
  readonly columns: number;
  readonly adderRegisters: number;
  readonly psumIn: MatrixCoreArguments['psumIn'];
}

const int8 = { operand: 'int8', columns: 1, adderRegisters: 1 } as const;
export const int8Format: fc.Arbitrary<Format> = fc.constantFrom(
  { ...int8, psumIn: 'by_operand' as const },
  { ...int8, psumIn: 'top' as const },
);
/** Sums that become operands: of all integers. */
export const storedFormat: fc.Arbitrary<Format> = fc.oneof(
  int8Format,
  fc.constantFrom('int4', 'int16').map((operand) => ({ ...int8, operand, psumIn: 'by_operand' as const })),
);
/** Mostly int8, which is the fastest to simulate. */
const integerFormat = fc.record({
  operand: fc.constantFrom('int8', 'int8', 'int8', 'int4', 'int16'),
  weight: fc.constantFrom('int8', 'int8', 'int8', 'int4', 'int16'),
  columns: fc.constant(1),
  adderRegisters: fc.constant(1),
  psumIn: fc.constantFrom('by_operand' as const, 'by_operand' as const, 'top' as const),
});
export const floatFormat: fc.Arbitrary<Format> = fc
  .record({
    format: fc.constantFrom(...floats),
    weight: fc.option(fc.constantFrom(...floats.map(([name]) => name)), { nil: undefined }),
    adderRegisters: fc.integer({ min: 1, max: 3 }),
    psumIn: fc.constantFrom('by_operand' as const, 'bottom' as const),
  })
  .map(({ format: [name, columns], weight = name, ...others }) => ({ operand: name, weight, columns, ...others }));

/** Parameters of cores small enough to simulate in an instant, edges (one row, one column, all rows at a time) included. */
export function smallCores(format: fc.Arbitrary<Format>, mostRows = 6): fc.Arbitrary<MatrixCoreParameters> {
  return fc
    .record({
      rows: fc.integer({ min: 1, max: mostRows }),
      cols: fc.integer({ min: 1, max: mostRows }),
      stationary: bit,
      hideLoading: bit,
      registers: bit,
      structures: fc.constantFrom(...structures),
      zeroGating: bit,
      format,
    })
    .chain(({ rows, cols, stationary, hideLoading, registers, structures: chosen, zeroGating, format: numbers }) => {
      const { columns, ...named } = numbers;
      const [activationBits, weightBits] = [named.operand, named.weight ?? named.operand].map(
        (name) => dtypeNamed(name).width,
      );
      const accumulator = sumsOf(named.operand, named.weight);
      // A weight lies within a beat.
      const fewest = Math.ceil((weightBits ?? 0) / (2 * (activationBits ?? 1)));
      const width = Math.ceil(Math.max(cols, fewest) / columns) * columns;
      return fc.integer({ min: 1, max: stationary ? rows : 1 }).map((weightRows) =>
        smallCore({
          rows,
          cols: width,
          weightRows,
          hideLoading,
          multiplierRegisters: registers ? 1 : 0,
          ...chosen,
          zeroGating,
          ...named,
          accumulator,
          dataflow: stationary ? 'weight_stationary' : 'output_stationary',
          ...roomyMemories(rows, width, [activationBits ?? 0, weightBits ?? 0, dtypeNamed(accumulator).width]),
        }),
      );
    });
}

export const smallParameters = smallCores(integerFormat);
export const smallFloats = smallCores(floatFormat, 4);

/** Memories of 61 to 128 words or so: no power of two, to catch an address that runs over. */
function roomyMemories(
  rows: number,
  cols: number,
  [activationBits, weightBits, accumulatorBits]: readonly [number, number, number],
): Partial<MatrixCoreArguments> {
  return {
    activationCapacityBits: 301 * rows * activationBits,
    weightCapacityBits: 301 * rows * cols * weightBits,
    accumulatorCapacityBits: 301 * cols * accumulatorBits,
  };
}

/** A multiplication that fits: with ragged edges, strides wider than need be, M tiles smaller than M. */
export function gemmFor(parameters: MatrixCoreParameters): fc.Arbitrary<Gemm> {
  const { rows, cols } = parameters;
  return fc
    .record({
      m: fc.integer({ min: 1, max: 3 * rows + 2 }),
      k: fc.integer({ min: 1, max: 3 * rows + 1 }),
      n: fc.integer({ min: 1, max: 2 * cols + 1 }),
      accumulateIn: bit,
      emit: bit,
      slack: fc.integer({ min: 0, max: 3 }),
      tile: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ m, k, n, accumulateIn, emit, slack, tile }) => {
      const dense = completeGemm(parameters, { m, k, n, accumulateIn, emit });
      const shares = emit && !accumulateIn && parameters.dataflow === 'weight_stationary';
      return {
        ...dense,
        activationBase: slack,
        activationStride: dense.activationStride + slack,
        weightBase: 2 * slack,
        weightStride: dense.weightStride + slack,
        resultBase: slack,
        resultStride: dense.resultStride + (dense.resultStride === 0 ? 0 : slack),
        tileRows: shares ? Math.min(m, tile) : dense.tileRows,
      };
    });
}

/** Loads everything that a multiplication reads, runs it, and stores everything that it may have written. */
export function wholeRun(
  parameters: MatrixCoreParameters,
  gemm: Gemm,
  window: Window | null = null,
): MatrixCoreCommand[] {
  const reach = footprint(parameters, gemm, window);
  const results = Math.max(1, reach.results);
  return [
    { kind: 'load', memory: 'activations', base: 0, words: reach.activations, address: 0 },
    { kind: 'load', memory: 'weights', base: 0, words: reach.weights, address: 1000 },
    { kind: 'load', memory: 'results', base: 0, words: results, address: 3000 },
    { kind: 'gemm', ...gemm },
    { kind: 'store', memory: 'results', base: 0, words: results, address: 5000 },
  ];
}

/** Loads everything that some multiplications read, runs them close behind each other, and stores everything that they may have written. */
export function chainedRun(parameters: MatrixCoreParameters, gemms: readonly Gemm[]): MatrixCoreCommand[] {
  const reaches = gemms.map((gemm) => footprint(parameters, gemm));
  const most = (memory: keyof (typeof reaches)[number]): number =>
    Math.max(1, ...reaches.map((reach) => reach[memory]));
  return [
    { kind: 'load', memory: 'activations', base: 0, words: most('activations'), address: 0 },
    { kind: 'load', memory: 'weights', base: 0, words: most('weights'), address: 1000 },
    { kind: 'load', memory: 'results', base: 0, words: most('results'), address: 3000 },
    ...gemms.map((gemm) => ({ kind: 'gemm', ...gemm }) as const),
    { kind: 'store', memory: 'results', base: 0, words: most('results'), address: 5000 },
  ];
}

/** Words from which the second half of the memories of operands begins; a multiplication of `gemmFor` reaches less far. */
const half = 144;

interface Step {
  readonly gemm: Gemm;
  readonly beside: readonly [boolean, boolean];
  readonly weightsFirst: boolean;
  /** Short loads besides, each of which ends soon. */
  readonly more: number;
  readonly stores: boolean;
}

/**
 * Multiplications whose operands lie in the two halves by turns, each followed by the loads of the next one's operands, which may run beside
 * it, then perhaps by a store of what it left.
 */
export function besideRun(parameters: MatrixCoreParameters): fc.Arbitrary<readonly MatrixCoreCommand[]> {
  const step: fc.Arbitrary<Step> = fc.record({
    gemm: gemmFor(parameters),
    beside: fc.tuple(bit, bit),
    weightsFirst: bit,
    more: fc.integer({ min: 0, max: 6 }),
    stores: bit,
  });
  return fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => {
    const gemms = steps.map(({ gemm }, index) => inHalf(gemm, index % 2));
    const first = gemms[0] === undefined ? [] : operandLoads(parameters, gemms[0], 0, [false, false]);
    const words = Math.max(1, ...gemms.map((gemm) => footprint(parameters, gemm).results));
    const everything = { memory: 'results', base: 0, words } as const;
    const commands: MatrixCoreCommand[] = [...first, { kind: 'load', ...everything, address: 3000 }];
    for (const [index, { beside, weightsFirst, more, stores }] of steps.entries()) {
      const [gemm, next] = [gemms[index], gemms[index + 1]];
      if (gemm === undefined) continue;
      commands.push({ kind: 'gemm', ...gemm });
      if (next !== undefined) {
        const loads = operandLoads(parameters, next, (index + 1) % 2, beside);
        const [load] = loads;
        commands.push(...(weightsFirst ? loads.toReversed() : loads));
        if (load !== undefined) commands.push(...Array.from({ length: more }, () => ({ ...load, words: 2 })));
        expectBeside(parameters, loads, gemm);
      }
      if (stores) commands.push({ kind: 'store', ...everything, address: 5000 });
    }
    return [...commands, { kind: 'store', ...everything, address: 6000 }];
  });
}

function inHalf(gemm: Gemm, index: number): Gemm {
  const { activationBase = 0, weightBase = 0 } = gemm;
  return { ...gemm, activationBase: activationBase + index * half, weightBase: weightBase + index * half };
}

type Load = Extract<MatrixCoreCommand, { kind: 'load' }>;

function operandLoads(
  parameters: MatrixCoreParameters,
  gemm: Gemm,
  index: number,
  beside: readonly [boolean, boolean],
): readonly Load[] {
  const reach = footprint(parameters, gemm);
  const base = index * half;
  const load = (memory: 'activations' | 'weights', address: number, marked: boolean): Load => {
    return { kind: 'load', memory, base, words: reach[memory] - base, address: address + 300 * index, beside: marked };
  };
  return [load('activations', 0, beside[0]), load('weights', 1000, beside[1])];
}

function expectBeside(parameters: MatrixCoreParameters, loads: readonly Load[], gemm: Gemm): void {
  if (!loads.every((load) => mayRunBeside(parameters, load, gemm))) throw new Error('a load touches what is read');
}

/** The bytes behind `spill`: any, a few extreme; of floats elements that now and then are any code, mostly near one. */
export function spillBytes(parameters: MatrixCoreParameters, seed: number): Uint8Array {
  const bytes = new Uint8Array((parameters.spillBits / 8) * 8000);
  if (!isInteger(parameters.activation)) {
    const { spillBits } = parameters;
    const { activation, weight } = groupsOf(parameters);
    const draw = random(seed);
    const values = seed % 3 === 0 ? 'sparse' : 'random';
    fillBits(bytes, 0, 8 * bytes.length, activation, groupDraw(activation, draw, values));
    // Where the runs above have weights.
    if (weight.type !== activation.type)
      fillBits(bytes, 1000 * spillBits, 3000 * spillBits, weight, groupDraw(weight, draw, values));
    return bytes;
  }
  let state = seed >>> 0 || 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    // Some runs have many zeros.
    if (seed % 3 === 0 && state >>> 31 === 0) continue;
    bytes[i] = state >>> 28 === 0 ? 0x80 : state >>> 24;
  }
  return bytes;
}
