import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../lsp/features/signature.js';
import { marked } from './sources.js';

/** The signature with the parameter that is being given in brackets. */
function signatureAt(source: string): string | undefined {
  const { project, analysis, offset } = marked(source);
  const found = signatureHelp(project.completing(analysis.path, offset) ?? analysis, offset);
  if (found === undefined) return undefined;
  const active = found.active === undefined ? undefined : found.parameters[found.active]?.label;
  return active === undefined ? found.label : found.label.replace(active, `[${active}]`);
}

describe('signature help', () => {
  const fn = 'fn share(whole: int, parts: int = 2): int = div(whole, parts);\n';

  it('of a function says which argument is being given', () => {
    expect(signatureAt(`${fn}const a = share(8<|>);`)).toBe('share([whole: int], parts: int = 2)');
    expect(signatureAt(`${fn}const a = share(max(1, 2), <|>4);`)).toBe('share(whole: int, [parts: int = 2])');
    expect(signatureAt(`${fn}const a = share(parts: 4<|>, whole: 1);`)).toBe('share(whole: int, [parts: int = 2])');
  });

  it('of a call that is not finished', () => {
    expect(signatureAt(`${fn}const a = share(8, <|>`)).toBe('share(whole: int, [parts: int = 2])');
  });

  it('of the innermost call, built in too', () => {
    expect(signatureAt(`${fn}const a = share(max(1, <|>2), 4);`)).toBe('max(a, [b], ...)');
  });

  it('of an instance shows its parameters', () => {
    const source = 'component In(rows: int, cols: int = 1) {}\ncomponent Out() { i: In { rows: 8<|> }; }';
    expect(signatureAt(source)).toBe('In { [rows: int], cols: int = 1 }');
  });

  it('of an instance whose next argument has no name yet is at the first that is not given', () => {
    const beside = 'component In(rows: int, cols: int = 1, deep: int = 2) {}\n';
    expect(signatureAt(`${beside}component Out() { i: In { rows: 8, <|> }; }`)).toBe(
      'In { rows: int, [cols: int = 1], deep: int = 2 }',
    );
    expect(signatureAt(`${beside}component Out() { i: In { rows: 8, <|>cols: 2 }; }`)).toMatch(/\[cols/);
  });

  it('of a long list names the parameters, and declares the one that is given', () => {
    const source = `import { MatrixCore } from "std/compute";
      component C() { core: MatrixCore { rows: <|>8 }; }`;
    expect(signatureAt(source)).toMatch(/^MatrixCore \{ \[rows\], cols, operand, /);
    const { project, analysis, offset } = marked(source);
    const found = signatureHelp(project.completing(analysis.path, offset) ?? analysis, offset);
    expect(found?.parameters[0]?.documentation).toBe(
      '```accel\nrows: int in 1 ..= 1024 = 16\n```\n\nRows of processing elements.',
    );
  });

  it('of a medium, and of a design in a system', () => {
    const parts = 'extern component Cable(length: length, gauge: int = 30) {}\ndesign Chip(tiles: int = 4) {}\n';
    expect(signatureAt(`${parts}system S { a.b <-> c.d via Cable { length: 2<|> m }; }`)).toBe(
      'Cable { [length: length], gauge: int = 30 }',
    );
    expect(signatureAt(`${parts}system S { chip: Chip[2] { <|> }; }`)).toBe('Chip { [tiles: int = 4] }');
  });

  it('is not there behind a call', () => {
    expect(signatureAt(`${fn}const a = share(8) + <|>1;`)).toBeUndefined();
  });
});
