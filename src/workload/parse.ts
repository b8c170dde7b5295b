import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { listNames } from '../ir/index.js';
import { findModel, models, type Model } from './models.js';
import { linear } from './operations.js';
import { readSettings } from './settings.js';
import type { WorkloadGraph } from './types.js';

/** Greatest dimension of a matrix that a core's commands can hold. */
export const largestDimension = 2 ** 20;

/**
 * The workload that a command line names: a model with settings (`resnet50`, `llama-3.1-8b:decode,batch=32,context=8192`;
 * a word without `=` is a choice's value) or `gemm(M, K, N)`. Errors E720 to E723.
 */
export function parseWorkload(text: string): [WorkloadGraph | undefined, readonly Diagnostic[]] {
  const trimmed = text.trim();
  if (/^gemm\s*\(/i.test(trimmed)) return parseGemm(trimmed);
  const colon = trimmed.indexOf(':');
  const name = (colon === -1 ? trimmed : trimmed.slice(0, colon)).trim();
  const model = findModel(name);
  if (model === undefined) return [undefined, [unknownWorkload(name)]];
  const [given, problems] = splitSettings(trimmed, model, colon === -1 ? '' : trimmed.slice(colon + 1));
  return problems.length > 0 ? [undefined, problems] : buildModel(trimmed, model, given);
}

/** A model with settings by name; used by the command line and by workloads of a design. */
export function buildModel(
  name: string,
  model: Model,
  given: ReadonlyMap<string, string | number>,
  placeOf?: (setting: string) => Origin | undefined,
): [WorkloadGraph | undefined, readonly Diagnostic[]] {
  const [settings, diagnostics] = readSettings(model.name, model.settings, given, placeOf);
  return diagnostics.length > 0 ? [undefined, diagnostics] : [{ name, ...model.build(settings) }, []];
}

/** E720, with the nearest name where one is near. */
export function unknownWorkload(name: string, origin?: Origin): Diagnostic {
  const names = models.map((model) => model.name);
  const near = nearest(
    name,
    models.flatMap((model) => [model.name, ...model.aliases]),
  );
  const help = near === undefined ? {} : { help: `did you mean "${near}"?` };
  return diagnostic('E720', origin, { name, known: listNames([...names]).replace(/ and /, ', ') }, help);
}

function parseGemm(text: string): [WorkloadGraph | undefined, readonly Diagnostic[]] {
  const match = /^gemm\s*\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*\)$/i.exec(text);
  if (match === null)
    return [undefined, [diagnostic('E721', undefined, { text, why: 'a gemm has three whole numbers' })]];
  const [m, k, n] = match.slice(1).map(Number);
  const diagnostics = Object.entries({ M: m, K: k, N: n })
    .filter(([, value]) => value === undefined || value < 1 || value > largestDimension)
    .map(([name, value]) =>
      diagnostic('E723', undefined, {
        workload: 'gemm',
        name,
        value: String(value),
        expected: `a whole number in 1 ..= ${largestDimension}`,
      }),
    );
  if (diagnostics.length > 0 || m === undefined || k === undefined || n === undefined) return [undefined, diagnostics];
  const operation = { ...linear('gemm', m, k, n), parameters: 0 };
  return [{ name: text, operations: [operation], parameters: 0, yields: { of: 'run', count: 1 }, notes: [] }, []];
}

function splitSettings(
  text: string,
  model: Model,
  written: string,
): [ReadonlyMap<string, string>, readonly Diagnostic[]] {
  const given = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const part of written.split(',').map((piece) => piece.trim())) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = equals === -1 ? choiceWith(model, part) : part.slice(0, equals).trim();
    const value = equals === -1 ? part : part.slice(equals + 1).trim();
    if (name === undefined) {
      diagnostics.push(unknownSetting(model, part));
    } else if (given.has(name)) {
      diagnostics.push(diagnostic('E721', undefined, { text, why: `"${name}" is set twice` }));
    } else given.set(name, value);
  }
  return [given, diagnostics];
}

function unknownSetting(model: Model, word: string): Diagnostic {
  const choices = Object.values(model.settings).flatMap((setting) =>
    setting.kind === 'choice' ? setting.choices : [],
  );
  const names = Object.keys(model.settings);
  const near = nearest(word, [...choices, ...names]);
  const help = near === undefined ? {} : { help: `did you mean "${near}"?` };
  return diagnostic('E722', undefined, { workload: model.name, name: word, known: listNames(names) }, help);
}

/** The setting that has `word` among its choices: `decode` means `phase=decode`. */
function choiceWith(model: Model, word: string): string | undefined {
  return Object.entries(model.settings).find(
    ([, declaration]) => declaration.kind === 'choice' && declaration.choices.includes(word),
  )?.[0];
}

/** The name at the least edit distance, if that is at most a third of its length. */
function nearest(name: string, candidates: readonly string[]): string | undefined {
  let [best, least] = [undefined as string | undefined, Infinity];
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best !== undefined && least <= Math.max(2, best.length / 3) ? best : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
