import { describe, expect, it } from 'vitest';
import { hover } from '../../lsp/features/hover.js';
import { chip, estimated } from './estimated.js';
import { marked } from './sources.js';

/** What the hover at the mark shows beside declaration and documentation of the name itself. */
function figuresAt(source: string): string {
  const { analysis, offset, live } = estimated(source);
  return hover(analysis, offset, live)?.markdown.split('\n\n---\n\n')[0]?.split('\n\n').slice(1).join('\n\n') ?? '';
}

describe('hover shows by the estimate', () => {
  it('of an instance area, power, peak, bandwidths and how sure they are', () => {
    expect(figuresAt(chip().replace('core: Matrix', 'co<|>re: Matrix'))).toMatch(
      new RegExp(
        [
          'instance\n\n- area 0\\.122 mm\\^2',
          '- power \\d+ mW at full use, of that [\\d.]+ mW leakage',
          '- energy \\d+ pJ a cycle at full use, \\d+ fJ an operation',
          '- peak 410 GOPS int8',
          '- ports `results` 51\\.2 GB/s, `spill` 25\\.6 GB/s',
          '- timing \\*\\*proved\\*\\*: the hardware exists and is simulated to take these cycles$',
        ].join('\n'),
      ),
    );
  });

  it('of an array all and each', () => {
    const more = 'sp<|>are: Sram[4] { capacity: 1 MiB, word: 256 b }; unused spare[*].serve; unused spare[*].fill;';
    expect(figuresAt(chip(more))).toContain('- area 2.29 mm^2 (4 x 0.572 mm^2)');
  });

  it('of a port its width and bandwidth, as its instance has it', () => {
    expect(figuresAt(chip().replace('buffer.serve', 'buffer.ser<|>ve'))).toContain('256 b a cycle, 25.6 GB/s');
    const own = 'component Tile() { port in da<|>ta: stream<int8, 4>; port out back: stream<int8, 4>; data -> back; }';
    expect(figuresAt(chip('t: Tile; unused t.data; unused t.back;', undefined, own))).toContain(
      '32 b a cycle, 3.2 GB/s',
    );
  });

  it('of a requirement both sides and what they are mostly', () => {
    const { analysis, offset, live } = estimated(chip('req<|>uire area <= 0.5 mm^2;'));
    expect(hover(analysis, offset, live)?.markdown).toMatch(
      /^\*\*fails\*\*: `area <= 0\.5 mm\^2: area is 0\.6942 mm\^2`\n\nmostly buffer 82 %, core 18 %$/,
    );
  });

  it('of a measure what it is: of the design, or of an instance', () => {
    expect(figuresAt(chip('require ar<|>ea <= 6 mm^2;'))).toMatch(/`0\.694 mm\^2` by the estimate$/);
    expect(figuresAt(chip('require core.ar<|>ea <= 6 mm^2;'))).toMatch(/`0\.122 mm\^2` by the estimate$/);
    expect(figuresAt(chip('require td<|>p <= 6 W;'))).toMatch(/`\d+ mW` by the estimate$/);
  });

  it('of a late let its value', () => {
    expect(figuresAt(chip('let dou<|>ble = 2 * area;'))).toMatch(/`1\.39 mm\^2` by the estimate$/);
  });
});

describe('hover without estimates', () => {
  it('says that they are made, and waits for nothing', () => {
    const { analysis, offset } = marked(chip().replace('core: Matrix', 'co<|>re: Matrix'));
    expect(hover(analysis, offset)?.markdown).toContain('instance\n\nestimating ...');
  });

  it('converts a literal to base units and its neighbours', () => {
    const { analysis, offset } = marked('const a = 5<|>12 KiB;');
    expect(hover(analysis, offset)?.markdown).toMatch(/`4,194,304 b` = `524,288 B` = `0\.5 MiB`$/);
  });
});
