import { addNarrow, multiply, multiplyAdd, mux, repeat, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import type { ArrayShape } from '../parameters.js';
import { floatFactors, keptFloat, passedFloat, type FloatOperands as Operands } from './float.js';

/**
 * `sum` plus the product where it counts, else `sum` itself. A plain sum of integers is selected. With structures of their own, what is added is made zero
 * instead, so that nothing stands behind the carries; zeros by AND hold in four-state simulation too, where what does not count is unknown. With zero gating
 * what is multiplied stays as it is, and the sum is selected.
 */
export function passedSum(m: ModuleBuilder, shape: ArrayShape, operands: Operands, sum: Signal): Signal {
  const factors = floatFactors(shape);
  if (factors !== undefined) return passedFloat(m, shape, factors, operands, sum);
  if (isMerged(shape)) {
    const { activation, weight, valid } = operands;
    if (shape.zeroGating === true)
      return mux(valid, multiplyAdd(m, 'mac', shape, activation, weight, sum, sum.width), sum);
    return multiplyAdd(m, 'mac', shape, activation, masked(m, 'counted_weight', weight, valid), sum, sum.width);
  }
  const { product, counts } = multiplied(m, shape, operands);
  if (shape.multiplierRegisters === 0 || shape.adder === 'plain')
    return mux(counts, added(m, shape, sum, product), sum);
  return added(m, shape, sum, masked(m, 'counted_product', product, counts));
}

/** The kept `sum`, or zero where `first` starts a new one, plus the product; and whether it counts. */
export function keptSum(
  m: ModuleBuilder,
  shape: ArrayShape,
  operands: Operands,
  first: Signal,
  sum: Signal,
): readonly [Signal, Signal] {
  const factors = floatFactors(shape);
  if (factors !== undefined) return keptFloat(m, shape, factors, operands, first, sum);
  const kept = (starts: Signal): Signal => mux(starts, 0, sum).resize(sum.width);
  if (isMerged(shape)) {
    const { activation, weight, valid, moved } = operands;
    const whole = multiplyAdd(m, 'mac', shape, activation, weight, kept(first), sum.width);
    return [m.named('new_sum', moved === undefined ? whole : mux(moved, whole, kept(first))), valid];
  }
  const { product, counts, starts, moved } = multiplied(m, shape, operands, first);
  const own = moved === undefined ? product : masked(m, 'moved_product', product, moved);
  return [m.named('new_sum', added(m, shape, kept(starts), own)), counts];
}

/** Whether partial products and sum are compressed together, so that only one carry propagates. */
function isMerged({ multiplier, multiplierRegisters }: ArrayShape): boolean {
  return multiplier !== 'plain' && multiplierRegisters === 0;
}

function masked(m: ModuleBuilder, name: string, value: Signal, counts: Signal): Signal {
  return m.named(name, value.asUnsigned().and(repeat(counts, value.width))).asSigned();
}

/** The sum with a narrower product, by the adder's structure. */
function added(m: ModuleBuilder, { adder }: ArrayShape, sum: Signal, product: Signal): Signal {
  return addNarrow(m, 'added', adder, sum, product);
}

/** The product and the bits that travel with it, behind as many registers as the multiplier has. Only control has a reset. */
function multiplied(
  m: ModuleBuilder,
  shape: ArrayShape,
  { run, activation, weight, valid, moved }: Operands,
  first?: Signal,
): { readonly product: Signal; readonly counts: Signal; readonly starts: Signal; readonly moved?: Signal } {
  const product = multiply(m, 'multiplied', shape, activation, weight);
  const late = (name: string, bit: Signal): Signal => m.delay(name, bit, 1, { enable: run });
  if (shape.multiplierRegisters === 0)
    return { product, counts: valid, starts: first ?? valid, ...(moved === undefined ? {} : { moved }) };
  return {
    product: m.delay('product', product, 1, { enable: run }),
    counts: m.delay('product_valid', valid, 1, { enable: run, reset: 0 }),
    starts: first === undefined ? valid : late('product_first', first),
    ...(moved === undefined ? {} : { moved: late('product_moved', moved) }),
  };
}
