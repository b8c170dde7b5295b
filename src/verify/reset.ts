import type { Simulator } from '../rtl/index.js';
import { random } from './random.js';
import type { Sampler } from './trace.js';

/**
 * Switches hardware on, its registers holding anything that `seed` draws, its inputs idle, and holds its reset for two cycles.
 *
 * @param reset the port; null for hardware without one
 * @param idle inputs of one bit that are low then
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
  for (const name of idle) simulator.set(name, 0);
  for (let i = 0; i < 2; i++) {
    if (reset !== null) simulator.set(reset, 1);
    sampler?.sample(simulator, true);
    simulator.step();
  }
  if (reset !== null) simulator.set(reset, 0);
}
