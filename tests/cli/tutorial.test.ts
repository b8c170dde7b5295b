import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { read } from '../house/imports.js';
import { accel } from '../support/program.js';

const page = read('docs/tutorial-block.md');
const folder = join(mkdtempSync(join(tmpdir(), 'accel-tutorial-')), 'project');
afterAll(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

/** The files that the page shows, by the name before each. */
const files = [...page.matchAll(/File `([\w./-]+)`:\n\n```\w+\n([\s\S]*?)```/g)].map(
  ([, name = '', text = '']) => [name, text] as const,
);

/** The commands of the page's shell blocks, and what it says that the last of a block prints. */
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g)].map(
  ([, commands = '', output]) => ({ commands: commands.trim().split('\n'), output }),
);

/** Times are different in every run. */
function withoutTimes(text: string): string {
  return text.replaceAll(/\([\d.]+ m?s\)/g, '(time)').trim();
}

beforeAll(() => {
  mkdirSync(folder);
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
});

describe('the tutorial of a block of one’s own', { timeout: 120_000 }, () => {
  it('shows every file that it needs', () => {
    expect(files.map(([name]) => name)).toEqual([
      'clamp.accel',
      'chip.accel',
      'clamp-hardware.ts',
      'clamp.ts',
      'accel.json',
    ]);
  });

  it.each(blocks.map(({ commands, output }) => [commands.join('; '), commands, output] as const))(
    '%s',
    async (_title, commands, output) => {
      let printed = '';
      for (const command of commands) {
        const ran = await accel(command.split(' ').slice(1), { folder });
        expect(ran.code, ran.err).toBe(0);
        printed = ran.out;
      }
      if (output !== undefined) expect(withoutTimes(printed)).toBe(withoutTimes(output));
    },
  );

  it('knows of each line of Verilog which line of TypeScript it is from', async () => {
    const ran = await accel(['build', 'chip.accel', '--trust', '.', '-o', 'lines'], { folder });
    expect(ran.code, ran.err).toBe(0);
    const built = (name: string): string => readFileSync(join(folder, 'lines', name), 'utf8');
    const { places, files: mapped } = JSON.parse(built('origins.json'));
    const line = built('Clamp.v').split('\n').indexOf('  assign x_ready = open;') + 1;
    const { lines } = mapped.find(({ file }: { file: string }) => file === 'Clamp.v');
    const [, , place] = lines.find(([first, last]: readonly number[]) => (first ?? 0) <= line && line <= (last ?? 0));
    expect(places[place].file).toBe('clamp-hardware.ts');
    const hardware = files.find(([name]) => name === 'clamp-hardware.ts')?.[1].split('\n') ?? [];
    expect(hardware[places[place].line - 1]).toBe("  m.output('x_ready', open);");
  });

  it('tells of a cover point that no case met', async () => {
    const [, hardware = ''] = files.find(([name]) => name === 'clamp-hardware.ts') ?? [];
    writeFileSync(join(folder, 'clamp-hardware.ts'), hardware.replace('full.and(ready.not())', 'full.and(full.not())'));
    const ran = await accel(['verify', 'chip.accel', '--trust', '.', '--block', 'clamp'], { folder });
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain('0 of 1 cover points, never waits');
  });

  it('shows a fault where the page says that there is one', async () => {
    const broken = files
      .find(([name]) => name === 'clamp-hardware.ts')?.[1]
      .replace('value.gt(ceiling)', 'value.lt(ceiling)');
    writeFileSync(join(folder, 'clamp-hardware.ts'), broken ?? '');
    const ran = await accel(['verify', 'chip.accel', '--trust', '.', '--block', 'clamp'], { folder });
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('E673');
  });
});
