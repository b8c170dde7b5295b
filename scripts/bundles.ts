/** What esbuild is told for the two bundles of the package; the build and the tests of the house share it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Plugin } from 'esbuild';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Text of every module of the standard library by its import name: `std/memory`. */
export function standardLibraryTexts(): Readonly<Record<string, string>> {
  const folder = join(root, 'stdlib');
  const names = readdirSync(folder).filter((name) => name.endsWith('.accel'));
  return Object.fromEntries(
    names
      .toSorted()
      .map((name) => [`std/${name.slice(0, -'.accel'.length)}`, readFileSync(join(folder, name), 'utf8')]),
  );
}

/**
 * The modules that the program and Node users load. Commands are split off, so that each loads only what it needs. What it needs of
 * other packages is in them: finding and reading their hundreds of files costs more than running them. Prettier stays outside, for the
 * plugin must speak to the one that loads it; esbuild does, for it is a program. Names are kept, so that the report of a bug can be read.
 */
export function nodeBuild(outdir: string): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: {
      index: 'src/index.ts',
      dsl: 'src/dsl/index.ts',
      blocks: 'src/blocks.ts',
      rtl: 'src/rtl/index.ts',
      prettier: 'src/prettier.ts',
      testing: 'src/testing.ts',
      cli: 'src/cli/main.ts',
    },
    outdir,
    chunkNames: 'chunks/[name]-[hash]',
    external: ['prettier', 'esbuild'],
    plugins: [serverApart],
    ...forNode,
  };
}

/**
 * The language server by itself: what it shares with the program is in it again, and only that, for what an editor waits for is the
 * reading of its code. Estimates are loaded when they are first asked for.
 */
export function serverBuild(outdir: string): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: { lsp: 'lsp/node/index.ts' },
    outdir,
    chunkNames: 'lsp/[name]-[hash]',
    external: ['prettier', 'esbuild'],
    ...forNode,
  };
}

const forNode: BuildOptions = {
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The packages within are CommonJS: they require the modules of Node.
  banner: {
    js: "import { createRequire as accelRequire } from 'node:module';const require = accelRequire(import.meta.url);",
  },
  minifyWhitespace: true,
  minifySyntax: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** The program finds the server beside itself. */
const serverApart: Plugin = {
  name: 'server-apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/lsp\/node\/index\.js$/ }, () => ({ path: './lsp.js', external: true })),
};

/** The core, and the language server for a worker, each in one module for a page: nothing of Node in them, the standard library's texts embedded. */
export function browserBuild(outdir: string): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: { browser: 'src/browser.ts', 'lsp-browser': 'lsp/browser/index.ts' },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    define: { ACCEL_STANDARD_LIBRARY: JSON.stringify(standardLibraryTexts()) },
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    logLevel: 'warning',
  };
}
