import { convolution, linear, outputSize, vector } from './operations.js';
import type { Operation } from './types.js';

export interface ResnetHyper {
  readonly image: number;
  readonly classes: number;
  /** Blocks of each stage. */
  readonly stages: readonly number[];
  /** Channels of each stage's 3x3 layers. */
  readonly widths: readonly number[];
  /** Output channels of a block over its width. */
  readonly expansion: number;
  readonly stem: number;
}

/**
 * ResNet with bottleneck blocks, the stride in the 3x3 layer (v1.5, as torchvision). Batch normalisation is folded into the
 * convolutions; its two parameters a channel count with the operation that follows (requantisation with the activation, or
 * the addition that ends a block).
 */
export function resnet(hyper: ResnetHyper, batch: number): readonly Operation[] {
  const operations: Operation[] = [];
  const stem = { batch, channels: 3, filters: hyper.stem, size: hyper.image, kernel: 7, stride: 2, padding: 3 };
  const stemSize = outputSize(stem);
  operations.push(convolution('conv1', stem), activation('conv1', batch, hyper.stem, stemSize));
  const pool = { size: stemSize, kernel: 3, stride: 2, padding: 1 };
  let size = outputSize(pool);
  let channels = hyper.stem;
  const unpooled = batch * channels * stemSize ** 2;
  operations.push(
    vector('pooling', 'max_pool', 'maxpool', batch * channels * size ** 2, {
      readsOperands: unpooled,
      row: pool.kernel ** 2,
      of: [['conv1.relu', unpooled]],
    }),
  );
  let before = 'maxpool';
  hyper.stages.forEach((blocks, stage) => {
    const width = hyper.widths[stage] ?? hyper.stem;
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const name = `layer${stage + 1}.${block}`;
      const input = { batch, channels, size, width, stride, output: width * hyper.expansion, before };
      operations.push(...bottleneck(name, input));
      channels = input.output;
      size = Math.ceil(size / stride);
      before = `${name}.add.relu`;
    }
  });
  const last = batch * channels * size ** 2;
  const pooled = vector('pooling', 'mean_pool', 'avgpool', batch * channels, {
    readsOperands: last,
    row: size ** 2,
    of: [[before, last]],
  });
  return [...operations, pooled, linear('fc', batch, channels, hyper.classes, { bias: true, of: 'avgpool' })];
}

interface BlockShape {
  readonly batch: number;
  readonly channels: number;
  readonly size: number;
  readonly width: number;
  readonly stride: number;
  readonly output: number;
  /** What makes its input. */
  readonly before: string;
}

/** 1x1, 3x3 with the stride, 1x1, and the addition of the input (through a 1x1 where its shape differs). */
function bottleneck(name: string, shape: BlockShape): readonly Operation[] {
  const { batch, channels, size, width, stride, output, before } = shape;
  const inner = Math.ceil(size / stride);
  const projected = stride !== 1 || channels !== output;
  const plain = { batch, kernel: 1, stride: 1, padding: 0 };
  const elements = batch * output * inner ** 2;
  const second = { batch, channels: width, filters: width, size, kernel: 3, stride, padding: 1 };
  return [
    convolution(`${name}.conv1`, { ...plain, channels, filters: width, size }, before),
    activation(`${name}.conv1`, batch, width, size),
    convolution(`${name}.conv2`, second, `${name}.conv1.relu`),
    activation(`${name}.conv2`, batch, width, inner),
    convolution(`${name}.conv3`, { ...plain, channels: width, filters: output, size: inner }, `${name}.conv2.relu`),
    ...(projected
      ? [convolution(`${name}.downsample`, { ...plain, stride, channels, filters: output, size }, before)]
      : []),
    vector('addition', 'add_relu', `${name}.add.relu`, elements, {
      readsResults: projected ? 2 * elements : elements,
      readsOperands: projected ? 0 : elements,
      parameters: 2 * output * (projected ? 2 : 1),
      of: [
        [`${name}.conv3`, elements],
        [projected ? `${name}.downsample` : before, elements],
      ],
    }),
  ];
}

/** ReLU with requantisation of a convolution: accumulators in, operands out. */
function activation(of: string, batch: number, channels: number, size: number): Operation {
  const elements = batch * channels * size ** 2;
  return vector('activation', 'relu', `${of}.relu`, elements, {
    readsResults: elements,
    parameters: 2 * channels,
    of: [[of, elements]],
  });
}
