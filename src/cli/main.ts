import process from 'node:process';
import { main } from './program.js';
import { processTerminal } from './process-terminal.js';

/** Runs the program on this process: what `bin/accel` calls. */
export async function run(): Promise<void> {
  process.exitCode = await main(process.argv.slice(2), processTerminal());
}
