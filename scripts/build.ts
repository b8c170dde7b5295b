/**
 * Builds the package: `dist/*.js` (split modules for Node), `dist/browser.js` (the core for a page) and `dist/types`.
 * `npm ci` runs it too. With `--no-types` only the code is built.
 */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { browserBuild, nodeBuild, root } from './bundles.js';

rmSync(join(root, 'dist'), { recursive: true, force: true });
await Promise.all([build(nodeBuild(join(root, 'dist'))), build(browserBuild(join(root, 'dist')))]);

if (!process.argv.includes('--no-types')) {
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
}
