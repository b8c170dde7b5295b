/** Multiplication and addition of floats of any format into binary32, rounded once. */
export { codeBits, type FloatLayout } from './layout.js';
export {
  addFloat,
  multiplyAddFloat,
  type AddFloatOptions,
  type MultiplyAddOptions,
  type Operands,
} from './multiply-add.js';
