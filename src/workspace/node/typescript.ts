import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { diagnostic, type Diagnostic, type Origin, type SourceLine } from '../../diagnostics/index.js';
import { packageFolder } from './package-folder.js';

/** What a module exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

/**
 * Bundles a `.ts` file with esbuild and runs it in this process: it is the user's own code, and only the program does this. What the file imports by
 * `import()` is loaded when that is reached.
 *
 * @param folder what paths in diagnostics are relative to
 * @returns the module's exports; E008 where it does not build, E009 where it throws
 */
export async function runTypeScript(
  path: string,
  folder: string,
): Promise<readonly [ModuleExports | undefined, readonly Diagnostic[]]> {
  const { build } = await import('esbuild');
  const outdir = mkdtempSync(join(temporaryFolder(), 'run-'));
  let isWhole = true;
  try {
    const built = await build({
      absWorkingDir: folder,
      entryPoints: { design: resolve(folder, path) },
      outdir,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      sourcemap: 'inline',
      sourcesContent: false,
      logLevel: 'silent',
      plugins: [ownPackage],
      banner: { js: requireBanner },
    });
    isWhole = Object.keys(built.metafile.outputs).length === 1;
  } catch (failure) {
    rmSync(outdir, { recursive: true, force: true });
    if (isBuildFailure(failure)) return [undefined, buildDiagnostics(failure, path)];
    throw failure;
  }
  try {
    process.setSourceMapsEnabled(true);
    const loaded: unknown = await import(pathToFileURL(join(outdir, 'design.mjs')).href);
    return [isExports(loaded) ? loaded : {}, []];
  } catch (failure) {
    return [undefined, [thrown(failure, path, folder)]];
  } finally {
    // What is loaded later must still be there then.
    if (isWhole) rmSync(outdir, { recursive: true, force: true });
  }
}

let temporary: string | undefined;

/** A folder for what is bundled, which goes when the program ends. */
function temporaryFolder(): string {
  if (temporary !== undefined) return temporary;
  const made = mkdtempSync(join(tmpdir(), 'accel-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  temporary = made;
  return made;
}

/** CommonJS packages that are bundled into an ES module still call `require` for what Node brings. */
const requireBanner = `import { createRequire as accelRequire } from 'node:module'; const require = accelRequire(import.meta.url);`;

/**
 * `accel-hdl/...` in a design means this very program, whatever is installed where the design stands: a design written for
 * another version fails loudly rather than meeting two builders.
 */
const ownPackage: Plugin = {
  name: 'accel-hdl',
  setup(build) {
    build.onResolve({ filter: /^accel-hdl(?:\/|$)/ }, ({ path }) => {
      const entry = path === 'accel-hdl' ? 'index' : path.slice('accel-hdl/'.length);
      const here = fileURLToPath(import.meta.url);
      const built = join(packageFolder(), 'dist') + sep;
      if (here.startsWith(built)) return { path: pathToFileURL(join(built, `${entry}.js`)).href, external: true };
      const folders = ['dsl', 'rtl'];
      const source = join(packageFolder(), 'src', folders.includes(entry) ? `${entry}/index.ts` : `${entry}.ts`);
      return { path: source };
    });
  },
};

function isExports(value: unknown): value is ModuleExports {
  return typeof value === 'object' && value !== null;
}

function isBuildFailure(failure: unknown): failure is BuildFailure {
  return failure instanceof Error && 'errors' in failure && Array.isArray(failure.errors);
}

function buildDiagnostics(failure: BuildFailure, path: string): readonly Diagnostic[] {
  return failure.errors.map(({ text, location }) => {
    const origin =
      location === null ? undefined : { file: location.file, line: location.line, column: location.column + 1 };
    return diagnostic('E008', origin, { path, reason: text });
  });
}

/** E009 for an exception of the user's code, at the line that threw. */
export function thrown(failure: unknown, path: string, folder: string): Diagnostic {
  const reason = failure instanceof Error ? failure.message : String(failure);
  return diagnostic('E009', placeOf(failure, folder), { path, reason });
}

/**
 * The place in the user's own sources that threw; undefined where the innermost frame of an exception is not theirs.
 * Frames of Node and of the builder on the way are passed over.
 */
export function placeOf(failure: unknown, folder: string): SourceLine | undefined {
  const stack = failure instanceof Error ? (failure.stack ?? '') : '';
  for (const match of stack.matchAll(/\(?((?:file:\/\/)?\/[^():\n]+\.[cm]?tsx?):(\d+):(\d+)\)?$/gm)) {
    const file = (match[1] ?? '').replace(/^file:\/\//, '');
    if (file.startsWith(join(packageFolder(), 'src') + sep)) continue;
    const shown = relative(folder, file);
    return { file: shown.startsWith('..') ? file : shown, line: Number(match[2]), column: Number(match[3]) };
  }
  return undefined;
}

/** Paths of TypeScript lines as the user writes them, relative to the folder. */
export function shownFrom(folder: string, found: Diagnostic): Diagnostic {
  const place = (origin: Origin): Origin => ({ ...origin, file: shownPath(folder, origin.file) });
  return {
    ...found,
    ...(found.origin === undefined ? {} : { origin: place(found.origin) }),
    related: found.related.map((each) => ({ ...each, origin: place(each.origin) })),
  };
}

function shownPath(folder: string, path: string): string {
  const way = relative(folder, path);
  return !isAbsolute(path) || way.startsWith('..') ? path : way;
}
