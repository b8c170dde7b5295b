import { describe, expect, it } from 'vitest';
import { hints } from '../../lsp/features/hints.js';
import { createLive } from '../../lsp/live/estimates.js';
import { hintKinds, type HintKind } from '../../lsp/live/settings.js';
import { estimated, chip } from './estimated.js';
import { marked } from './sources.js';

/** The line of the mark with its hints put in: `let a = 2 * n⟨= 8⟩;`. */
function hinted(source: string, kinds: readonly HintKind[] = hintKinds, estimates = true): string {
  const { analysis, offset } = marked(source);
  const { text } = analysis;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.indexOf('\n', offset);
  const end = line < 0 ? text.length : line;
  const live = estimates ? estimated(source).live : undefined;
  const all = hints(analysis, { start, end }, new Set(kinds), live);
  let shown = text.slice(start, end);
  for (const hint of all.toReversed())
    shown = `${shown.slice(0, hint.at - start)}⟨${hint.text}⟩${shown.slice(hint.at - start)}`;
  return shown.trim();
}

describe('hints of values', () => {
  it('a let, a constant, a default and a clock that are no literals, with the defaults of the parameters', () => {
    expect(hinted(chip('let <|>ops = 2 op * rows * 16 * clk.frequency;'))).toBe(
      'let ops = 2 op * rows * 16 * clk.frequency⟨= 410 GOPS⟩;',
    );
    expect(hinted('const <|>wide = 3 * 1.5 GHz;')).toBe('const wide = 3 * 1.5 GHz⟨= 4.5 GHz⟩;');
    expect(hinted('component C(a: int = 4, <|>b: int = 3 * a) {}')).toBe(
      'component C(a: int = 4, b: int = 3 * a⟨= 12⟩) {}',
    );
    expect(hinted('<|>const plain = 12 mm^2; const low = -(3); const kind = int8;')).toBe(
      'const plain = 12 mm^2; const low = -(3); const kind = int8;',
    );
  });

  it('a let that the estimate knows', () => {
    expect(hinted(chip('let <|>half = 1000 * area / 2;'))).toMatch(/^let half = 1000 \* area \/ 2⟨= 3\d\d mm\^2⟩;$/);
    expect(hinted(chip('let <|>half = 1000 * area / 2;'), hintKinds, false)).toBe('let half = 1000 * area / 2;');
  });

  it('arguments, short ones too, and the size of an array', () => {
    const beside = 'component Tile(n: int = 1) {}';
    expect(hinted(chip('<|>tile: Tile[rows, 4] { n: rows + 1 };', undefined, beside), ['arguments', 'arrays'])).toBe(
      'tile: Tile[rows, 4]⟨= 64⟩ { n: rows + 1⟨= 17⟩ };',
    );
    expect(hinted(chip('let n = 2 * rows;\n<|>tile: Tile[4] { n };', undefined, beside))).toBe(
      'tile: Tile[4] { n⟨= 32⟩ };',
    );
  });

  it('settings of a workload', () => {
    const source = 'workload w(batch: int = 8) {\n model "resnet50"; batch = <|>2 * batch; }';
    expect(hinted(source)).toBe('model "resnet50"; batch = 2 * batch⟨= 16⟩; }');
  });

  it('nothing for a name of a loop, and no exception where the design does not elaborate', () => {
    const wrong = chip('for i in 0 .. 4 { let <|>here = 2 * i; }\n missing -> nowhere;\n let late = area;');
    expect(hinted(wrong)).toBe('for i in 0 .. 4 { let here = 2 * i; }');
    expect(hinted(chip('let <|>twice = 2 * rows; gone: Missing;'))).toBe('let twice = 2 * rows⟨= 32⟩; gone: Missing;');
    expect(hinted(chip('let <|>a = 2 * b; let b = 2 * a;'))).toBe('let a = 2 * b; let b = 2 * a;');
  });
});

