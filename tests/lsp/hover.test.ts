import { describe, expect, it } from 'vitest';
import { hover } from '../../lsp/features/hover.js';
import { marked } from './sources.js';

/** What is shown at the mark, and the text it is shown of. */
function hoverAt(source: string | Readonly<Record<string, string>>): readonly [string, string] | undefined {
  const { analysis, offset } = marked(source);
  const found = hover(analysis, offset);
  return found && [analysis.text.slice(found.start, found.end), found.markdown];
}

const signature = (text: string): string => `\`\`\`accel\n${text}\n\`\`\``;

describe('hover shows', () => {
  it('the type, value and documentation of a constant', () => {
    expect(hoverAt('/// How fast.\nconst rate = 2 * 800 MHz;\nconst twice = 2 * ra<|>te;')).toEqual([
      'rate',
      `${signature('const rate: frequency')}\n\nconstant, \`1.6 GHz\`\n\nHow fast.`,
    ]);
  });

  it('the value that a let of a design has with the defaults', () => {
    const source = `import { tsmc_n7 } from "std/process";
      design D(rows: int in 1 ..= 64 = 16) {
        process tsmc_n7;
        clock main = 500 MHz;
        let rat<|>e = rows * 8 b * clk.frequency;
      }`;
    expect(hoverAt(source)).toEqual(['rate', `${signature('let rate: bandwidth')}\n\nlet, \`8 GB/s\``]);
  });

  it('no value of what is known only after the estimate', () => {
    const source = `import { tsmc_n7 } from "std/process";
      design D() { process tsmc_n7; clock main = 500 MHz; let half = are<|>a / 2; let w = half; }`;
    expect(hoverAt(source)?.[1]).toBe(
      `${signature('area')}\n\nmeasure of a design or an instance, known after the estimate\n\nArea of the design or the instance.`.replace(
        'measure of a design or an instance',
        'measure',
      ),
    );
    expect(hoverAt(source.replace('<|>', '').replace('w = half', 'w = ha<|>lf'))?.[1]).toBe(
      `${signature('let half: area')}\n\nlet, known after the estimate`,
    );
  });

  it('the shape of a tensor, and how an operator is written', () => {
    const source = `workload w(n: int = 4) {
      input x: int8[n, 8];
      /// The first layer.
      let h = relu(x);
      output y = matmul(h, transpose(x));
    }`;
    const at = (text: string): string | undefined => hoverAt(source.replace(text, text.replace(/(.)$/, '<|>$1')))?.[1];
    expect(at('let h')).toBe(`${signature('let h: int8[4, 8]')}\n\nlet\n\nThe first layer.`);
    expect(at('output y')).toBe(`${signature('output y = matmul(h, transpose(x))')}\n\noutput, \`int8[4, 4]\``);
    expect(at('relu')).toBe(`${signature('relu(x)')}\n\noperator of tensors\n\nmax(0, x)`);
  });

  it('a component with bound arguments, an interface and what it asks for', () => {
    const source = `/// Keeps things.
      interface Store { let capacity: information; }
      component C(capacity: information) {}
      export component Small = C { capacity: 4 KiB };
      component Tile(s: Store) { x: s; let twice = 2 * x.capacity; }
      component D { t: Tile { s: Small }; }`;
    const at = (text: string): string | undefined => hoverAt(source.replace(text, text.replace(/(.)$/, '<|>$1')))?.[1];
    expect(at('s: Small')).toBe(
      `${signature('component Small = C { capacity: 4 KiB }')}\n\ncomponent with bound arguments`,
    );
    expect(at('s: Store')).toBe(`${signature('interface Store')}\n\ninterface\n\nKeeps things.`);
    expect(at('x.capacity')).toBe(`${signature('let capacity: information')}\n\nlet`);
  });

  it('a parameter with its bounds and default, where it is declared and where it is given', () => {
    const source = `component C(
      /// Rows of cells.
      rows: int in 1 ..= 64 = 16) {}
      component D() { c: C { ro<|>ws: 8 }; }`;
    expect(hoverAt(source)).toEqual([
      'rows',
      `${signature('rows: int in 1 ..= 64 = 16')}\n\nparameter, \`16\`\n\nRows of cells.`,
    ]);
  });

  it('an instance with its component from the standard library', () => {
    const found = hoverAt(`import { Sram } from "std/memory";
      component C() { buf<|>fer: Sram[4] { capacity: 1 MiB }; unused buffer[*].serve; unused buffer[*].fill; }`);
    expect(found?.[0]).toBe('buffer');
    expect(found?.[1]).toContain(`${signature('buffer: Sram[4]')}\n\ninstance`);
    expect(found?.[1]).toContain('extern component Sram(\n  capacity: information,');
    expect(found?.[1]).toContain('On-chip static RAM.');
  });

  it('a case of an enum', () => {
    expect(
      hoverAt('enum Flow {\n  /// Weights stay.\n  still,\n  moving }\nfn f(flow: Flow = .sti<|>ll): int = 1;'),
    ).toEqual(['still', `${signature('.still')}\n\ncase of \`Flow\`\n\nWeights stay.`]);
  });

  it('a built-in function and a number type', () => {
    expect(hoverAt('const a = cl<|>og2(9);')?.[1]).toContain(signature('clog2(n)'));
    expect(hoverAt('const a = in<|>t8.width;')?.[1]).toBe(`${signature('int8')}\n\nnumber type, \`8 b wide\``);
  });

  it('the unit of a literal', () => {
    expect(hoverAt('const a = 5<|>12 KiB;')).toEqual([
      '512 KiB',
      'information, in `KiB` (`B`: byte, 8 b)\n\n`4,194,304 b` = `524,288 B` = `0.5 MiB`',
    ]);
    expect(hoverAt('const a = <|>8 b;')?.[1]).toBe('information, in `b` (bit)\n\n`1 B`');
  });

  it('no unit that the literal is hardly anything of', () => {
    expect(hoverAt('const a = <|>1 MiB;')?.[1]).toMatch(/`8,388,608 b` = `1,024 KiB`$/);
    expect(hoverAt('const a = <|>0.75 V;')?.[1]).toMatch(/`750 mV`$/);
  });

  it('what stands behind the dot of a number type, a clock or a port', () => {
    const source = `import { tsmc_n7 } from "std/process";
      design D(lanes: int = 4) {
        process tsmc_n7;
        clock main = 500 MHz;
        port in data: stream<int8, lanes>;
        let word = lanes * int8.width;
        let slow = 2 * clk.period;
        let wide = data.width;
      }`;
    const at = (text: string): string | undefined => hoverAt(source.replace(text, text.replace(/(.)$/, '<|>$1')))?.[1];
    expect(at('int8.width')).toBe(
      `${signature('int8.width: information')}\n\nof a number type, \`8 b\`\n\nBits of one number.`,
    );
    expect(at('clk.period')).toBe(`${signature('clk.period: time')}\n\nof a clock, \`2 ns\`\n\nTime of a cycle.`);
    expect(at('data.width')).toBe(
      `${signature('data.width: information')}\n\nof a port, \`32 b\`\n\nBits that it carries in a cycle.`,
    );
  });

  it('nothing where there is no name', () => {
    expect(hoverAt('// a rem<|>ark\nconst a = 1;')).toBeUndefined();
  });
});
