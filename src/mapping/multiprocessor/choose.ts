import type { MatrixOperation, VectorOperation } from '../../workload/index.js';
import type { Bits } from '../time.js';
import type { Multiprocessors } from './machine.js';
import { tilesOf } from './tiles.js';
import { runOf, type Run } from './time.js';
import { cutOf } from './traffic.js';

/** Parts that k may be split into where the tiles of the result alone leave multiprocessors without work. */
const splits = [1, 2, 4, 8, 16, 32];

/** What to minimise: the first number that differs decides, and the first of equals is kept. */
export type RunScore = (run: Run) => readonly [number, number];

/** The best of all tiles and splits of k; undefined where no tile fits registers and shared memory. */
export function bestRun(
  machine: Multiprocessors,
  operation: MatrixOperation,
  score: RunScore,
): { readonly run: Run; readonly considered: number } | undefined {
  let best: { readonly run: Run; readonly score: readonly [number, number] } | undefined;
  let considered = 0;
  for (const tile of tilesOf(machine))
    for (const parts of splits) {
      const cut = cutOf(operation, tile, parts);
      if (parts > 1 && (operation.k < parts * tile.k || cut.tiles / parts >= machine.multiprocessors)) continue;
      const run = runOf(machine, operation, cut);
      considered++;
      const [first, second] = score(run);
      if (best === undefined || first < best.score[0] || (first === best.score[0] && second < best.score[1]))
        best = { run, score: [first, second] };
    }
  return best === undefined ? undefined : { run: best.run, considered };
}

/** An operation that no tensor core does: its operands in from the external memory and its results out, one repeat, after a launch. */
export function elementRun(
  { far, bits, frequency, measured }: Multiprocessors,
  operation: VectorOperation,
): { readonly cycles: number; readonly far: Bits } {
  const read = (operation.readsResults + operation.readsOperands) * bits.left;
  const written = operation.writesOperands * bits.left;
  const seconds = (measured?.launch.value ?? 0) * 1e-6 + far.latency + (read + written) / far.bandwidth;
  return { cycles: Math.ceil(seconds * frequency), far: { read, written } };
}
