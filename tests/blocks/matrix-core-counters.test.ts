import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import { counted, noCounts } from '../../src/blocks/matrix-core/counters.js';
import { execute } from '../../src/blocks/matrix-core/golden.js';
import { commandCycles } from '../../src/blocks/matrix-core/issue.js';
import { initialState } from '../../src/blocks/matrix-core/memory.js';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import { compile } from '../../src/rtl/index.js';
import { cases } from '../support/tier.js';
import { reset, runCommands, smallCore } from './matrix-core-bench.js';
import { besideRun, gemmFor, smallFloats, smallParameters, spillBytes, wholeRun } from './matrix-core-samples.js';

/** Multiplications one after another and with loads beside them, the counters stored in between and at the end. */
const lists = fc.oneof(smallParameters, smallFloats).chain((given) => {
  const parameters = { ...given, counters: true };
  return fc
    .tuple(gemmFor(parameters), besideRun(parameters), fc.integer(), fc.boolean())
    .map(([gemm, beside, seed, stalling]) => {
      const commands: readonly MatrixCoreCommand[] = [
        ...wholeRun(parameters, gemm),
        { kind: 'counters', address: 7000 },
        ...beside,
        { kind: 'counters', address: 7100 },
      ];
      return { parameters, commands, seed, stalling };
    });
});

test('a core counts what the golden model says, stalls included, and stores it in the cycles of its formula', () => {
  fc.assert(
    fc.property(lists, ({ parameters, commands, seed, stalling }) => {
      const sim = compile(matrixCore('core', parameters));
      reset(sim);
      const behind = spillBytes(parameters, seed);
      const expected = behind.slice();
      const takes = (cycle: number): boolean => !stalling || (Math.imul(cycle + seed, 0x9e3779b1) >>> 16) % 3 === 0;
      const runs = runCommands(sim, parameters, behind, commands, { takes });
      const state = initialState(parameters);
      for (const [index, command] of commands.entries()) execute(parameters, state, expected, command, runs[index]);
      expect(Buffer.compare(behind, expected)).toBe(0);
      const told = commands.findIndex(({ kind }) => kind === 'counters');
      expect(runs[told]?.cycles).toBe(commandCycles(parameters, commands[told]!, 1, 0));
    }),
    { numRuns: cases(60) },
  );
});

test('the counts of a list are known before it runs', () => {
  const parameters = smallCore({ counters: true });
  const commands = wholeRun(parameters, { m: 5, k: 7, n: 6 });
  const counts = commands.reduce((before, command) => counted(parameters, before, command), noCounts);
  // 2 x 2 tiles of 5 vectors; 10 activations and 16 rows of weights, two a beat; 10 rows of results of two beats, loaded and stored.
  expect(counts).toEqual({
    multiplying: commandCycles(parameters, commands[3]!, 1, 0),
    stalled: 0,
    vectors: 20,
    loaded: 5 + 8 + 20,
    stored: 20,
  });
});
