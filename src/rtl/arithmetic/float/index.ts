/** Arithmetic of floats: multiplication and addition in binary32, rounded once, of factors in any format; conversions from and to it. */
export { codeBits, type FloatLayout } from './layout.js';
export { integerToFloat, narrowFloat, widenFloat, type FloatOverflow } from './convert.js';
export { packedExponentBits, packFloat, type Unrounded } from './pack.js';
export { unpackFactor as unpackFloat, type Factor as UnpackedFloat } from './unpack.js';
export { shiftRight, type Shifted } from './shift.js';
export { binary32 } from './layout.js';
export { multiplyFloat, multiplyFloatRegisters, type MultiplyFloatOptions } from './multiply.js';
export {
  addFloat,
  multiplyAddFloat,
  type AddFloatOptions,
  type MultiplyAddOptions,
  type Operands,
} from './multiply-add.js';
export { dotAddFloat, type DotFloatOptions, type DotOperands } from './dot.js';
export { groupBits, type GroupScale } from './group-scale.js';
