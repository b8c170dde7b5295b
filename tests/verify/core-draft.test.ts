import { expect, test } from 'vitest';
import { matrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { fitsCore, jobOf } from '../../src/verify/core-draft-job.js';
import { smallestDraft } from '../../src/verify/core-draft.js';
import { designOf } from '../support/language.js';

const design = designOf(`
import { MatrixCore } from "std/compute";
import { tsmc_n7 } from "std/process";
design Chip {
  process tsmc_n7;
  clock main = 1 GHz;
  core: MatrixCore { rows: 3, cols: 4, dataflow: .output_stationary, requantise: true, activation_capacity: 1 KiB, weight_capacity: 1 KiB, accumulator_capacity: 2 KiB, address_space: 16 KiB };
  unused core.commands;
  unused core.results;
  unused core.spill;
}
`);
const parameters = matrixCoreParameters(design.blocks[0]!);

test('results that leave at once take no words of the accumulators, whatever is left free before them', () => {
  const bases = { activations: 0, weights: 0, results: 100 };
  const draft = { ...smallestDraft(1), emit: true, requantised: true, bases };
  expect(fitsCore(parameters, draft)).toBe(true);
  const job = jobOf(parameters, draft);
  const ends = job.commands.flatMap((command) => ('address' in command ? [command.address] : []));
  for (const address of ends) expect(address * parameters.spillBits).toBeLessThan(8 * job.memory.length);
  expect(job.memory.length).toBe(jobOf(parameters, { ...draft, bases: { ...bases, results: 0 } }).memory.length);
});
