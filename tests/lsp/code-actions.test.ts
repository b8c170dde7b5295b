import { describe, expect, it } from 'vitest';
import { codeActions, type CodeAction } from '../../lsp/features/code-actions.js';
import { marked } from './sources.js';

type Sources = string | Readonly<Record<string, string>>;

/** The actions at the mark, or on the stretch between two marks of which the second is `<.>`. */
function actionsAt(source: Sources): {
  readonly actions: readonly CodeAction[];
  readonly texts: Record<string, string>;
} {
  const plain = typeof source === 'string' ? { 'main.accel': source } : source;
  const files = Object.fromEntries(Object.entries(plain).map(([name, text]) => [name, text.replace('<.>', '')]));
  const { project, analysis, offset, texts } = marked(files);
  const text = plain[analysis.path] ?? '';
  const end = text.includes('<.>') ? text.replace('<|>', '').indexOf('<.>') : offset;
  const found = project.diagnosticsOf(analysis.path);
  return {
    actions: codeActions(analysis, { start: offset, end }, found, project.importable(analysis.path)),
    texts: { ...texts },
  };
}

const titles = (source: Sources): readonly string[] => actionsAt(source).actions.map(({ title }) => title);

/** What the action of a title makes of the files, those that change. */
function done(source: Sources, title: string): string | Readonly<Record<string, string>> {
  const { actions, texts } = actionsAt(source);
  const action = actions.find((each) => each.title === title);
  if (action === undefined) throw new Error(`only: ${actions.map((each) => each.title).join(', ')}`);
  const changed: Record<string, string> = {};
  for (const { file, start, end, text } of action.edits.toSorted((a, b) => b.start - a.start)) {
    const now = changed[file] ?? texts[file] ?? '';
    changed[file] = now.slice(0, start) + text + now.slice(end);
  }
  return changed['main.accel'] !== undefined && Object.keys(changed).length === 1 ? changed['main.accel'] : changed;
}

describe('extracting', () => {
  it('a literal gives a constant before the declaration', () => {
    expect(done('/// A tile.\ncomponent A() {\n  let a = 2 * 1<|>6;\n}\n', 'extract a constant')).toBe(
      'const extracted = 16;\n\n/// A tile.\ncomponent A() {\n  let a = 2 * extracted;\n}\n',
    );
  });

  it('an expression of a component gives a let before the member', () => {
    expect(done('component A(rows: int) {\n  let a = 1 + <|>2 * rows<.>;\n}\n', 'extract a let')).toBe(
      'component A(rows: int) {\n  let extracted = 2 * rows;\n  let a = 1 + extracted;\n}\n',
    );
  });

  it('finds a name that is free', () => {
    expect(done('const extracted = 1;\nconst b = extracted + 1<|>6;\n', 'extract a constant')).toBe(
      'const extracted = 1;\nconst extracted_2 = 16;\n\nconst b = extracted + extracted_2;\n',
    );
  });

  it('is not offered for the whole value, a name or a part of an expression', () => {
    expect(titles('const a = 1<|>6;')).toEqual([]);
    expect(titles('const a = 1;\nconst b = 2 * <|>a<.>;')).toEqual([]);
    expect(titles('const a = 1 + <|>2 +<.> 3;')).toEqual([]);
  });
});

describe('converting a unit', () => {
  it('writes the same quantity in others, the handiest first', () => {
    expect(titles('const f = 1600 M<|>Hz;')[0]).toBe('write 1.6 GHz');
    expect(done('const f = 1600 M<|>Hz;', 'write 1.6 GHz')).toBe('const f = 1.6 GHz;');
    expect(titles('const c = 65536 <|>B;')).toContain('write 64 KiB');
  });

  it('keeps what the unit is divided by', () => {
    expect(titles('const w = 1638.4 <|>GB/s;')).toContain('write 1.6384 TB/s');
  });
});

describe('imports', () => {
  it('are put in order, without those that nothing uses', () => {
    const source =
      'import { Near, far as Far } from "./near.accel";\nimport { SramPorts, Sram } from "std/memory";\nimport { MatrixCore } from "std/compute";\n\ncomponent A(p: SramPorts) { <|>a: Near; b: Sram { capacity: 1 MiB }; let d = Far; }\n';
    const near = 'export component Near() {}\nexport const far = 1;\n';
    expect(done({ 'main.accel': source, 'near.accel': near }, 'organize the imports')).toBe(
      'import { Sram, SramPorts } from "std/memory";\nimport { Near, far as Far } from "./near.accel";\n\ncomponent A(p: SramPorts) { a: Near; b: Sram { capacity: 1 MiB }; let d = Far; }\n',
    );
  });

  it('in order are left alone, and those with comments too', () => {
    expect(titles('<|>import { Sram } from "std/memory";\n\ncomponent A() { a: Sram; }')).not.toContain(
      'organize the imports',
    );
    expect(
      titles(
        'import { Sram } from "std/memory"; // why\nimport { Dma } from "std/move";\n<|>component A() { a: Sram; b: Dma; }',
      ),
    ).not.toContain('organize the imports');
  });

  it('of an unknown name are offered from where it is', () => {
    expect(done('component A() { a: Sr<|>am; }', 'import { Sram } from "std/memory"')).toBe(
      'import { Sram } from "std/memory";\n\ncomponent A() { a: Sram; }',
    );
  });
});

describe('declaring what is missing', () => {
  it('a parameter of the component, for a value', () => {
    expect(done('component A(rows: int) {\n  let a = 2 * co<|>ls;\n}\n', 'declare the parameter "cols"')).toBe(
      'component A(rows: int, cols: int) {\n  let a = 2 * cols;\n}\n',
    );
  });

  it('a parameter of another component, for an argument', () => {
    expect(
      done('component B(n: int = 1) {}\ncomponent A() { b: B { rate<|>: 2 GHz }; }\n', 'declare the parameter "rate"'),
    ).toBe('component B(n: int = 1, rate: frequency = 2 GHz) {}\ncomponent A() { b: B { rate: 2 GHz }; }\n');
  });

  it('a component, with the parameters that are given', () => {
    expect(done('component A() { b: Blo<|>ck { rows: 4 }; }\n', 'declare the component "Block"')).toBe(
      'component A() { b: Block { rows: 4 }; }\n\ncomponent Block(rows: int) {\n}\n',
    );
  });

  it('an argument that a component needs', () => {
    expect(done('component B(n: int in 4 ..= 8) {}\ncomponent A() { b: <|>B; }\n', 'add "n: 4"')).toBe(
      'component B(n: int in 4 ..= 8) {}\ncomponent A() { b: B { n: 4 }; }\n',
    );
  });

  it('every unit that may be meant', () => {
    expect(titles('const capacity = 64 <|>KB;').filter((title) => title.startsWith('write "'))).toEqual(
      expect.arrayContaining(['write "KiB"', 'write "kB"']),
    );
  });
});

describe('fix all', () => {
  it('applies every safe fix of the file', () => {
    const source = 'const a = [1 2];\nconst b = [3 4];\n<|>';
    expect(done(source, 'apply every safe fix')).toBe('const a = [1, 2];\nconst b = [3, 4];\n');
  });
});
