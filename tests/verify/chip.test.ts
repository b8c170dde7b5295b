import { expect, test } from 'vitest';
import { runChip, smallChip } from '../../scripts/validate/chip.js';
import { parseWorkload } from '../../src/workload/index.js';
import { canonicalOf } from '../support/language.js';

test('the whole chip multiplies: operands in and results out by the DMA’s port, commands by its own', () => {
  const { design, origins } = canonicalOf(smallChip);
  const run = runChip(design, origins, parseWorkload('gemm(21, 30, 19)')[0]!);
  expect(run.commandsTold).toBe(run.commands);
  expect(run.wrongElements).toBe(0);
  expect(run.cycles).toBe(run.estimated);
});
