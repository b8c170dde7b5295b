import { spawn } from 'node:child_process';

export interface RunOptions {
  /** Working directory. */
  readonly directory: string;
  /** After so many seconds the program and all it started are killed. */
  readonly timeLimit_s: number;
  readonly signal?: AbortSignal;
}

/** How a program ended and what it printed. */
export interface RunResult {
  /** null: killed, or it never started. */
  readonly exitCode: number | null;
  readonly end: 'exited' | 'time_limit' | 'aborted' | 'not_started';
  readonly stdout: string;
  readonly stderr: string;
  readonly time_s: number;
}

/** Of longer output the first characters are kept: the first error is the one to read. */
const outputLimit = 4 * 1024 * 1024;

/**
 * Runs a program without a shell, captures what it prints and ends it, with everything it started, at the time limit.
 * Never rejects: a program that cannot be started has `end` `not_started`.
 */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve) => {
    const start = performance.now();
    const stdout = capture();
    const stderr = capture();
    let end: RunResult['end'] = 'exited';
    // Its own process group, so that a compiler started by `make` started by Verilator ends too.
    const child = spawn(program, args, {
      cwd: options.directory,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = (reason: RunResult['end']): void => {
      end = reason;
      killGroup(child.pid);
    };
    const abort = (): void => stop('aborted');
    const exit = (): void => killGroup(child.pid);
    process.once('exit', exit);
    const timer = setTimeout(() => stop('time_limit'), options.timeLimit_s * 1000);
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted === true) abort();
    child.stdout.setEncoding('utf8').on('data', stdout.add);
    child.stderr.setEncoding('utf8').on('data', stderr.add);
    const finish = (exitCode: number | null): void => {
      clearTimeout(timer);
      process.removeListener('exit', exit);
      options.signal?.removeEventListener('abort', abort);
      const time_s = (performance.now() - start) / 1000;
      resolve({ exitCode, end, stdout: stdout.text(), stderr: stderr.text(), time_s });
    };
    child.once('error', () => {
      end = 'not_started';
      finish(null);
    });
    child.once('close', (code) => finish(end === 'exited' ? code : null));
  });
}

function capture(): { readonly add: (chunk: string) => void; readonly text: () => string } {
  const chunks: string[] = [];
  let length = 0;
  return {
    add(chunk) {
      if (length >= outputLimit) return;
      chunks.push(chunk.slice(0, outputLimit - length));
      length += chunk.length;
    },
    text: () => chunks.join(''),
  };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
