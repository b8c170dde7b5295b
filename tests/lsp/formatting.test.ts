import { describe, expect, it } from 'vitest';
import { rangeFormatting } from '../../lsp/features/formatting.js';
import { onTypeFormatting } from '../../lsp/features/on-type-formatting.js';
import type { Edit } from '../../lsp/features/rename.js';
import { marked } from './sources.js';

function applied(text: string, edit: Edit | undefined): string {
  return edit === undefined ? text : text.slice(0, edit.start) + edit.text + text.slice(edit.end);
}

/** The text after a character has been typed at the mark. */
async function typed(source: string, character: string): Promise<string> {
  const { analysis, offset } = marked(source.replace('<|>', `${character}<|>`));
  return applied(analysis.text, await onTypeFormatting(analysis, offset, character));
}

describe('a line end', () => {
  it.each([
    ['in a body', 'component A {<|>\n}\n', 'component A {\n  \n}\n'],
    [
      'before the end of a body',
      'component A {\n  for i in 0 .. 2 {<|>}\n}',
      'component A {\n  for i in 0 .. 2 {\n  }\n}',
    ],
    ['in an argument list', 'component A {\n  m: Sram {<|>\n', 'component A {\n  m: Sram {\n    \n'],
    ['in a statement', 'const a =<|>1;', 'const a =\n  1;'],
    ['behind a statement', 'component A {\n  let a = 1;<|>\n}', 'component A {\n  let a = 1;\n  \n}'],
    ['between declarations', 'const a = 1;<|>\n', 'const a = 1;\n\n'],
    ['in a remark', '/* so<|> it is */', '/* so\n it is */'],
    ['behind a bracket in a string', 'const a = "{";<|>', 'const a = "{";\n'],
  ])('%s is indented', async (_, source, wanted) => {
    expect(await typed(source, '\n')).toBe(wanted);
  });
});

describe('the end of a statement', () => {
  it('formats the statement, and no other', async () => {
    expect(await typed('component A {\n let  b=1;\n    let a=1<|>\n}\n', ';')).toBe(
      'component A {\n let  b=1;\n  let a = 1;\n}\n',
    );
  });

  it('formats the block that it ends', async () => {
    expect(await typed('component A {\nfor i in 0..2 {\nlet  a=1;\n<|>\n}\n', '}')).toBe(
      'component A {\n  for i in 0 .. 2 {\n    let a = 1;\n  }\n}\n',
    );
  });

  it('finds its place where the file cannot be read yet', async () => {
    expect(await typed('component A {\n  for i in 0..2 {\n    let a=;\n    <|>\n', '}')).toBe(
      'component A {\n  for i in 0..2 {\n    let a=;\n  }\n',
    );
  });

  it('changes nothing in a remark', async () => {
    expect(await typed('const  a=1; // a<|>', ';')).toBe('const  a=1; // a;');
  });
});

it('a range is formatted by its members', async () => {
  const { analysis, offset } = marked('component A {\n  let  a=1;\n  let  <|>b=2;\n}\n');
  const edit = await rangeFormatting(analysis, { start: offset, end: offset + 1 });
  expect(applied(analysis.text, edit)).toBe('component A {\n  let  a=1;\n  let b = 2;\n}\n');
});
