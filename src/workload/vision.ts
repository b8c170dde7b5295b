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

/** Attention of all tokens to all, with biases: `sequences` of `tokens` each, in every layer; `of` names the norm before it. */
export function selfAttention(
  name: string,
  { hidden, heads, layers: repeat }: PatchLayers,
  sequences: number,
  tokens: number,
  of: string,
): readonly Operation[] {
  const rows = sequences * tokens;
  const elements = rows * hidden;
  const scores = sequences * heads * tokens ** 2;
  const head = hidden / heads;
  const requantise = (part: string, makers: readonly string[]): Operation =>
    vector('requantisation', 'requantise', `${name}.${part}.requantise`, makers.length * elements, {
      repeat,
      readsResults: makers.length * elements,
      of: makers.map((maker) => [maker, elements]),
    });
  const qkv = [`${name}.query`, `${name}.key`, `${name}.value`];
  const operands = `${name}.qkv.requantise`;
  return [
    ...qkv.map((each) => linear(each, rows, hidden, hidden, { repeat, bias: true, of })),
    requantise('qkv', qkv),
    attention(`${name}.scores`, sequences * heads, tokens, head, tokens, repeat, { left: operands, right: operands }),
    vector('softmax', 'softmax', `${name}.softmax`, scores, {
      repeat,
      readsResults: scores,
      row: tokens,
      of: [[`${name}.scores`, scores]],
    }),
    attention(`${name}.context`, sequences * heads, tokens, tokens, head, repeat, {
      left: `${name}.softmax`,
      right: operands,
    }),
    requantise('context', [`${name}.context`]),
    linear(`${name}.output`, rows, hidden, hidden, { repeat, bias: true, of: `${name}.context.requantise` }),
  ];
}

/** Two products with biases and a GELU between them, in every layer; `of` names the norm before them. */
export function perceptron(
  name: string,
  { hidden, intermediate, layers: repeat }: PatchLayers,
  rows: number,
  of: string,
): readonly Operation[] {
  const inner = rows * intermediate;
  return [
    linear(`${name}.up`, rows, hidden, intermediate, { repeat, bias: true, of }),
    vector('activation', 'gelu', `${name}.gelu`, inner, { repeat, readsResults: inner, of: [[`${name}.up`, inner]] }),
    linear(`${name}.down`, rows, intermediate, hidden, { repeat, bias: true, of: `${name}.gelu` }),
  ];
}

/** A norm over rows of `row` elements, with a gain and a bias of each. */
export function layerNorm(
  name: string,
  elements: number,
  row: number,
  { repeat = 1, of }: { readonly repeat?: number; readonly of?: string } = {},
): Operation {
  return vector('normalisation', 'layer_norm', name, elements, {
    repeat,
    readsOperands: elements,
    parameters: 2 * row,
    row,
    ...(of === undefined ? {} : { of: [[of, elements]] }),
  });
}

/** The sum of what a product made and of what went by it: of the same round where there are two makers. */
export function residual(name: string, elements: number, repeat: number, makers: readonly string[]): Operation {
  const of = makers.map((maker) => [maker, elements] as const);
  return vector('addition', 'add', name, elements, { repeat, readsResults: elements, readsOperands: elements, of });
}

/** A vision transformer, as torchvision's: patches and a class token, layers that norm first, and a head of the class token. */
export function visionTransformer(hyper: VisionHyper, batch: number): readonly Operation[] {
  const { hidden, layers: repeat, image, patch, classes } = hyper;
  const count = (image / patch) ** 2;
  const tokens = count + 1;
  const elements = batch * tokens * hidden;
  const patched = batch * count * hidden;
  return [
    patches(batch, { channels: 3, size: image, patch, hidden }),
    // The class token, and the position of each.
    vector('addition', 'add', 'positions', elements, {
      readsResults: patched,
      parameters: (1 + tokens) * hidden,
      of: [['patches', patched]],
    }),
    layerNorm('layers.attention.norm', elements, hidden, { repeat }),
    ...selfAttention('layers', hyper, batch, tokens, 'layers.attention.norm'),
    residual('layers.attention.add', elements, repeat, ['layers.output']),
    layerNorm('layers.feedforward.norm', elements, hidden, { repeat, of: 'layers.attention.add' }),
    ...perceptron('layers', hyper, batch * tokens, 'layers.feedforward.norm'),
    residual('layers.feedforward.add', elements, repeat, ['layers.down', 'layers.attention.add']),
    layerNorm('norm', elements, hidden, { of: 'layers.feedforward.add' }),
    linear('head', batch, hidden, classes, { bias: true, of: 'norm' }),
  ];
}
