import type { Diagnostic } from '../diagnostics/index.js';
import type { Build, ClockGating, MacroLibrary } from '../hardware/index.js';
import type { LoadedDesign } from './load.js';
import { ownHardware } from './own/index.js';

export interface BuildDesignOptions {
  /** The program's version, for headers and manifest. */
  readonly version: string;
  /** The texts that the design was read from. */
  readonly texts: ReadonlyMap<string, string>;
  /** Also self-checking testbenches of the blocks, with their vectors. */
  readonly testbench?: boolean;
  /** Leave out what has no hardware instead of refusing it. */
  readonly partial?: boolean;
  /** How the path of a TypeScript file is written in what is built; without, as it is. */
  readonly shownPath?: (file: string) => string;
  /** Gated clocks in place of enables. */
  readonly clockGating?: ClockGating;
  /** Registers that take the place of memories in a scan test. */
  readonly memoryBypass?: boolean;
  /** Macros in place of memories. */
  readonly memories?: MacroLibrary;
}

/** Makes the hardware of a design and all files that go with it. The hardware's code is loaded here, on demand. */
export async function buildDesign(
  loaded: LoadedDesign,
  options: BuildDesignOptions,
): Promise<readonly [Build | undefined, readonly Diagnostic[]]> {
  const { build } = await import('../hardware/index.js');
  const sources = [...options.texts].map(([path, text]) => ({ path, text }));
  const { version, partial = false, clockGating, memories, memoryBypass = false, shownPath } = options;
  const gated = {
    ...(clockGating === undefined ? {} : { clockGating }),
    ...(memories === undefined ? {} : { memories }),
    ...(memoryBypass ? { memoryBypass } : {}),
  };
  const shown = shownPath === undefined ? {} : { shownPath };
  const request = { version, sources, partial, ...gated, ...shown };
  const [own, wrong] = await ownHardware(loaded.own);
  if (own === undefined) return [undefined, wrong];
  const [made, diagnostics] = build(loaded.design, loaded.origins, { ...request, own });
  if (made === null || options.testbench !== true) return [made ?? undefined, diagnostics];
  const { testbenches } = await import('../verify/index.js');
  const extras = await testbenches(loaded.design, loaded.origins, own, gated);
  const [whole] = build(loaded.design, loaded.origins, { ...request, own, extras });
  return [whole ?? undefined, diagnostics];
}
