import * as fc from 'fast-check';
import type { Gemm, MatrixCoreCommand } from '../../src/blocks/matrix-core/command.js';
import type { MatrixCoreParameters } from '../../src/blocks/matrix-core/parameters.js';
import { footprint } from '../../src/blocks/matrix-core/timing.js';
import type { Kernel, Window } from '../../src/blocks/matrix-core/window.js';
import { int8Format, smallCores, smallFloats } from './matrix-core-samples.js';

export interface Convolution {
  readonly window: Window;
  readonly gemm: Gemm & { readonly kernel: Kernel; readonly activationBase: number; readonly activationStride: number };
}

/** A convolution that fits a small core: any image, kernel, steps and borders, wider strides than need be, a last output row that is not whole. */
export function convolutionFor({ rows, cols }: MatrixCoreParameters): fc.Arbitrary<Convolution> {
  const small = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
  return fc
    .record({
      image: fc.tuple(small(7), small(7)),
      output: fc.tuple(small(4), small(4)),
      kernel: fc.tuple(small(3), small(3)),
      stride: fc.tuple(small(3), small(3)),
      dilation: fc.tuple(small(2), small(2)),
      top: fc.integer({ min: -4, max: 3 }),
      padLeft: fc.integer({ min: 0, max: 4 }),
      channels: small(2 * rows + 1),
      n: small(2 * cols + 1),
      slack: fc.integer({ min: 0, max: 3 }),
      short: fc.integer({ min: 0, max: 2 }),
      accumulateIn: fc.boolean(),
      emit: fc.boolean(),
    })
    .map(({ image, output, kernel, stride, dilation, top, padLeft, channels, n, slack, short, accumulateIn, emit }) => {
      const [height, width] = image;
      const rowWords = width + (slack % 2);
      const window: Window = {
        ...{ height, width, rowWords, outputWidth: output[1], padLeft },
        ...{ strideY: stride[0], strideX: stride[1], dilationY: dilation[0], dilationX: dilation[1] },
      };
      return {
        window,
        gemm: {
          m: Math.max(1, output[0] * output[1] - short),
          k: channels,
          n,
          kernel: { height: kernel[0], width: kernel[1], top },
          activationBase: slack + top * rowWords - padLeft,
          activationStride: height * rowWords + slack,
          ...{ accumulateIn, emit },
        },
      };
    });
}

/** Loads everything that a convolution reads, runs it, a plain multiplication and it again, and stores what they wrote. */
export function commandsOf(
  parameters: MatrixCoreParameters,
  { window, gemm }: Convolution,
  plain: Gemm,
): MatrixCoreCommand[] {
  const reach = [footprint(parameters, gemm, window), footprint(parameters, plain)];
  const most = (memory: 'activations' | 'weights' | 'results'): number =>
    Math.max(1, ...reach.map((words) => words[memory]));
  return [
    { kind: 'load', memory: 'activations', base: 0, words: most('activations'), address: 0 },
    { kind: 'load', memory: 'weights', base: 0, words: most('weights'), address: 1500 },
    { kind: 'load', memory: 'results', base: 0, words: most('results'), address: 4000 },
    { kind: 'window', ...window },
    { kind: 'gemm', ...gemm },
    { kind: 'gemm', ...plain },
    { kind: 'gemm', ...gemm, accumulateIn: true, emit: !(gemm.emit ?? false) },
    { kind: 'store', memory: 'results', base: 0, words: most('results'), address: 5500 },
  ];
}

/** Small cores with an address generator. */
export const convolvingCores = fc
  .oneof(smallCores(int8Format, 4), smallCores(int8Format, 4), smallFloats)
  .filter(({ dataflow }) => dataflow === 'weight_stationary')
  .map((parameters) => ({
    ...parameters,
    convolution: true,
    ...{ activationWords: 700, weightWords: 1200, accumulatorWords: 300 },
  }));
