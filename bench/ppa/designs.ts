/** What is measured: arrays with the function that the bars' ones have, and the blocks of the library whole. */
import { arrayOperands, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import type { VectorUnitParameters } from '../../src/blocks/vector-unit/parameters.js';
import { vectorLane } from '../../src/blocks/vector-unit/rtl/lane.js';
import { dtypeNamed } from '../../src/ir/index.js';
import { floatNamed, type FloatName } from '../../src/numbers/index.js';
import {
  addFloat,
  addNarrow,
  multiply,
  multiplyAdd,
  multiplyAddFloat,
  multiplyFloat,
  type Structures,
} from '../../src/rtl/arithmetic/index.js';
import {
  fromNorth,
  fromWest,
  moduleBuilder,
  signed,
  unsigned,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../src/rtl/index.js';

export interface Element {
  readonly structures: Structures;
  readonly sumBits: number;
  /** A register between product and sum. */
  readonly stages: 1 | 2;
}

/** `p + a * b` alone, without registers. */
export function multiplyAdder(structures: Structures): Module {
  const m = moduleBuilder('multiply_adder');
  const [a, b, p] = [m.input('a', signed(8)), m.input('b', signed(8)), m.input('p', signed(32))];
  m.output('sum', multiplyAdd(m, 'mac', structures, a, b, p, 32));
  return m.build();
}

/**
 * A processing element that keeps its weight: int8 by int8, no stall and no valid bit. The weight comes down a chain of registers and moves to the one
 * that is multiplied where `swap`, which travels with the activations, says so.
 */
export function element({ structures, sumBits, stages }: Element): Module {
  const m = moduleBuilder('element');
  const [a, p] = [m.input('a', signed(8)), m.input('p', signed(sumBits))];
  const swap = m.input('swap');
  const chain = m.register('chain', signed(8));
  chain.next(m.input('w', signed(8)), m.input('shift'));
  const weight = m.register('weight', signed(8));
  weight.next(chain, swap);
  m.output('a_out', m.delay('a_q', a));
  m.output('swap_out', m.delay('swap_q', swap));
  m.output('w_out', chain);
  m.output('p_out', m.delay('p_q', sum(m, structures, stages, a, weight, p)));
  return m.build();
}

function sum(m: ModuleBuilder, structures: Structures, stages: 1 | 2, a: Signal, b: Signal, p: Signal): Signal {
  if (stages === 1) return multiplyAdd(m, 'mac', structures, a, b, p, p.width);
  const product = m.delay('product', multiply(m, 'mac', structures, a, b));
  return addNarrow(m, 'added', structures.adder, p, product);
}

/** A grid of such elements; sums enter at the top and leave at the bottom. */
export function grid(size: number, cell: Module, sumBits: number): Module {
  const m = moduleBuilder('grid');
  const cells = m.grid('cells', [size, size], cell, {
    a: fromWest('a_out', m.input('a', unsigned(8 * size))),
    swap: fromWest('swap_out', m.input('swap', unsigned(size))),
    w: fromNorth('w_out', m.input('w', unsigned(8 * size))),
    shift: m.input('shift'),
    p: fromNorth('p_out', m.input('p', unsigned(sumBits * size))),
  });
  m.output('p_out', cells.south('p_out'));
  m.output('w_out', cells.south('w_out'));
  m.output('a_out', cells.east('a_out'));
  m.output('swap_out', cells.east('swap_out'));
  return m.build();
}

/** An 8 x 8 `PEArray`. */
export function arrayParameters(given: Partial<PEArrayParameters>): PEArrayParameters {
  return {
    rows: 8,
    cols: 8,
    ...arrayOperands('int8'),
    accumulator: 'int32',
    accumulatorBits: 32,
    dataflow: 'weight_stationary',
    hideLoading: true,
    multiplierRegisters: 0,
    adderRegisters: 1,
    multiplier: 'plain',
    adder: 'plain',
    steps: 64,
    ...given,
  };
}

/** A `VectorUnit` of one lane without functions, with results of its operands' number type where that is a float, else of `fp32`. */
export function laneParameters(operand: string): VectorUnitParameters {
  const result = dtypeNamed(operand).exponent_bits > 0 ? operand : 'fp32';
  return {
    lanes: 1,
    operand,
    operandBits: dtypeNamed(operand).width,
    result,
    resultBits: dtypeNamed(result).width,
    overflow: 'infinity',
    functions: 'none',
    reductions: false,
    multiplier: 'booth',
    adder: 'sklansky',
    adderRegisters: 3,
  };
}

export const lane = (operand: string): Module => vectorLane('lane', laneParameters(operand));

/** What two numbers of fp32 give, between registers. */
function ofTwoFloats(name: string, combined: (m: ModuleBuilder, a: Signal, b: Signal) => Signal): Module {
  const m = moduleBuilder(name);
  const [a, b] = [m.delay('a_q', m.input('a', unsigned(32))), m.delay('b_q', m.input('b', unsigned(32)))];
  m.output('code', m.delay('code_q', combined(m, a, b)));
  return m.build();
}

/** `a * b + c` of factors of a format and a sum of fp32, between registers, in one stage or three. */
export function floatMultiplyAdd(operand: FloatName, structures: Structures, stages: 1 | 3): Module {
  const format = floatNamed(operand);
  const m = moduleBuilder('float_multiply_add');
  const held = (name: string, width: number): Signal => m.delay(`${name}_q`, m.input(name, unsigned(width)));
  const operands = { a: held('a', format.width), b: held('b', format.width), addend: held('c', 32) };
  const registers = { productRegisters: 0, sumRegisters: stages === 1 ? 0 : 2 } as const;
  const sum = multiplyAddFloat(m, 'mac', { a: format, b: format, structures, ...registers }, operands);
  m.output('sum', m.delay('sum_q', sum));
  return m.build();
}

export function floatProduct(structures: Structures): Module {
  return ofTwoFloats('float_product', (m, a, b) => multiplyFloat(m, 'product', { structures }, a, b));
}

export function floatSum(structures: Structures): Module {
  return ofTwoFloats('float_sum', (m, a, b) => addFloat(m, 'sum', { structures, sumRegisters: 2 }, a, b));
}
