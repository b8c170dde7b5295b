import type { Diagnostic } from '../diagnostics/index.js';
import { parse } from './parse.js';

export interface FormatOptions {
  /** The file's name, for diagnostics. */
  readonly file?: string;
  /** Columns of a line, 100 unless told. */
  readonly printWidth?: number;
}

/**
 * Formats a text as Prettier does with this project's plugin. A text with syntax errors comes back as it is, with what is
 * wrong. Prettier is loaded on the first call.
 */
export async function format(
  text: string,
  options: FormatOptions = {},
): Promise<readonly [string, readonly Diagnostic[]]> {
  const { file = 'input.accel', printWidth } = options;
  const { diagnostics } = parse(text, file);
  if (diagnostics.length > 0) return [text, diagnostics];
  const [prettier, plugin] = await Promise.all([import('prettier/standalone'), import('./printer/plugin.js')]);
  const formatted = await prettier.format(text, {
    ...plugin.defaultOptions,
    ...(printWidth === undefined ? {} : { printWidth }),
    parser: 'accel',
    filepath: file,
    plugins: [plugin],
  });
  return [formatted, []];
}
