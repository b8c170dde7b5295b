import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { browserBuild, nodeBuild, serverBuild } from '../../scripts/bundles.js';
import { packagesOf } from '../../scripts/licenses.js';
import { read, root } from './imports.js';

interface PackageFile {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const file = JSON.parse(read('package.json')) as PackageFile;

/** Runs a module text in a fresh Node in the package's folder and gives what it prints. */
function node(text: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '-e', text], { cwd: root, encoding: 'utf8' }).trim();
}

describe('the built package', () => {
  it('has every file that its exports name, types first', () => {
    for (const target of Object.values(file.exports)) {
      const paths = typeof target === 'string' ? [target] : Object.values(target);
      expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
      if (typeof target !== 'string') expect(Object.keys(target)[0]).toBe('types');
    }
  });

  it.each(Object.keys(file.exports).filter((entry) => !entry.endsWith('.json')))(
    'exports what %s declares',
    (entry) => {
      const name = entry === '.' ? 'accel-hdl' : `accel-hdl/${entry.slice(2)}`;
      const names = node(`console.log(Object.keys(await import('${name}')).length)`);
      expect(Number(names)).toBeGreaterThan(0);
    },
  );

  it('starts the program without a file of another package, and has the licenses of what is bundled', async () => {
    const options = [nodeBuild(join(root, 'dist')), serverBuild(join(root, 'dist'))];
    const built = await Promise.all(options.map((each) => build({ ...each, write: false, metafile: true })));
    const imports = built.flatMap(({ metafile }) =>
      Object.values(metafile.outputs).flatMap((output) => output.imports),
    );
    const outside = imports.filter(({ external, path }) => external === true && !builtinModules.includes(path));
    const others = outside.filter(({ path }) => !path.startsWith('node:'));
    expect([...new Set(others.map(({ path }) => path))].toSorted()).toEqual([
      './lsp.js',
      'esbuild',
      'prettier/doc',
      'prettier/standalone',
    ]);
    const licenses = readFileSync(join(root, 'dist/licenses.txt'), 'utf8');
    const packages = packagesOf(built.flatMap(({ metafile }) => Object.keys(metafile.inputs)));
    expect(packages).toContain('chevrotain');
    expect(packages.filter((name) => !licenses.includes(`${name} `))).toEqual([]);
  });

  it('answers --version without loading anything else', () => {
    const answer = execFileSync(process.execPath, [join(root, 'bin/accel'), '--version'], { encoding: 'utf8' });
    expect(answer).toBe(`${file.version}\n`);
  });

  it('packs the program and its data, not its sources', () => {
    const answer = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const report: unknown = JSON.parse(answer);
    const packed = (Array.isArray(report) ? report : Object.values(report as object)) as {
      readonly files: readonly { readonly path: string }[];
    }[];
    const paths = packed[0]?.files.map((entry) => entry.path) ?? [];
    for (const needed of [
      'bin/accel',
      'bin/package.json',
      'dist/cli.js',
      'dist/lsp.js',
      'dist/browser.js',
      'dist/types/src/index.d.ts',
    ]) {
      expect(paths).toContain(needed);
    }
    for (const needed of [
      'stdlib/compute.accel',
      'docs/diagnostics/E001.md',
      'templates/project/chip.accel',
      'LICENSE',
    ]) {
      expect(paths).toContain(needed);
    }
    expect(paths.filter((path) => /^(?:src|tests|scripts|bench|\.ci)\//.test(path))).toEqual([]);
  });

  it('pins every dependency exactly', () => {
    const versions = Object.values({ ...file.dependencies, ...file.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe('the browser bundle', () => {
  it('builds, has nothing of Node in it, and checks a design', async () => {
    const result = await build({ ...browserBuild(join(root, 'dist')), write: false, metafile: true });
    const externals = Object.values(result.metafile.outputs).flatMap((output) =>
      output.imports.map((each) => each.path),
    );
    expect(externals).toEqual([]);
    const text = result.outputFiles[0]?.text ?? '';
    expect(text).not.toMatch(/from\s*["']node:|require\(["']node:/);

    const folder = mkdtempSync(join(tmpdir(), 'accel-browser-'));
    try {
      const bundle = join(folder, 'browser.mjs');
      writeFileSync(bundle, text);
      const design = JSON.stringify(read('examples/edge_npu.accel'));
      const answer = node(`
        delete globalThis.process; delete globalThis.Buffer; delete globalThis.require;
        const accel = await import(${JSON.stringify(bundle)});
        const host = accel.memoryHost({ 'chip.accel': ${design} }, accel.standardLibrary());
        const loaded = accel.loadText(host, 'chip.accel');
        console.log(JSON.stringify([loaded.loaded?.design.name, loaded.diagnostics.map((each) => each.code)]));`);
      expect(JSON.parse(answer)).toEqual(['EdgeNpu', []]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
