/**
 * Builds the package: `dist/*.js` (split modules for Node), `dist/lsp.js` (the language server), `dist/browser.js` (the core for a
 * page), `dist/types`, and the licenses of what is bundled.
 * `npm ci` runs it too, as `--when-stale`: nothing is done where `dist` is newer than all that it is made from.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { browserBuild, nodeBuild, root, serverBuild } from './bundles.js';
import { licensesOf } from './licenses.js';

const dist = join(root, 'dist');
const sources = ['src', 'lsp', 'stdlib', 'data', 'scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json'];

if (!process.argv.includes('--when-stale') || isStale()) await buildAll();

/** The code is bundled whole before anything of the last build goes. */
async function buildAll(): Promise<void> {
  const bundles = await Promise.all(
    [nodeBuild(dist), serverBuild(dist), browserBuild(dist)].map((options) =>
      build({ ...options, write: false, metafile: true }),
    ),
  );
  rmSync(dist, { recursive: true, force: true });
  for (const { path, contents } of bundles.flatMap((bundle) => bundle.outputFiles)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  writeFileSync(
    join(dist, 'licenses.txt'),
    licensesOf(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))),
  );
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const done = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], { stdio: 'inherit' });
  process.exitCode = done.status ?? 1;
}

/** Whether something that `dist` is made from is newer than it, or the last build did not come to its end. */
function isStale(): boolean {
  const last = join(dist, 'types', 'src', 'index.d.ts');
  if (!existsSync(last)) return true;
  return Math.max(...sources.map((source) => newest(join(root, source)))) > statSync(last).mtimeMs;
}

/** When a file, or the newest in a folder, was changed. */
function newest(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
