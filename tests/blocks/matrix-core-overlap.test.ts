import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Gemm, MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { execute } from '../../src/blocks/matrix-core/golden.js';
import { exchangedGemm } from '../../src/blocks/matrix-core/exchange.js';
import { issueCommands, listCycles } from '../../src/blocks/matrix-core/issue.js';
import { initialState } from '../../src/blocks/matrix-core/memory.js';
import type { MatrixCoreArguments, MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { exchangedOperands } from '../../src/blocks/pe-array/exchange.js';
import { compile } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';
import { reset, runCommands, smallCore } from './matrix-core-bench.js';
import { plain, runBoth } from './matrix-core-both.js';
import { commandsOf, convolutionFor, convolvingCores } from './matrix-core-convolutions.js';
import { besideRun, chainedRun, gemmFor, smallFloats, smallParameters, spillBytes } from './matrix-core-samples.js';

/** Cores that overlap commands: weights stand and load under the stream. */
const overlapping = fc
  .oneof(smallParameters, smallParameters, smallFloats)
  .map((parameters): MatrixCoreParameters => ({ ...parameters, overlapCommands: true }))
  .filter(({ dataflow, hideLoading }) => dataflow === 'weight_stationary' && hideLoading);

/** The same core with activations that stand, and the transposed products. */
function standing(parameters: MatrixCoreParameters): MatrixCoreParameters {
  const { activationWords, weightWords } = parameters;
  const words = { activationWords: weightWords, weightWords: activationWords };
  return { ...parameters, ...exchangedOperands(parameters), ...words, dataflow: 'input_stationary' };
}

/** Multiplications one after another, of any sums: many are of few vectors, which are close behind each other. */
const chain = (parameters: MatrixCoreParameters): fc.Arbitrary<readonly Gemm[]> =>
  fc.array(
    fc
      .tuple(gemmFor(parameters), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 9 }))
      .map(([gemm, few, base]) =>
        few > 3 ? gemm : { ...gemm, m: Math.min(gemm.m, few), tileRows: gemm.m, resultBase: base },
      ),
    { minLength: 2, maxLength: 7 },
  );

interface Queue {
  readonly parameters: MatrixCoreParameters;
  readonly commands: readonly MatrixCoreCommand[];
}

const queues: fc.Arbitrary<Queue> = overlapping.chain((parameters) =>
  fc.oneof(
    chain(parameters).map((gemms) => ({ parameters, commands: chainedRun(parameters, gemms) })),
    chain(parameters).map((gemms) => {
      const own = standing(parameters);
      return { parameters: own, commands: chainedRun(own, gemms.map(exchangedGemm)) };
    }),
    besideRun(parameters).map((commands) => ({ parameters, commands })),
  ),
);

/** Pseudorandom yes or no, one in `period + 1`. */
const chance = (index: number, seed: number, period: number): boolean =>
  (Math.imul(index + seed, 0x9e3779b1) >>> 16) % (period + 1) === 0;

test('commands that overlap change no value, and each is taken and told in the cycles of the recurrence', () => {
  fc.assert(
    fc.property(
      queues,
      fc.integer(),
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom(0, 1, 2, 5),
      fc.boolean(),
      ({ parameters, commands }, seed, latency, stalling, resting) => {
        const takes = (cycle: number): boolean => stalling === 0 || chance(cycle, seed, stalling);
        const rests = (command: number): number => (resting && chance(command, seed, 1) ? 1 + ((seed >>> 3) % 30) : 0);
        const runs = runBoth(parameters, commands, seed, { latency, takes, rests });
        const offered = runs.map((run, index) => ({ ...run, command: commands[index]! }));
        const expected = issueCommands(parameters, offered, latency);
        expect(runs.map(({ taken, done }) => ({ taken, done }))).toEqual(
          expected.map(({ taken, done }) => ({ taken, done })),
        );
        if (stalling === 0 && !resting) expect(runs.at(-1)?.done).toBe(listCycles(parameters, commands, latency));
      },
    ),
    { numRuns: cases(120) },
  );
});

test('a list never takes longer where commands overlap', () => {
  fc.assert(
    fc.property(queues, fc.integer({ min: 1, max: 9 }), ({ parameters, commands }, latency) => {
      const apart = { ...parameters, overlapCommands: false };
      expect(listCycles(parameters, commands, latency)).toBeLessThanOrEqual(listCycles(apart, commands, latency));
    }),
    { numRuns: cases(2000) },
  );
});

const convolutions = convolvingCores
  .filter(({ hideLoading }) => hideLoading)
  .chain((given) => {
    const parameters = { ...given, overlapCommands: true, counters: true };
    const behind = fc.array(fc.record({ plain: fc.boolean(), emit: fc.boolean() }), { minLength: 1, maxLength: 4 });
    return fc
      .tuple(convolutionFor(parameters), gemmFor(parameters), behind)
      .map(([convolution, plain, more]): Queue => {
        const commands = commandsOf(parameters, convolution, plain);
        const { gemm } = convolution;
        const queue = more.map(({ plain: is, emit }): MatrixCoreCommand =>
          is ? { kind: 'gemm', ...plain } : { kind: 'gemm', ...gemm, accumulateIn: true, emit },
        );
        const told = { kind: 'counters', address: 7800 } as const;
        return { parameters, commands: [...commands.slice(0, -1), ...queue, ...commands.slice(-1), told] };
      });
  });

const counting = queues.map(({ parameters, commands }): Queue => {
  const told = { kind: 'counters', address: 7800 } as const;
  return { parameters: { ...parameters, counters: true }, commands: [...commands, told] };
});

