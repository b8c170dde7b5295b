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
  const addNormalise = (name: string): Operation =>
    vector('normalisation', name, elements, {
      repeat,
      readsResults: elements,
      readsOperands: elements,
      parameters: 2 * hidden,
    });
  return [
    { ...vector('embedding', 'embeddings', elements, { readsOperands: 3 * elements }), parameters: tables },
    vector('normalisation', 'embeddings.norm', elements, { readsOperands: elements, parameters: 2 * hidden }),
    linear('layers.query', tokens, hidden, hidden, { repeat, bias }),
    linear('layers.key', tokens, hidden, hidden, { repeat, bias }),
    linear('layers.value', tokens, hidden, hidden, { repeat, bias }),
    vector('requantisation', 'layers.qkv.requantise', 3 * elements, { repeat, readsResults: 3 * elements }),
    attention('layers.scores', batch * heads, sequence, head, sequence, repeat),
    vector('softmax', 'layers.softmax', scores, { repeat, readsResults: scores }),
    attention('layers.context', batch * heads, sequence, sequence, head, repeat),
    vector('requantisation', 'layers.context.requantise', elements, { repeat, readsResults: elements }),
    linear('layers.output', tokens, hidden, hidden, { repeat, bias }),
    addNormalise('layers.attention.norm'),
    linear('layers.up', tokens, hidden, intermediate, { repeat, bias }),
    vector('activation', 'layers.gelu', tokens * intermediate, { repeat, readsResults: tokens * intermediate }),
    linear('layers.down', tokens, intermediate, hidden, { repeat, bias }),
    addNormalise('layers.output.norm'),
    linear('pooler', batch, hidden, hidden, { bias }),
    vector('activation', 'pooler.tanh', batch * hidden, { readsResults: batch * hidden }),
  ];
}
