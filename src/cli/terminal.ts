/** The program's surroundings as a value, so that tests run commands without a process. */
export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Characters a line has. */
  readonly columns: number;
}

export interface Terminal {
  /** Data. */
  readonly out: Output;
  /** Progress and diagnostics. */
  readonly err: Output;
  /** All of standard input. */
  readonly readInput: () => Promise<Uint8Array>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Fires when the user interrupts. */
  readonly interrupted: AbortSignal;
}

export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * Whether to colour what goes to `output`: `--color` decides, then `NO_COLOR` and `FORCE_COLOR` (https://no-color.org,
 * https://force-color.org), then whether it is a terminal that can.
 */
export function wantsColor(choice: ColorChoice, output: Output, environment: Terminal['environment']): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (environment['NO_COLOR'] !== undefined && environment['NO_COLOR'] !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false';
  if (environment['TERM'] === 'dumb') return false;
  return output.isTerminal || environment['GITHUB_ACTIONS'] === 'true';
}
