import { attention, linear, vector } from './operations.js';
import type { MatrixOperation, Operation } from './types.js';
import { layerNorm, perceptron, residual, selfAttention } from './vision.js';

export interface SpeechHyper {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Bands of the spectrum. */
  readonly mels: number;
  /** Positions of the encoder: half of the spectrum's steps. */
  readonly frames: number;
  readonly vocabulary: number;
  readonly positions: number;
}

/** A convolution along one axis with a kernel of 3 and a padding of 1, as im2col product. */
function convolution(
  name: string,
  batch: number,
  channels: number,
  filters: number,
  size: number,
  stride: number,
  of?: string,
): MatrixOperation {
  const m = batch * Math.ceil(size / stride);
  const k = 3 * channels;
  const leftElements = batch * channels * size;
  return {
    ...{ kind: 'convolution', name, repeat: 1, batch: 1, m, k, n: filters },
    ...{ leftElements, rightElements: k * filters, parameters: k * filters + filters },
    ...(of === undefined ? {} : { uses: [{ of, elements: leftElements, as: 'left' }] }),
  };
}

/** A product without the bias that keys do not have. */
function keys(name: string, rows: number, hidden: number, repeat: number, of: string): MatrixOperation {
  return linear(name, rows, hidden, hidden, { repeat, of });
}

/**
 * The encoder of Whisper: `batch` spectra of 30 seconds become states, and these the keys and values that the decoder's layers attend to across.
 */
export function speechEncoder(hyper: SpeechHyper, batch: number): readonly Operation[] {
  const { hidden, layers: repeat, mels, frames } = hyper;
  const rows = batch * frames;
  const elements = rows * hidden;
  const normed = 'encoder.attention.norm';
  const own = selfAttention('encoder', hyper, batch, frames, normed).map((each) =>
    each.name === 'encoder.key' ? keys(each.name, rows, hidden, repeat, normed) : each,
  );
  const states = 'encoder.norm';
  return [
    convolution('conv1', batch, mels, hidden, 2 * frames, 1),
    vector('activation', 'gelu', 'conv1.gelu', 2 * elements, {
      readsResults: 2 * elements,
      of: [['conv1', 2 * elements]],
    }),
    convolution('conv2', batch, hidden, hidden, 2 * frames, 2, 'conv1.gelu'),
    vector('activation', 'gelu', 'conv2.gelu', elements, {
      readsResults: elements,
      parameters: frames * hidden,
      of: [['conv2', elements]],
    }),
    layerNorm(normed, elements, hidden, { repeat }),
    ...own,
    residual('encoder.attention.add', elements, repeat, ['encoder.output']),
    layerNorm('encoder.feedforward.norm', elements, hidden, { repeat, of: 'encoder.attention.add' }),
    ...perceptron('encoder', hyper, rows, 'encoder.feedforward.norm'),
    residual('encoder.feedforward.add', elements, repeat, ['encoder.down', 'encoder.attention.add']),
    layerNorm(states, elements, hidden, { of: 'encoder.feedforward.add' }),
    keys('across.key', rows, hidden, repeat, states),
    linear('across.value', rows, hidden, hidden, { repeat, bias: true, of: states }),
    vector('requantisation', 'requantise', 'across.requantise', 2 * elements, {
      repeat,
      readsResults: 2 * elements,
      of: [
        ['across.key', elements],
        ['across.value', elements],
      ],
    }),
  ];
}

/** A token of each of `batch` texts, the last of `context`, attending to those before and to all states of the encoder. */
export function speechDecoder(hyper: SpeechHyper, batch: number, context: number): readonly Operation[] {
  const { hidden, heads, layers: repeat, frames, vocabulary, positions } = hyper;
  const elements = batch * hidden;
  // Keys and values are those of a cache, and of the encoder.
  const attended = (name: string, tokens: number, queries: string, others: readonly string[]): readonly Operation[] => {
    const scores = batch * heads * tokens;
    const head = hidden / heads;
    return [
      attention(`${name}.scores`, batch * heads, 1, head, tokens, repeat, { left: queries }),
      vector('softmax', 'softmax', `${name}.softmax`, scores, {
        repeat,
        readsResults: scores,
        row: tokens,
        of: [[`${name}.scores`, scores]],
      }),
      attention(`${name}.context`, batch * heads, 1, tokens, head, repeat, { left: `${name}.softmax` }),
      vector('requantisation', 'requantise', `${name}.context.requantise`, elements, {
        repeat,
        readsResults: elements,
        of: [[`${name}.context`, elements]],
      }),
      linear(`${name}.output`, batch, hidden, hidden, { repeat, bias: true, of: `${name}.context.requantise` }),
      residual(`${name}.add`, elements, repeat, [`${name}.output`, ...others]),
    ];
  };
  const qkv = ['decoder.query', 'decoder.key', 'decoder.value'];
  const tables = (vocabulary + positions) * hidden;
  return [
    { ...vector('embedding', 'copy', 'embedding', elements, { readsOperands: 2 * elements }), parameters: tables },
    layerNorm('decoder.norm', elements, hidden, { repeat }),
    linear('decoder.query', batch, hidden, hidden, { repeat, bias: true, of: 'decoder.norm' }),
    keys('decoder.key', batch, hidden, repeat, 'decoder.norm'),
    linear('decoder.value', batch, hidden, hidden, { repeat, bias: true, of: 'decoder.norm' }),
    vector('requantisation', 'requantise', 'decoder.qkv.requantise', 3 * elements, {
      repeat,
      readsResults: 3 * elements,
      of: qkv.map((name) => [name, elements]),
      leaves: 2 * elements,
    }),
    ...attended('decoder', context, 'decoder.qkv.requantise', []),
    layerNorm('across.norm', elements, hidden, { repeat, of: 'decoder.add' }),
    linear('across.query', batch, hidden, hidden, { repeat, bias: true, of: 'across.norm' }),
    vector('requantisation', 'requantise', 'across.query.requantise', elements, {
      repeat,
      readsResults: elements,
      of: [['across.query', elements]],
    }),
    ...attended('across', frames, 'across.query.requantise', ['decoder.add']),
    layerNorm('decoder.feedforward.norm', elements, hidden, { repeat, of: 'across.add' }),
    ...perceptron('decoder', hyper, batch, 'decoder.feedforward.norm'),
    residual('decoder.feedforward.add', elements, repeat, ['decoder.down', 'across.add']),
    layerNorm('norm', elements, hidden, { of: 'decoder.feedforward.add' }),
    { ...linear('head', batch, hidden, vocabulary, { of: 'norm' }), parameters: 0 },
  ];
}
