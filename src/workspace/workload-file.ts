import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { elementsOf, type GraphWorkload } from '../ir/index.js';
import {
  analyze,
  elaborateWorkload,
  listWorkloads,
  workloadPlaces,
  type Host,
  type Program,
} from '../language/index.js';
import { importModel, importOnnx, workloadGraph, type WorkloadGraph } from '../workload/index.js';
import { settingsOf } from './estimate.js';
import { memoryHost } from './host.js';

/** A workload that stands in a file of its own, as a command line names it: `config.json:decode,batch=8`. */
export interface WorkloadFile {
  readonly path: string;
  readonly kind: 'accel' | 'config' | 'onnx';
  /** As written: `config.json:decode,batch=8`. */
  readonly text: string;
  /** Which of its workloads, where one is named. */
  readonly name: string | undefined;
  /** `batch=8` */
  readonly settings: string;
}

/** What a file has, and what is wrong with it; `texts` are what the diagnostics speak of. */
export interface FoundWorkload {
  readonly graph: WorkloadGraph | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly texts: ReadonlyMap<string, string>;
}

const kinds: Readonly<Record<string, WorkloadFile['kind']>> = { accel: 'accel', json: 'config', onnx: 'onnx' };

/** The file that a workload's name speaks of, known by its ending; undefined where it speaks of none. */
export function workloadFileOf(text: string): WorkloadFile | undefined {
  const [, path, ending = '', rest = ''] = /^\s*(.*?\.(accel|json|onnx))\s*(?::(.*))?$/is.exec(text) ?? [];
  const kind = kinds[ending.toLowerCase()];
  if (path === undefined || kind === undefined) return undefined;
  const [first = '', ...others] = rest.split(',');
  const named = first.includes('=') || first.trim() === '' ? undefined : first.trim();
  return { path, kind, text: text.trim(), name: named, settings: named === undefined ? rest : others.join(',') };
}

/** A workload of an `.accel` file: the one that is named, or the only one. */
export function accelWorkload(host: Host, path: string, file: WorkloadFile): FoundWorkload {
  const { program, diagnostics } = analyze(host, path);
  if (program === undefined) return { graph: undefined, diagnostics, texts: new Map() };
  const { texts } = program;
  if (diagnostics.some(({ severity }) => severity === 'error')) return { graph: undefined, diagnostics, texts };
  const names = listWorkloads(program);
  const [only] = names;
  if (file.name === undefined && (only === undefined || names.length > 1)) {
    const why = only === undefined ? 'the file has no workload' : `name one of its workloads, ${names.join(', ')}`;
    return { graph: undefined, diagnostics: [diagnostic('E721', undefined, { text: file.text, why })], texts };
  }
  const [graph, problems] = graphOf(program, file.name ?? only ?? '', file);
  return { graph, diagnostics: [...diagnostics, ...problems], texts };
}

/**
 * A phase of the model that a `config.json` describes: the one that is named, else decoding, or the only one. It yields tokens, or of an
 * encoder samples. Errors of `importModel`; E722 of a phase that the model has not.
 */
export function configWorkload(source: string, file: WorkloadFile): FoundWorkload {
  const texts = new Map([[file.path, source]]);
  const [model, mistakes] = importModel(source, file.path, stem);
  if (model === undefined) return { graph: undefined, diagnostics: mistakes, texts };
  const phases = model.workloads.map((name) => name.slice(stem.length + 1));
  const phase = file.name ?? phases.at(-1) ?? '';
  if (!phases.includes(phase)) {
    const parameters = { workload: file.path, name: phase, known: [...phases, 'batch', 'context'].join(', ') };
    return { graph: undefined, diagnostics: [diagnostic('E722', undefined, parameters)], texts };
  }
  const { program, diagnostics } = analyze(memoryHost({ [written]: model.text }, {}), written);
  if (program === undefined || diagnostics.length > 0) throw new Error(`${file.path} is imported wrongly`);
  const [graph, problems, workload] = graphOf(program, `${stem}_${phase}`, file);
  // What is wrong is not in the text that the import writes, which nobody sees, but in the settings.
  const told = problems.map(({ code, severity, message }): Diagnostic => ({ code, severity, message, related: [] }));
  if (graph === undefined || workload?.kind !== 'graph') return { graph, diagnostics: told, texts };
  const notes = model.not_modelled.map(({ field, why }) => `${field} of ${file.path} is not modelled: ${why}`);
  return { graph: { ...graph, yields: yieldsOf(workload, phase), notes }, diagnostics: told, texts };
}

/** The workload of an ONNX model, whose open extents the settings give. Errors of `importOnnx`; E722 of a word that gives none. */
export async function onnxWorkload(bytes: Uint8Array, file: WorkloadFile): Promise<FoundWorkload> {
  const texts = new Map<string, string>();
  if (file.name !== undefined) {
    const parameters = { workload: file.path, name: file.name, known: 'values of open extents, such as batch=1' };
    return { graph: undefined, diagnostics: [diagnostic('E722', undefined, parameters)], texts };
  }
  const settings = settingsOf(file.settings);
  const wrong = settings.filter(([, value]) => !/^\d{1,15}$/.test(value));
  if (wrong.length > 0) {
    const expected = 'a whole number';
    const told = wrong.map(([name, value]) =>
      diagnostic('E723', undefined, { workload: file.path, name, value: value === '' ? 'nothing' : value, expected }),
    );
    return { graph: undefined, diagnostics: told, texts };
  }
  const extents = new Map(settings.map(([name, value]) => [name, Number(value)]));
  const [model, mistakes] = await importOnnx(bytes, file.path, { extents });
  if (model === undefined) return { graph: undefined, diagnostics: mistakes, texts };
  const [graph, problems] = workloadGraph(model.graph);
  if (graph === undefined) return { graph, diagnostics: problems, texts };
  const notes = model.not_modelled.map(
    ({ operator, why, nodes }) => `${nodes.length} x ${operator} of ${file.path} is not modelled: ${why}`,
  );
  return { graph: { ...graph, name: file.text, notes }, diagnostics: problems, texts };
}

/** How the names of the workloads begin that an import on the fly makes, and the name of what they stand in. */
const stem = 'model';
const written = 'model.accel';

function yieldsOf({ tensors }: GraphWorkload, phase: string): WorkloadGraph['yields'] {
  const tokens = tensors.find(({ name }) => name === 'tokens');
  if (tokens === undefined) throw new Error('a model has tokens');
  return phase === 'encode'
    ? { of: 'sample', count: tokens.extents[0] ?? 1 }
    : { of: 'token', count: elementsOf(tokens) };
}

function graphOf(program: Program, name: string, file: WorkloadFile) {
  const [workload, diagnostics] = elaborateWorkload(program, name, { set: settingsOf(file.settings) });
  if (workload === undefined) return [undefined, diagnostics, undefined] as const;
  const [graph, problems] = workloadGraph(workload, workloadPlaces(program, name));
  const named = graph === undefined ? undefined : { ...graph, name: file.text };
  return [named, [...diagnostics, ...problems], workload] as const;
}
