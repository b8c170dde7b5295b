/**
 * Helpers for tests of designs, whatever the test runner: `accel-hdl/testing`.
 *
 * ```ts
 * expect(diagnose('export design D() { clock main = 2 W; }').map((found) => found.code)).toContain('E302');
 * expect(estimateSource(source, 'gemm(64,64,64)').estimate.total.cycles).toBeLessThan(10_000);
 * ```
 */
import { renderPretty } from './diagnostics/render/index.js';
import type { Diagnostic } from './diagnostics/index.js';
import {
  checkSource,
  estimateWorkload,
  loadText,
  memoryHost,
  type Estimated,
  type LoadedDesign,
  type LoadOptions,
} from './workspace/index.js';
import { standardLibrary } from './workspace/node/index.js';

const main = 'main.accel';

/** All diagnostics of a source; `files` are what it may import, by path. */
export function diagnose(source: string, files: Readonly<Record<string, string>> = {}): readonly Diagnostic[] {
  return checkSource(hostOf(source, files), main).diagnostics;
}

/** The design of a source. Throws an error with the diagnostics, as the program shows them, where there is none. */
export function designOf(
  source: string,
  options: LoadOptions & { readonly files?: Readonly<Record<string, string>> } = {},
): LoadedDesign {
  const { loaded, diagnostics, texts } = loadText(hostOf(source, options.files ?? {}), main, options);
  if (loaded === undefined) throw new Error(`\n${renderPretty(diagnostics, texts)}`);
  return loaded;
}

/** The estimate of a workload on the design of a source, and how its requirements came out. Throws where there is none. */
export function estimateSource(
  source: string,
  workload: string,
  options: LoadOptions & { readonly files?: Readonly<Record<string, string>> } = {},
): Estimated {
  const [estimated, diagnostics] = estimateWorkload(designOf(source, options), workload);
  if (estimated === undefined) throw new Error(`\n${renderPretty(diagnostics, new Map([[main, source]]))}`);
  return estimated;
}

function hostOf(source: string, files: Readonly<Record<string, string>>): ReturnType<typeof memoryHost> {
  return memoryHost({ ...files, [main]: source }, standardLibrary());
}
