import { floatFormat } from '../../../numbers/index.js';
import {
  concat,
  integerToFloat,
  moduleBuilder,
  multiplyFloat,
  mux,
  narrowFloat,
  repeat,
  signed,
  unsigned,
  widenFloat,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import type { VectorUnitParameters } from '../parameters.js';
import { multiplierStages } from '../timing.js';
import { sumOrExtreme } from './chosen.js';
import { functionUnit } from './function-unit.js';

const fp32 = unsigned(32);

/**
 * One lane. All of its registers take new values only where `run` is high. Every beat goes the whole way: what is not multiplied is multiplied
 * by one, and what is not added to gets -0 added, neither of which changes a number; the larger of two is taken before the addition.
 */
export function vectorLane(name: string, parameters: VectorUnitParameters): Module {
  const { resultBits } = parameters;
  const m = moduleBuilder(name, {
    description: 'A lane: two operands as fp32, their product, a sum, a function of it, the result.',
  });
  const run = m.input('run');
  const held = (wire: string, value: Signal, cycles = 1): Signal => m.delay(wire, value, cycles, { enable: run });
  const { first, factor, by } = operands(m, parameters, held);

  const product = held('product', multiplyFloat(m, 'multiply', { structures: parameters, enable: run }, first, factor));
  const other = held('other', by, multiplierStages);
  const pair = { left: product, right: other, extreme: m.input('extreme'), smaller: m.input('smaller') };
  const sum = sumOrExtreme(m, parameters, run, pair);
  const value = relu(m, functionOf(m, name, parameters, run, sum));
  const result = held('result_q', narrowed(m, parameters, value));
  m.output('result', result, unsigned(resultBits));
  if (parameters.reductions) m.output('value', isWhole(parameters) ? result : held('value_q', value));
  return m.build();
}

/** The first operand, the factor, and what is combined with the product, in fp32, a register behind the streams. */
function operands(
  m: ModuleBuilder,
  parameters: VectorUnitParameters,
  held: (wire: string, value: Signal) => Signal,
): { readonly first: Signal; readonly factor: Signal; readonly by: Signal } {
  const [a, b] = [widened(m, 'a', parameters), widened(m, 'b', parameters)];
  const first = m.named('first_operand', mux(m.input('first_is_scalar'), m.input('first_value', fp32), a));
  const other = mux(m.input('factor_is_b'), b, m.input('factor_value', fp32));
  const factor = m.named('factor_operand', mux(m.input('factor_is_first'), first, other));
  const by = m.named('by_operand', mux(m.input('by_is_b'), b, m.input('by_value', fp32)));
  const addend = concat(by.bit(31).xor(m.input('by_negated')), by.slice(30, 0));
  return { first: held('first', first), factor: held('factor', factor), by: held('by', addend) };
}

/** An element of a stream as fp32. */
function widened(m: ModuleBuilder, port: string, { operand, operandBits }: VectorUnitParameters): Signal {
  const format = floatFormat(operand);
  return format === undefined
    ? integerToFloat(m, `${port}_cast`, m.input(port, signed(operandBits)))
    : widenFloat(m, `${port}_cast`, m.input(port, unsigned(operandBits)), format);
}

/** The function of a sum, or the sum itself, `functionStages` registers later; where the lanes have no functions, the sum. */
function functionOf(
  m: ModuleBuilder,
  name: string,
  parameters: VectorUnitParameters,
  run: Signal,
  sum: Signal,
): Signal {
  if (parameters.functions === 'none') return sum;
  const unit = functionUnit(`${name}_function`, parameters.functions, parameters);
  return m
    .instance('function_unit', unit, { run, code: sum, function: m.input('function', unsigned(2)) })
    .port('result');
}

/** +0 in place of what is negative, where that is asked for; a NaN has no sign. */
function relu(m: ModuleBuilder, value: Signal): Signal {
  const cleared = m.named('cleared', m.input('relu').and(value.bit(31)));
  return m.named('activated', value.and(repeat(cleared.not(), 32)));
}

function narrowed(m: ModuleBuilder, parameters: VectorUnitParameters, value: Signal): Signal {
  const format = floatFormat(parameters.result);
  return format === undefined || isWhole(parameters)
    ? value
    : narrowFloat(m, 'result_cast', value, format, parameters.overflow);
}

/** Whether a result is the lane's number as it is. */
function isWhole({ result, overflow }: VectorUnitParameters): boolean {
  return result === 'fp32' && overflow === 'infinity';
}
