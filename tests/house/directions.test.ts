import { describe, expect, it } from 'vitest';
import { filesUnder, importsOf, loadedBy, read } from './imports.js';

const files = [...filesUnder('src'), ...filesUnder('lsp')];
const imports = new Map(files.map((file) => [file, importsOf(file)]));
const all = [...imports.values()].flat();

/** Parts of the house, from the bottom up, and what each may import besides itself. */
const may: Readonly<Record<string, string>> = {
  diagnostics: '',
  units: '',
  syntax: 'units diagnostics',
  ir: 'units diagnostics',
  technology: 'units diagnostics',
  language: 'syntax ir units diagnostics',
  dsl: 'ir units diagnostics',
  'blocks/models': 'ir technology units diagnostics',
  workload: 'blocks/models ir technology units diagnostics',
  mapping: 'workload blocks/models ir technology units diagnostics',
  estimate: 'mapping workload blocks/models ir technology units diagnostics',
  rtl: 'diagnostics',
  numbers: 'ir',
  'blocks/hardware': 'rtl numbers blocks/models ir units diagnostics',
  hardware: 'blocks/hardware blocks/models rtl ir units diagnostics',
  tools: 'diagnostics',
  verify:
    'tools hardware blocks/hardware rtl numbers estimate mapping workload blocks/models ir technology units diagnostics',
  report: 'verify estimate mapping workload ir units diagnostics',
  workspace:
    'report verify hardware language dsl syntax estimate mapping workload blocks/models ir technology units diagnostics',
  lsp: 'workspace language syntax ir units diagnostics',
  vscode: '',
  cli: 'lsp workspace report verify tools hardware rtl language dsl syntax estimate mapping workload ir technology units diagnostics',
};

/** Files of a block that know hardware; the others are read by the estimator. */
const hardwareOfBlock = /^src\/blocks\/(?:[\w-]+\/(?:rtl|golden)(?:-[\w-]+)?\.ts|hardware\.ts|[\w-]+\/rtl\/.*)$/;

/** The part that a file belongs to; the entries of the package (`src/index.ts`) belong to none. */
function partOf(file: string): string | undefined {
  if (file.startsWith('lsp/vscode/')) return 'vscode';
  if (file.startsWith('lsp/')) return 'lsp';
  if (!file.startsWith('src/')) return undefined;
  if (file.startsWith('src/blocks/')) return hardwareOfBlock.test(file) ? 'blocks/hardware' : 'blocks/models';
  const [, folder, rest] = file.split('/');
  return rest === undefined ? undefined : folder;
}

/** Whether `file` is what its folder declares as its entry. */
function isEntry(file: string): boolean {
  return /^src\/[\w-]+\/index\.ts$|^lsp\/node\/index\.ts$|^src\/(?:workspace\/node|diagnostics\/render)\/index\.ts$|^src\/blocks\/(?:models|hardware)\.ts$/.test(
    file,
  );
}

