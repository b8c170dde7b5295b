/**
 * Number formats and their arithmetic, bit for bit, on integers: what the hardware computes and golden models check. Codes are unsigned
 * integers of the format's width.
 */
export * from './format.js';
export {
  bitLength,
  convert,
  decode,
  fp32Value,
  nanOf,
  round,
  value,
  type Decoded,
  type Exact,
  type Overflow,
} from './bits.js';
export { add, maximum, minimum, multiply, multiplyAdd, negate } from './arithmetic.js';
export { blockDotAdd, blockFormats, dotAdd, type BlockFormat, type Elements, type ScaledBlock } from './dot.js';
export { requantise, type Requantisation } from './requantise.js';
