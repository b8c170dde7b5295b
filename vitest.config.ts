import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

/** Where continuous integration wants the counts. */
const results = process.env['ACCEL_TEST_RESULTS'];

/**
 * Three tiers by `--mode`: the default one, `full` (the whole differential and property load) and `long` (soak and fuzz, which
 * `scripts/test-long.ts` runs).
 * Tests read the tier through `tests/support/tier.ts`. The package's own name means its sources, as in `tsconfig.json`.
 */
export default defineConfig(({ mode }) => ({
  resolve: {
    alias: [
      { find: /^accel-hdl\/dsl$/, replacement: source('dsl/index.ts') },
      { find: /^accel-hdl\/testing$/, replacement: source('testing.ts') },
      { find: /^accel-hdl$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    reporters: results === undefined ? ['default'] : ['default', ['json', { outputFile: results }]],
    env: { ACCEL_TIER: mode === 'full' || mode === 'long' ? mode : 'quick' },
    setupFiles: ['tests/support/random.ts'],
    testTimeout: mode === 'full' || mode === 'long' ? 7_200_000 : 60_000,
    hookTimeout: 120_000,
    pool: 'threads',
  },
}));
