import type { Fields } from './fields.js';
import type { Activation, GroupedAttention, Transformer } from './transformer.js';

/** What differs among the models that are built as Llama is. */
export interface LlamaLike {
  /** Biases of the products that make queries, keys and values: as `attention_bias` says, or always. */
  readonly qkvBias?: true;
  /** Whether each head of queries and keys is normalised. */
  readonly headNorm?: true;
  /** Whether products have biases unless `attention_bias` says otherwise. */
  readonly bias?: true;
  /** The size of the feed-forward network, where `intermediate_size` does not say it. */
  readonly inner?: number;
}

export const activations: Readonly<Record<string, Activation>> = {
  silu: 'silu',
  gelu: 'gelu',
  gelu_new: 'gelu',
  gelu_fast: 'gelu',
  gelu_pytorch_tanh: 'gelu',
  relu: 'relu',
};

/** A decoder with RMS norms, rotary positions, grouped queries and a gated feed-forward network. */
export function llama(fields: Fields, of: LlamaLike): Transformer {
  const hidden = fields.whole('hidden_size');
  const activation = fields.word('hidden_act', activations, 'silu');
  return {
    layers: layersOf(fields, 'num_hidden_layers'),
    hidden,
    vocabulary: fields.whole('vocab_size'),
    positions: fields.whole('max_position_embeddings', { least: 2, greatest: 2 ** 30 }),
    element: elementOf(fields),
    norm: 'rms_norm',
    attention: groupedAttention(fields, hidden, of),
    feedForward: {
      inner: of.inner ?? fields.whole('intermediate_size'),
      gated: true,
      activation,
      bias: fields.flag('mlp_bias', false),
    },
    tied: fields.flag('tie_word_embeddings', false),
    learnedPositions: false,
  };
}

/** Layers are written out one by one, so that there is an end to them. */
export function layersOf(fields: Fields, name: string): number {
  return fields.whole(name, { greatest: 1024 });
}

/** The number type of weights, activations and cache: `dtype`, which was `torch_dtype`; bf16 where neither stands. */
export function elementOf(fields: Fields): Transformer['element'] {
  const types = { bfloat16: 'bf16', float16: 'fp16', float32: 'fp32' } as const;
  const old = fields.word('torch_dtype', types, 'bfloat16');
  return fields.config.fields.has('dtype') ? fields.word('dtype', types, 'bfloat16') : old;
}

function groupedAttention(fields: Fields, hidden: number, of: LlamaLike): GroupedAttention {
  const heads = fields.whole('num_attention_heads', { greatest: 65536 });
  const kvHeads = fields.whole('num_key_value_heads', { otherwise: heads, greatest: 65536 });
  fields.require(heads % kvHeads === 0, 'num_key_value_heads', kvHeads, `a divisor of the ${heads} heads of queries`);
  const bias = fields.flag('attention_bias', of.bias === true);
  return {
    kind: 'grouped',
    heads,
    kvHeads,
    headSize: headSizeOf(fields, hidden, heads),
    qkvBias: of.qkvBias === true || bias,
    outputBias: bias,
    headNorm: of.headNorm === true,
  };
}

/** `head_dim`, or the heads' share of the hidden size, which they must divide then. */
function headSizeOf(fields: Fields, hidden: number, heads: number): number {
  const stated = fields.config.fields.get('head_dim') ?? undefined;
  if (stated === undefined && hidden % heads !== 0) {
    const expected = `a divisor of "hidden_size", ${hidden}, where there is no "head_dim"`;
    fields.require(false, 'num_attention_heads', heads, expected);
  }
  return fields.whole('head_dim', { otherwise: Math.max(1, Math.floor(hidden / heads)) });
}
