import { concat, some, unsigned, vector, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import type { ArrayShape } from '../parameters.js';
import { floatFactors, type Factors } from './float.js';

/*
 * Zero gating: what a multiplier is given stays as it was where an operand is zero, so that nothing in the multiplier turns. A product of integers that is zero
 * does not count. One of floats does: +0 makes a sum of -0 positive, and 0 times infinity is NaN. So of a float the sign and a mark of zero always pass,
 * and only the bits between, which say nothing then, stay.
 */

/** An operand that may have stayed as it was. */
export interface GatedOperand {
  readonly operand: Signal;
  /** Whether the product counts: of integers not where the operand is zero. */
  readonly valid: Signal;
  /** Of floats: the operand is zero, whatever its bits. */
  readonly zero?: Signal;
}

/** The operand one cycle later, but for one that is zero: its registers keep what they have. */
export function gatedHop(
  m: ModuleBuilder,
  shape: ArrayShape,
  name: string,
  run: Signal,
  { operand, valid, zero }: GatedOperand,
): GatedOperand {
  const validNext = m.register(`${name}_counts_q`, unsigned(1), { enable: run, reset: 0 });
  if (floatFactors(shape) === undefined) {
    const held = m.register(`${name}_q`, operand.type, { enable: run });
    held.next(operand, valid);
    validNext.next(valid);
    return { operand: held, valid: validNext };
  }
  const magnitude = operand.slice(operand.width - 2, 0);
  const empty = zero ?? m.named(`${name}_empty`, magnitude.any().not());
  const zeroNext = m.register(`${name}_zero_q`, unsigned(1), { enable: run });
  zeroNext.next(empty);
  validNext.next(valid);
  const held = m.register(`${name}_magnitude_q`, magnitude.type, { enable: run });
  held.next(magnitude, m.named(`${name}_moves`, valid.and(empty.not())));
  const sign = m.delay(`${name}_sign_q`, operand.bit(operand.width - 1), 1, { enable: run });
  return { operand: concat(sign, held), valid: validNext, zero: zeroNext };
}

/** The registers in front of a row: here a zero is found. */
export function gatedEdge(
  m: ModuleBuilder,
  shape: ArrayShape,
  name: string,
  run: Signal,
  operand: Signal,
  valid: Signal,
): GatedOperand {
  if (floatFactors(shape) !== undefined) return gatedHop(m, shape, name, run, { operand, valid });
  const counts = m.named(`${name}_counts`, valid.and(operand.any()));
  return gatedHop(m, shape, name, run, { operand, valid: counts });
}

/** Those of all rows. */
export function gatedRows(
  m: ModuleBuilder,
  shape: ArrayShape,
  run: Signal,
  operands: Signal,
  valid: Signal,
): { readonly activations: Signal; readonly valid: Signal; readonly zero?: Signal } {
  const { rows, activationBits } = shape;
  const gated = Array.from({ length: rows }, (_, r) =>
    gatedEdge(m, shape, `activation_row_${r}`, run, operands.element(r, activationBits), valid.bit(r)),
  );
  const zeros = gated.flatMap(({ zero }) => (zero === undefined ? [] : [zero]));
  return {
    activations: vector(gated.map(({ operand }) => operand)),
    valid: vector(gated.map((row) => row.valid)),
    ...(zeros.length === 0 ? {} : { zero: vector(zeros) }),
  };
}

/** Both operands of an element that keeps its sum, where both may change in a cycle: registers of the multiplier's own, that only a product moves. */
export interface GatedPair {
  readonly activation: Signal;
  readonly weight: Signal;
  /** They are the operands; else the product is zero. */
  readonly moved: Signal;
}

/** An operand that comes: as it is given, and as it is after the cycle. */
export interface ComingOperand {
  readonly next: Signal;
  readonly now: Signal;
}

/**
 * The operands that are multiplied after this cycle. Of floats the signs are always those of now, and operands that are infinite or NaN move whatever the other
 * one is.
 */
export function gatedPair(
  m: ModuleBuilder,
  shape: ArrayShape,
  run: Signal,
  { activation, weight, valid }: { activation: ComingOperand; weight: ComingOperand; valid: Signal },
): GatedPair {
  const factors = floatFactors(shape);
  const moves = m.named('operands_move', valid.and(movesMultiplier(factors, activation.next, weight.next)));
  const moved = m.register('operands_moved', unsigned(1), { enable: run, reset: 0 });
  moved.next(moves);
  const held = (name: string, { next, now }: ComingOperand): Signal => {
    const bits = factors === undefined ? next : next.slice(next.width - 2, 0);
    const register = m.register(name, bits.type, { enable: run });
    register.next(bits, moves);
    return factors === undefined ? register : concat(now.bit(now.width - 1), register);
  };
  return { activation: held('multiplied_activation', activation), weight: held('multiplied_weight', weight), moved };
}

/** Whether a product is more than a zero that the signs make; of floats, `factors` being their formats, an infinity or NaN among them counts too. */
export function movesMultiplier(factors: Factors | undefined, a: Signal, b: Signal): Signal {
  if (factors === undefined) return a.any().and(b.any());
  const filled = (code: Signal): Signal => code.slice(code.width - 2, 0).any();
  const product = filled(a).and(filled(b));
  return some(product, ...special(factors.a, a), ...special(factors.b, b));
}

/** Whether a code is infinite or NaN, or beside NaN, in a format that has such. */
function special({ specials, mantissaBits }: Factors['a'], code: Signal): readonly Signal[] {
  return specials === 'none' ? [] : [code.slice(code.width - 2, mantissaBits).all()];
}
