import type { Fields } from './fields.js';
import { activations, elementOf, layersOf } from './llama.js';
import { chosenOf } from './mixtral.js';
import type { Experts, FeedForward, LatentAttention, Transformer } from './transformer.js';

/** DeepSeek V2 and V3: latent attention, and experts beside one network of every token, from some layer on. */
export function deepseek(fields: Fields, version: 2 | 3): Transformer {
  fields.fixed('attention_bias', false);
  fields.seen('num_key_value_heads');
  const activation = fields.word('hidden_act', activations, 'silu');
  const network = (inner: number) => ({ inner, gated: true, activation, bias: false }) as const;
  const layers = layersOf(fields, 'num_hidden_layers');
  return {
    layers,
    hidden: fields.whole('hidden_size'),
    vocabulary: fields.whole('vocab_size'),
    positions: fields.whole('max_position_embeddings', { least: 2, greatest: 2 ** 30 }),
    element: elementOf(fields),
    norm: 'rms_norm',
    attention: latent(fields),
    feedForward: network(fields.whole('intermediate_size')),
    experts: experts(fields, layers, version, network),
    tied: fields.flag('tie_word_embeddings', false),
    learnedPositions: false,
  };
}

function latent(fields: Fields): LatentAttention {
  const hasQueryRank = (fields.config.fields.get('q_lora_rank') ?? undefined) !== undefined;
  return {
    kind: 'latent',
    heads: fields.whole('num_attention_heads', { greatest: 65536 }),
    queryRank: hasQueryRank ? fields.whole('q_lora_rank') : undefined,
    rank: fields.whole('kv_lora_rank'),
    plainSize: fields.whole('qk_nope_head_dim'),
    rotarySize: fields.whole('qk_rope_head_dim'),
    valueSize: fields.whole('v_head_dim'),
  };
}

function experts(
  fields: Fields,
  layers: number,
  version: 2 | 3,
  network: (inner: number) => FeedForward & { readonly bias: false },
): Experts {
  fields.fixed('moe_layer_freq', 1);
  const count = fields.whole('n_routed_experts', { greatest: 4096 });
  const from = fields.whole('first_k_dense_replace', { least: 0, greatest: layers, otherwise: 0 });
  const inner = fields.whole('moe_intermediate_size');
  const shared = fields.whole('n_shared_experts', { least: 0, greatest: 256, otherwise: 0 });
  return {
    ...{ from, count, chosen: chosenOf(fields, count), each: network(inner) },
    shared: shared === 0 ? undefined : network(shared * inner),
    scores: version === 2 ? 'softmax' : 'sigmoid',
    bias: version === 3,
  };
}
