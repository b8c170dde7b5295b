/** Explicit structures of adders and multipliers, for paths and areas that a synthesis tool does not find by itself. */
export { addWith, adderStructures, type AdderStructure } from './adder.js';
export { compress, emptyColumns, putBits, type Heap, type HeapBit } from './heap.js';
export {
  multiply,
  multiplyAdd,
  multiplierStructures,
  type MultiplierStructure,
  type Structures,
} from './multiplier.js';
export { requantiseStages, requantiseWith, type RequantisationSignals } from './requantise.js';
export {
  addFloat,
  codeBits,
  multiplyAddFloat,
  type AddFloatOptions,
  type FloatLayout,
  type MultiplyAddOptions,
  type Operands,
} from './float/index.js';
