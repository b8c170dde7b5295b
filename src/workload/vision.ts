import { attention, convolution, linear, vector } from './operations.js';
import type { MatrixOperation, Operation } from './types.js';

export interface VisionHyper {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly image: number;
  readonly patch: number;
  readonly classes: number;
}

/** What the layers of an encoder that norms first have in common. */
export interface PatchLayers {
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  readonly layers: number;
}

/** Patches of square images as tokens: a convolution whose windows do not overlap, with a bias. */
export function patches(
  batch: number,
  of: { readonly channels: number; readonly size: number; readonly patch: number; readonly hidden: number },
): MatrixOperation {
  const { channels, size, patch, hidden } = of;
  const made = convolution('patches', {
    batch,
    channels,
    filters: hidden,
    size,
    kernel: patch,
    stride: patch,
    padding: 0,
  });
  return { ...made, parameters: made.parameters + hidden };
}

/** Attention of all tokens to all, with biases: `sequences` of `tokens` each, in every layer. */
export function selfAttention(
  name: string,
  { hidden, heads, layers: repeat }: PatchLayers,
  sequences: number,
  tokens: number,
): readonly Operation[] {
  const rows = sequences * tokens;
  const elements = rows * hidden;
  const scores = sequences * heads * tokens ** 2;
  const head = hidden / heads;
  const requantise = (part: string, count: number): Operation =>
    vector('requantisation', `${name}.${part}.requantise`, count, { repeat, readsResults: count });
  return [
    linear(`${name}.query`, rows, hidden, hidden, { repeat, bias: true }),
    linear(`${name}.key`, rows, hidden, hidden, { repeat, bias: true }),
    linear(`${name}.value`, rows, hidden, hidden, { repeat, bias: true }),
    requantise('qkv', 3 * elements),
    attention(`${name}.scores`, sequences * heads, tokens, head, tokens, repeat),
    vector('softmax', `${name}.softmax`, scores, { repeat, readsResults: scores }),
    attention(`${name}.context`, sequences * heads, tokens, tokens, head, repeat),
    requantise('context', elements),
    linear(`${name}.output`, rows, hidden, hidden, { repeat, bias: true }),
  ];
}

/** Two products with biases and a GELU between them, in every layer. */
export function perceptron(
  name: string,
  { hidden, intermediate, layers: repeat }: PatchLayers,
  rows: number,
): readonly Operation[] {
  const inner = rows * intermediate;
  return [
    linear(`${name}.up`, rows, hidden, intermediate, { repeat, bias: true }),
    vector('activation', `${name}.gelu`, inner, { repeat, readsResults: inner }),
    linear(`${name}.down`, rows, intermediate, hidden, { repeat, bias: true }),
  ];
}

/** A vision transformer, as torchvision's: patches and a class token, layers that norm first, and a head of the class token. */
export function visionTransformer(hyper: VisionHyper, batch: number): readonly Operation[] {
  const { hidden, layers: repeat, image, patch, classes } = hyper;
  const count = (image / patch) ** 2;
  const tokens = count + 1;
  const elements = batch * tokens * hidden;
  const norm = (name: string, times: number): Operation =>
    vector('normalisation', name, elements, { repeat: times, readsOperands: elements, parameters: 2 * hidden });
  const add = (name: string): Operation =>
    vector('addition', name, elements, { repeat, readsResults: elements, readsOperands: elements });
  return [
    patches(batch, { channels: 3, size: image, patch, hidden }),
    // The class token, and the position of each.
    vector('addition', 'positions', elements, {
      readsResults: batch * count * hidden,
      parameters: (1 + tokens) * hidden,
    }),
    norm('layers.attention.norm', repeat),
    ...selfAttention('layers', hyper, batch, tokens),
    add('layers.attention.add'),
    norm('layers.feedforward.norm', repeat),
    ...perceptron('layers', hyper, batch * tokens),
    add('layers.feedforward.add'),
    norm('norm', 1),
    linear('head', batch, hidden, classes, { bias: true }),
  ];
}
