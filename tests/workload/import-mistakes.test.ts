import { describe, expect, it } from 'vitest';
import { isSpan } from '../../src/diagnostics/index.js';
import { importModel } from '../../src/workload/index.js';
import { imported, smallLlama as small } from '../support/imported.js';

/** What an import tells: codes with the text at each place, and messages. */
function told(text: string): readonly (readonly [string, string | undefined, string])[] {
  const [model, diagnostics] = importModel(text, 'config.json');
  expect(model === undefined).toBe(diagnostics.length > 0);
  for (const { help } of diagnostics) expect(help).toBeDefined();
  return diagnostics.map(({ code, origin, message }) => [
    code,
    origin !== undefined && isSpan(origin) ? text.slice(origin.start, origin.end) : undefined,
    message,
  ]);
}

const changed = (change: object): string => JSON.stringify({ ...small, ...change });

describe('E725', () => {
  it.each(['', '{', '[]', 'null', '7', '{}', '{ "model_type": 3 }', `${'['.repeat(1e5)}`, '{"a": 1,}'])(
    '%j',
    (text) => {
      const [[code, , message] = []] = told(text);
      expect(code).toBe('E725');
      expect(message).toContain('config.json');
    },
  );
});

describe('E726', () => {
  it('names the known types, at the type', () => {
    const [[code, at, message] = []] = told('{ "a": { "model_type": 1 }, "model_type": "mamba" }');
    expect([code, at]).toEqual(['E726', '"model_type"']);
    expect(message).toMatch(/"mamba".* known types are .*llama.*qwen3/);
  });

  it('at the type of the model, and not at one within another field', () => {
    const text = '{ "model_type": "mamba", "text_config": { "model_type": "llama" } }';
    const [, [found] = []] = importModel(text, 'config.json');
    expect(found?.origin).toEqual({ file: 'config.json', start: 2, end: 14 });
  });

  it.each(['__proto__', 'constructor', 'toString', '', 'll\u001bama'])('%j is no type', (type) => {
    const [[code, , message] = []] = told(changed({ model_type: type }));
    expect(code).toBe('E726');
    expect(message).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('E727', () => {
  const needed = Object.keys(small).filter((key) => key !== 'model_type' && key !== 'num_key_value_heads');
  it.each(needed)('without %s', (field) => {
    const [[code, , message] = []] = told(changed({ [field]: undefined }));
    expect(code).toBe('E727');
    expect(message).toContain(`"${field}"`);
  });

  it('all that is missing is told at once', () => {
    const fields = told('{ "model_type": "llama" }').map(([code, , message]) => [
      code,
      /field "(\w+)"/.exec(message)?.[1],
    ]);
    expect(new Set(fields.map(([code]) => code))).toEqual(new Set(['E727']));
    expect(fields.map(([, field]) => field).toSorted()).toEqual(needed.toSorted());
  });
});

describe('E728', () => {
  it.each([
    ['hidden_size', -1],
    ['hidden_size', 0],
    ['hidden_size', 8.5],
    ['hidden_size', '8'],
    ['hidden_size', 1e300],
    ['hidden_size', [8]],
    ['hidden_size', 2 ** 20 + 1],
    ['num_hidden_layers', 1025],
    ['num_key_value_heads', 3],
    ['num_attention_heads', 6],
    ['head_dim', 0],
    ['max_position_embeddings', 1],
    ['hidden_act', 'swish'],
    ['hidden_act', 'constructor'],
    ['tie_word_embeddings', 1],
    ['torch_dtype', 'int8'],
    ['dtype', 3],
  ])('%s: %j, at the field', (field, value) => {
    const [[code, at, message] = []] = told(changed({ [field]: value }));
    expect([code, at]).toEqual(['E728', `"${field}"`]);
    expect(message).toContain(`"${field}" is `);
  });

  it.each([
    ['num_experts_per_tok', { num_experts_per_tok: 9 }],
    ['num_experts_per_tok', { num_experts_per_tok: 65, num_local_experts: 100 }],
    ['mlp_bias', { mlp_bias: true }],
    ['mlp_only_layers', { model_type: 'qwen3_moe', num_experts: 8, moe_intermediate_size: 4, mlp_only_layers: [1] }],
  ])('%s of experts, in %j', (field, change) => {
    const experts = { model_type: 'mixtral', num_local_experts: 8, num_experts_per_tok: 2 };
    expect(told(changed({ ...experts, ...change })).map(([code, at]) => [code, at])).toEqual([['E728', `"${field}"`]]);
  });

  it.each([[['full_attention', 'full_attention']], [['linear_attention']], ['full_attention'], [[3]]])(
    'layer_types of gpt-oss that are %j',
    (layer_types) => {
      const oss = { model_type: 'gpt_oss', num_local_experts: 8, num_experts_per_tok: 2, sliding_window: 8 };
      expect(told(changed({ ...oss, layer_types })).map(([code, at]) => [code, at])).toEqual([
        ['E728', '"layer_types"'],
      ]);
      expect(told(changed({ ...oss, layer_types: ['full_attention'] }))).toEqual([]);
    },
  );

  it('parameters that cannot be counted exactly are E713', () => {
    const most = 2 ** 20;
    const large = {
      hidden_size: most,
      intermediate_size: most,
      vocab_size: most,
      num_hidden_layers: 1024,
      head_dim: most,
    };
    expect(
      told(changed({ ...large, num_attention_heads: 65536, num_key_value_heads: 65536 })).map(([code]) => code),
    ).toEqual(['E713']);
  });
});

describe('what is not modelled', () => {
  it('is listed, with its value and why, and in the text; what says nothing is not', () => {
    const model = imported({
      ...small,
      ...{
        rope_scaling: { factor: 8 },
        sliding_window: 4096,
        attention_dropout: 0.1,
        novelty: 'x\ny',
        pretraining_tp: 1,
      },
      ...{ attention_bias: false, use_sliding_window: false, quantization_config: null, bos_token_id: 1 },
    });
    expect(model.not_modelled.map(({ field }) => field)).toEqual([
      ...['rope_scaling', 'sliding_window', 'attention_dropout', 'novelty'],
    ]);
    expect(model.not_modelled[3]).toEqual({ field: 'novelty', value: '"x\\ny"', why: 'this field is not known' });
    for (const { field } of model.not_modelled) expect(model.text).toContain(`// Not modelled: ${field} = `);
  });
});
