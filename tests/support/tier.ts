/** How much a run of the tests may take: `npm test`, `npm run test:full`, `npm run test:long`. */
export const tier = process.env['ACCEL_TIER'] ?? 'quick';

const factor = tier === 'long' ? 200 : tier === 'full' ? 20 : 1;

/** Count of random cases: `quick` of them in `npm test`, twenty and two hundred times as many in the longer tiers. */
export function cases(quick: number): number {
  return quick * factor;
}
