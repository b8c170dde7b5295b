/**
 * Packs the extension for Visual Studio Code as `out/accel-<version>.vsix`: `npm run vscode`. The packer is fetched when it is
 * run, so that it weighs on no one who does not pack.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './bundles.js';
import { packer } from './vscode-packer.js';
import { stageExtension } from './vscode-stage.js';

const folder = join(root, 'out', 'vscode');
await stageExtension(folder);
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
const target = join(root, 'out', `accel-${version}.vsix`);
const packed = spawnSync('npx', ['--yes', packer, 'package', '--no-dependencies', '--out', target], {
  cwd: folder,
  stdio: ['ignore', 'inherit', 'inherit'],
  shell: process.platform === 'win32',
});
process.exitCode = packed.status ?? 1;
