import { describe, expect, it } from 'vitest';
import { definition, typeDefinition } from '../../lsp/features/definition.js';
import { highlights, references } from '../../lsp/features/references.js';
import { marked, shownPlaces } from './sources.js';

type Sources = string | Readonly<Record<string, string>>;

function definitionAt(source: Sources, find = definition): string | undefined {
  const all = marked(source);
  const place = find(all.analysis, all.offset);
  return place && shownPlaces(all, [place])[0];
}

describe('definition leads', () => {
  it('from a name to its declaration', () => {
    expect(definitionAt('const width = 8;\nconst twice = 2 * wid<|>th;')).toBe('main.accel: const [width] = 8;');
  });

  it('into an imported file, from the import too', () => {
    const lib = 'export const width = 8;';
    expect(
      definitionAt({ 'lib.accel': lib, 'main.accel': 'import { width } from "./lib.accel";\nconst w = <|>width;' }),
    ).toBe('lib.accel: export const [width] = 8;');
    expect(
      definitionAt({ 'lib.accel': lib, 'main.accel': 'import { wid<|>th as w } from "./lib.accel";\nconst a = w;' }),
    ).toBe('lib.accel: export const [width] = 8;');
    expect(definitionAt({ 'lib.accel': lib, 'main.accel': 'import { width } from "./li<|>b.accel";' })).toBe(
      'lib.accel: []export const width = 8;',
    );
  });

  it('from an argument to the parameter, from a case to the enum, into the standard library', () => {
    const source = 'import { Sram } from "std/memory";\ncomponent C() { m: Sram { capacity: 1 MiB, ports: .one_rw }; }';
    expect(definitionAt(source.replace('ports:', 'po<|>rts:'))).toBe(
      'std:memory.accel: [ports]: SramPorts = .one_r_one_w,',
    );
    expect(definitionAt(source.replace('.one_rw', '.one_<|>rw'))).toBe(
      'std:memory.accel: export enum SramPorts { [one_rw], one_r_one_w }',
    );
  });

  it('of a type: from an instance to its component, from a value to its enum', () => {
    const source = 'enum Flow { a, b }\ncomponent In(flow: Flow = .a) {}\ncomponent Out() { inner: In; }';
    expect(definitionAt(source.replace('inner', 'inn<|>er'), typeDefinition)).toBe(
      'main.accel: component [In](flow: Flow = .a) {}',
    );
    expect(definitionAt(source.replace('(flow', '(fl<|>ow'), typeDefinition)).toBe('main.accel: enum [Flow] { a, b }');
  });

  it('nowhere from what the language itself knows', () => {
    expect(definitionAt('const a = cl<|>og2(9);')).toBeUndefined();
  });
});

describe('references', () => {
  it('are found in every file, under another name too', () => {
    const all = marked({
      'lib.accel': 'export const wid<|>th = 8;\nconst other = width;',
      'a.accel': 'import { width } from "./lib.accel";\nconst a = width;',
      'b.accel': 'import { width as w } from "./lib.accel";\nconst b = 2 * w;',
      'c.accel': 'const width = 1;\nconst c = width;',
    });
    const found = (declaration: boolean): readonly string[] =>
      shownPlaces(all, references(all.analysis, all.offset, all.project.analyses(), { declaration }));
    const uses = [
      'a.accel: import { [width] } from "./lib.accel";',
      'a.accel: const a = [width];',
      'b.accel: import { [width] as w } from "./lib.accel";',
      'b.accel: import { width as [w] } from "./lib.accel";',
      'b.accel: const b = 2 * [w];',
    ];
    expect(found(false)).toEqual([...uses, 'lib.accel: const other = [width];']);
    expect(found(true)).toEqual([...uses, 'lib.accel: export const [width] = 8;', 'lib.accel: const other = [width];']);
  });

  it('of one file are highlighted; the declaration is told apart', () => {
    const all = marked(
      'component C(rows: int = 1) {\n  let a = ro<|>ws;\n  i: D { rows };\n}\ncomponent D(rows: int) {}',
    );
    const found = highlights(all.analysis, all.offset);
    expect(
      shownPlaces(
        all,
        found.map((each) => ({ file: 'main.accel', ...each })),
      ),
    ).toEqual([
      'main.accel: component C([rows]: int = 1) {',
      'main.accel: let a = [rows];',
      'main.accel: i: D { [rows] };',
    ]);
    expect(found.map(({ declares }) => declares)).toEqual([true, false, false]);
  });
});
