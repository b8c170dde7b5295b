import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { macsOf, workloadGraph } from '../../src/workload/index.js';
import { cacheElements, graphsOf, imported, published, usedWeights } from '../support/imported.js';
import { cases } from '../support/tier.js';

const bytes: Readonly<Record<string, number>> = { bf16: 2, fp16: 2, fp32: 4 };

describe.each(published())('$name', ({ config, parameters, kv_bytes_per_token }) => {
  const model = imported(config);
  const graphs = graphsOf(model);

  it('has exactly the published parameters, told and in both graphs', () => {
    expect(model.parameters).toBe(parameters);
    expect(graphs.map(usedWeights)).toEqual(graphs.map(() => parameters));
    expect(graphs.map((graph) => workloadGraph(graph)[0]?.parameters)).toEqual(graphs.map(() => parameters));
  });

  it('has exactly the published bytes of cache a token, told and in the step of decoding', () => {
    expect(model.kv_bytes_per_token).toBe(kv_bytes_per_token);
    expect(cacheElements(present(graphs[1]), 512) * present(bytes[model.element])).toBe(kv_bytes_per_token);
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
});

const size = fc.integer({ min: 1, max: 6 });

/** Configurations of small models that are built as Llama is. */
const dense = fc
  .record({
    model_type: fc.constantFrom('llama', 'mistral', 'qwen2', 'qwen3'),
    num_hidden_layers: fc.integer({ min: 1, max: 3 }),
    hidden_size: fc.integer({ min: 1, max: 40 }),
    intermediate_size: fc.integer({ min: 1, max: 40 }),
    num_key_value_heads: size,
    group: size,
    head_dim: fc.integer({ min: 1, max: 9 }),
    vocab_size: fc.integer({ min: 1, max: 50 }),
    max_position_embeddings: fc.integer({ min: 2, max: 40 }),
    tie_word_embeddings: fc.boolean(),
    attention_bias: fc.boolean(),
    mlp_bias: fc.boolean(),
  })
  .map(({ group, ...config }) => ({ ...config, num_attention_heads: group * config.num_key_value_heads }));

describe('of random configurations', () => {
  it('the weights of all operators are the parameters in closed form, the caches the bytes, and nothing is left out', () => {
    fc.assert(
      fc.property(dense, (config) => {
        const model = imported(config);
        const graphs = graphsOf(model);
        expect(graphs.map(usedWeights)).toEqual(graphs.map(() => model.parameters));
        const context = Math.min(512, config.max_position_embeddings);
        expect(cacheElements(present(graphs[1]), context) * 2).toBe(model.kv_bytes_per_token);
        expect(model.not_modelled).toEqual([]);
      }),
      { numRuns: cases(60) },
    );
  });
});

function macs(workload: Parameters<typeof workloadGraph>[0]): number {
  const [graph] = workloadGraph(workload);
  return present(graph).operations.reduce((sum, operation) => sum + macsOf(operation), 0);
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is none');
  return value;
}
