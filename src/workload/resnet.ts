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
  operations.push(convolution('conv1', stem), activation('conv1.relu', batch, hyper.stem, stemSize));
  const pool = { size: stemSize, kernel: 3, stride: 2, padding: 1 };
  let size = outputSize(pool);
  let channels = hyper.stem;
  operations.push(
    vector('pooling', 'maxpool', batch * channels * size ** 2, { readsOperands: batch * channels * stemSize ** 2 }),
  );
  hyper.stages.forEach((blocks, stage) => {
    const width = hyper.widths[stage] ?? hyper.stem;
    for (let block = 0; block < blocks; block++) {
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const input = { batch, channels, size, width, stride, output: width * hyper.expansion };
      operations.push(...bottleneck(`layer${stage + 1}.${block}`, input));
      channels = input.output;
      size = Math.ceil(size / stride);
    }
  });
  const pooled = vector('pooling', 'avgpool', batch * channels, { readsOperands: batch * channels * size ** 2 });
  return [...operations, pooled, linear('fc', batch, channels, hyper.classes, { bias: true })];
}

interface BlockShape {
  readonly batch: number;
  readonly channels: number;
  readonly size: number;
  readonly width: number;
  readonly stride: number;
  readonly output: number;
}

/** 1x1, 3x3 with the stride, 1x1, and the addition of the input (through a 1x1 where its shape differs). */
function bottleneck(name: string, shape: BlockShape): readonly Operation[] {
  const { batch, channels, size, width, stride, output } = shape;
  const inner = Math.ceil(size / stride);
  const projected = stride !== 1 || channels !== output;
  const plain = { batch, kernel: 1, stride: 1, padding: 0 };
  const elements = batch * output * inner ** 2;
  return [
    convolution(`${name}.conv1`, { ...plain, channels, filters: width, size }),
    activation(`${name}.conv1.relu`, batch, width, size),
    convolution(`${name}.conv2`, { batch, channels: width, filters: width, size, kernel: 3, stride, padding: 1 }),
    activation(`${name}.conv2.relu`, batch, width, inner),
    convolution(`${name}.conv3`, { ...plain, channels: width, filters: output, size: inner }),
    ...(projected ? [convolution(`${name}.downsample`, { ...plain, stride, channels, filters: output, size })] : []),
    vector('addition', `${name}.add.relu`, elements, {
      readsResults: projected ? 2 * elements : elements,
      readsOperands: projected ? 0 : elements,
      parameters: 2 * output * (projected ? 2 : 1),
    }),
  ];
}

/** ReLU with requantisation: accumulators in, operands out. */
function activation(name: string, batch: number, channels: number, size: number): Operation {
  const elements = batch * channels * size ** 2;
  return vector('activation', name, elements, { readsResults: elements, parameters: 2 * channels });
}
