import { linear, vector } from './operations.js';
import type { Operation } from './types.js';
import { patches, perceptron, selfAttention } from './vision.js';

export interface DiffusionHyper {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Height and width of the latent image. */
  readonly latent: number;
  readonly channels: number;
  readonly patch: number;
  readonly classes: number;
  /** Sines and cosines that a time step becomes. */
  readonly frequencies: number;
}

/**
 * One forward of a diffusion transformer with adaLN-Zero, of `batch` latent images: each layer shifts, scales and gates by six vectors made of
 * the time step and the class, and its norms have no parameters. Noise and its variance come out, so that channels are twice those of the image.
 */
export function diffusionTransformer(hyper: DiffusionHyper, batch: number): readonly Operation[] {
  const { hidden, layers: repeat, latent, channels, patch, classes, frequencies } = hyper;
  const tokens = (latent / patch) ** 2;
  const elements = batch * tokens * hidden;
  const vectors = batch * hidden;
  const modulated = (name: string, times: number, of?: string): Operation =>
    vector('normalisation', 'layer_norm', name, elements, {
      repeat: times,
      readsOperands: elements + 2 * vectors,
      row: hidden,
      ...(of === undefined ? {} : { of: [[of, elements]] }),
    });
  const gated = (name: string, ...makers: readonly string[]): Operation =>
    vector('addition', 'add', name, elements, {
      repeat,
      readsResults: elements,
      readsOperands: elements + vectors,
      of: makers.map((maker) => [maker, elements]),
    });
  const outputs = 2 * channels * patch ** 2;
  return [
    patches(batch, { channels, size: latent, patch, hidden }),
    // The table of positions is fixed, and no parameter.
    vector('addition', 'add', 'positions', elements, {
      readsResults: elements,
      readsOperands: tokens * hidden,
      of: [['patches', elements]],
    }),
    linear('time.first', batch, frequencies, hidden, { bias: true }),
    vector('activation', 'silu', 'time.silu', vectors, { readsResults: vectors, of: [['time.first', vectors]] }),
    linear('time.second', batch, hidden, hidden, { bias: true, of: 'time.silu' }),
    // One more class stands for none.
    {
      ...vector('embedding', 'copy', 'classes', vectors, { readsOperands: vectors }),
      parameters: (classes + 1) * hidden,
    },
    vector('addition', 'add', 'condition', vectors, {
      readsResults: vectors,
      readsOperands: vectors,
      of: [
        ['time.second', vectors],
        ['classes', vectors],
      ],
    }),
    vector('activation', 'silu', 'condition.silu', vectors, { readsOperands: vectors, of: [['condition', vectors]] }),
    linear('layers.modulation', batch, hidden, 6 * hidden, { repeat, bias: true, of: 'condition.silu' }),
    modulated('layers.attention.norm', repeat),
    ...selfAttention('layers', hyper, batch, tokens, 'layers.attention.norm'),
    gated('layers.attention.add', 'layers.output'),
    modulated('layers.feedforward.norm', repeat, 'layers.attention.add'),
    ...perceptron('layers', hyper, batch * tokens, 'layers.feedforward.norm'),
    gated('layers.feedforward.add', 'layers.down', 'layers.attention.add'),
    linear('final.modulation', batch, hidden, 2 * hidden, { bias: true, of: 'condition.silu' }),
    modulated('final.norm', 1, 'layers.feedforward.add'),
    linear('final', batch * tokens, hidden, outputs, { bias: true, of: 'final.norm' }),
  ];
}
