import {
  addFloat,
  constant,
  moduleBuilder,
  mux,
  perColumn,
  unsigned,
  vector,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import { shiftLine } from '../../pe-array/rtl/line.js';
import { reductions } from '../command.js';
import type { VectorUnitParameters } from '../parameters.js';
import { levelStages, treeStages, vectorLatency } from '../timing.js';
import { additionOf, extremeOf, sumOrExtreme } from './chosen.js';
import type { Issue } from './issue.js';

const fp32 = unsigned(32);

/** What a reduction leaves. */
export interface Reduced {
  /** The number of all lanes and beats, in the cycle in which it is written. */
  readonly value: Signal;
  readonly written: Signal;
}

/**
 * Sum or maximum over the lanes by a tree, then over the beats in their order. All beats on their way are of the command that is held: the
 * next one is not taken before the number is written.
 *
 * @param values of the lanes, in the cycle of their result
 */
export function reduction(
  m: ModuleBuilder,
  name: string,
  parameters: VectorUnitParameters,
  run: Signal,
  { fields, enters, last, first, reduces }: Issue,
  values: Signal,
): Reduced {
  const maximum = m.named('reduces_to_maximum', fields.reduce.eq(reductions.maximum));
  const whole = tree(m, name, parameters, run, maximum, values);
  const stages = vectorLatency(parameters) - 1 + treeStages(parameters);
  const valid = shiftLine(m, 'reduced_valid_q', m.named('reduced_beat', enters.and(reduces)), stages, run, true);
  const line = (wire: string, value: Signal): Signal => shiftLine(m, wire, value, stages, run);
  return overBeats(m, parameters, run, {
    maximum,
    whole,
    valid,
    first: line('reduced_first_q', first),
    last: line('reduced_last_q', last),
  });
}

/** One number of all lanes; of an odd number of them the last one waits for the next level. */
function tree(
  m: ModuleBuilder,
  name: string,
  parameters: VectorUnitParameters,
  run: Signal,
  maximum: Signal,
  values: Signal,
): Signal {
  const node = treeNode(`${name}_tree_node`, parameters);
  let elements = Array.from({ length: parameters.lanes }, (_, lane) => values.element(lane, 32));
  for (let level = 0; elements.length > 1; level++) {
    const pairs = Math.floor(elements.length / 2);
    const side = (odd: 0 | 1): Signal =>
      vector(Array.from({ length: pairs }, (_, pair) => elements[2 * pair + odd] ?? constant(0, fp32)));
    const grid = m.grid(`tree_${level}`, [pairs], node, {
      run,
      maximum,
      left: perColumn(side(0)),
      right: perColumn(side(1)),
    });
    const rest = elements
      .slice(2 * pairs)
      .map((one) => shiftLine(m, `tree_${level}_rest`, one, levelStages(parameters), run));
    const sums = grid.all('result');
    elements = [...Array.from({ length: pairs }, (_, pair) => sums.element(pair, 32)), ...rest];
  }
  return elements[0] ?? constant(0, fp32);
}

/** Sum or larger one of two numbers. */
function treeNode(name: string, parameters: VectorUnitParameters): Module {
  const m = moduleBuilder(name, {
    description: 'A node of the tree over the lanes: sum or larger one of two numbers.',
  });
  const run = m.input('run');
  const pair = {
    left: m.input('left', fp32),
    right: m.input('right', fp32),
    extreme: m.input('maximum'),
    smaller: constant(0),
  };
  m.output('result', sumOrExtreme(m, parameters, run, pair));
  return m.build();
}

interface Beats {
  readonly maximum: Signal;
  readonly whole: Signal;
  readonly valid: Signal;
  readonly first: Signal;
  readonly last: Signal;
}

/** Adds each beat to what is there, in as many cycles as a sum has registers, or takes the larger one, in one. */
function overBeats(
  m: ModuleBuilder,
  parameters: VectorUnitParameters,
  run: Signal,
  { maximum, whole, valid, first, last }: Beats,
): Reduced {
  const kept = m.register('kept', fp32, { enable: run });
  const start = m.named('reduction_start', mux(maximum, constant(0xff800000, fp32), constant(0, fp32)));
  const before = m.named('reduced_before', mux(first, start, kept));
  const { takesRight } = extremeOf(m, { left: before, right: whole, smaller: constant(0) });
  const larger = mux(takesRight, whole, before);
  const sum = addFloat(m, 'accumulate', additionOf(parameters, run), before, whole);
  const late = (wire: string, value: Signal, reset = false): Signal =>
    shiftLine(m, wire, value, parameters.adderRegisters - 1, run, reset);
  const added = late('added_valid_q', valid.and(maximum.not()), true);
  const value = m.named('reduced_value', mux(maximum, larger, sum));
  const changes = m.named('kept_changes', added.or(valid.and(maximum)));
  kept.next(value, changes);
  const ends = mux(maximum, last, late('added_last_q', last));
  return { value, written: m.named('reduction_written', changes.and(ends)) };
}
