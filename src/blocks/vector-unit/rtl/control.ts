import { constant, every, mux, select, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { shiftLine } from '../../pe-array/rtl/line.js';
import { byKinds, combinations, factorKinds, firstKinds, scalarCount } from '../command.js';
import type { VectorUnitParameters } from '../parameters.js';
import { multiplierStages, sumStages, vectorLatency } from '../timing.js';
import type { Issue } from './issue.js';
import type { Reduced } from './reduction.js';

const fp32 = unsigned(32);

/** What travels beside the beats, or tells the lanes what to do with them. */
export interface Guidance {
  /** By the lanes' ports. */
  readonly lane: Readonly<Record<string, Signal>>;
  /** A beat stands on `results`. */
  readonly resultsValid: Signal;
  /** The last beat of a command that does not reduce has come to where it stands on `results`. */
  readonly ends: Signal;
}

/** What the lanes are to do, each part of it in the cycle in which a beat comes there. */
export function guide(
  m: ModuleBuilder,
  parameters: VectorUnitParameters,
  run: Signal,
  { fields, sets, enters, last, reduces }: Issue,
  reduced: Reduced | undefined,
): Guidance {
  const latency = vectorLatency(parameters);
  const line = (name: string, value: Signal, cycles: number, reset = false): Signal =>
    shiftLine(m, name, value, cycles, run, reset);
  const written = enters.and(sets);
  const scalars =
    reduced === undefined
      ? scalarRegisters(m, fields.target, fields.value, written)
      : scalarRegisters(m, fields.target, mux(sets, fields.value, reduced.value), written.or(reduced.written.and(run)));
  const pick = (name: string, index: Signal): Signal => m.named(name, select(index, scalars));
  const is = (operation: keyof typeof combinations): Signal => fields.combine.eq(combinations[operation]);
  const factor = pick('factor_scalar', fields.factorScalar);
  const by = pick('by_scalar', fields.byScalar);
  // One to multiply with and -0 to add change no number.
  const [one, nothing] = [constant(0x3f800000, fp32), constant(0x80000000, fp32)];
  const toChoice = 1 + multiplierStages;
  return {
    lane: {
      first_is_scalar: fields.firstKind.eq(firstKinds.scalar),
      first_value: pick('first_scalar', fields.firstScalar),
      factor_is_first: fields.factorKind.eq(factorKinds.first),
      factor_is_b: fields.factorKind.eq(factorKinds.b),
      factor_value: m.named('factor_value', mux(fields.factorKind.eq(factorKinds.scalar), factor, one)),
      by_is_b: is('none').not().and(fields.byKind.eq(byKinds.b)),
      by_value: m.named('by_value', mux(is('none'), nothing, by)),
      by_negated: is('subtract'),
      extreme: line('extreme_q', is('maximum').or(is('minimum')), toChoice),
      smaller: line('smaller_q', is('minimum'), toChoice),
      ...(parameters.functions === 'none'
        ? {}
        : { function: line('function_q', fields.function, sumStages(parameters)) }),
      relu: line('relu_q', fields.relu, latency - 1),
    },
    resultsValid: line(
      'results_valid_q',
      m.named('emits', every(enters, sets.not(), fields.discard.not())),
      latency,
      true,
    ),
    ends: line('ends_q', m.named('ends', every(enters, last, reduces.not())), latency, true),
  };
}

/** The scalar registers; `target` takes `value` where `write` is high. */
function scalarRegisters(m: ModuleBuilder, target: Signal, value: Signal, write: Signal): readonly Signal[] {
  return Array.from({ length: scalarCount }, (_, index) => {
    const register = m.register(`scalar_${index}`, fp32, { reset: 0 });
    register.next(value, write.and(target.eq(index)));
    return register;
  });
}
