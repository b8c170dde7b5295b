import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isSpan, type Diagnostic } from '../../src/diagnostics/index.js';

/** What is told of definitions in a test file (`import.meta.url`): the code of each diagnostic, with the source line it points at. */
export function toldIn(url: string): (diagnostics: readonly Diagnostic[]) => readonly (readonly [string, string])[] {
  const file = fileURLToPath(url);
  const lines = readFileSync(file, 'utf8').split('\n');
  return (diagnostics) =>
    diagnostics.map(({ code, origin }) => {
      if (origin === undefined || isSpan(origin) || origin.file !== file) return [code, 'elsewhere'] as const;
      return [code, (lines[origin.line - 1] ?? '').trim()] as const;
    });
}
