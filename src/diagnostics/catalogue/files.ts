import { error } from '../define.js';

/** E0xx: files and the program. */
export const files = {
  E001: error('file not found', (p: { path: string }) => `there is no file "${p.path}"`),
  E002: error('not a file', (p: { path: string }) => `"${p.path}" is a directory, not a file`),
  E003: error('not valid UTF-8', (p: { path: string }) => `"${p.path}" is not valid UTF-8 text`),
} as const;
