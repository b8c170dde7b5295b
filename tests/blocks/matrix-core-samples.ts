import * as fc from 'fast-check';
import { completeGemm, type Gemm, type MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import type { MatrixCoreArguments, MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { footprint } from '../../src/blocks/matrix-core/timing.js';
import { mayRunBeside } from '../../src/blocks/matrix-core/issue.js';
import { smallCore } from './matrix-core-bench.js';

const bit = fc.boolean();

/** Structures of products and sums: mostly those that are fast to simulate. */
const structures = [
  { multiplier: 'plain', adder: 'plain' },
  { multiplier: 'plain', adder: 'plain' },
  { multiplier: 'booth', adder: 'kogge_stone' },
  { multiplier: 'baugh_wooley', adder: 'sklansky' },
] as const;

/** Parameters of cores small enough to simulate in an instant, edges (one row, one column, all rows at a time) included. */
export const smallParameters: fc.Arbitrary<MatrixCoreParameters> = fc
  .record({
    rows: fc.integer({ min: 1, max: 6 }),
    cols: fc.integer({ min: 1, max: 6 }),
    stationary: bit,
    hideLoading: bit,
    registers: bit,
    structures: fc.constantFrom(...structures),
  })
  .chain(({ rows, cols, stationary, hideLoading, registers, structures: chosen }) =>
    fc.integer({ min: 1, max: stationary ? rows : 1 }).map((weightRows) =>
      smallCore({
        rows,
        cols,
        weightRows,
        hideLoading,
        multiplierRegisters: registers ? 1 : 0,
        ...chosen,
        dataflow: stationary ? 'weight_stationary' : 'output_stationary',
        ...roomyMemories(rows, cols),
      }),
    ),
  );

/** Memories of 61 to 128 words or so: no power of two, to catch an address that runs over. */
function roomyMemories(rows: number, cols: number): Partial<MatrixCoreArguments> {
  return {
    activationCapacityBits: 301 * rows * 8,
    weightCapacityBits: 301 * rows * cols * 8,
    accumulatorCapacityBits: 301 * cols * 32,
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
export function wholeRun(parameters: MatrixCoreParameters, gemm: Gemm): MatrixCoreCommand[] {
  const reach = footprint(parameters, gemm);
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
const half = 140;

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

/** The bytes behind `spill`: any, a few extreme. */
export function spillBytes(parameters: MatrixCoreParameters, seed: number): Uint8Array {
  const bytes = new Uint8Array((parameters.spillBits / 8) * 8000);
  let state = seed >>> 0 || 1;
  for (let i = 0; i < bytes.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    bytes[i] = state >>> 28 === 0 ? 0x80 : state >>> 24;
  }
  return bytes;
}
