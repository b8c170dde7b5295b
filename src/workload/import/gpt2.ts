import type { Fields } from './fields.js';
import { activations, elementOf, layersOf } from './llama.js';
import type { Transformer } from './transformer.js';

/** A decoder with layer norms, a table of positions, biases everywhere, and a head that is the table of embeddings. */
export function gpt2(fields: Fields): Transformer {
  const hidden = fields.whole('n_embd');
  const heads = fields.whole('n_head', { greatest: 65536 });
  fields.require(hidden % heads === 0, 'n_head', heads, `a divisor of "n_embd", ${hidden}`);
  // An older name of the number of positions.
  fields.seen('n_ctx');
  return {
    layers: layersOf(fields, 'n_layer'),
    hidden,
    vocabulary: fields.whole('vocab_size'),
    positions: fields.whole('n_positions', { least: 2 }),
    element: elementOf(fields),
    norm: 'layer_norm',
    attention: {
      ...{ kind: 'grouped', heads, kvHeads: heads, headSize: Math.max(1, Math.floor(hidden / heads)) },
      ...{ qkvBias: true, outputBias: true, headNorm: false },
    },
    feedForward: {
      inner: fields.whole('n_inner', { otherwise: 4 * hidden, greatest: 4 * 2 ** 20 }),
      gated: false,
      activation: fields.word('activation_function', activations, 'gelu_new'),
      bias: true,
    },
    tied: fields.flag('tie_word_embeddings', true),
    learnedPositions: true,
  };
}