test('convolutions overlap too, and a core counts what runs, stalls and streams', () => {
  fc.assert(
    fc.property(
      fc.oneof(convolutions, counting),
      fc.integer(),
      fc.boolean(),
      ({ parameters, commands }, seed, stalls) => {
        const sim = compile(matrixCore('core', parameters));
        reset(sim);
        const behind = spillBytes(parameters, seed);
        const expected = behind.slice();
        const takes = (cycle: number): boolean => !stalls || chance(cycle, seed, 2);
        const runs = runCommands(sim, parameters, behind, commands, { takes });
        const offered = runs.map((run, index) => ({ ...run, command: commands[index]! }));
        const issued = issueCommands(parameters, offered, 1);
        expect(runs.map(({ done }) => done)).toEqual(issued.map(({ done }) => done));
        const state = initialState(parameters);
        for (const [index, command] of commands.entries()) {
          const ran = { stalls: runs[index]?.stalls ?? 0, multiplying: issued[index]?.multiplying ?? 0 };
          expect(runs[index]?.emitted).toEqual(plain(execute(parameters, state, expected, command, ran)));
        }
        expect(Buffer.compare(behind, expected)).toBe(0);
      },
    ),
    { numRuns: cases(50) },
  );
});

/** Cycles between the ends of multiplications close behind each other, as the hardware gives them. */
function distances(given: Partial<MatrixCoreArguments>, gemms: readonly Gemm[]): readonly number[] {
  const parameters = smallCore({ ...given, overlapCommands: true });
  const ends = runBoth(parameters, chainedRun(parameters, gemms), 7)
    .slice(3, -1)
    .map(({ done }) => done);
  return ends.slice(1).map((end, index) => end - (ends[index] ?? 0));
}

const times = (count: number, gemm: (index: number) => Gemm): readonly Gemm[] =>
  Array.from({ length: count }, (_, index) => gemm(index));

test('tiles of several commands follow each other as those of one do: as the load takes, or the vectors', () => {
  const tile = { k: 4, n: 4 };
  expect(
    distances(
      {},
      times(6, (index) => ({ ...tile, m: 1, resultBase: index })),
    ),
  ).toEqual([4, 4, 4, 4, 4]);
  expect(
    distances(
      {},
      times(4, (index) => ({ ...tile, m: 9, resultBase: 9 * index })),
    ),
  ).toEqual([9, 9, 9]);
  expect(
    distances(
      { weightRows: 2 },
      times(4, () => ({ ...tile, m: 2 })),
    ),
  ).toEqual([2, 2, 2]);
  // Two K tiles of two N tiles each.
  expect(
    distances(
      {},
      times(3, () => ({ m: 5, k: 8, n: 8 })),
    ),
  ).toEqual([20, 20]);
});

test('as many multiplications drain at a time as may be pending, and each ends in its own cycle', () => {
  const tile = { k: 8, n: 4 };
  const vectors = [1, 1, 1, 5, 1, 1].map((m): Gemm => ({ ...tile, m }));
  // The first is told 15 cycles after it is taken; the fifth is taken then, and takes 15 of its own.
  expect(distances({ rows: 8, cols: 4, weightRows: 8 }, vectors)).toEqual([1, 1, 5, 8, 1]);
});

test('a load of weights does not overtake a wave that takes several cycles a row', () => {
  const floats = { operand: 'bf16', accumulator: 'fp32', adderRegisters: 3 } as const;
  expect(
    distances(
      floats,
      times(4, (index) => ({ m: 1, k: 4, n: 4, resultBase: index })),
    ),
  ).toEqual([10, 10, 10]);
});

test('sums are written before they are added to', () => {
  const adding = { k: 4, n: 4, accumulateIn: true };
  const [top, atOnce] = [{ psumIn: 'top' }, { weightRows: 4 }] as const;
  // Of the same words: an accumulator's distance, 2 + 4 rows at the top.
  expect(
    distances(
      { ...top, ...atOnce },
      times(4, () => ({ ...adding, m: 1 })),
    ),
  ).toEqual([6, 6, 6]);
  expect(
    distances(
      atOnce,
      times(4, () => ({ ...adding, m: 1 })),
    ),
  ).toEqual([2, 2, 2]);
  expect(
    distances(
      top,
      times(4, () => ({ ...adding, m: 9 })),
    ),
  ).toEqual([9, 9, 9]);
  // Of words that come sooner than they did: all must be written.
  const back = times(2, (index) => ({ ...adding, m: 9, resultBase: 5 * index }));
  expect(distances(top, back)).toEqual([8 + 6]);
  // Nothing is added to.
  expect(
    distances(
      top,
      times(2, (index) => ({ ...adding, m: 9, accumulateIn: index === 0 })),
    ),
  ).toEqual([9]);
  // N tiles lie apart: the second command's first tile may meet the last one's words out of order.
  const apart = (resultStride: number) => times(2, () => ({ ...adding, m: 9, n: 8, resultStride }));
  expect(distances(top, apart(9))).toEqual([18]);
  expect(distances(top, apart(10))).toEqual([18 + 5]);
});

test('a load beside the last multiplication waits for the others', () => {
  const parameters = smallCore({ overlapCommands: true });
  const load = { kind: 'load', memory: 'activations', words: 2, address: 0, base: 100, beside: true } as const;
  const gemm = { kind: 'gemm', m: 1, k: 4, n: 4 } as const;
  const loads = chainedRun(parameters, [gemm]).slice(0, 3);
  const runs = runBoth(parameters, [...loads, gemm, { ...gemm, resultBase: 1 }, load], 1).slice(3);
  const [first, second, beside] = runs;
  expect(second?.taken).toBeLessThan(first?.done ?? 0);
  expect(beside?.taken).toBe(first?.done);
  expect(beside?.taken).toBeLessThan(second?.done ?? 0);
});
