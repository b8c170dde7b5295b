import { describe, expect, it } from 'vitest';
import { prepareRename, rename } from '../../lsp/features/rename.js';
import { applyEdits } from '../../src/workspace/index.js';
import { marked } from './sources.js';

type Sources = string | Readonly<Record<string, string>>;

/** The files that change, with their new texts; or why nothing does. */
function renamed(source: Sources, name: string): Readonly<Record<string, string>> | string {
  const { analysis, offset, project, texts } = marked(source);
  const result = rename(analysis, offset, project.analyses(), name);
  if (!result.ok) return result.reason;
  const files = new Set(result.edits.map(({ file }) => file));
  return Object.fromEntries(
    [...files].toSorted().map((file) => {
      const edits = result.edits.filter((edit) => edit.file === file);
      return [
        file,
        applyEdits(
          texts[file] ?? '',
          edits.map(({ text, ...span }) => ({ span, text })),
        ),
      ];
    }),
  );
}

describe('rename', () => {
  it('changes the declaration and every use, in every file', () => {
    const source = {
      'lib.accel': 'export const wid<|>th = 8;',
      'a.accel': 'import { width } from "./lib.accel";\nconst a = width + width;',
      'b.accel': 'import { width as w } from "./lib.accel";\nconst b = w;',
      'c.accel': 'import * as lib from "./lib.accel";\nconst c = lib.width;',
    };
    expect(renamed(source, 'bits')).toEqual({
      'a.accel': 'import { bits } from "./lib.accel";\nconst a = bits + bits;',
      'b.accel': 'import { bits as w } from "./lib.accel";\nconst b = w;',
      'c.accel': 'import * as lib from "./lib.accel";\nconst c = lib.bits;',
      'lib.accel': 'export const bits = 8;',
    });
  });

  it('of a name given by an import stays in the file', () => {
    const source = {
      'lib.accel': 'export const width = 8;',
      'b.accel': 'import { width as w } from "./lib.accel";\nconst b = <|>w;',
    };
    expect(renamed(source, 'bits')).toEqual({
      'b.accel': 'import { width as bits } from "./lib.accel";\nconst b = bits;',
    });
  });

  it('writes a short argument out, on either side', () => {
    const source = 'component In(rows: int) {}\ncomponent Out(rows: int = 1) { i: In { rows }; }';
    expect(renamed(source.replace('In(rows', 'In(ro<|>ws'), 'lines')).toEqual({
      'main.accel': 'component In(lines: int) {}\ncomponent Out(rows: int = 1) { i: In { lines: rows }; }',
    });
    expect(renamed(source.replace('Out(rows', 'Out(ro<|>ws'), 'lines')).toEqual({
      'main.accel': 'component In(rows: int) {}\ncomponent Out(lines: int = 1) { i: In { rows: lines }; }',
    });
  });

  it('of a case changes the enum and every use', () => {
    const source = 'enum Flow { still, moving }\nfn f(flow: Flow = .sti<|>ll): int = flow == .still ? 1 : 2;';
    expect(renamed(source, 'fixed')).toEqual({
      'main.accel': 'enum Flow { fixed, moving }\nfn f(flow: Flow = .fixed): int = flow == .fixed ? 1 : 2;',
    });
  });

  it('refuses what is no name, and a name that is taken', () => {
    const source = 'const wid<|>th = 8;\nconst other = width;';
    expect(renamed(source, 'two words')).toBe('"two words" is not a name');
    expect(renamed(source, 'let')).toBe('"let" is not a name');
    expect(renamed(source, 'other')).toBe('there is already something called "other"');
    expect(renamed('component C(rows: int = 1) { let a<|> = rows; }', 'rows')).toBe(
      'there is already something called "rows"',
    );
  });

  it('is offered for what this project declares', () => {
    const prepared = (source: string): unknown => {
      const { analysis, offset } = marked(source);
      return prepareRename(analysis, offset);
    };
    expect(prepared('const wid<|>th = 8;')).toMatchObject({ ok: true, name: 'width' });
    expect(prepared('import { Sr<|>am } from "std/memory";')).toMatchObject({
      ok: false,
      reason: '"Sram" is declared in the standard library',
    });
    expect(prepared('const a = cl<|>og2(9);')).toMatchObject({ ok: false, reason: '"clog2" is part of the language' });
    expect(prepared('component C() { let f = cl<|>k.frequency; }')).toMatchObject({ ok: false });
    expect(prepared('const a = 1<|>2;')).toMatchObject({ ok: false, reason: 'there is no name here' });
  });
});
