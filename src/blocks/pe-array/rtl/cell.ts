import {
  moduleBuilder,
  mux,
  signed,
  unsigned,
  type Module,
  type ModuleBuilder,
  type Signal,
  type Type,
} from '../../../rtl/index.js';
import type { ArrayShape } from '../parameters.js';
import { floatFactors } from './float.js';
import { keptSum, passedSum } from './multiply-accumulate.js';

/*
 * The processing elements. Every register takes a new value only where `run` is high: that is how the whole array stands still.
 * Activations, with what travels beside them, hop one column a cycle; sums (weight stationary) or weights (output stationary) one row a cycle.
 */

/** Integers are two's complement; floats are codes. */
export const activationType = (shape: ArrayShape): Type => typeOf(shape, shape.activationBits);
export const weightType = (shape: ArrayShape): Type => typeOf(shape, shape.weightBits);
export const sumType = (shape: ArrayShape): Type => typeOf(shape, shape.accumulatorBits);
const typeOf = (shape: ArrayShape, bits: number): Type =>
  floatFactors(shape) === undefined ? signed(bits) : unsigned(bits);

/** The processing element of an array. */
export function processingElement(name: string, shape: ArrayShape): Module {
  return shape.dataflow === 'weight_stationary' ? weightStationary(name, shape) : outputStationary(name, shape);
}

/**
 * Holds a weight. `sum_out` is `sum_in` plus the product where the activation is valid, `sum_in` itself where it is not (a row beyond K).
 *
 * `shift` moves the chain of weights one row down. With hidden loading the chain is a second register, and `swap`, which comes a cycle
 * before a tile's first activation, takes the weight from it.
 */
function weightStationary(name: string, shape: ArrayShape): Module {
  const m = moduleBuilder(name, { description: 'A processing element that keeps its weight.' });
  const run = m.input('run');
  const activation = m.input('activation', activationType(shape));
  const valid = m.input('valid');
  const shift = m.input('shift');
  const weightIn = m.input('weight_in', weightType(shape));
  const sumIn = m.input('sum_in', sumType(shape));

  const chain = m.register('chain', weightType(shape), { enable: run });
  chain.next(weightIn, shift);
  hop(m, run, 'activation_out', activation);
  hop(m, run, 'valid_out', valid, 0);
  hop(m, run, 'shift_out', shift, 0);
  m.output('weight_out', chain);

  const weight = heldWeight(m, run, shape, chain);
  const sum = m.register('sum', sumType(shape), { enable: run });
  sum.next(m.named('sum_next', passedSum(m, shape, { run, activation, weight, valid }, sumIn)));
  m.output('sum_out', sum);
  return m.build();
}

/** The weight that is multiplied: the chain's own register, or one that follows it at `swap`. */
function heldWeight(m: ModuleBuilder, run: Signal, shape: ArrayShape, chain: Signal): Signal {
  if (!shape.hideLoading) return chain;
  const swap = m.input('swap');
  hop(m, run, 'swap_out', swap, 0);
  const weight = m.register('weight', weightType(shape), { enable: run });
  weight.next(chain, swap);
  return weight;
}

/**
 * Holds a sum. `first` starts it at zero. Sums leave along a chain that `shift` moves one row up: with hidden draining a register of its own
 * that takes the sum at `last`, else the sum's register.
 */
function outputStationary(name: string, shape: ArrayShape): Module {
  const m = moduleBuilder(name, { description: 'A processing element that keeps its sum.' });
  const run = m.input('run');
  const activation = m.input('activation', activationType(shape));
  const valid = m.input('valid');
  const first = m.input('first');
  const shift = m.input('shift');
  const weight = m.input('weight_in', weightType(shape));
  const sumIn = m.input('sum_in', sumType(shape));
  hop(m, run, 'activation_out', activation);
  hop(m, run, 'valid_out', valid, 0);
  hop(m, run, 'first_out', first);
  hop(m, run, 'shift_out', shift, 0);
  hop(m, run, 'weight_out', weight);

  const sum = m.register('sum', sumType(shape), { enable: run });
  const [next, counts] = keptSum(m, shape, { run, activation, weight, valid }, first, sum);
  if (shape.hideLoading) {
    sum.next(next, counts);
    const last = m.input('last');
    hop(m, run, 'last_out', last, 0);
    const ends = shape.multiplierRegisters === 0 ? last : m.delay('product_last', last, 1, { reset: 0, enable: run });
    const drain = m.register('drain', sumType(shape), { enable: run });
    drain.next(m.named('drain_next', mux(ends, next, sumIn)), ends.or(shift));
    m.output('sum_out', drain);
  } else {
    sum.next(m.named('sum_next', mux(counts, next, sumIn)), counts.or(shift));
    m.output('sum_out', sum);
  }
  return m.build();
}

/** An output that is its value of the cycle before; control has a reset, data has none. */
function hop(m: ModuleBuilder, run: Signal, name: string, value: Signal, reset?: number): void {
  const register = m.register(`${name}_q`, value.type, reset === undefined ? { enable: run } : { enable: run, reset });
  register.next(value);
  m.output(name, register);
}
