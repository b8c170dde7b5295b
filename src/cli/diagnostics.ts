import type { Diagnostic } from '../diagnostics/index.js';
import { wantsColor, type ColorChoice, type Terminal } from './terminal.js';
import { version } from './version.js';

export const formats = ['pretty', 'short', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export interface PrintOptions {
  /** Texts by the file names that origins use. */
  readonly texts?: ReadonlyMap<string, string>;
  readonly format?: Format;
  readonly color?: ColorChoice;
}

/** `pretty` for people, workflow commands where GitHub Actions reads. */
export function defaultFormat(terminal: Terminal): Format {
  return terminal.environment['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty';
}

/**
 * Writes diagnostics in the format asked for: what people read to standard error, and JSON and SARIF, which are data, to
 * standard output. Files of which no text is at hand, TypeScript designs, are read from the disk.
 */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  terminal: Terminal,
  options: PrintOptions = {},
): Promise<void> {
  const { renderGithub, renderJson, renderPretty, renderSarif, renderShort, renderSummary } =
    await import('../diagnostics/render/index.js');
  const texts = await withMissingTexts(diagnostics, options.texts ?? new Map(), terminal.folder);
  const data = (value: object): void => terminal.out.write(`${JSON.stringify(value, null, 2)}\n`);
  switch (options.format ?? defaultFormat(terminal)) {
    case 'json':
      return data(renderJson(diagnostics, texts));
    case 'sarif': {
      const { catalogue } = await import('../diagnostics/index.js');
      return data(renderSarif(diagnostics, texts, { version, catalogue }));
    }
    case 'short':
      return terminal.err.write(renderShort(diagnostics, texts));
    case 'github':
      return terminal.err.write(renderGithub(diagnostics, texts));
    case 'pretty': {
      if (diagnostics.length === 0) return;
      const color = wantsColor(options.color ?? 'auto', terminal.err, terminal.environment);
      const style = { color, unicode: terminal.err.isTerminal, width: terminal.err.columns };
      terminal.err.write(renderPretty(diagnostics, texts, style));
      terminal.err.write(`\n${renderSummary(diagnostics)}\n`);
    }
  }
}

/** Whether any of them is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === 'error');
}

async function withMissingTexts(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string>,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const named = new Set(
    diagnostics.flatMap(({ origin, related }) =>
      [origin, ...related.map((each) => each.origin)].flatMap((at) => (at === undefined ? [] : [at.file])),
    ),
  );
  const missing = [...named].filter((file) => !texts.has(file));
  if (missing.length === 0) return texts;
  const { resolve } = await import('node:path');
  const { readSource } = await import('../workspace/node/index.js');
  const found = missing.flatMap((file) => {
    const read = readSource(resolve(folder, file));
    return read.kind === 'text' ? [[file, read.text] as const] : [];
  });
  return new Map([...texts, ...found]);
}
