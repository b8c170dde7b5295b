import type { Fields } from './fields.js';
import { llama } from './llama.js';
import type { Transformer } from './transformer.js';

/** Llama with experts in every layer. */
export function mixtral(fields: Fields): Transformer {
  const dense = llama(fields, {});
  fields.fixed('mlp_bias', false);
  return withExperts(fields, dense, 'num_local_experts', dense.feedForward.inner);
}

/** Qwen3 with experts in every layer, of a size of their own. */
export function qwenMoe(fields: Fields): Transformer {
  fields.fixed('decoder_sparse_step', 1);
  fields.fixed('mlp_only_layers', []);
  // The size of a network that no layer has.
  fields.seen('intermediate_size');
  const inner = fields.whole('moe_intermediate_size');
  const dense = llama(fields, { headNorm: true, inner });
  fields.fixed('mlp_bias', false);
  return withExperts(fields, dense, 'num_experts', inner);
}

/** A model of which every layer has experts in the place of one network. */
export function withExperts(fields: Fields, dense: Transformer, counted: string, inner: number): Transformer {
  const count = fields.whole(counted, { greatest: 4096 });
  return {
    ...dense,
    experts: {
      ...{ from: 0, count, chosen: chosenOf(fields, count), scores: 'softmax', bias: false, shared: undefined },
      each: { inner, gated: true, activation: dense.feedForward.activation, bias: false },
    },
  };
}

/** How many experts a token uses: written out one by one, so that there is an end to them. */
export function chosenOf(fields: Fields, count: number): number {
  const chosen = fields.whole('num_experts_per_tok', { greatest: 64 });
  fields.require(chosen <= count, 'num_experts_per_tok', chosen, `at most the ${count} experts that there are`);
  return chosen;
}
