/** The tests with one mutant in the place of its source: `ACCEL_MUTANT` holds it as JSON; nothing on the disk changes. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vitest/config';
import base from '../../vitest.config.js';
import type { Mutant } from './mutants.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const given = process.env['ACCEL_MUTANT'];
const mutant = given === undefined ? undefined : (JSON.parse(given) as Mutant);

export default defineConfig((env) =>
  mergeConfig(base(env), {
    root,
    plugins: [
      {
        name: 'accel-mutant',
        enforce: 'pre',
        load(id: string) {
          if (mutant === undefined || id !== `${root}${mutant.file}`) return undefined;
          const text = readFileSync(id, 'utf8');
          return text.slice(0, mutant.start) + mutant.put + text.slice(mutant.end);
        },
      },
    ],
    test: { env: { ACCEL_END_ON_FAILURE: '1' }, testTimeout: 3_600_000, maxWorkers: 1, fileParallelism: false },
  }),
);
