import type { Simulator } from '../rtl/index.js';
import { random } from './random.js';
import type { Sampler } from './trace.js';

/**
 * Switches hardware on, its registers holding anything that `seed` draws, and holds its reset for two cycles. Meanwhile its inputs are anything, too, idle
 * where a trace is kept: what one that is not idle leaves in memories would not be repeated.
 *
 * @param reset the port; null for hardware without one
 * @param idle inputs of one bit, which are low from then on
 */
export function switchOn(
  simulator: Simulator,
  reset: string | null,
  idle: readonly string[],
  sampler: Sampler | null,
  seed: number,
): void {
  const draw = random(seed);
  simulator.powerUp(() => draw.below(2 ** 32));
  for (let i = 0; i < 2; i++) {
    for (const name of idle) simulator.set(name, sampler === null && reset !== null ? draw.below(2) : 0);
    if (reset !== null) simulator.set(reset, 1);
    sampler?.sample(simulator, true);
    simulator.step();
  }
  for (const name of idle) simulator.set(name, 0);
  if (reset !== null) simulator.set(reset, 0);
}
