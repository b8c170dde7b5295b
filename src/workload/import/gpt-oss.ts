import { shownValue } from '../../diagnostics/index.js';
import type { Fields } from './fields.js';
import { llama } from './llama.js';
import { withExperts } from './mixtral.js';
import type { Transformer, Window } from './transformer.js';

/** Experts in every layer, biases everywhere, a sink of each head, and a window in layers that the configuration names, every other one. */
export function gptOss(fields: Fields): Transformer {
  // An older name of the number of experts that a token uses.
  fields.seen('experts_per_token');
  const dense = llama(fields, { bias: true });
  const window = windowOf(fields, dense.layers);
  const { attention } = dense;
  if (attention.kind !== 'grouped' || dense.encoder !== undefined) throw new Error('it is built as Llama is');
  const { experts, ...made } = withExperts(fields, dense, 'num_local_experts', dense.feedForward.inner);
  if (experts === undefined) throw new Error('it has experts');
  const each = { ...experts.each, bias: true };
  return {
    ...{ ...made, encoder: undefined, attention: { ...attention, sinks: true }, window },
    experts: { ...experts, each, routerBias: true },
  };
}

const kinds: Readonly<Record<string, boolean>> = { sliding_attention: true, full_attention: false };

/** `layer_types` names a kind for each layer; where it is absent, windows are in the first layer and every other one. */
function windowOf(fields: Fields, layers: number): Window {
  const size = fields.whole('sliding_window', { least: 2 });
  fields.seen('layer_types');
  const types: unknown = fields.config.fields.get('layer_types') ?? undefined;
  if (types === undefined) return { size, layers: Array.from({ length: layers }, (_, layer) => layer % 2 === 0) };
  const named = Array.isArray(types) ? types.map((type) => (typeof type === 'string' ? kinds[type] : undefined)) : [];
  const windows = named.filter((each) => each !== undefined);
  const expected = `a list of ${layers} words, each "sliding_attention" or "full_attention"`;
  if (windows.length !== layers || named.length !== layers) fields.refuse('layer_types', shownValue(types), expected);
  return { size, layers: windows };
}
