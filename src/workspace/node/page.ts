import { diagnosticPage } from './package-folder.js';
import { readSource } from './read.js';

/** The Markdown page of a diagnostic, as `accel explain` prints it; undefined where there is none. */
export function readPage(code: string): string | undefined {
  const page = readSource(diagnosticPage(code));
  return page.kind === 'text' ? page.text : undefined;
}
