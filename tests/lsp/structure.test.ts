import { describe, expect, it } from 'vitest';
import { folding } from '../../lsp/features/folding.js';
import { selections } from '../../lsp/features/selection.js';
import { semanticTokens } from '../../lsp/features/semantic-tokens.js';
import { documentSymbols, workspaceSymbols, type DeclaredSymbol } from '../../lsp/features/symbols.js';
import { marked } from './sources.js';

const chip = `<|>import { tsmc_n7 } from "std/process";
import { Sram } from "std/memory";

// Two remarks
// on two lines.

/// How data moves.
enum Flow { still, moving }

component Tile(rows: int = 8, flow: Flow = .still) {
  port in x: stream<int8, rows>;
  lane: for i in 0 .. 4 {
    buffer: Sram {
      capacity: 1 MiB,
    };
  }
}
`;

function outline(symbols: readonly DeclaredSymbol[], indent = ''): readonly string[] {
  return symbols.flatMap(({ name, kind, detail, children }) => [
    `${indent}${kind} ${name}${detail === '' ? '' : ` of ${detail}`}`,
    ...outline(children, `${indent}  `),
  ]);
}

describe('document symbols', () => {
  it('are what the file declares, as a tree', () => {
    expect(outline(documentSymbols(marked(chip).analysis))).toEqual([
      'enum Flow',
      '  case still',
      '  case moving',
      'component Tile',
      '  parameter rows of int',
      '  parameter flow of Flow',
      '  port x of stream<int8, rows>',
      '  block lane',
      '    instance buffer of Sram',
    ]);
  });

  it('lie within each other, each around its name', () => {
    const check = (symbols: readonly DeclaredSymbol[], start: number, end: number): void => {
      for (const each of symbols) {
        expect([start <= each.start, each.start <= each.at.start, each.at.end <= each.end, each.end <= end]).toEqual(
          Array.from({ length: 4 }, () => true),
        );
        check(each.children, each.start, each.end);
      }
    };
    check(documentSymbols(marked(chip).analysis), 0, chip.length);
  });
});

describe('workspace symbols', () => {
  it('are found by some of their letters, in every file', () => {
    const { project } = marked({
      'a.accel': '<|>const wide_bus = 1;\nconst other = 2;',
      'b.accel': 'fn width(bus: int): int = 1;',
    });
    const found = (query: string): readonly string[] =>
      workspaceSymbols(project.analyses(), query).map(({ name, file, container }) => `${file}: ${container} ${name}`);
    expect(found('WB')).toEqual(['a.accel:  wide_bus']);
    expect(found('bus')).toEqual(['a.accel:  wide_bus', 'b.accel: width bus']);
    expect(found('')).toHaveLength(4);
    expect(found('nothing')).toEqual([]);
  });
});

describe('folding', () => {
  it('is of what stands on several lines', () => {
    const { analysis } = marked(chip);
    const found = folding(analysis).map(({ start, end, kind }) => {
      const lines = analysis.text.slice(start, end).split('\n');
      return `${kind}: ${lines[0]?.trim()} ... ${lines.at(-1)?.trim()}`;
    });
    expect(found).toEqual([
      'imports: import { tsmc_n7 } from "std/process"; ... import { Sram } from "std/memory";',
      'comment: // Two remarks ... // on two lines.',
      'region: component Tile(rows: int = 8, flow: Flow = .still) { ... }',
      'region: lane: for i in 0 .. 4 { ... }',
      'region: buffer: Sram { ... };',
    ]);
  });
});

describe('selection', () => {
  it('grows from the word to the file', () => {
    const { analysis, offset } = marked('const a = 1;\nconst total = 2 * (wid<|>th + a);\nconst width = 3;');
    expect(selections(analysis, offset).map(({ start, end }) => analysis.text.slice(start, end))).toEqual([
      'width',
      'width + a',
      '(width + a)',
      '2 * (width + a)',
      'const total = 2 * (width + a);',
      analysis.text,
    ]);
  });
});

describe('semantic tokens', () => {
  it('tell every word by what it means', () => {
    const { analysis } = marked(
      `<|>import { Sram } from "std/memory"; // why
enum Flow { still }
component C(rows: int in 1 ..= 9 = 2, flow: Flow = .still) {
  m: Sram { capacity: 2 MiB };
  unused m.serve;
  let from = clog2(rows);
}`,
    );
    const found = semanticTokens(analysis).map(({ start, end, type, modifiers }) =>
      [analysis.text.slice(start, end), type, ...modifiers].join(' '),
    );
    expect(found).toEqual([
      'import keyword',
      'Sram class defaultLibrary',
      'from keyword',
      '"std/memory" string',
      '// why comment',
      'enum keyword',
      'Flow enum declaration',
      'still enumMember declaration',
      'component keyword',
      'C class declaration',
      'rows parameter declaration readonly',
      'int type defaultLibrary',
      'in keyword',
      '1 number',
      '9 number',
      '2 number',
      'flow parameter declaration readonly',
      'Flow enum',
      'still enumMember',
      'm property declaration',
      'Sram class defaultLibrary',
      'capacity parameter readonly defaultLibrary',
      '2 MiB number',
      'unused keyword',
      'm property',
      'serve interface defaultLibrary',
      'let keyword',
      'from variable declaration readonly',
      'clog2 function defaultLibrary',
      'rows parameter readonly',
    ]);
  });

  it('never overlap', () => {
    const tokens = semanticTokens(marked(`${chip}\nconst a = 1 +;\ncomponent { let 5`).analysis);
    expect(tokens.length).toBeGreaterThan(30);
    for (const [index, { start }] of tokens.entries()) expect(tokens[index - 1]?.end ?? 0).toBeLessThanOrEqual(start);
  });
});
