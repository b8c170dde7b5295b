import type { Fields } from './fields.js';
import { activations, elementOf, layersOf } from './llama.js';
import type { Transformer } from './transformer.js';

/** An encoder with a table of positions, one of kinds of tokens, biases everywhere, and a pooler. */
export function bert(fields: Fields): Transformer {
  fields.fixed('position_embedding_type', 'absolute');
  fields.fixed('is_decoder', false);
  fields.fixed('add_cross_attention', false);
  const hidden = fields.whole('hidden_size');
  const heads = fields.whole('num_attention_heads', { greatest: 65536 });
  fields.require(hidden % heads === 0, 'num_attention_heads', heads, `a divisor of "hidden_size", ${hidden}`);
  return {
    encoder: { tokenTypes: fields.whole('type_vocab_size', { otherwise: 2 }) },
    layers: layersOf(fields, 'num_hidden_layers'),
    hidden,
    vocabulary: fields.whole('vocab_size'),
    positions: fields.whole('max_position_embeddings'),
    element: elementOf(fields),
    norm: 'layer_norm',
    attention: {
      ...{ kind: 'grouped', heads, kvHeads: heads, headSize: Math.max(1, Math.floor(hidden / heads)) },
      ...{ qkvBias: true, outputBias: true, headNorm: false },
    },
    feedForward: {
      inner: fields.whole('intermediate_size'),
      gated: false,
      activation: fields.word('hidden_act', activations, 'gelu'),
      bias: true,
    },
    tied: true,
    learnedPositions: true,
  };
}
