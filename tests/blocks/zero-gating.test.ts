import { expect, test } from 'vitest';
import { arrayOperands, type ArrayShape } from '../../src/blocks/pe-array/parameters.js';
import { activationType, sumType, weightType } from '../../src/blocks/pe-array/rtl/cell.js';
import { keptSum, passedSum } from '../../src/blocks/pe-array/rtl/multiply-accumulate.js';
import { movesMultiplier } from '../../src/blocks/pe-array/rtl/zero-gate.js';
import { matrixCoreCost, matrixCoreEnergy } from '../../src/blocks/matrix-core/cost.js';
import { floatFormat } from '../../src/numbers/index.js';
import { productOf } from '../../src/rtl/arithmetic/float/product.js';
import {
  concat,
  constant,
  every,
  moduleBuilder,
  mux,
  printVerilog,
  unsigned,
  type Module,
  type Signal,
} from '../../src/rtl/index.js';
import { technology } from '../../src/technology/index.js';
import { prove } from '../../src/tools/index.js';
import { describeWithTool } from '../support/tools.js';
import { smallCore } from './matrix-core-bench.js';
import { smallArray } from './samples.js';

/*
 * An element that gates zeros beside one that does not, for every operand, every sum, and everything that the multiplier may have kept from before: of integers
 * whole elements, whose sums are narrow; of floats their products, of which an addition takes no more than is compared.
 */

const structures = [
  { multiplier: 'plain', adder: 'plain' },
  { multiplier: 'booth', adder: 'sklansky' },
  { multiplier: 'baugh_wooley', adder: 'kogge_stone' },
] as const;
type Structures = (typeof structures)[number];

const shapeOf = (chosen: Structures, dataflow: ArrayShape['dataflow']): ArrayShape =>
  smallArray({ ...arrayOperands('int4'), ...chosen, accumulatorBits: 12, dataflow });

/** What a register keeps that takes an operand only sometimes. */
const held = (operand: Signal, before: Signal, taken: Signal): Signal =>
  mux(taken, operand, before).resize(operand.width);

function passing(chosen: Structures): Module {
  const shape = shapeOf(chosen, 'weight_stationary');
  const element = (zeroGating: boolean): Module => {
    const m = moduleBuilder(zeroGating ? 'gated' : 'plain');
    const [activation, weight] = [m.input('activation', activationType(shape)), m.input('weight', weightType(shape))];
    const operands = { run: constant(1), activation, weight, valid: m.input('valid') };
    m.output('result', passedSum(m, { ...shape, zeroGating }, operands, m.input('sum', sumType(shape))));
    return m.build();
  };
  const m = moduleBuilder('compared');
  const [activation, before] = [m.input('activation', activationType(shape)), m.input('before', activationType(shape))];
  const others = { weight: m.input('weight', weightType(shape)), sum: m.input('sum', sumType(shape)) };
  const valid = m.input('valid');
  const nonzero = m.named('nonzero', activation.any());
  const own = m.instance('own', element(false), { ...others, activation, valid });
  const kept = held(activation, before, nonzero).asSigned();
  const other = m.instance('other', element(true), { ...others, activation: kept, valid: valid.and(nonzero) });
  m.output('equal', own.port('result').eq(other.port('result')));
  return m.build();
}

function keeping(chosen: Structures): Module {
  const shape = shapeOf(chosen, 'output_stationary');
  const element = (zeroGating: boolean): Module => {
    const m = moduleBuilder(zeroGating ? 'gated' : 'plain');
    const [activation, weight] = [m.input('activation', activationType(shape)), m.input('weight', weightType(shape))];
    const moved = zeroGating ? { moved: m.input('moved') } : {};
    const operands = { run: constant(1), activation, weight, valid: constant(1), ...moved };
    const [next] = keptSum(m, { ...shape, zeroGating }, operands, m.input('first'), m.input('sum', sumType(shape)));
    m.output('result', next);
    return m.build();
  };
  const m = moduleBuilder('compared');
  const input = (name: string): Signal => m.input(name, activationType(shape));
  const [activation, weight] = [input('activation'), input('weight')];
  const others = { first: m.input('first'), sum: m.input('sum', sumType(shape)) };
  const moved = m.named('moved', movesMultiplier(undefined, activation, weight));
  const own = m.instance('own', element(false), { ...others, activation, weight });
  const other = m.instance('other', element(true), {
    ...{ ...others, moved },
    activation: held(activation, input('activation_before'), moved).asSigned(),
    weight: held(weight, input('weight_before'), moved).asSigned(),
  });
  m.output('equal', own.port('result').eq(other.port('result')));
  return m.build();
}

