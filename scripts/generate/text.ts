import { readFile } from 'node:fs/promises';

/** The text of a file of the project. */
export function readText(root: string, path: string): Promise<string> {
  return readFile(root + path, 'utf8');
}
