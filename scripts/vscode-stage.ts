/** The extension for Visual Studio Code as a folder: what `npm run vscode` packs and its test looks into. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { root } from './bundles.js';
import { licensesOf } from './licenses.js';

const extension = join(root, 'lsp', 'vscode');

/** What the extension has besides its code: as it stands beside it, or from the project. */
const own = ['README.md', 'language-configuration.json', 'snippets', 'syntaxes', 'images', 'walkthrough'];
const shared = ['CHANGELOG.md', 'LICENSE', 'stdlib', 'data', 'schema', 'templates', join('docs', 'diagnostics')];

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** Writes the extension into `folder`, which is emptied before. */
export async function stageExtension(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of own) cpSync(join(extension, name), join(folder, name), { recursive: true });
  for (const name of shared) cpSync(join(root, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  const builds = [clientBuild(folder), programBuild(folder)].map((options) => build({ ...options, metafile: true }));
  const inputs = (await Promise.all(builds)).flatMap(({ metafile }) => Object.keys(metafile.inputs));
  writeFileSync(join(folder, 'dist', 'licenses.txt'), licensesOf(inputs));
}

/** The extension's manifest with the version of the project. */
function manifest(): object {
  const read = (path: string): object => JSON.parse(readFileSync(path, 'utf8')) as object;
  const { version } = { version: '', ...read(join(root, 'package.json')) };
  return { ...read(join(extension, 'package.json')), version };
}

/** The client, which the editor loads. */
function clientBuild(folder: string): BuildOptions {
  return {
    ...common,
    entryPoints: { extension: join(extension, 'src', 'extension.ts') },
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: ['vscode'],
  };
}

/** The whole program with the language server in it; a command loads what it needs. Designs in TypeScript need esbuild, which stays outside. */
function programBuild(folder: string): BuildOptions {
  return {
    ...common,
    stdin: {
      contents: "import { run } from './src/cli/main.js';\nawait run();\n",
      resolveDir: root,
      sourcefile: 'accel.ts',
    },
    entryNames: 'accel',
    outdir: join(folder, 'dist'),
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    format: 'esm',
    external: ['esbuild'],
    banner: {
      js: "import { createRequire as accelRequire } from 'node:module';const require = accelRequire(import.meta.url);",
    },
  };
}
