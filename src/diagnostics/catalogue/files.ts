import { error } from '../define.js';

/** E0xx: files and the program. */
export const files = {
  E001: error('file not found', (p: { path: string }) => `there is no file "${p.path}"`),
  E002: error('not a file', (p: { path: string }) => `"${p.path}" is a directory, not a file`),
  E003: error('not valid UTF-8', (p: { path: string }) => `"${p.path}" is not valid UTF-8 text`),
  E004: error(
    'file too large',
    (p: { path: string; bytes: number; limit: number }) =>
      `"${p.path}" has ${p.bytes} bytes; a source file may have at most ${p.limit}`,
  ),
  E005: error('cannot read the file', (p: { path: string; reason: string }) => `cannot read "${p.path}": ${p.reason}`),
  E006: error(
    'cannot write the output',
    (p: { path: string; reason: string }) => `cannot write "${p.path}": ${p.reason}`,
  ),
  E007: error(
    'not a design file',
    (p: { path: string }) => `"${p.path}" is neither an .accel file nor a .ts file of the embedded builder`,
  ),
  E008: error(
    'the TypeScript design does not build',
    (p: { path: string; reason: string }) => `"${p.path}": ${p.reason}`,
  ),
  E009: error(
    'the TypeScript design failed while it ran',
    (p: { path: string; reason: string }) => `"${p.path}" threw while it ran: ${p.reason}`,
  ),
  E010: error(
    'schedule too long to show',
    (p: { workload: string; commands: number; limit: number }) =>
      `the schedule of "${p.workload}" has ${p.commands} commands; at most ${p.limit} are written out`,
  ),
} as const;
