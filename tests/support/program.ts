import { fileURLToPath } from 'node:url';
import { main } from '../../src/cli/index.js';

/** The folder of the package. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly folder?: string;
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly isTerminal?: boolean;
}

/** Runs the program in this process: `await accel(['check', 'chip.accel'])`. */
export async function accel(args: readonly string[], given: Surroundings = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const shape = { isTerminal: given.isTerminal ?? false, columns: given.columns ?? 120 };
  const code = await main(args, {
    out: { ...shape, write: (text) => (out += text) },
    err: { ...shape, write: (text) => (err += text) },
    readInput: () =>
      Promise.resolve(
        typeof given.input === 'string' ? new TextEncoder().encode(given.input) : (given.input ?? new Uint8Array()),
      ),
    environment: { PATH: process.env['PATH'], ...given.environment },
    folder: given.folder ?? packageRoot,
    interrupted: new AbortController().signal,
  });
  return { code, out, err };
}
