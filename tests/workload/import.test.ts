import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { macsOf, workloadGraph } from '../../src/workload/index.js';
import { cacheElements, graphsOf, imported, published, usedWeights, windowElements } from '../support/imported.js';
import { cases } from '../support/tier.js';

const bytes: Readonly<Record<string, number>> = { bf16: 2, fp16: 2, fp32: 4 };

describe.each(published())('$name', ({ config, parameters, active, kv_bytes_per_token, kv_window_bytes = 0 }) => {
  const model = imported(config);
  const graphs = graphsOf(model);

  it('has exactly the published parameters, told and in both graphs', () => {
    expect(model.parameters).toBe(parameters);
    expect(model.active_parameters).toBe(active ?? parameters);
    expect(graphs.map(usedWeights)).toEqual(graphs.map(() => parameters));
    expect(graphs.map((graph) => workloadGraph(graph)[0]?.parameters)).toEqual(graphs.map(() => parameters));
  });

  it('has exactly the published bytes of cache a token, told and in the step of decoding', () => {
    const cache = kv_bytes_per_token ?? 0;
    expect(model.kv_bytes_per_token).toBe(cache);
    expect(cacheElements(present(graphs.at(-1)), 512) * present(bytes[model.element])).toBe(cache);
    expect(model.kv_window_bytes).toBe(kv_window_bytes);
    expect(windowElements(present(graphs.at(-1))) * present(bytes[model.element])).toBe(kv_window_bytes);
  });
});

describe('products', () => {
  it('of Llama 3.1 8B are those of the built-in model, in both phases', () => {
    const config = published().find(({ name }) => name === 'llama-3.1-8b')?.config ?? {};
    const built = ['prefill', 'decode'].map((phase) =>
      macs({
        kind: 'model',
        name: 'w',
        model: 'llama-3.1-8b',
        settings: { phase: { kind: 'case', enum: 'Phase', name: phase }, context: { kind: 'int', value: 512 } },
      }),
    );
    expect(graphsOf(imported(config)).map(macs)).toEqual(built);
  });

  it('of BERT large are those of the built-in model', () => {
    const config = published().find(({ name }) => name === 'bert-large-uncased')?.config ?? {};
    const settings = { sequence: { kind: 'int', value: 512 } } as const;
    const built = macs({ kind: 'model', name: 'w', model: 'bert-large', settings });
    expect(graphsOf(imported(config)).map(macs)).toEqual([built]);
  });
});

describe('experts', () => {
  it('that all tokens share are one network, as long as all of them', () => {
    const config = published().find(({ name }) => name === 'deepseek-v3')?.config ?? {};
    const [one, three] = [1, 3].map((n_shared_experts) => imported({ ...config, n_shared_experts }).parameters);
    // 58 layers of 3 matrices of 7168 x 2048.
    expect(present(three) - present(one)).toBe(2 * 58 * 3 * 7168 * 2048);
  });

  /** Parameters that the operations of a graph read, of batches of one token. */
  const read = (name: string): number => {
    const config = published().find((each) => each.name === name)?.config ?? {};
    const [graph] = workloadGraph(present(graphsOf(imported(config))[1]));
    return present(graph).operations.reduce((sum, { repeat, parameters }) => sum + repeat * parameters, 0);
  };

  it.each(['mixtral-8x7b', 'qwen3-235b-a22b', 'deepseek-v3', 'gpt-oss-120b'])(
    'of %s: a step reads what a token uses',
    (name) => {
      const model = published().find((each) => each.name === name);
      const { vocab_size: rows, hidden_size: hidden } = (model?.config ?? {}) as Readonly<Record<string, number>>;
      // One row of the table of embeddings, and not all.
      expect(read(name)).toBe(present(model?.active) - (present(rows) - 1) * present(hidden));
    },
  );
});

const size = fc.integer({ min: 1, max: 6 });
const length = fc.integer({ min: 1, max: 40 });

const common = {
  num_hidden_layers: fc.integer({ min: 1, max: 3 }),
  hidden_size: length,
  intermediate_size: length,
  vocab_size: length,
  max_position_embeddings: fc.integer({ min: 2, max: 40 }),
  tie_word_embeddings: fc.boolean(),
};

