/** A transformer as its configuration describes it: what graphs, parameters and the cache follow from. */
export interface Transformer {
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** The longest context. */
  readonly positions: number;
  readonly element: 'bf16' | 'fp16' | 'fp32';
  readonly norm: 'rms_norm' | 'layer_norm';
  readonly attention: Attention;
  readonly feedForward: FeedForward;
  /** Whether the table of embeddings is the head's weight too. */
  readonly tied: boolean;
  /** Whether positions are a table that is added, and not a rotation of queries and keys. */
  readonly learnedPositions: boolean;
}

export interface Attention {
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly qkvBias: boolean;
  readonly outputBias: boolean;
  /** Whether each head of queries and keys is normalised. */
  readonly headNorm: boolean;
}

export type Activation = 'silu' | 'gelu' | 'relu';

export interface FeedForward {
  readonly inner: number;
  /** Whether a second product gates the first, as in SwiGLU. */
  readonly gated: boolean;
  readonly activation: Activation;
  readonly bias: boolean;
}

/** Parameters of a model in closed form, without the graph. */
export function parametersOf(model: Transformer): number {
  const { layers, hidden, vocabulary, positions, tied, learnedPositions } = model;
  const norm = model.norm === 'rms_norm' ? hidden : 2 * hidden;
  const layer = attentionParameters(model.attention, hidden) + feedForwardParameters(model.feedForward, hidden);
  const tables = (tied ? 1 : 2) * vocabulary * hidden + (learnedPositions ? positions * hidden : 0);
  return tables + layers * (layer + 2 * norm) + norm;
}

function attentionParameters({ heads, kvHeads, headSize, ...each }: Attention, hidden: number): number {
  const [queries, keys] = [heads * headSize, kvHeads * headSize];
  const products = hidden * (queries + 2 * keys) + queries * hidden;
  const biases = (each.qkvBias ? queries + 2 * keys : 0) + (each.outputBias ? hidden : 0);
  return products + biases + (each.headNorm ? 2 * headSize : 0);
}

function feedForwardParameters({ inner, gated, bias }: FeedForward, hidden: number): number {
  const up = gated ? 2 : 1;
  return (up + 1) * hidden * inner + (bias ? up * inner + hidden : 0);
}

const bytes = { bf16: 2, fp16: 2, fp32: 4 } as const;

/** Bytes that one token takes in the caches of all layers: its keys and its values. */
export function cacheBytesOf({ layers, attention, element }: Transformer): number {
  return layers * 2 * attention.kvHeads * attention.headSize * bytes[element];
}
