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
  const normalise = (name: string, count: number, times: number, of?: string): Operation =>
    vector('normalisation', 'rms_norm', name, count, {
      repeat: times,
      readsOperands: count,
      parameters: hidden,
      row: hidden,
      ...(of === undefined ? {} : { of: [[of, count]] }),
    });
  const add = (name: string, ...of: readonly string[]): Operation =>
    vector('addition', 'add', name, elements, {
      repeat,
      readsResults: of.filter((each) => products.has(each)).length * elements,
      readsOperands: elements,
      of: of.map((each) => [each, elements]),
    });
  const apart = hyper.parallel !== true;
  const table = hyper.vocabulary * hidden;
  const attentionNorm = 'layers.attention.norm';
  const feedforwardNorm = apart ? 'layers.feedforward.norm' : attentionNorm;
  const attended = 'layers.attention.add';
  // Keys and values of the step go to the cache; all of a prefill are there to be attended to, else the cache is what is read.
  const cached = run.phase === 'prefill' ? { right: 'layers.rotary' } : {};
  return [
    { ...vector('embedding', 'copy', 'embedding', elements, { readsOperands: elements }), parameters: table },
    normalise(attentionNorm, elements, repeat),
    linear('layers.query', tokens, hidden, queries, { repeat, of: attentionNorm }),
    linear('layers.key', tokens, hidden, keys, { repeat, of: attentionNorm }),
    linear('layers.value', tokens, hidden, keys, { repeat, of: attentionNorm }),
    vector('activation', 'rotary', 'layers.rotary', tokens * (queries + 2 * keys), {
      repeat,
      readsResults: tokens * (queries + 2 * keys),
      of: [
        ['layers.query', tokens * queries],
        ['layers.key', tokens * keys],
        ['layers.value', tokens * keys],
      ],
      leaves: 2 * tokens * keys,
    }),
    attention('layers.scores', batch * kv_heads, rows, head_size, context, repeat, {
      left: 'layers.rotary',
      ...cached,
    }),
    vector('softmax', 'softmax', 'layers.softmax', scores, {
      repeat,
      readsResults: scores,
      row: context,
      of: [['layers.scores', scores]],
    }),
    attention('layers.context', batch * kv_heads, rows, context, head_size, repeat, {
      left: 'layers.softmax',
      ...cached,
    }),
    vector('requantisation', 'requantise', 'layers.context.requantise', tokens * queries, {
      repeat,
      readsResults: tokens * queries,
      of: [['layers.context', tokens * queries]],
    }),
    linear('layers.output', tokens, queries, hidden, { repeat, of: 'layers.context.requantise' }),
    ...(apart ? [add(attended, 'layers.output'), normalise(feedforwardNorm, elements, repeat, attended)] : []),
    linear('layers.gate', tokens, hidden, intermediate, { repeat, of: feedforwardNorm }),
    linear('layers.up', tokens, hidden, intermediate, { repeat, of: feedforwardNorm }),
    vector('activation', 'swiglu', 'layers.swiglu', tokens * intermediate, {
      repeat,
      readsResults: 2 * tokens * intermediate,
      of: [
        ['layers.gate', tokens * intermediate],
        ['layers.up', tokens * intermediate],
      ],
    }),
    linear('layers.down', tokens, intermediate, hidden, { repeat, of: 'layers.swiglu' }),
    apart ? add('layers.feedforward.add', 'layers.down', attended) : add('layers.add', 'layers.output', 'layers.down'),
    normalise('norm', batch * hidden, 1, apart ? 'layers.feedforward.add' : 'layers.add'),
    { ...linear('head', batch, hidden, hyper.vocabulary, { of: 'norm' }), parameters: hyper.tied === true ? 0 : table },
  ];
}

/** What leaves sums that an addition reads; the other terms are operands. */
const products: ReadonlySet<string> = new Set(['layers.output', 'layers.down']);
