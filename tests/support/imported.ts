import { readFileSync } from 'node:fs';
import { elementsOf, type GraphWorkload } from '../../src/ir/index.js';
import { importModel, type ImportedModel } from '../../src/workload/index.js';
import { analyze, elaborateWorkload } from '../../src/language/index.js';
import { hostOf, rendered } from './language.js';

/** A model's configuration, with what is published of it. */
export interface Published {
  readonly name: string;
  readonly source: string;
  readonly parameters: number;
  /** Parameters that a token uses, where these are fewer. */
  readonly active?: number;
  readonly kv_bytes_per_token?: number;
  /** Bytes of the caches of layers with a window, where a model has such. */
  readonly kv_window_bytes?: number;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Published models, and where their figures are from. */
export function published(): readonly Published[] {
  const text = readFileSync(new URL('../data/transformers.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly models: readonly Published[] }).models;
}

/** A configuration of the least size, like Llama's. */
export const smallLlama = {
  model_type: 'llama',
  num_hidden_layers: 1,
  hidden_size: 8,
  intermediate_size: 16,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  vocab_size: 10,
  max_position_embeddings: 32,
};

/** What a configuration becomes, which must be right. */
export function imported(config: object): ImportedModel {
  const [model, diagnostics] = importModel(JSON.stringify(config), 'config.json');
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model;
}

/** The graphs of an imported model, read by the language; a mistake or a warning fails. */
export function graphsOf(model: ImportedModel): readonly GraphWorkload[] {
  const { program, diagnostics: found } = analyze(hostOf({ 'main.accel': model.text }), 'main.accel');
  if (program === undefined || found.length > 0) throw new Error(rendered(found, program));
  return model.workloads.map((name) => {
    const [workload, diagnostics] = elaborateWorkload(program, name);
    if (workload?.kind !== 'graph' || diagnostics.length > 0)
      throw new Error(`${name}: ${diagnostics.map(({ message }) => message).join('\n')}`);
    return workload;
  });
}

/** Elements of the weights that the operators of a graph use, each weight once. */
export function usedWeights({ tensors, nodes }: GraphWorkload): number {
  const used = new Set(nodes.flatMap(({ operands }) => operands));
  return tensors
    .filter(({ name, role }) => role === 'weight' && used.has(name))
    .reduce((sum, tensor) => sum + elementsOf(tensor), 0);
}

/** Elements that one more token adds to a step's caches: of all inputs but the tokens, over what came before. */
export function cacheElements({ tensors }: GraphWorkload, context: number): number {
  const caches = tensors.filter(({ name, role }) => role === 'input' && name.endsWith('_cache'));
  return caches.reduce((sum, tensor) => sum + elementsOf(tensor) / (context - 1), 0);
}

/** Elements of the caches of layers with a window once they are full: those of a step, and the token of its own. */
export function windowElements({ tensors }: GraphWorkload): number {
  const windows = tensors.filter(({ name, role }) => role === 'input' && name.endsWith('_window'));
  return windows.reduce((sum, tensor) => {
    const before = tensor.extents[2] ?? 1;
    return sum + (elementsOf(tensor) / before) * (before + 1);
  }, 0);
}
