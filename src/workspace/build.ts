import type { Diagnostic } from '../diagnostics/index.js';
import type { Build } from '../hardware/index.js';
import type { LoadedDesign } from './load.js';

export interface BuildDesignOptions {
  /** The program's version, for headers and manifest. */
  readonly version: string;
  /** The texts that the design was read from. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Makes the hardware of a design and all files that go with it. The hardware's code is loaded here, on demand. */
export async function buildDesign(
  loaded: LoadedDesign,
  options: BuildDesignOptions,
): Promise<readonly [Build | undefined, readonly Diagnostic[]]> {
  const { build } = await import('../hardware/index.js');
  const sources = [...options.texts].map(([path, text]) => ({ path, text }));
  const [made, diagnostics] = build(loaded.design, loaded.origins, { version: options.version, sources });
  return [made ?? undefined, diagnostics];
}
