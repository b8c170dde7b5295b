import { attention, linear, vector } from './operations.js';
import type { Operation } from './types.js';

export interface DecoderHyper {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly kv_heads: number;
  readonly head_size: number;
  readonly vocabulary: number;
  readonly positions: number;
  /** Whether attention and the feed-forward network work on the same norm, and their sum is added, as in PaLM. */
  readonly parallel?: boolean;
  /** Whether the table of embeddings is the head's weight too. */
  readonly tied?: boolean;
}

export interface DecoderRun {
  readonly batch: number;
  /** Tokens of each sequence: read at once in prefill, already in the cache (the new one included) in decode. */
  readonly context: number;
  readonly phase: 'prefill' | 'decode';
}

/**
 * A Llama decoder (RMS norm, rotary embedding, grouped-query attention, SwiGLU, no biases): a prefill of whole sequences, or
 * one step of decoding. The queries of a group share their key and value head, so the cache is read once for each of those,
 * not once for each query head. Causal scores are computed in full, as a product without a mask does. Logits are made for
 * the last token of each sequence.
 */
export function decoder(hyper: DecoderHyper, run: DecoderRun): readonly Operation[] {
  const { hidden, intermediate, heads, kv_heads, head_size, layers: repeat } = hyper;
  const { batch, context } = run;
  const step = run.phase === 'prefill' ? context : 1;
  const tokens = batch * step;
  const elements = tokens * hidden;
  const queries = heads * head_size;
  const keys = kv_heads * head_size;
  const rows = (heads / kv_heads) * step;
  const scores = batch * heads * step * context;
  const normalise = (name: string, count: number, times: number): Operation =>
    vector('normalisation', name, count, { repeat: times, readsOperands: count, parameters: hidden });
  const add = (name: string, sums = 1): Operation =>
    vector('addition', name, elements, { repeat, readsResults: sums * elements, readsOperands: elements });
  const apart = hyper.parallel !== true;
  const table = hyper.vocabulary * hidden;
  return [
    { ...vector('embedding', 'embedding', elements, { readsOperands: elements }), parameters: table },
    normalise('layers.attention.norm', elements, repeat),
    linear('layers.query', tokens, hidden, queries, { repeat }),
    linear('layers.key', tokens, hidden, keys, { repeat }),
    linear('layers.value', tokens, hidden, keys, { repeat }),
    vector('activation', 'layers.rotary', tokens * (queries + 2 * keys), {
      repeat,
      readsResults: tokens * (queries + 2 * keys),
    }),
    attention('layers.scores', batch * kv_heads, rows, head_size, context, repeat),
    vector('softmax', 'layers.softmax', scores, { repeat, readsResults: scores }),
    attention('layers.context', batch * kv_heads, rows, context, head_size, repeat),
    vector('requantisation', 'layers.context.requantise', tokens * queries, { repeat, readsResults: tokens * queries }),
    linear('layers.output', tokens, queries, hidden, { repeat }),
    ...(apart ? [add('layers.attention.add'), normalise('layers.feedforward.norm', elements, repeat)] : []),
    linear('layers.gate', tokens, hidden, intermediate, { repeat }),
    linear('layers.up', tokens, hidden, intermediate, { repeat }),
    vector('activation', 'layers.swiglu', tokens * intermediate, { repeat, readsResults: 2 * tokens * intermediate }),
    linear('layers.down', tokens, intermediate, hidden, { repeat }),
    apart ? add('layers.feedforward.add') : add('layers.add', 2),
    normalise('norm', batch * hidden, 1),
    { ...linear('head', batch, hidden, hyper.vocabulary), parameters: hyper.tied === true ? 0 : table },
  ];
}
