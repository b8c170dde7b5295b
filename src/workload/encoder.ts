import { attention, linear, vector } from './operations.js';
import type { Operation } from './types.js';

export interface EncoderHyper {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly vocabulary: number;
  readonly positions: number;
  readonly token_types: number;
}

/** A BERT encoder with its pooler: `batch` sequences of `sequence` tokens; equal layers are one operation each, repeated. */
export function encoder(hyper: EncoderHyper, batch: number, sequence: number): readonly Operation[] {
  const { hidden, intermediate, heads, layers: repeat } = hyper;
  const tokens = batch * sequence;
  const elements = tokens * hidden;
  const scores = batch * heads * sequence ** 2;
  const head = hidden / heads;
  const bias = true;
  const tables = (hyper.vocabulary + hyper.positions + hyper.token_types) * hidden;
  const addNormalise = (name: string, sums: string, residual: string | undefined): Operation =>
    vector('normalisation', 'add_layer_norm', name, elements, {
      repeat,
      readsResults: elements,
      readsOperands: elements,
      parameters: 2 * hidden,
      row: hidden,
      of: [[sums, elements], ...(residual === undefined ? [] : [[residual, elements] as const])],
    });
  const qkv = ['layers.query', 'layers.key', 'layers.value'];
  const attended = 'layers.attention.norm';
  return [
    { ...vector('embedding', 'copy', 'embeddings', elements, { readsOperands: 3 * elements }), parameters: tables },
    vector('normalisation', 'layer_norm', 'embeddings.norm', elements, {
      readsOperands: elements,
      parameters: 2 * hidden,
      row: hidden,
      of: [['embeddings', elements]],
    }),
    ...qkv.map((name) => linear(name, tokens, hidden, hidden, { repeat, bias })),
    vector('requantisation', 'requantise', 'layers.qkv.requantise', 3 * elements, {
      repeat,
      readsResults: 3 * elements,
      of: qkv.map((name) => [name, elements]),
    }),
    attention('layers.scores', batch * heads, sequence, head, sequence, repeat, {
      left: 'layers.qkv.requantise',
      right: 'layers.qkv.requantise',
    }),
    vector('softmax', 'softmax', 'layers.softmax', scores, {
      repeat,
      readsResults: scores,
      row: sequence,
      of: [['layers.scores', scores]],
    }),
    attention('layers.context', batch * heads, sequence, sequence, head, repeat, {
      left: 'layers.softmax',
      right: 'layers.qkv.requantise',
    }),
    vector('requantisation', 'requantise', 'layers.context.requantise', elements, {
      repeat,
      readsResults: elements,
      of: [['layers.context', elements]],
    }),
    linear('layers.output', tokens, hidden, hidden, { repeat, bias, of: 'layers.context.requantise' }),
    addNormalise(attended, 'layers.output', undefined),
    linear('layers.up', tokens, hidden, intermediate, { repeat, bias, of: attended }),
    vector('activation', 'gelu', 'layers.gelu', tokens * intermediate, {
      repeat,
      readsResults: tokens * intermediate,
      of: [['layers.up', tokens * intermediate]],
    }),
    linear('layers.down', tokens, intermediate, hidden, { repeat, bias, of: 'layers.gelu' }),
    addNormalise('layers.output.norm', 'layers.down', attended),
    linear('pooler', batch, hidden, hidden, { bias, of: 'layers.output.norm' }),
    vector('activation', 'tanh', 'pooler.tanh', batch * hidden, {
      readsResults: batch * hidden,
      of: [['pooler', batch * hidden]],
    }),
  ];
}
