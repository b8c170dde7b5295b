import type { Design } from '../../src/ir/index.js';
import { designOf } from '../support/language.js';

/** Sizes of an array of one's own elements. */
export interface ArraySizes {
  readonly rows?: number;
  readonly cols?: number;
  /** Words of the files of an element. */
  readonly weights?: number;
  readonly inputs?: number;
  readonly sums?: number;
  readonly bufferKiB?: number;
  /** Pins of the DRAM; none: a port of the design in its place. */
  readonly pins?: number;
  readonly outsideKiB?: number;
  /** Words of inputs a cycle between buffer and elements. */
  readonly lanes?: number;
  readonly frequencyMHz?: number;
}

/** Rows and columns of elements, each with a file for each operand, behind a buffer and a DRAM; sums climb the columns. */
export function arraySource(sizes: ArraySizes = {}): string {
  const { rows = 2, cols = 3, weights = 32, inputs = 8, sums = 16, bufferKiB = 16, pins = 16 } = sizes;
  const { lanes = 4, frequencyMHz = 200, outsideKiB = 2 ** 20 } = sizes;
  const outside =
    pins === 0
      ? [`port out outside: memory<bit, 64, ${outsideKiB} KiB>;`, 'dma.memory <-> outside;']
      : [`dram: DdrDram { beat: 64 b, capacity: ${outsideKiB} KiB, pins: ${pins} };`, 'dma.memory <-> dram.data;'];
  return `
import { Mac } from "std/compute";
import { DdrDram, RegisterFile, Sram } from "std/memory";
import { Dma } from "std/move";
import { nangate45 } from "std/process";
component Element() {
  port in weights: stream<int8>;
  port in inputs: stream<int8>;
  port in before: stream<int32>;
  port out after: stream<int32>;
  mac: Mac;
  weight_file: RegisterFile { words: ${weights} };
  input_file: RegisterFile { words: ${inputs} };
  sum_file: RegisterFile { words: ${sums}, element: int32 };
  weights -> weight_file.fill;
  inputs -> input_file.fill;
  before -> sum_file.fill;
  weight_file.read -> mac.weights;
  input_file.read -> mac.activations;
  sum_file.read -> mac.sums;
  mac.results -> sum_file.update;
  sum_file.drain -> after;
  unused weight_file.update;
  unused weight_file.drain;
  unused input_file.update;
  unused input_file.drain;
}
extern component Spread(lanes: int) {
  area = 0.01 mm^2;
  power = 1 mW;
  port in words: stream<int8, lanes>;
  port out element: stream<int8>[${rows}, ${cols}];
}
extern component Reader(lanes: int) {
  area = 0.01 mm^2;
  power = 1 mW;
  port out buffer: memory<bit, 64, ${bufferKiB} KiB>;
  port out weights: stream<int8, 4>;
  port out inputs: stream<int8, lanes>;
  port out before: stream<int32>;
  port in after: stream<int32>[${cols}];
}
design Array {
  process nangate45;
  clock main = ${frequencyMHz} MHz;
  port in moves: commands;
  ${outside[0]}
  pe: Element[${rows}, ${cols}];
  reader: Reader { lanes: ${lanes} };
  inputs: Spread { lanes: ${lanes} };
  weights: Spread { lanes: 4 };
  buffer: Sram { capacity: ${bufferKiB} KiB, word: 64 b };
  dma: Dma { width: 64 b, beat: 64 b, address_space: ${outsideKiB} KiB, local_space: ${bufferKiB} KiB };
  moves -> dma.commands;
  reader.buffer <-> buffer.serve;
  dma.local <-> buffer.fill;
  ${outside[1]}
  reader.inputs -> inputs.words;
  reader.weights -> weights.words;
  inputs.element -> pe[*, *].inputs;
  weights.element -> pe[*, *].weights;
  for c in 0 .. ${cols} { reader.before -> pe[${rows - 1}, c].before; }
  ${rows === 1 ? '' : `pe[1 .. ${rows}, *].after -> pe[0 .. ${rows - 1}, *].before;`}
  pe[0, *].after -> reader.after;
}
`;
}

export const arrayDesign = (sizes: ArraySizes = {}): Design => designOf(arraySource(sizes));
