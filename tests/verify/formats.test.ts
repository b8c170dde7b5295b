import { describe, expect, test } from 'vitest';
import { simulate, synthesize } from '../../src/tools/index.js';
import { verify, type SimulatorName } from '../../src/verify/index.js';
import { sumsOf } from '../blocks/matrix-core-bench.js';
import { designOf } from '../support/language.js';
import { cases, count, seed, tier } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';

const integers = ['int4', 'int8', 'int16'] as const;
const floats = ['fp4_e2m1', 'fp6_e2m3', 'fp6_e3m2', 'fp8_e4m3', 'fp8_e5m2', 'bf16', 'fp16', 'tf32'] as const;
const dataflows = ['weight_stationary', 'output_stationary', 'input_stationary'] as const;

/** Activations of one format by weights of another: narrower and wider ones, of the same and of other exponents. */
const mixed = [
  'int8 x int4',
  'int4 x int8',
  'int16 x int8',
  'int4 x int16',
  'fp8_e4m3 x fp8_e5m2',
  'bf16 x fp8_e4m3',
  'fp16 x fp4_e2m1',
  'fp8_e5m2 x bf16',
  'fp4_e2m1 x tf32',
  'tf32 x fp6_e3m2',
] as const;

/** Every format and pair with every dataflow, on an array and on a core. */
const all = [...integers, ...floats, ...mixed].flatMap((operand) =>
  dataflows.flatMap((dataflow) =>
    (['PEArray', 'MatrixCore'] as const).map((block) => [operand, dataflow, block] as const),
  ),
);
type Case = (typeof all)[number];

const ports = { PEArray: ['weights', 'activations', 'sums'], MatrixCore: ['commands', 'results', 'spill'] } as const;

interface Given {
  /** Registers of a sum of floats; where not given, one of sums that stay, and two of others. */
  readonly registers?: number;
  readonly more?: string;
}

/** @param stores whether a core stores its sums as operands too */
function designWith(
  [operand, dataflow, block]: Case,
  stores: boolean,
  { registers: given = dataflow === 'output_stationary' ? 1 : 2, more = '' }: Given,
): ReturnType<typeof designOf> {
  const [activation = '', weight = activation] = operand.split(' x ');
  const accumulator = sumsOf(activation, weight);
  const registers = accumulator === 'fp32' ? given : 1;
  const types = `operand: ${activation}, weight: ${weight}`;
  // Four columns: two rows of six-bit weights, or of tf32, are whole bytes.
  const shape = `rows: 3, cols: 4, ${types}, accumulator: ${accumulator}, dataflow: .${dataflow}, adder_registers: ${registers}`;
  const own = {
    PEArray: 'steps: 6',
    MatrixCore: `requantise: ${stores && dataflow !== 'input_stationary'}, activation_capacity: 1 KiB, weight_capacity: 1 KiB, accumulator_capacity: 2 KiB, address_space: 16 KiB`,
  }[block];
  return designOf(`
import { ${block} } from "std/compute";
import { tsmc_n7 } from "std/process";
design Chip {
  process tsmc_n7;
  clock main = 800 MHz;
  part: ${block} { ${shape}, ${own}${more} };
  ${ports[block].map((port) => `unused part.${port};`).join(' ')}
}
`);
}

async function passes(
  which: Case,
  runs: number,
  simulators: readonly SimulatorName[],
  given: Given = {},
): Promise<void> {
  const request = { random: { cases: runs, seed }, simulators };
  // Requantisers take Yosys long.
  const design = designWith(which, simulators.includes('builtin'), given);
  const [found, diagnostics] = await verify(design, request, { tools: { simulate, synthesize } });
  expect(diagnostics).toEqual([]);
  expect(found?.report).toMatchObject({ passed: true, blocks: [{ cases: runs }] });
}

describe('every bit and every cycle of random cases', () => {
  test.each(all)('%s, %s, %s', async (...which) => {
    await passes(which, count(cases(25)), ['builtin']);
  });
});

describe('so where zeros are gated', () => {
  test.each(all.filter(([operand]) => ['int8', 'fp8_e5m2', 'bf16'].includes(operand)))(
    '%s, %s, %s',
    async (...which) => {
      await passes(which, count(cases(25)), ['builtin'], { more: ', zero_gating: true' });
    },
  );
});