const floats = ['fp4_e2m1', 'fp6_e3m2', 'fp8_e4m3', 'fp8_e5m2'] as const;

/** Products of floats, where `both` of operands that both are kept, else of an activation that is. */
function multiplying(name: (typeof floats)[number], both: boolean): Module {
  const format = floatFormat(name);
  if (format === undefined) throw new Error(`${name} is no float`);
  const m = moduleBuilder('compared');
  const type = unsigned(format.width);
  const filled = (code: Signal): Signal => code.slice(format.width - 2, 0).any();
  const [a, b] = [m.input('a', type), m.input('b', type)];
  const counts = m.input('counts');
  const factors = { a: format, b: format };
  const taken = m.named('taken', both ? movesMultiplier(factors, a, b) : filled(a));
  // The sign is always that of now.
  const kept = (what: string, code: Signal): Signal =>
    concat(code.bit(format.width - 1), held(code, m.input(`${what}_before`, type), taken).slice(format.width - 2, 0));
  const zero = taken.not();
  const codes = both
    ? { a: kept('a', a), b: kept('b', b), zero: { a: zero, b: zero } }
    : { a: kept('a', a), b, zero: { a: zero } };
  const own = productOf(m, 'own', structures[0], factors, { a, b }, counts);
  const other = productOf(m, 'other', structures[0], factors, codes, counts);
  const marks = (['negative', 'significand', 'zero', 'infinite', 'nan'] as const).map((part) =>
    own[part].eq(other[part]),
  );
  // That of a zero is never the greater one.
  const same = own.exponent.eq(other.exponent).or(own.zero);
  m.output('equal', every(...marks, same));
  return m.build();
}

describeWithTool('yosys', 'an element that gates zeros makes the sum of one that does not, whatever it holds', () => {
  const proofOf = async (module: Module) => {
    const files = printVerilog(module).map(({ file, text }) => ({ path: file, text }));
    const [proof, problems] = await prove(files, 'compared', 'equal', { timeLimit_s: 300 });
    expect(problems).toEqual([]);
    return proof;
  };

  test.each(structures)('int4, %o', async (chosen) => {
    for (const module of [passing(chosen), keeping(chosen)]) expect(await proofOf(module)).toEqual({ kind: 'proved' });
  });

  test.each(floats)('%s', async (name) => {
    for (const both of [false, true]) expect(await proofOf(multiplying(name, both))).toEqual({ kind: 'proved' });
  });
});

test.each(['weight_stationary', 'output_stationary'] as const)(
  'a %s core that gates has the area of its gates, and loses the energy of the multiplications that its zeros spare',
  (dataflow) => {
    const node = technology('tsmc_n7', null);
    if (node === undefined) throw new Error('no node');
    const [never, none, half] = (
      [
        [false, 0.5],
        [true, 0],
        [true, 0.5],
      ] as const
    ).map(([zeroGating, zeroOperands]) => smallCore({ dataflow, zeroGating, zeroOperands }));
    const energy = [never!, none!, half!].map((core) => matrixCoreEnergy(core, node));
    const [multiplying, adding] = [energy[1]!.mac.value - energy[2]!.mac.value, energy[2]!.mac.value];
    expect(energy[0]!.mac.value).toBe(energy[1]!.mac.value);
    expect(energy[1]!.mac.value).toBeCloseTo(multiplying + adding, 20);
    expect(multiplying).toBeGreaterThan(0);
    expect(energy[2]!.registers.value).toBeLessThanOrEqual(energy[1]!.registers.value);
    const gates = matrixCoreCost(none!, node).parts.find(({ name }) => name === 'zero gating');
    expect(gates?.area.value).toBeGreaterThan(0);
    expect(matrixCoreCost(never!, node).parts.map(({ name }) => name)).not.toContain('zero gating');
  },
);
