/** A transformer as its configuration describes it: what graphs, parameters and the cache follow from. */
export type Transformer = Decoder | EncoderOnly;

interface Decoder extends Common {
  readonly encoder?: undefined;
  readonly attention: Attention;
}

export interface EncoderOnly extends Common {
  /** Of a model that reads whole texts and writes none: what it has beside a decoder's parts. It has no head. */
  readonly encoder: Encoder;
  readonly attention: GroupedAttention;
}

export interface Encoder {
  readonly tokenTypes: number;
}

interface Common {
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  /** The longest context. */
  readonly positions: number;
  readonly element: 'bf16' | 'fp16' | 'fp32';
  readonly norm: 'rms_norm' | 'layer_norm';
  /** Of the layers that have no experts. */
  readonly feedForward: FeedForward;
  readonly experts?: Experts;
  /** Whether the table of embeddings is the head's weight too. */
  readonly tied: boolean;
  /** Whether positions are a table that is added, and not a rotation of queries and keys. */
  readonly learnedPositions: boolean;
}

export type Attention = GroupedAttention | LatentAttention;

export interface GroupedAttention {
  readonly kind: 'grouped';
  readonly heads: number;
  readonly kvHeads: number;
  readonly headSize: number;
  readonly qkvBias: boolean;
  readonly outputBias: boolean;
  /** Whether each head of queries and keys is normalised. */
  readonly headNorm: boolean;
}

/** Keys and values of all heads are made of one short vector a token, which is what the cache holds, beside a rotated part of the keys. */
export interface LatentAttention {
  readonly kind: 'latent';
  readonly heads: number;
  /** The length of what queries are made of; undefined where they are made of the hidden vector. */
  readonly queryRank: number | undefined;
  readonly rank: number;
  /** Of a head: the part of queries and keys that is not rotated, the part that is, and the values. */
  readonly plainSize: number;
  readonly rotarySize: number;
  readonly valueSize: number;
}

export type Activation = 'silu' | 'gelu' | 'relu';

export interface FeedForward {
  readonly inner: number;
  /** Whether a second product gates the first, as in SwiGLU. */
  readonly gated: boolean;
  readonly activation: Activation;
  readonly bias: boolean;
}

/** Feed-forward networks of which a router chooses a few for each token. */
export interface Experts {
  /** The first layer that has them; those before have one network. */
  readonly from: number;
  readonly count: number;
  /** How many a token uses. */
  readonly chosen: number;
  readonly each: FeedForward & { readonly bias: false };
  /** A network that all tokens use too. */
  readonly shared: FeedForward | undefined;
  /** How scores become weights, and whether a bias of each expert corrects the choice. */
  readonly scores: 'softmax' | 'sigmoid';
  readonly bias: boolean;
}

export const bytesOf = { bf16: 2, fp16: 2, fp32: 4 } as const;

/** Bytes that one token takes in the caches of all layers: its keys and its values, or what they are made of. */
export function cacheBytesOf({ layers, attention: each, element, encoder }: Transformer): number {
  if (encoder !== undefined) return 0;
  const elements = each.kind === 'grouped' ? 2 * each.kvHeads * each.headSize : each.rank + each.rotarySize;
  return layers * elements * bytesOf[element];
}