/** Sums of floats that stay. */
const kept = all.filter(([operand, dataflow]) => dataflow === 'output_stationary' && !operand.startsWith('int'));

describe('so where sums stay in two parts', () => {
  test.each(kept)('%s, %s, %s', async (...which) => {
    await passes(which, count(cases(15)), ['builtin'], { registers: 2 });
  });
});

describe('so where they stay in three, with each choice beside', () => {
  const choices = ['multiplier_registers: 1', 'hide_loading: false', 'zero_gating: true', 'multiplier: .booth'];
  test.each(choices.flatMap((choice) => (['PEArray', 'MatrixCore'] as const).map((block) => [choice, block] as const)))(
    '%s, %s',
    async (choice, block) => {
      const given = { registers: 3, more: `, ${choice}` };
      await passes(['bf16', 'output_stationary', block], count(cases(15)), ['builtin'], given);
    },
  );
});

/** Where commands overlap, which they do where something stands: every group of formats. */
const overlapping = all.filter(
  ([operand, dataflow, block]) =>
    block === 'MatrixCore' &&
    dataflow !== 'output_stationary' &&
    ['int8', 'fp8_e5m2', 'bf16', 'int8 x int4', 'fp8_e4m3 x fp8_e5m2'].includes(operand),
);

describe('so where commands overlap', () => {
  test.each(overlapping)('%s, %s, %s', async (...which) => {
    await passes(which, count(cases(60)), ['builtin'], {
      more: ', overlap_commands: true, weight_rows: 2, counters: true',
    });
  });
});

/** One of each format, weights or sums and blocks in turn; and some with activations that stand. */
const sample = [
  ...[...integers, ...floats, ...mixed].map((operand, index): Case => {
    const [dataflow, block] = [dataflows[index % 2], index % 4 < 2 ? 'MatrixCore' : 'PEArray'] as const;
    return [operand, dataflow ?? 'weight_stationary', block];
  }),
  ['int4', 'input_stationary', 'MatrixCore'],
  ['fp4_e2m1', 'input_stationary', 'PEArray'],
  ['fp8_e5m2 x bf16', 'input_stationary', 'MatrixCore'],
] satisfies readonly Case[];

/** Sums that stay have two registers here. */
const elsewhere: Given = { registers: 2 };

/** The netlists of all in the longer runs, of two where time is short: a core of floats takes Yosys half a minute. */
const mapped =
  tier === 'quick'
    ? sample.filter(([operand]) => ['int4', 'fp4_e2m1', 'int16', 'int8 x int4'].includes(operand))
    : sample;

describeWithTool(['icarus', 'verilator', 'yosys'], 'a sample elsewhere', () => {
  test.each(sample)('%s, %s, %s in Icarus', async (...which) => {
    await passes(which, 2, ['icarus'], elsewhere);
  });

  test.each(mapped)(
    '%s, %s, %s as a netlist',
    async (...which) => {
      await passes(which, 2, ['netlist'], elsewhere);
    },
    600_000,
  );

  test.each(sample.filter(([operand]) => ['int4', 'int16', 'fp8_e5m2', 'bf16 x fp8_e4m3'].includes(operand)))(
    '%s, %s, %s in Verilator',
    async (...which) => {
      await passes(which, 2, ['verilator'], elsewhere);
    },
    600_000,
  );

  const few = overlapping.filter(([operand, dataflow]) =>
    ['int8, weight_stationary', 'fp8_e5m2, input_stationary'].includes(`${operand}, ${dataflow}`),
  );
  test.each(few)(
    '%s, %s, %s, commands that overlap, in Icarus and Verilator',
    async (...which) => {
      await passes(which, 4, ['icarus', 'verilator'], { more: ', overlap_commands: true' });
    },
    600_000,
  );

  test.each(tier === 'quick' ? few.slice(0, 1) : few)(
    '%s, %s, %s, commands that overlap, as a netlist',
    async (...which) => {
      await passes(which, 4, ['netlist'], { more: ', overlap_commands: true, psum_in: .top' });
    },
    600_000,
  );
});
