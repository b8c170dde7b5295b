import {
  addNarrow,
  multiply,
  multiplyAdd,
  mux,
  repeat,
  sumOfProducts,
  type FactorPair,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import { groupSumBits, type ArrayShape } from '../parameters.js';
import {
  floatFactors,
  keptFloat,
  partialFloat,
  passedFloat,
  type FloatOperands as Operands,
  type PartialSums,
} from './float.js';

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
    if (shape.zeroGating === true) return mux(valid, merged(m, shape, activation, weight, sum), sum);
    return merged(m, shape, activation, masked(m, 'counted_weight', weight, valid), sum);
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
    const whole = merged(m, shape, activation, weight, kept(first));
    return [m.named('new_sum', moved === undefined ? whole : mux(moved, whole, kept(first))), valid];
  }
  const { product, counts, starts, moved } = multiplied(m, shape, operands, first);
  const own = moved === undefined ? product : masked(m, 'moved_product', product, moved);
  return [m.named('new_sum', added(m, shape, kept(starts), own)), counts];
}

/** The next value of one of the parts in which an element keeps its sum, behind as many registers as multiplier and adder have but the last. */
export function keptPart(m: ModuleBuilder, shape: ArrayShape, operands: Operands, parts: PartialSums): Signal {
  const factors = floatFactors(shape);
  if (factors === undefined) throw new Error('a sum of integers has one part');
  return partialFloat(m, shape, factors, operands, parts);
}

/** Whether partial products and sum are compressed together, so that only one carry propagates. */
function isMerged({ multiplier, multiplierRegisters }: ArrayShape): boolean {
  return multiplier !== 'plain' && multiplierRegisters === 0;
}

/** The sum plus the products of integers, partial products and sum compressed together. */
function merged(m: ModuleBuilder, shape: ArrayShape, activation: Signal, weight: Signal, sum: Signal): Signal {
  if (shape.dot === 1) return multiplyAdd(m, 'mac', shape, activation, weight, sum, sum.width);
  return sumOfProducts(m, 'mac', shape, factorPairs(shape, activation, weight), sum, sum.width);
}

/** The product of integers, or the sum of a group's. */
function productOf(m: ModuleBuilder, shape: ArrayShape, activation: Signal, weight: Signal): Signal {
  if (shape.dot === 1) return multiply(m, 'multiplied', shape, activation, weight);
  const pairs = factorPairs(shape, activation, weight);
  return sumOfProducts(m, 'multiplied', shape, pairs, undefined, groupSumBits(shape));
}

/** Pair by pair, the numbers of two groups of integers. */
function factorPairs({ dot }: ArrayShape, activation: Signal, weight: Signal): readonly FactorPair[] {
  const number = (group: Signal, index: number): Signal => group.element(index, group.width / dot).asSigned();
  return Array.from({ length: dot }, (_, index) => [number(activation, index), number(weight, index)] as const);
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
  const product = productOf(m, shape, activation, weight);
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
