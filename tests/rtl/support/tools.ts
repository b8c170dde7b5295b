import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** Runs `work` in a new folder with the files in it, and removes it. */
export function inFolder<T>(files: readonly SourceFile[], work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'accel-rtl-'));
  try {
    for (const { file, text } of files) writeFileSync(join(folder, file), text);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a program wrote, standard output and errors together; exit codes are in the text's last line if not zero. */
export function output(folder: string, program: string, args: readonly string[]): string {
  const result = spawnSync(program, args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  return `${result.stdout}${result.stderr}${result.status === 0 ? '' : `exit ${result.status ?? result.signal}`}`;
}

/** What Icarus prints of simulating the files. */
export function runIcarus(folder: string, files: readonly string[]): string {
  const compiled = output(folder, 'iverilog', ['-Wall', '-g2005', '-o', 'run.vvp', ...files]);
  return compiled + output(folder, 'vvp', ['-n', 'run.vvp']);
}

/** What Verilator prints of simulating a testbench. */
export function runVerilator(folder: string, top: string, files: readonly string[]): string {
  execFileSync(
    'verilator',
    [
      '--binary',
      '--timing',
      '-Wno-fatal',
      '-Wno-lint',
      '-Wno-style',
      '--x-initial',
      'unique',
      '-O0',
      '-CFLAGS',
      '-O0',
      '--Mdir',
      'obj',
      '--top-module',
      top,
      ...files,
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  return output(folder, join(folder, 'obj', `V${top}`), []);
}
