import { describe, expect, it } from 'vitest';
import { codeActions } from '../../lsp/features/code-actions.js';
import { formatting } from '../../lsp/features/formatting.js';
import { applyEdits } from '../../src/workspace/index.js';
import { format } from '../../src/syntax/index.js';
import { marked } from './sources.js';

/** The actions at the mark: kind, title and what the file is afterwards. */
function actionsAt(source: string): readonly (readonly [string, string, string])[] {
  const { project, analysis, offset } = marked(source);
  const all = codeActions(analysis, { start: offset, end: offset }, project.diagnosticsOf(analysis.path));
  return all.map(({ kind, title, edits }) => [
    kind,
    title,
    applyEdits(
      analysis.text,
      edits.map(({ text, ...span }) => ({ span, text })),
    ),
  ]);
}

describe('code actions', () => {
  it('are the fixes of the diagnostics at the place', () => {
    const source = 'const width = 8;\nconst a = wid<|>ht;\nconst b = widht2;';
    expect(actionsAt(source)).toEqual([
      ['quickfix', 'replace "widht" by "width"', 'const width = 8;\nconst a = width;\nconst b = widht2;'],
    ]);
  });

  it('apply every safe fix of the file, wherever the place is', () => {
    const found = actionsAt('<|>const a = 1\nconst b = 2\nconst c = 3;').find(([kind]) => kind === 'source.fixAll');
    expect(found?.[2]).toBe('const a = 1;\nconst b = 2;\nconst c = 3;');
  });

  it('are none where nothing is wrong', () => {
    expect(actionsAt('const a = <|>1;')).toEqual([]);
  });
});

describe('formatting', () => {
  const formatted = async (source: string): Promise<string | undefined> => {
    const { analysis } = marked(`<|>${source}`);
    const edit = await formatting(analysis);
    return edit && applyEdits(source, [{ span: edit, text: edit.text }]);
  };

  it.each([
    'const a=1;',
    'const a = 1;\n\n\n\nconst b=2;\nconst c = 3;\n',
    'const a = 1;\nconst b=2;',
    '// 🙂\nconst  a = 1; // µ\n\n',
    'enum E { a,b }\n',
  ])('is one edit that gives the formatted text: %j', async (source) => {
    expect(await formatted(source)).toBe((await format(source))[0]);
  });

  it('leaves a formatted file, and one with mistakes of syntax', async () => {
    expect(await formatted('const a = 1;\n')).toBeUndefined();
    expect(await formatted('const a = = 1;\n')).toBeUndefined();
  });
});
