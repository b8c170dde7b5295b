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
  /** Layers that attend to so many tokens at most, the own one included. */
  readonly window?: Window;
}

export interface Window {
  readonly size: number;
  /** Of each layer, whether it has the window. */
  readonly layers: readonly boolean[];
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
  /** Whether each head has a score that takes its share of attention and gives nothing. */
  readonly sinks?: boolean;
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
  readonly each: FeedForward;
  /** Whether the router's product has a bias. */
  readonly routerBias?: boolean;
  /** A network that all tokens use too. */
  readonly shared: FeedForward | undefined;
  /** How scores become weights, and whether a bias of each expert corrects the choice. */
  readonly scores: 'softmax' | 'sigmoid';
  readonly bias: boolean;
}

export const bytesOf = { bf16: 2, fp16: 2, fp32: 4 } as const;

/** Bytes that one token takes in the caches of all layers but those with a window: its keys and its values, or what they are made of. */
export function cacheBytesOf(model: Transformer): number {
  const windowed = model.window?.layers.filter(Boolean).length ?? 0;
  return model.encoder === undefined ? (model.layers - windowed) * layerBytesOf(model) : 0;
}

/** Bytes of the caches of the layers with a window, which are full once there are so many tokens. */
export function windowBytesOf(model: Transformer): number {
  const { size = 0, layers = [] } = model.window ?? {};
  return layers.filter(Boolean).length * size * layerBytesOf(model);
}

function layerBytesOf({ attention: each, element }: Transformer): number {
  const elements = each.kind === 'grouped' ? 2 * each.kvHeads * each.headSize : each.rank + each.rotarySize;
  return elements * bytesOf[element];
}
