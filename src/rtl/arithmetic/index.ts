/** Explicit structures of adders and multipliers, for paths and areas that a synthesis tool does not find by itself. */
export { addNarrow, addWith, adderStructures, type AdderStructure } from './adder.js';
export { compress, emptyColumns, putBits, type Heap, type HeapBit } from './heap.js';
export {
  multiply,
  multiplyAdd,
  productRows,
  multiplierStructures,
  type MultiplierStructure,
  type Structures,
} from './multiplier.js';
export { sumOfProducts, sumOfTerms, type FactorPair, type SignedMagnitude } from './sum.js';
export { splitSum, type Hold } from './split-sum.js';
export { requantiseStages, requantiseWith, type RequantisationSignals } from './requantise.js';
export {
  addFloat,
  binary32,
  codeBits,
  dotAddFloat,
  groupBits,
  integerToFloat,
  multiplyAddFloat,
  multiplyFloat,
  multiplyFloatRegisters,
  narrowFloat,
  packedExponentBits,
  packFloat,
  shiftRight,
  unpackFloat,
  widenFloat,
  type AddFloatOptions,
  type DotFloatOptions,
  type DotOperands,
  type FloatLayout,
  type FloatOverflow,
  type MultiplyAddOptions,
  type MultiplyFloatOptions,
  type GroupScale,
  type Operands,
  type Shifted,
  type UnpackedFloat,
  type Unrounded,
} from './float/index.js';
