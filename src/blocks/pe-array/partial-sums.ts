import type { ArrayShape } from './parameters.js';

/*
 * A sum that stays in its element and has A registers is kept in A parts, one in each of them: product k is added to part k mod A. A frame is A steps, one for each
 * part. At the end the last frame of products is filled up, and A - 1 frames join the parts: ((s0 + s1) + s2) and so on. A part without a product is not added.
 */

/** Whether sums stay in their elements in several parts. */
export function keepsParts({ dataflow, adderRegisters = 1 }: Pick<ArrayShape, 'dataflow' | 'adderRegisters'>): boolean {
  return dataflow === 'output_stationary' && adderRegisters > 1;
}

/** Steps that an element takes for a kept sum of so many products; with one register as many. */
export function sumSteps(products: number, adderRegisters: number): number {
  return adderRegisters * (Math.ceil(products / adderRegisters) + adderRegisters - 1);
}

/** What a kept sum of `products` products is: `step` adds product k to a part, `join` one part to another. */
export function sumOfParts(
  products: number,
  adderRegisters: number,
  step: (sum: number, k: number) => number,
  join: (sum: number, part: number) => number,
): number {
  let total: number | undefined;
  for (let part = 0; part < Math.min(adderRegisters, products); part++) {
    let sum = 0;
    for (let k = part; k < products; k += adderRegisters) sum = step(sum, k);
    total = total === undefined ? sum : join(total, sum);
  }
  return total ?? 0;
}
