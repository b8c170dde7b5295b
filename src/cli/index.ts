export { exit, type Outcome } from './exit.js';
export { createProgram, main } from './program.js';
export type { Output, Terminal } from './terminal.js';
