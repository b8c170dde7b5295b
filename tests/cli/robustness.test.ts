import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, describe, expect, it } from 'vitest';
import { accel, packageRoot, type Ran } from '../support/program.js';

/** Bound of time of each case in here, generous for a loaded machine. */
const limit_ms = 60_000;

const folder = mkdtempSync(join(tmpdir(), 'accel-robust-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(join(folder, name), content);
  return name;
}

/** The codes in the output, in order. */
function codes(text: string): readonly string[] {
  return [...text.matchAll(/\b(?:error|warning)\[([EW]\d+)\]/g)].map((match) => match[1] ?? '');
}

function expectClear(ran: Ran, code: string): void {
  expect(ran.code).toBe(1);
  expect(codes(ran.err)).toContain(code);
  expect(ran.err).not.toMatch(/^\s+at .*:\d+:\d+\)?$|internal error|undefined|NaN|\[object/m);
  expect(ran.out).toBe('');
}

describe('whatever the input is, the answer is an error with a code', { timeout: limit_ms }, () => {
  it('a nonsense file of a million lines', async () => {
    const words = [
      'foo',
      '}',
      '{ {',
      '64 KB',
      '"abc',
      'component',
      ';',
      '@#',
      '->',
      '1..2',
      'let x = = 3;',
      '/* ',
      '\u0000',
      'é',
    ];
    let state = 1;
    const next = (): string => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return words[state % words.length] ?? '';
    };
    const text = Array.from({ length: 1_000_000 }, () => `${next()} ${next()}`).join('\n');
    const ran = await accel(['check', write('nonsense.accel', text)], { folder });
    expectClear(ran, 'E101');
    expect(ran.err.length).toBeLessThan(200_000);
  });

  it('a million lines of plain words', async () => {
    const text = Array.from({ length: 1_000_000 }, (_, line) => `word another ${line}`).join('\n');
    expectClear(await accel(['check', write('words.accel', text)], { folder }), 'E101');
  });

  it('200,000 open parentheses', async () => {
    expectClear(await accel(['check', write('parens.accel', `const a = ${'('.repeat(200_000)};`)], { folder }), 'E120');
  });

  it('rows: 1e12', async () => {
    const text = chip('core: MatrixCore { rows: 1e12 };');
    const ran = await accel(['estimate', write('rows.accel', text), '--workload', 'gemm(8,8,8)'], { folder });
    expect(ran.code).toBe(1);
    expectClear(ran, codes(ran.err)[0] ?? 'none');
    expect(ran.err).toMatch(/rows/);
  });

  it('an array of 1e12 instances', async () => {
    const ran = await accel(
      [
        'estimate',
        write('array.accel', chip('core: MatrixCore[1000000000000] { rows: 8 };')),
        '--workload',
        'gemm(8,8,8)',
      ],
      { folder },
    );
    expectClear(ran, codes(ran.err)[0] ?? 'none');
  });

  it('a cyclic import', async () => {
    write('a.accel', 'import { b } from "./b.accel";\nexport const a: int = b;\n');
    write('b.accel', 'import { a } from "./a.accel";\nexport const b: int = a;\n');
    const ran = await accel(['check', 'a.accel'], { folder });
    expectClear(ran, 'E204');
    expect(ran.err).toContain('a.accel -> b.accel -> a.accel');
  });

  it('a missing file', async () => {
    for (const command of commands('none.accel')) expectClear(await accel(command, { folder }), 'E001');
  });

  it('a directory', async () => {
    mkdirSync(join(folder, 'sub.accel'));
    for (const command of commands('sub.accel')) expectClear(await accel(command, { folder }), 'E002');
  });

  it('invalid UTF-8', async () => {
    write('latin1.accel', new Uint8Array([0x63, 0x6f, 0xe9, 0x3b, 0xff, 0xfe]));
    for (const command of commands('latin1.accel')) expectClear(await accel(command, { folder }), 'E003');
  });

  it('a file larger than any source', async () => {
    write('large.accel', new Uint8Array(64 * 1024 * 1024 + 1).fill(0x20));
    expectClear(await accel(['check', 'large.accel'], { folder }), 'E004');
    rmSync(join(folder, 'large.accel'));
  });

  it('a file that is no design by its name', async () => {
    expectClear(await accel(['check', write('notes.txt', 'remember the milk')], { folder }), 'E007');
  });

  it.skipIf(!existsSync('/dev/zero'))('a device without end', async () => {
    expectClear(await accel(['check', '/dev/zero'], { folder }), 'E005');
  });

  it.skipIf(process.platform === 'win32')('a pipe that nobody writes into', async () => {
    for (const name of ['pipe.accel', 'pipe.ts', 'pipe.txt']) {
      execFileSync('mkfifo', [join(folder, name)]);
      for (const command of commands(name)) expectClear(await accel(command, { folder }), 'E005');
    }
  });

  it('a line of five million characters', async () => {
    const text = `const a = ${'1 + '.repeat(1_250_000)}b;`;
    const ran = await accel(['check', write('line.accel', text)], { folder });
    expectClear(ran, 'E120');
    expect(ran.err.length).toBeLessThan(2000);
  });

  it('comments within comments, none of which ends', async () => {
    expectClear(await accel(['check', write('open.accel', '/* '.repeat(300_000))], { folder }), 'E115');
    const closed = `${'/* '.repeat(100_000)}${' */'.repeat(100_000)}`;
    expect((await accel(['check', write('closed.accel', closed)], { folder })).code).not.toBe(3);
  });

  it('a read-only file is not formatted', async () => {
    write('kept.accel', 'const  a = 1;\n');
    chmodSync(join(folder, 'kept.accel'), 0o444);
    expectClear(await accel(['fmt', 'kept.accel'], { folder }), 'E006');
    expect(readFileSync(join(folder, 'kept.accel'), 'utf8')).toBe('const  a = 1;\n');
  });

  it('an output folder that cannot be written', async () => {
    write('plain', 'a file');
    const design = join(packageRoot, 'examples/edge_npu.accel');
    for (const target of ['plain', 'plain/below/out', ...(existsSync('/proc/version') ? ['/proc/out'] : [])]) {
      expectClear(await accel(['build', design, '-o', target], { folder }), 'E006');
    }
    expect(readdirSync(folder).filter((name) => name.includes('tmp') || name.startsWith('.'))).toEqual([]);
  });

  it('a design with errors leaves no output', async () => {
    expectClear(
      await accel(['build', write('wrong.accel', chip('core: MatrixCore { rows: 0 };')), '-o', 'built'], { folder }),
      'E402',
    );
    expect(existsSync(join(folder, 'built'))).toBe(false);
  });

  it('E010: a schedule of millions of commands', async () => {
    const design = join(packageRoot, 'examples/edge_npu.accel');
    const args = ['ir', design, '--stage', 'schedule', '--workload', 'gemm(100000,100000,100000)'];
    expectClear(await accel(args, { folder }), 'E010');
  });

  it('a product too large to simulate', async () => {
    const design = join(packageRoot, 'examples/edge_npu.accel');
    expectClear(await accel(['verify', design, '--workload', 'gemm(100000,100000,100000)'], { folder }), 'E671');
  });

  it('an empty file', async () => {
    expectClear(await accel(['estimate', write('empty.accel', ''), '--workload', 'resnet50'], { folder }), 'E231');
  });
});

/** Every command that takes a file, on `file`. */
function commands(file: string): readonly (readonly string[])[] {
  return [
    ['check', file],
    ['fmt', file],
    ['fmt', '--check', file],
    ['estimate', file, '--workload', 'resnet50'],
    ['build', file, '-o', 'nowhere'],
    ['verify', file, '--workload', 'gemm(4,4,4)'],
    ['ir', file],
  ];
}

function chip(member: string): string {
  return `import { MatrixCore } from "std/compute";
import { tsmc_n7 } from "std/process";
export design Chip() {
  process tsmc_n7 {};
  clock main = 1 GHz;
  ${member}
}
`;
}
