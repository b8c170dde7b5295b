/** How much a run of the tests may take: `npm test`, `npm run test:full`, `npm run test:long`. */
export const tier = process.env['ACCEL_TIER'] ?? 'quick';

/** The seed of all random cases of a run: the same one gives the same cases. `npm run test:long` draws one, unless it is given. */
export const seed = Number(process.env['ACCEL_SEED'] ?? 1);

/** How many times the random cases of `npm test` the longer tiers run; the long one takes it from its script. */
const factors: Readonly<Record<string, number>> = {
  quick: 1,
  full: 25,
  long: Number(process.env['ACCEL_TIMES'] ?? 100),
};

/** Count of random cases: `quick` of them in `npm test`, the tier's multiple elsewhere. */
export function cases(quick: number): number {
  return quick * (factors[tier] ?? 1);
}

let ran = 0;

/** Counts random cases that ran. Properties of fast-check are counted by themselves (`random.ts`); loads without it say theirs. */
export function count(more: number): number {
  ran += more;
  return more;
}

/** Cases counted since this was called last. */
export function takeCount(): number {
  const taken = ran;
  ran = 0;
  return taken;
}
