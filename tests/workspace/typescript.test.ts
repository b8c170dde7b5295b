import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runTypeScript } from '../../src/workspace/node/index.js';

const folder = mkdtempSync(join(tmpdir(), 'accel-ts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(name: string, text: string): ReturnType<typeof runTypeScript> {
  writeFileSync(join(folder, name), text);
  return runTypeScript(name, folder);
}

describe('running a TypeScript file', () => {
  it('gives its exports', async () => {
    writeFileSync(join(folder, 'part.ts'), 'export const rows: number = 16;');
    const [exported, diagnostics] = await run('good.ts', "import { rows } from './part.js';\nexport default rows * 2;");
    expect(diagnostics).toEqual([]);
    expect(exported?.['default']).toBe(32);
  });

  it('E008: a syntax error, at its line', async () => {
    expect(await run('syntax.ts', 'const a = 1;\nconst b = ;\n')).toMatchObject([
      undefined,
      [{ code: 'E008', origin: { file: 'syntax.ts', line: 2, column: 11 } }],
    ]);
  });

  it('E008: an import that does not exist', async () => {
    expect(await run('import.ts', "import './nowhere.js';\n")).toMatchObject([
      undefined,
      [{ code: 'E008', origin: { file: 'import.ts', line: 1 } }],
    ]);
  });

  it('E009: an exception, at the line of the source that threw', async () => {
    const text =
      'interface Gone {\n  readonly a: number;\n}\nconst boom = (gone?: Gone): number => {\n  throw new RangeError("too wide");\n};\nboom();\n';
    expect(await run('throws.ts', text)).toMatchObject([
      undefined,
      [
        {
          code: 'E009',
          message: expect.stringContaining('too wide') as string,
          origin: { file: 'throws.ts', line: 5, column: 9 },
        },
      ],
    ]);
  });
});
