import {
  concat,
  constant,
  dotAddFloat,
  multiplyAddFloat,
  mux,
  unsigned,
  type ModuleBuilder,
  type MultiplyAddOptions,
  type Operands as FactorOperands,
  type Signal,
} from '../../../rtl/index.js';
import { groupFormat } from '../golden-groups.js';
import { groupsOf, type ArrayOperands, type ArrayShape } from '../parameters.js';

/** What an element multiplies, and whether the product counts; `run` is its clock enable. */
export interface FloatOperands {
  readonly run: Signal;
  readonly activation: Signal;
  readonly weight: Signal;
  readonly valid: Signal;
  /** With zero gating: the activation is zero, of floats. */
  readonly zero?: Signal;
  /** With zero gating, where both operands move: they are those of now; else the product is zero. */
  readonly moved?: Signal;
}

/** Formats of two factors. */
export type Factors = Pick<MultiplyAddOptions, 'a' | 'b'>;

/** The formats of an array's factors, activation by weight; undefined where they are integers. */
export function floatFactors(operands: ArrayOperands): Factors | undefined {
  const { activation, weight } = groupsOf(operands);
  const [a, b] = [groupFormat(activation), groupFormat(weight)];
  return a === undefined || b === undefined ? undefined : { a, b };
}

/** `sum` plus the product where it counts, else `sum` itself, behind as many registers as multiplier and adder have but the last. */
export function passedFloat(
  m: ModuleBuilder,
  shape: ArrayShape,
  factors: Factors,
  { run, activation, weight, valid, zero }: FloatOperands,
  sum: Signal,
): Signal {
  const operands = {
    ...{ a: activation, b: weight, addend: sum, counts: valid },
    ...(zero === undefined ? {} : { zero: { a: zero } }),
  };
  return sumWith(m, shape, factors, run, operands);
}

/** The kept `sum`, or zero where `first` starts a new one, plus the product; and whether it counts. */
export function keptFloat(
  m: ModuleBuilder,
  shape: ArrayShape,
  factors: Factors,
  { run, activation, weight, valid, moved }: FloatOperands,
  first: Signal,
  sum: Signal,
): readonly [Signal, Signal] {
  const late = shape.multiplierRegisters === 1;
  const starts = late ? m.delay('product_first', first, 1, { enable: run }) : first;
  const counts = late ? m.delay('product_valid', valid, 1, { enable: run, reset: 0 }) : valid;
  const addend = m.named('kept_sum', mux(starts, 0, sum).resize(sum.width));
  const zero = moved?.not();
  const next = sumWith(m, shape, factors, run, {
    ...{ a: activation, b: weight, addend },
    ...(zero === undefined ? {} : { zero: { a: zero, b: zero } }),
  });
  return [m.named('new_sum', next), counts];
}

/** What an element has of a sum that it keeps in several parts. */
export interface PartialSums {
  /** The addend is zero: the part begins. */
  readonly first: Signal;
  /** The part before this one is added, in place of a product. */
  readonly joins: Signal;
  readonly sum: Signal;
  readonly before: Signal;
}

/**
 * The part of a kept sum that `sum` holds, or zero where `first` starts it, plus the product where it counts; or plus the part `before` it. A part that starts
 * without a product is -0, which changes nothing that it is added to.
 */
export function partialFloat(
  m: ModuleBuilder,
  shape: ArrayShape,
  factors: Factors,
  { run, activation, weight, valid, moved }: FloatOperands,
  { first, joins, sum, before }: PartialSums,
): Signal {
  const behind = (name: string, bit: Signal): Signal =>
    shape.multiplierRegisters === 0 ? bit : m.delay(name, bit, 1, { enable: run });
  const absent = behind('product_absent', m.named('absent', valid.not()));
  const start = concat(absent, constant(0, unsigned(sum.width - 1)));
  const addend = m.named('kept_sum', mux(behind('product_first', first), start, sum));
  const zero = moved?.not();
  const next = sumWith(m, shape, factors, run, {
    ...{ a: activation, b: weight, addend, counts: valid },
    ...(zero === undefined ? {} : { zero: { a: zero, b: zero } }),
    joined: { when: behind('product_joins', joins), code: before },
  });
  return m.named('new_sum', next);
}

/** The addend and a product, or a group's sum of products, rounded once. */
function sumWith(m: ModuleBuilder, shape: ArrayShape, factors: Factors, run: Signal, operands: FactorOperands): Signal {
  const { numbers, scale } = groupsOf(shape).activation;
  const given = options(shape, factors, run);
  if (numbers === 1 && scale === 'none') return multiplyAddFloat(m, 'mac', given, operands);
  return dotAddFloat(m, 'mac', { ...given, count: numbers, scale }, operands);
}

function options(shape: ArrayShape, factors: Factors, run: Signal): MultiplyAddOptions {
  const { multiplierRegisters, adderRegisters = 1 } = shape;
  return {
    ...factors,
    structures: shape,
    productRegisters: multiplierRegisters === 0 ? 0 : 1,
    sumRegisters: adderRegisters === 1 ? 0 : adderRegisters === 2 ? 1 : 2,
    enable: run,
  };
}
