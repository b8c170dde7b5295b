import { describe, expect, it } from 'vitest';
import { completion } from '../../lsp/features/completion.js';
import type { CompletionItem } from '../../lsp/features/completion-item.js';
import { applyEdits } from '../../src/workspace/index.js';
import { marked } from './sources.js';

type Sources = string | Readonly<Record<string, string>>;

function itemsAt(source: Sources): readonly CompletionItem[] {
  const { project, analysis, offset } = marked(source);
  const patched = project.completing(analysis.path, offset);
  if (patched === undefined) throw new Error('no analysis');
  return completion(patched, offset, project.importable(analysis.path));
}

const labels = (source: Sources): readonly string[] => itemsAt(source).map(({ label }) => label);

/** What needs no import. */
const near = (source: Sources): readonly string[] =>
  itemsAt(source).flatMap(({ label, edits }) => (edits === undefined ? [label] : []));

describe('completion offers', () => {
  it('the names in sight, with type and documentation', () => {
    const items = itemsAt(
      '/// How wide.\nconst width = 8;\ncomponent C(rows: int) { let inner = 1; let x = 2 * <|>; }',
    );
    expect(items.filter(({ edits }) => edits === undefined).map(({ label }) => label)).toEqual(
      expect.arrayContaining(['width', 'rows', 'inner', 'clk', 'clog2', 'area']),
    );
    expect(items.find(({ label }) => label === 'width')).toMatchObject({
      kind: 'const',
      detail: 'const width: int',
      documentation: 'How wide.',
    });
    expect(items.map(({ label }) => label)).not.toContain('C');
  });

  it('the names of a loop within it and not outside', () => {
    const source = 'component C() { for lane in 0 .. 4 { let a = 1 + <|>; } let b = 1; }';
    expect(near(source)).toContain('lane');
    expect(near('component C() { for lane in 0 .. 4 { let a = 1; } let b = 1 + <|>; }')).not.toContain('lane');
  });

  it('what an instance shows, before anything is written after the dot', () => {
    const source = `import { Sram } from "std/memory";
      component C() {
        buffer: Sram { capacity: 1 MiB };
        unused buffer.<|>
        let after = 1;
      }`;
    expect(labels(source)).toEqual(
      expect.arrayContaining(['capacity', 'word', 'serve', 'fill', 'words', 'bandwidth', 'area']),
    );
    expect(labels(source)).not.toContain('after');
    expect(itemsAt(source).find(({ label }) => label === 'serve')?.documentation).toContain(
      'The side that compute uses',
    );
  });

  it('what a clock and a number type show', () => {
    expect(labels('component C() { let f = clk.<|>; }')).toEqual(['frequency', 'period']);
    expect(labels('const w = int8.wi<|>;')).toEqual(['width', 'exponent_bits', 'mantissa_bits', 'bias']);
  });

  it('what a module imported as a whole exports', () => {
    const found = labels('import * as mem from "std/memory";\ncomponent C() { m: mem.<|> }');
    expect(found).toEqual(expect.arrayContaining(['Sram', 'SramPorts']));
  });

  it('the cases of the enum that is asked for', () => {
    const head = 'enum Flow { still, moving }\nenum Other { x }\n';
    expect(labels(`${head}fn f(flow: Flow = .<|>): int = 1;`)).toEqual(['still', 'moving']);
    expect(labels(`${head}fn f(flow: Flow): int = flow == .<|> ? 1 : 2;`)).toEqual(['still', 'moving']);
    expect(
      labels('import { Sram } from "std/memory";\ncomponent C() { m: Sram { capacity: 1 MiB, ports: .<|> }; }'),
    ).toEqual(['one_rw', 'one_r_one_w']);
  });

  it('units after a number, first those of the dimension that is asked for', () => {
    const preferred = (source: string): readonly string[] =>
      itemsAt(source).flatMap(({ label, preferred: first }) => (first === true ? [label] : []));
    expect(labels('const a = 5 <|>;')).toEqual(expect.arrayContaining(['GHz', 'KiB', 'mm']));
    expect(preferred('component C(rate: frequency = 5 <|>) {}')).toEqual(expect.arrayContaining(['Hz', 'GHz', 'MHz']));
    expect(preferred('component C(rate: frequency = 5 <|>) {}')).not.toContain('KiB');
    expect(labels('const a = 5 GB/<|>;')).toContain('s');
  });

  it('the parameters that an instance has not been given, first those it needs', () => {
    const source = 'component In(a: int, b: int, c: int = 1) {}\ncomponent Out() { i: In { b: 1, <|> }; }';
    expect(itemsAt(source).map(({ label, insert, preferred }) => [label, insert, preferred])).toEqual([
      ['a', 'a: ', true],
      ['c', 'c: ', false],
    ]);
    expect(labels('import { tsmc_n7 } from "std/process";\ndesign D() { process tsmc_n7 { <|> }; }')).toEqual([
      'voltage',
    ]);
  });

  it('components for an instance, importing what is not there yet', () => {
    const source = 'component Mine() {}\ncomponent C() { m: <|> }';
    expect(near(source).toSorted()).toEqual(['C', 'Mine']);
    const sram = itemsAt(source).find(({ label }) => label === 'Sram');
    expect(sram).toMatchObject({ kind: 'component', detail: 'import from "std/memory"' });
    const edits = (sram?.edits ?? []).map(({ text, ...span }) => ({ span, text }));
    expect(applyEdits(source, edits)).toBe(`import { Sram } from "std/memory";\n\n${source}`);
  });

  it('a component with the arguments that it needs, a function with its own, as places to fill in', () => {
    const snippet = (source: Sources, name: string): string | undefined =>
      itemsAt(source).find(({ label }) => label === name)?.snippet;
    const beside =
      'fn share(whole: int, parts: int = 2): int = div(whole, parts);\ncomponent In(a: int, b: int = 1) {}\n';
    expect(snippet(`${beside}component C() { m: <|> }`, 'In')).toBe('In { a: $1 }');
    expect(snippet(`${beside}component C() { m: <|> }`, 'Sram')).toBe('Sram { capacity: $1 }');
    expect(snippet(`${beside}component C() { m: I<|> { a: 1 }; }`, 'In')).toBeUndefined();
    expect(snippet(`${beside}const a = <|>;`, 'share')).toBe('share(${1:whole})');
    expect(snippet(`${beside}const a = <|>;`, 'max')).toBe('max(${1:a}, ${2:b})');
    expect(snippet(`${beside}const a = ma<|>(1, 2);`, 'max')).toBeUndefined();
  });

  it('a component by a line, with its parameters in the documentation', () => {
    const item = itemsAt('import { Sram } from "std/memory";\ncomponent C() { m: <|> }').find(
      ({ label }) => label === 'Sram',
    );
    expect(item?.detail).toBe('extern component Sram');
    expect(item?.documentation).toMatch(
      /^```accel\nextern component Sram\(\n {2}capacity: information,[^]*On-chip static RAM/,
    );
  });

  it('an import that joins one that is there, and exports of other files', () => {
    const source = {
      'lib/parts.accel': 'export const one = 1;\nexport const two = 2;\nconst hidden = 3;',
      'main.accel': 'import { one } from "./lib/parts.accel";\nconst a = one + <|>;',
    };
    const found = itemsAt(source).filter(({ edits }) => edits !== undefined);
    expect(found.map(({ label }) => label)).toContain('two');
    expect(found.map(({ label }) => label)).not.toContain('hidden');
    expect(found.find(({ label }) => label === 'two')?.edits?.map(({ text }) => text)).toEqual([', two']);
  });

  it('modules and what they export, in an import', () => {
    const source = { 'lib.accel': 'export const one = 1;\nexport const two = 2;', 'main.accel': '' };
    expect(labels({ ...source, 'main.accel': 'import { one } from "<|>";' })).toEqual(
      expect.arrayContaining(['std/memory', './lib.accel']),
    );
    expect(labels({ ...source, 'main.accel': 'import { one, <|> } from "./lib.accel";' })).toEqual(['two']);
    expect(labels('import { <|> } from "std/memory";')).toContain('Sram');
  });

  it('components with bound arguments, and what they leave open or not', () => {
    const source = `component Cell(rows: int, cols: int = 4) {}
      component Tall = Cell { rows: 64 };
      interface Any {}`;
    expect(near(`${source} component D { t: <|> }`)).toEqual(expect.arrayContaining(['Cell', 'Tall']));
    expect(near(`${source} component D { t: <|> }`)).not.toContain('Any');
    expect(near(`${source} component D(t: <|>) {}`)).toContain('Any');
    expect(near(`${source} component D { t: Tall { <|> } }`)).toContain('cols');
  });

  it('the words of a search', () => {
    expect(near('design D {} explore s for D { <|> }')).toEqual(expect.arrayContaining(['sweep', 'subject to']));
  });

  it('types where a type stands', () => {
    expect(labels('enum Flow { a }\nfn f(x: <|>): int = 1;')).toEqual(
      expect.arrayContaining(['int', 'frequency', 'Flow']),
    );
    expect(labels('component C() { port in x: st<|>; }')).toContain('stream');
  });

  it('the words that a declaration or a member begins with', () => {
    expect(labels('<|>')).toEqual(expect.arrayContaining(['import', 'design', 'const']));
    expect(near('design D() { <|> }')).toEqual(expect.arrayContaining(['process', 'clock', 'require']));
    expect(near('component C() { <|> }')).not.toContain('process');
  });

  it('nothing in a comment, a documentation or a string', () => {
    expect(labels('// a <|>\nconst a = 1;')).toEqual([]);
    expect(labels('/// a <|>\nconst a = 1;')).toEqual([]);
    expect(labels('component C() { require 1 < 2, "why <|>"; }')).toEqual([]);
  });

  const board = (members: string): string => `
    import { tsmc_n7 } from "std/process";
    extern component Phy(count: int) { port out serial: lanes<count>; }
    extern component Cable(length: length, gauge: int = 30) { }
    component Short = Cable { length: 0.1 m };
    component Tile { }
    design Chip(count: int = 4) { process tsmc_n7; clock main = 1 GHz; phy: Phy { count }; port serial = phy.serial; }
    system Rack { }
    system Node { chip: Chip[2]; ${members} }`;

  it('in a system designs, systems and what is bought', () => {
    expect(near(board('other: <|>'))).toEqual(expect.arrayContaining(['Chip', 'Rack', 'Phy', 'Short']));
    expect(near(board('other: <|>'))).not.toContain('Tile');
    expect(near(board('').replace('component Tile { }', 'component Tile { part: <|> }'))).not.toContain('Chip');
  });

  it('the arguments of a design, and what it shows', () => {
    expect(labels(board('other: Chip { <|> };'))).toEqual(['count']);
    expect(labels(board('unused chip[0].<|>'))).toEqual(expect.arrayContaining(['serial', 'count', 'area']));
  });

  it('the medium of a link: the word, what may be one, and its arguments', () => {
    expect(labels(board('chip[0].serial <-> chip[1].serial <|>'))).toEqual(['via']);
    expect(near(board('chip[0].serial <-> chip[1].serial via <|>;'))).toEqual(['Cable', 'Short']);
    expect(labels(board('chip[0].serial <-> chip[1].serial via Cable { <|> };'))).toEqual(['length', 'gauge']);
    const units = itemsAt(board('chip[0].serial <-> chip[1].serial via Cable { length: 2 <|> };'));
    expect(units.find(({ label }) => label === 'm')?.preferred).toBe(true);
  });

  it('words where they may stand: `system` in a file, `address_map` in a chip, instances in a map', () => {
    expect(labels('<|>')).toContain('system');
    expect(labels('component C { csr: D; <|> } component D { }')).toContain('address_map');
    expect(labels(board('<|>'))).not.toContain('address_map');
    expect(labels('component C { csr: D; address_map { <|> } } component D { }')).toContain('csr');
    expect(labels('component C { csr: D; address_map { <|> } } component D { }')).not.toContain('port');
  });
});