const grouped = {
  ...common,
  num_key_value_heads: size,
  group: size,
  head_dim: fc.integer({ min: 1, max: 9 }),
  attention_bias: fc.boolean(),
};

/** The heads of queries of a group of keys and values. */
function headed<T extends { readonly group: number; readonly num_key_value_heads: number }>({ group, ...config }: T) {
  return { ...config, num_attention_heads: group * config.num_key_value_heads };
}

/** Configurations of small models of every type. */
const configs = {
  'like Llama': fc
    .record({ ...grouped, model_type: fc.constantFrom('llama', 'mistral', 'qwen2', 'qwen3'), mlp_bias: fc.boolean() })
    .map(headed),
  'with experts': fc
    .record({ ...grouped, expert: length, chosen: size, more: size, qwen: fc.boolean() })
    .map(({ expert, chosen, more, qwen, ...config }) => ({
      ...headed(config),
      num_experts_per_tok: chosen,
      ...(qwen
        ? { model_type: 'qwen3_moe', moe_intermediate_size: expert, num_experts: chosen + more - 1 }
        : { model_type: 'mixtral', num_local_experts: chosen + more - 1 }),
    })),
  'like gpt-oss': fc
    .record({ ...grouped, chosen: size, more: size, sliding_window: fc.integer({ min: 2, max: 50 }) })
    .map(({ chosen, more, ...config }) => ({
      ...{ ...headed(config), model_type: 'gpt_oss' },
      ...{ num_experts_per_tok: chosen, num_local_experts: chosen + more - 1 },
    })),
  'like DeepSeek': fc
    .record({
      ...common,
      model_type: fc.constantFrom('deepseek_v2', 'deepseek_v3'),
      num_attention_heads: size,
      q_lora_rank: fc.option(length),
      kv_lora_rank: length,
      qk_nope_head_dim: size,
      qk_rope_head_dim: size,
      v_head_dim: size,
      moe_intermediate_size: length,
      first_k_dense_replace: fc.constantFrom(0, 1),
      n_shared_experts: fc.integer({ min: 0, max: 2 }),
      num_experts_per_tok: size,
      more: size,
    })
    .map(({ more, ...config }) => ({ ...config, n_routed_experts: config.num_experts_per_tok + more - 1 })),
  'like BERT': fc
    .record({
      ...{ model_type: fc.constant('bert'), num_hidden_layers: fc.integer({ min: 1, max: 3 }), share: size },
      ...{ num_attention_heads: size, intermediate_size: length, vocab_size: length, type_vocab_size: size },
      max_position_embeddings: length,
    })
    .map(({ share, ...config }) => ({ ...config, hidden_size: share * config.num_attention_heads })),
  'like GPT-2': fc
    .record({
      model_type: fc.constant('gpt2'),
      n_layer: fc.integer({ min: 1, max: 3 }),
      n_head: size,
      share: size,
      n_inner: fc.option(length),
      vocab_size: length,
      n_positions: fc.integer({ min: 2, max: 40 }),
    })
    .map(({ share, ...config }) => ({ ...config, n_embd: share * config.n_head })),
};

describe('of random configurations', () => {
  it.each(Object.entries(configs))(
    '%s, the weights are the parameters in closed form, and the caches the bytes',
    (_, of) => {
      fc.assert(
        fc.property<[object]>(of, (config) => {
          const model = imported(config);
          const graphs = graphsOf(model);
          expect(graphs.map(usedWeights)).toEqual(graphs.map(() => model.parameters));
          expect(cacheElements(present(graphs.at(-1)), contextOf(config)) * 2).toBe(model.kv_bytes_per_token);
          expect(model.not_modelled).toEqual([]);
        }),
        { numRuns: cases(30) },
      );
    },
  );
});

/** The context that a workload has unless another is set. */
function contextOf(config: object): number {
  const { max_position_embeddings: most, n_positions: positions } = config as Readonly<Record<string, number>>;
  return Math.min(512, most ?? positions ?? 512);
}

function macs(workload: Parameters<typeof workloadGraph>[0]): number {
  const [graph] = workloadGraph(workload);
  return present(graph).operations.reduce((sum, operation) => sum + macsOf(operation), 0);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is none');
  return value;
}