describe('hints of estimates', () => {
  it('the area of an instance, of all elements of an array, and within a component', () => {
    expect(hinted(chip().replace('buffer: Sram', '<|>buffer: Sram'))).toBe(
      'buffer: Sram⟨0.572 mm^2⟩ { capacity: 1 MiB, word: 256 b };',
    );
    const beside =
      'component Tile() {\n <|>own: Sram[2] { capacity: 1 MiB, word: 256 b };\n unused own[*].serve; unused own[*].fill; }';
    expect(hinted(chip('tile: Tile[4];', undefined, beside))).toBe(
      'own: Sram[2]⟨4.58 mm^2⟩ { capacity: 1 MiB, word: 256 b };',
    );
    expect(hinted(chip('<|>tile: Tile[4];', undefined, beside.replace('<|>', '')))).toBe('tile: Tile[4]⟨4.58 mm^2⟩;');
  });

  it('the bandwidth of a connection, and of many', () => {
    expect(hinted(chip().replace('core.spill <->', '<|>core.spill <->'))).toBe(
      'core.spill <-> buffer.serve;⟨25.6 GB/s⟩',
    );
    expect(hinted(chip().replace('work ->', '<|>work ->'))).toBe('work -> core.commands;');
    const beside = 'component Pass() { port in data: stream<int8, 4>; port out back: stream<int8, 4>; data -> back; }';
    const more = 'a: Pass[3]; b: Pass[3]; unused a[*].data; unused b[*].back;\n <|>a[*].back -> b[*].data;';
    expect(hinted(chip(more, undefined, beside))).toBe('a[*].back -> b[*].data;⟨3 x 3.2 GB/s⟩');
  });

  it('how a requirement came out', () => {
    expect(hinted(chip('<|>require area <= 6 mm^2;'))).toBe('require area <= 6 mm^2;⟨holds: area is 0.6942 mm^2⟩');
    expect(hinted(chip('<|>require area <= 0.1 mm^2;'))).toBe('require area <= 0.1 mm^2;⟨fails: area is 0.6942 mm^2⟩');
  });

  it('an early requirement too, by the values of its sides', () => {
    expect(hinted(chip('<|>require 2 * rows <= 64;'))).toBe('require 2 * rows <= 64;⟨holds: 2 * rows is 32⟩');
    expect(hinted(chip('<|>require clk.frequency >= 1 GHz;'))).toBe(
      'require clk.frequency >= 1 GHz;⟨fails: clk.frequency is 800 MHz⟩',
    );
  });

  it('of a small instance are in the same unit as those of its neighbours', () => {
    expect(hinted(chip('<|>small: Sram { capacity: 8 KiB }; unused small.serve; unused small.fill;'))).toMatch(
      /^small: Sram⟨0\.00\d+ mm\^2⟩/,
    );
  });

  it('are switched off by kind', () => {
    const source = chip('').replace('buffer: Sram', '<|>buffer: Sram');
    expect(hinted(source, ['values', 'arguments'])).toBe('buffer: Sram { capacity: 1 MiB, word: 256 b };');
  });
});

describe('while a file is edited', () => {
  /** The lines with hints of estimates after an edit, before it is estimated again. */
  function edited(source: string, from: string, to: string): readonly string[] {
    const { project, analysis } = marked(`<|>${source}`);
    const live = createLive(project);
    for (const step of live.make([analysis.path])) if (step !== undefined) break;
    project.setOpen(analysis.path, source.replace(from, to));
    const now = project.analysisOf(analysis.path);
    if (now === undefined) return [];
    const kinds = new Set<HintKind>(['instances', 'connections', 'requirements']);
    const all = hints(now, { start: 0, end: now.text.length }, kinds, live.of(now), live.earlier(now));
    return all.map(({ at, text }) => `${now.text.slice(now.text.lastIndexOf('\n', at - 1) + 1, at).trim()} ${text}`);
  }

  it('what the edit has not touched keeps its figures, above and below it', () => {
    expect(edited(chip(), '  buffer: Sram', '  // Keeps the operands.\n  buffer: Sram')).toEqual([
      'core: MatrixCore 0.122 mm^2',
      'buffer: Sram 0.572 mm^2',
      'core.spill <-> buffer.serve; 25.6 GB/s',
    ]);
  });

  it('what the edit has touched has none, and no requirement is said to hold', () => {
    expect(edited(chip('require area <= 6 mm^2;'), '1 MiB', '2 MiB')).toEqual([
      'core: MatrixCore 0.122 mm^2',
      'core.spill <-> buffer.serve; 25.6 GB/s',
    ]);
  });
});
