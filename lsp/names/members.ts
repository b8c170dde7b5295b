import type { Type } from '../../src/language/index.js';

/** What stands behind the dot of a port, a clock or a number type, and what it means. */
export const memberTexts: Readonly<Partial<Record<Type['kind'], Readonly<Record<string, string>>>>> = {
  port: {
    width: 'Bits that it carries in a cycle.',
    bandwidth: 'Bits that it carries in a second: its width at the frequency of its clock.',
  },
  clock: { frequency: 'Cycles in a second.', period: 'Time of a cycle.' },
  dtype: {
    width: 'Bits of one number.',
    exponent_bits: 'Bits of the exponent; 0 where the numbers are integers.',
    mantissa_bits: 'Bits of the mantissa, without the hidden one.',
    bias: 'What is added to an exponent before it is stored.',
  },
};
