import { attention, linear, vector } from './operations.js';
import type { MatrixOperation, Operation } from './types.js';
import { perceptron, selfAttention } from './vision.js';

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
): MatrixOperation {
  const m = batch * Math.ceil(size / stride);
  const k = 3 * channels;
  return {
    ...{ kind: 'convolution', name, repeat: 1, batch: 1, m, k, n: filters },
    ...{ leftElements: batch * channels * size, rightElements: k * filters, parameters: k * filters + filters },
  };
}

/** A product without the bias that keys do not have. */
function keys(name: string, rows: number, hidden: number, repeat: number): MatrixOperation {
  return linear(name, rows, hidden, hidden, { repeat });
}

/**
 * The encoder of Whisper: `batch` spectra of 30 seconds become states, and these the keys and values that the decoder's layers attend to across.
 */
export function speechEncoder(hyper: SpeechHyper, batch: number): readonly Operation[] {
  const { hidden, layers: repeat, mels, frames } = hyper;
  const rows = batch * frames;
  const elements = rows * hidden;
  const norm = (name: string, times: number): Operation =>
    vector('normalisation', name, elements, { repeat: times, readsOperands: elements, parameters: 2 * hidden });
  const add = (name: string): Operation =>
    vector('addition', name, elements, { repeat, readsResults: elements, readsOperands: elements });
  const own = selfAttention('encoder', hyper, batch, frames).map((each) =>
    each.name === 'encoder.key' ? keys(each.name, rows, hidden, repeat) : each,
  );
  return [
    convolution('conv1', batch, mels, hidden, 2 * frames, 1),
    vector('activation', 'conv1.gelu', 2 * elements, { readsResults: 2 * elements }),
    convolution('conv2', batch, hidden, hidden, 2 * frames, 2),
    vector('activation', 'conv2.gelu', elements, { readsResults: elements, parameters: frames * hidden }),
    norm('encoder.attention.norm', repeat),
    ...own,
    add('encoder.attention.add'),
    norm('encoder.feedforward.norm', repeat),
    ...perceptron('encoder', hyper, rows),
    add('encoder.feedforward.add'),
    norm('encoder.norm', 1),
    keys('across.key', rows, hidden, repeat),
    linear('across.value', rows, hidden, hidden, { repeat, bias: true }),
    vector('requantisation', 'across.requantise', 2 * elements, { repeat, readsResults: 2 * elements }),
  ];
}

/** A token of each of `batch` texts, the last of `context`, attending to those before and to all states of the encoder. */
export function speechDecoder(hyper: SpeechHyper, batch: number, context: number): readonly Operation[] {
  const { hidden, heads, layers: repeat, frames, vocabulary, positions } = hyper;
  const elements = batch * hidden;
  const norm = (name: string, times: number): Operation =>
    vector('normalisation', name, elements, { repeat: times, readsOperands: elements, parameters: 2 * hidden });
  const add = (name: string): Operation =>
    vector('addition', name, elements, { repeat, readsResults: elements, readsOperands: elements });
  const attended = (name: string, tokens: number): readonly Operation[] => {
    const scores = batch * heads * tokens;
    const head = hidden / heads;
    return [
      attention(`${name}.scores`, batch * heads, 1, head, tokens, repeat),
      vector('softmax', `${name}.softmax`, scores, { repeat, readsResults: scores }),
      attention(`${name}.context`, batch * heads, 1, tokens, head, repeat),
      vector('requantisation', `${name}.context.requantise`, elements, { repeat, readsResults: elements }),
      linear(`${name}.output`, batch, hidden, hidden, { repeat, bias: true }),
      add(`${name}.add`),
    ];
  };
  const tables = (vocabulary + positions) * hidden;
  return [
    { ...vector('embedding', 'embedding', elements, { readsOperands: 2 * elements }), parameters: tables },
    norm('decoder.norm', repeat),
    linear('decoder.query', batch, hidden, hidden, { repeat, bias: true }),
    keys('decoder.key', batch, hidden, repeat),
    linear('decoder.value', batch, hidden, hidden, { repeat, bias: true }),
    vector('requantisation', 'decoder.qkv.requantise', 3 * elements, { repeat, readsResults: 3 * elements }),
    ...attended('decoder', context),
    norm('across.norm', repeat),
    linear('across.query', batch, hidden, hidden, { repeat, bias: true }),
    vector('requantisation', 'across.query.requantise', elements, { repeat, readsResults: elements }),
    ...attended('across', frames),
    norm('decoder.feedforward.norm', repeat),
    ...perceptron('decoder', hyper, batch),
    add('decoder.feedforward.add'),
    norm('norm', 1),
    { ...linear('head', batch, hidden, vocabulary), parameters: 0 },
  ];
}
