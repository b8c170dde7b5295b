import {
  moduleBuilder,
  mux,
  signed,
  unsigned,
  type Module,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
  type Type,
} from '../../../rtl/index.js';
import type { ArrayShape } from '../parameters.js';
import { keepsParts } from '../partial-sums.js';
import { floatFactors, type FloatOperands } from './float.js';
import { keptPart, keptSum, passedSum } from './multiply-accumulate.js';
import { gatedHop, gatedPair } from './zero-gate.js';

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
  const zero = passActivation(m, run, shape, activation, valid);
  hop(m, run, 'shift_out', shift, 0);
  m.output('weight_out', chain);

  const weight = heldWeight(m, run, shape, chain);
  const sum = m.register('sum', sumType(shape), { enable: run });
  sum.next(m.named('sum_next', passedSum(m, shape, { ...{ run, activation, weight, valid }, ...zero }, sumIn)));
  m.output('sum_out', sum);
  return m.build();
}

/** Hands an activation on with its mark. With zero gating one that is zero is not, but for a mark that it is, which of floats says so here too. */
function passActivation(
  m: ModuleBuilder,
  run: Signal,
  shape: ArrayShape,
  activation: Signal,
  valid: Signal,
): { readonly zero?: Signal } {
  if (shape.zeroGating !== true) {
    hop(m, run, 'activation_out', activation);
    hop(m, run, 'valid_out', valid, 0);
    return {};
  }
  const here = floatFactors(shape) === undefined ? {} : { zero: m.input('zero') };
  const next = gatedHop(m, shape, 'activation_out', run, { operand: activation, valid, ...here });
  m.output('activation_out', next.operand, activation.type);
  m.output('valid_out', next.valid);
  if (next.zero !== undefined) m.output('zero_out', next.zero);
  return here;
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
 *
 * With zero gating what enters is a cycle early: the registers that hand it on are those that this element works from, beside the multiplier's own.
 */
function outputStationary(name: string, shape: ArrayShape): Module {
  const m = moduleBuilder(name, { description: 'A processing element that keeps its sum.' });
  const run = m.input('run');
  const coming = {
    activation: m.input('activation', activationType(shape)),
    valid: m.input('valid'),
    first: m.input('first'),
  };
  const shift = m.input('shift');
  const weightIn = m.input('weight_in', weightType(shape));
  const sumIn = m.input('sum_in', sumType(shape));
  const gated = shape.zeroGating === true;
  const pass = (name: string, value: Signal, reset?: number): Signal => {
    const register = hop(m, run, name, value, reset);
    return gated ? register : value;
  };
  const activation = pass('activation_out', coming.activation);
  const valid = pass('valid_out', coming.valid, 0);
  const first = pass('first_out', coming.first);
  hop(m, run, 'shift_out', shift, 0);
  const weight = pass('weight_out', weightIn);
  const operands = gated
    ? gatedPair(m, shape, run, {
        activation: { next: coming.activation, now: activation },
        weight: { next: weightIn, now: weight },
        valid: coming.valid,
      })
    : { activation, weight };

  const sum = m.register('sum', sumType(shape), { enable: run });
  if (keepsParts(shape)) {
    keepParts(m, shape, { run, operands: { run, valid, ...operands }, first, shift, sumIn, pass, sum });
    return m.build();
  }
  const [next, counts] = keptSum(m, shape, { run, valid, ...operands }, first, sum);
  if (shape.hideLoading) {
    sum.next(next, counts);
    const last = pass('last_out', m.input('last'), 0);
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

interface Kept {
  readonly run: Signal;
  readonly operands: FloatOperands;
  readonly first: Signal;
  readonly shift: Signal;
  readonly sumIn: Signal;
  readonly sum: RegisterSignal;
  /** Hands a mark on, and gives it when it counts. */
  readonly pass: (name: string, value: Signal, reset?: number) => Signal;
}

/**
 * A sum of A registers is A parts, which take turns in them: part i leaves the adder, and enters it again, in every A-th cycle. At the end they are
 * `joins`ed one by one: the part that leaves is added to the one that left before it. What is behind the last of that is the sum.
 */
function keepParts(m: ModuleBuilder, shape: ArrayShape, kept: Kept): void {
  const { run, operands, first, shift, sumIn, sum, pass } = kept;
  const { multiplierRegisters, adderRegisters = 1 } = shape;
  const behind = multiplierRegisters + adderRegisters - 1;
  const before = m.register('sum_before', sumType(shape), { enable: run });
  before.next(sum);
  const joins = pass('joins_out', m.input('joins'), 0);
  const next = keptPart(m, shape, operands, { first, joins, sum, before });
  if (shape.hideLoading) {
    sum.next(next);
    const last = pass('last_out', m.input('last'), 0);
    const ends = m.delay('sum_last', last, behind, { reset: 0, enable: run });
    const drain = m.register('drain', sumType(shape), { enable: run });
    drain.next(m.named('drain_next', mux(ends, next, sumIn)), ends.or(shift));
    m.output('sum_out', drain);
  } else {
    const active = pass('active_out', m.input('active'), 0);
    const changes = m.delay('sum_active', active, behind, { reset: 0, enable: run });
    sum.next(m.named('sum_next', mux(changes, next, sumIn)), changes.or(shift));
    m.output('sum_out', sum);
  }
}

/** An output that is its value of the cycle before; control has a reset, data has none. */
function hop(m: ModuleBuilder, run: Signal, name: string, value: Signal, reset?: number): Signal {
  const register = m.register(`${name}_q`, value.type, reset === undefined ? { enable: run } : { enable: run, reset });
  register.next(value);
  return m.output(name, register);
}
