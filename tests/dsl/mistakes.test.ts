import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = readFileSync(`${root}tests/dsl/mistakes.ts`, 'utf8');
mkdirSync(`${root}node_modules/.cache`, { recursive: true });
const folder = mkdtempSync(`${root}node_modules/.cache/mistakes-`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What `tsc` says of a file, under the project's own options. */
function compile(text: string): string {
  writeFileSync(join(folder, 'mistakes.ts'), text);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: `${root}tsconfig.json`, files: ['mistakes.ts'], include: [] }),
  );
  const { stdout } = spawnSync(process.execPath, [
    `${root}node_modules/typescript/bin/tsc`,
    '-p',
    folder,
    '--pretty',
    'false',
  ]);
  return stdout.toString();
}

test('tsc finds every mistake marked in the file, and no other', () => {
  expect(compile(source)).toBe('');
});

test('tsc says what is wrong in the words of the design', () => {
  const said = compile(source.replaceAll(/^ *\/\/ @ts-expect-error.*$/gm, ''));
  const marks = source.match(/@ts-expect-error/g) ?? [];
  expect(said.match(/error TS/g)?.length).toBe(marks.length);
  expect(said).toContain(`Type 'Quantity<"power">' is not assignable to type 'Quantity<"frequency">'.`);
  expect(said).toContain('"stream<int32, 16> does not fit stream<int32, 32>"');
  expect(said).toContain('"a commands port does not fit a memory port"');
  expect(said).toContain('"matmul of inner extents 8 and 4"');
  expect(said).toContain('"add of int8 and bf16"');
  expect(said).toContain('"index p of the output stands in no operand"');
});