describe('imports run downward only', () => {
  it('every import is seen by these tests', () => {
    const written = files.flatMap((file) => [
      ...read(file).matchAll(/^(?! \*)(?:.*\bfrom|import) '[^']+'(?: with .*)?;$/gm),
    ]);
    const seen = all.filter(({ kind, specifier }) => kind !== 'dynamic' && specifier !== '');
    expect(written.length).toBeGreaterThan(300);
    expect(seen.length).toBeGreaterThanOrEqual(written.length);
  });

  it('every folder of src is a part that has its place', () => {
    const parts = new Set(files.map(partOf).filter((part) => part !== undefined));
    expect([...parts].filter((part) => may[part] === undefined)).toEqual([]);
  });

  it('a part imports only what stands below it', () => {
    const wrong = all.filter(({ from, to }) => {
      const part = partOf(from);
      const other = to === undefined ? undefined : partOf(to);
      if (part === undefined || other === undefined || part === other) return false;
      return !(may[part] ?? '').split(' ').includes(other);
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("other parts are imported through their folder's entry", () => {
    const wrong = all.filter(({ from, to }) => {
      if (to === undefined || !/^(?:src|lsp)\//.test(to)) return false;
      if (partOf(from) === 'lsp' && partOf(to) === 'lsp') return false;
      const sameFolder = from.split('/')[1] === to.split('/')[1];
      return !sameFolder && from.split('/').length > 2 && !isEntry(to);
    });
    expect(wrong.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe('what parts do not know', () => {
  const nodeParts = /^src\/(?:cli|tools|workspace\/node)\/|^lsp\/(?:node|vscode)\/|^src\/(?:index|testing)\.ts$/;

  it('nothing imports node but cli, tools, workspace/node, lsp/node and lsp/vscode', () => {
    const wrong = all.filter(({ from, specifier }) => specifier.startsWith('node:') && !nodeParts.test(from));
    expect(wrong.map(({ from, specifier }) => `${from} -> ${specifier}`)).toEqual([]);
  });

  it('packages are imported only where they have their place', () => {
    const place: Readonly<Record<string, RegExp>> = {
      chevrotain: /^src\/syntax\//,
      '@bufbuild': /^src\/workload\/onnx\//,
      prettier: /^src\/(?:syntax|prettier)/,
      commander: /^src\/cli\//,
      'vscode-languageserver': /^lsp\/(?:server|node|browser)\//,
      vscode: /^lsp\/vscode\//,
      'vscode-languageclient': /^lsp\/vscode\//,
      esbuild: /^src\/workspace\/node\//,
    };
    const wrong = all.filter(({ from, specifier }) => {
      if (specifier.startsWith('.') || specifier.startsWith('node:')) return false;
      return place[specifier.split('/')[0] ?? '']?.test(from) !== true;
    });
    expect(wrong.map(({ from, specifier }) => `${from} -> ${specifier}`)).toEqual([]);
  });

  it('syntax knows no hardware: no name of a block stands in it', () => {
    const blocks = filesUnder('stdlib', '.accel').flatMap((file) =>
      [...read(file).matchAll(/^export extern component (\w+)/gm)].map((match) => match[1] ?? ''),
    );
    expect(blocks.length).toBeGreaterThan(3);
    const knowing = files
      .filter((file) => /^src\/(?:syntax|language)\//.test(file))
      .filter((file) => blocks.some((block) => new RegExp(`\\b${block}\\b`).test(withoutComments(read(file)))));
    expect(knowing).toEqual([]);
  });

  it('what estimates loads no hardware', () => {
    const hardware = /^src\/(?:rtl|hardware|verify)\//;
    const starts = [
      'src/estimate/index.ts',
      'src/blocks/models.ts',
      'src/workspace/index.ts',
      'src/cli/main.ts',
      'src/index.ts',
    ];
    for (const start of starts) {
      const loaded = [...loadedBy(start, imports)];
      expect(
        loaded.filter((file) => hardware.test(file) || hardwareOfBlock.test(file)),
        start,
      ).toEqual([]);
    }
  });

  it('timing and cost of a block reach no hardware', () => {
    const starts = files.filter((file) => /^src\/blocks\/[\w-]+\/(?:timing|parameters|cost)\.ts$/.test(file));
    expect(starts.length).toBeGreaterThan(5);
    for (const start of starts) {
      const loaded = [...loadedBy(start, imports)];
      expect(
        loaded.filter((file) => file.startsWith('src/rtl/')),
        start,
      ).toEqual([]);
    }
  });
});

describe('files', () => {
  const sources = [...files, ...filesUnder('tests'), ...filesUnder('scripts'), ...filesUnder('bench')];

  it('are at most 500 lines long', () => {
    const long = sources.filter((file) => !isGenerated(file) && read(file).split('\n').length > 501);
    expect(long).toEqual([]);
  });

  it('have no any and no checker silenced', () => {
    const silencing = /\bas any\b|[:<,(|]\s*any\b(?=\s*[;,>)=\]|&]|\[\])|@ts-(?:ignore|expect-error|nocheck)/;
    const wrong = files.filter((file) => silencing.test(withoutComments(read(file))) || /@ts-/.test(read(file)));
    expect(wrong).toEqual([]);
  });

  it('leave nothing for later', () => {
    const words = /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/;
    expect(sources.filter((file) => words.test(read(file)))).toEqual([]);
  });

  it('are named in kebab-case', () => {
    const wrong = sources.filter((file) => !/^(?:[a-z0-9-]+\/)+[a-z0-9-]+(?:\.test|\.generated|\.d)?\.ts$/.test(file));
    expect(wrong).toEqual([]);
  });
});

function isGenerated(file: string): boolean {
  return /^\/\/ Generated|^\/\*\*? Generated/.test(read(file));
}

function withoutComments(text: string): string {
  return text.replace(/\/\/.*$/gm, '').replace(/\/\*[\s\S]*?\*\//g, '');
}
