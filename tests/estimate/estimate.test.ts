import { expect, test } from 'vitest';
import { beats, issueCommands } from '../../src/blocks/hardware.js';
import {
  estimate,
  estimateDesign,
  explainOperation,
  operationPrograms,
  scheduleOperations,
  type Estimate,
  type OperationSchedule,
} from '../../src/estimate/index.js';
import type { Design } from '../../src/ir/index.js';
import { macsOf, parseWorkload, type WorkloadGraph } from '../../src/workload/index.js';
import { attention, convolution, linear, vector } from '../../src/workload/operations.js';
import { discoverMachine } from '../../src/mapping/index.js';
import { asking, chip, tpu, withoutSram } from './designs.js';

function estimated(design: Design, text: string, objective: 'latency' | 'energy' | 'edp' = 'latency'): Estimate {
  const [graph] = parseWorkload(text);
  if (graph === undefined) throw new Error(`no workload ${text}`);
  const [result, diagnostics] = estimate(design, graph, { objective });
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (result === undefined) throw new Error('no estimate');
  return result;
}

function bestBy(objective: 'latency' | 'energy' | 'edp'): Estimate['total'] {
  return estimated(chip({ far: 'hbm3', capacity: 2 ** 20 }), 'gemm(700,900,800)', objective).total;
}

const resnet = estimated(chip(), 'resnet50');

const noPins = { spatial: [], orders: [], tiles: [], bypasses: [] } as const;

test('resnet50 lists every operation, and its multiply-accumulates and parameters come out exactly', () => {
  expect(resnet.operations.filter(({ kind }) => kind === 'convolution')).toHaveLength(53);
  expect(resnet.total.macs).toBe(4_089_184_256);
  expect(resnet.total.parameters).toBe(25_557_032);
});

test('convolutions are bounded, operations without a unit too, and say so', () => {
  for (const row of resnet.operations.filter(({ kind }) => kind === 'convolution')) {
    expect(row).toMatchObject({ assurance: 'bounded', no_unit: false });
  }
  expect(resnet.operations.find(({ name }) => name === 'maxpool')).toMatchObject({
    macs: 0,
    no_unit: true,
    assurance: 'bounded',
    utilization: null,
    compute_cycles: null,
    mapping: null,
  });
});

test('operations on elements run on a vector unit: bounded, with cycles of their commands', () => {
  const options = { operand: 'bf16', requantise: true } as const;
  const [without, with16, with4] = [{}, { lanes: 16 }, { lanes: 4 }].map((more) =>
    estimated(chip({ ...options, ...more }), 'bert-large:sequence=64'),
  );
  const softmax = (found: Estimate | undefined) => found?.operations.find(({ name }) => name === 'layers.softmax');
  expect(softmax(without)).toMatchObject({ unit: null, no_unit: true });
  expect(softmax(with16)).toMatchObject({ unit: 'vector', no_unit: false, assurance: 'bounded', macs: 0 });
  expect(softmax(with16)?.limit).toEqual({ kind: 'compute', path: 'vector' });
  const gelu = (found: Estimate | undefined) => found?.operations.find(({ name }) => name === 'layers.gelu');
  expect(gelu(with16)!.cycles).toBeLessThan(gelu(with4)!.cycles / 2);
  expect(softmax(with16)?.energy.some(({ part }) => part === 'lanes')).toBe(true);
  expect(explainOperation(with16!, 'layers.softmax')?.join()).toContain('done by vector');
  expect(with16!.total.operations_without_unit).toBe(1);
});

test('a vector unit whose numbers are not the core’s is left idle, and a note says why', () => {
  const { notes, total } = estimated(chip({ lanes: 16 }), 'bert-large:sequence=64');
  expect(total.operations_without_unit).toBeGreaterThan(5);
  expect(notes.join()).toContain('vector leaves fp32, and core multiplies int8');
});

test('matrix products through DRAM are modelled, those of attention too', () => {
  const bert = estimated(chip(), 'bert-large');
  expect(bert.operations.find(({ name }) => name === 'layers.up')).toMatchObject({ assurance: 'modelled', repeat: 24 });
  expect(bert.operations.find(({ name }) => name === 'layers.scores')).toMatchObject({ assurance: 'modelled' });
});

test('a matrix product between core and SRAM is proved, its cycles those of the command list', () => {
  const { operations, total } = estimated(chip({ far: 'nothing' }), 'gemm(50,37,41)');
  const [row] = operations;
  expect(row).toMatchObject({ assurance: 'proved' });
  expect(row?.cycles).toBe(row?.core_cycles);
  expect(total.assurance).toBe('proved');
});

test('a product on a core of floats is proved, and takes the longer the more registers a sum has', () => {
  const floats = [1, 3].map((adderRegisters) =>
    estimated(chip({ far: 'nothing', operand: 'bf16', adderRegisters }), 'gemm(50,37,41)'),
  );
  for (const { operations } of floats) expect(operations).toMatchObject([{ assurance: 'proved' }]);
  const [fast, slow] = floats.map(({ total }) => total.cycles);
  expect(slow).toBeGreaterThan(fast ?? Infinity);
});

const conv = { batch: 1, channels: 64, filters: 64, size: 28, kernel: 3, stride: 1, padding: 1 };
const layer = (more: Partial<typeof conv> = {}): WorkloadGraph => ({
  ...parseWorkload('gemm(1,1,1)')[0]!,
  operations: [convolution('layer', { ...conv, ...more })],
});

test('a convolution on a core with an address generator is proved, and asks for no windows', () => {
  const [able, plain] = [true, false].map(
    (convolution_) => estimate(chip({ far: 'nothing', convolution: convolution_ }), layer())[0]!,
  );
  expect(able?.operations).toMatchObject([{ assurance: 'proved' }]);
  expect(able?.notes.join()).not.toContain('im2col');
  expect(plain?.operations).toMatchObject([{ assurance: 'bounded' }]);
  expect(plain?.notes.join()).toContain('im2col');
  // Each position of the kernel has all of the array's 16 channels: no more multiplications, and fewer words loaded.
  expect(able!.operations[0]!.compute_cycles).toBeGreaterThanOrEqual((784 * 576 * 64) / 256);
  expect(able!.operations[0]!.traffic_bytes).toBeLessThan(plain!.operations[0]!.traffic_bytes);
});

test('several images are as many lists, which the SRAM must hold; few channels leave rows of the array idle', () => {
  const run = (more: Partial<typeof conv>) => estimate(chip({ far: 'nothing', convolution: true }), layer(more))[0]!;
  const [one, three] = [1, 3].map((batch) => run({ batch, size: 14 }).operations[0]!);
  expect(three).toMatchObject({ assurance: 'proved', cycles: 3 * one!.cycles });
  expect(run({ batch: 300, size: 14 }).operations).toMatchObject([{ assurance: 'bounded' }]);
  const idle = estimate(chip({ far: 'nothing', convolution: true }), layer({ channels: 4 }), { folding: false })[0]!;
  expect(idle.operations[0]!.utilization).toBeLessThan(0.26);
});

test('few channels of an input fill the array, as it lies in memory folded, which the estimate says', () => {
  const made = estimate(chip({ far: 'nothing', convolution: true }), layer({ channels: 4 }))[0]!;
  expect(made.operations[0]!.utilization).toBeGreaterThan(0.4);
  expect(made.operations[0]!.mapping?.folded).toMatchObject({ columns: 3, channels: expect.any(Number) as number });
  expect(explainOperation(made, 'layer')?.join()).toContain('lies in memory folded: 3 columns');
  expect(made.notes.join()).toContain('the images of layer are inputs and lie in memory folded');
});

test('a core that no hardware covers is modelled, though its formulas are the same', () => {
  const whole = chip({ far: 'nothing' });
  const bf16 = { kind: 'dtype', name: 'bf16' } as const;
  const blocks = whole.blocks.map((block) =>
    block.name === 'MatrixCore'
      ? { ...block, parameters: { ...block.parameters, operand: bf16, weight: bf16 } }
      : block,
  );
  const made = estimated({ ...whole, blocks }, 'gemm(50,37,41)');
  expect(made.operations).toMatchObject([{ assurance: 'modelled' }]);
  expect(explainOperation(made, 'gemm')?.at(-1)).toContain('no hardware covers');
});

test('a core that asks the DRAM itself takes the time of its list, in which every beat waits for the memory', () => {
  const [graph] = parseWorkload('gemm(60,300,90)');
  const [row] = estimate(withoutSram, graph!)[0]!.operations;
  const [[found]] = scheduleOperations(withoutSram, graph!) as [[OperationSchedule], unknown];
  const { parameters, schedule, latency } = found;
  const [machine] = discoverMachine(withoutSram, 'w');
  const pace = (parameters.spillBits / machine!.far!.bandwidth) * machine!.frequency;
  expect(pace).toBeGreaterThan(1);
  const offered = schedule.commands.map((command) => {
    const moved =
      command.kind === 'load' || command.kind === 'store' ? beats(parameters, command.memory, command.words) : 0;
    return { command, offered: 0, stalls: Math.ceil(moved * (pace - 1)) };
  });
  expect(row?.cycles).toBe(issueCommands(parameters, offered, latency).at(-1)?.done);
  expect(row?.cycles).toBeGreaterThan(row!.core_cycles!);
});

test('what stores add comes in beside them: its bytes and its beats count, and the sum passes the memory once', () => {
  const [m, n] = [64, 48];
  const of = (name: string) => [name, m * n] as const;
  const operations = [
    linear('left', m, 32, n),
    linear('right', m, 40, n),
    vector('addition', 'add', 'sum', m * n, { readsResults: 2 * m * n, of: [of('left'), of('right')] }),
    linear('last', m, n, 8, { of: 'sum' }),
  ];
  const graph = { ...parseWorkload('gemm(1,1,1)')[0]!, operations };
  const [apart, together] = [false, true].map(
    (addOnStore) => estimate(asking({ requantise: true, addOnStore }), graph)[0]!,
  ) as [Estimate, Estimate];
  const near = estimate(chip({ requantise: true, addOnStore: true }), graph)[0]!;
  expect(near.operations[2]?.fused_into).toBeNull();
  expect(near.notes.join()).toContain('core adds nothing as it stores');
  const of2 = ({ operations: rows }: Estimate) => rows[1]!.traffic_bytes + rows[2]!.traffic_bytes;
  // Apart, the product's results go out, and come in again.
  expect(of2(apart) - of2(together)).toBe(2 * m * n);
  expect(together.operations[2]).toMatchObject({ cycles: 0, fused_into: ['right'] });
  expect(together.operations[1]!.assurance).toBe('modelled');
  for (const { write, estimated: cycles, operation, unit } of operationPrograms(
    asking({ requantise: true, addOnStore: true }),
    graph,
  )[0]!) {
    const written = write();
    expect([operation.name, unit, written?.kind === 'core' ? Math.ceil(written.program.cycles) : null]).toEqual([
      operation.name,
      'core',
      cycles,
    ]);
  }
});

test('the list of an operation that is fused in parts is that of a part, so many times', () => {
  const count = 8 * 256 ** 2;
  const operations = [
    attention('scores', 8, 256, 64, 256, 1),
    vector('softmax', 'softmax', 'softmax', count, { readsResults: count, row: 256, of: [['scores', count]] }),
    attention('context', 8, 256, 256, 64, 1, { left: 'softmax' }),
  ];
  const graph = { ...parseWorkload('gemm(1,1,1)')[0]!, operations };
  const design = chip({ operand: 'bf16', lanes: 16, requantise: true, rate: 0.5 });
  const [{ group }] = estimate(design, graph)[0]!.operations as [Estimate['operations'][number]];
  // What mapping blocks pin is of each operation by itself.
  const pins = [
    { schema: 'accel-mapping/1', name: 'p', workload: graph.name, design: design.name, ...noPins },
  ] as const;
  for (const options of [{ pins }, { fusion: false }])
    expect(estimate(design, graph, options)[0]?.operations.every((row) => row.group === null)).toBe(true);
  expect(group).toMatchObject({ operations: ['scores', 'softmax', 'context'], stays: ['scores', 'softmax'] });
  for (const { operation, cycles, schedule } of scheduleOperations(design, graph)[0]!) {
    const row = estimate(design, graph)[0]!.operations.find(({ name }) => name === operation.name);
    expect(operation.repeat).toBe(group!.parts);
    expect(macsOf(operation)).toBe(row?.macs);
    expect(operation.repeat * cycles).toBe(row?.core_cycles);
    expect(schedule.products).toBe(8 / group!.parts);
  }
  for (const { write, estimated: cycles, operation, unit } of operationPrograms(design, graph)[0]!) {
    const { program } = write()!;
    expect(unit).toBe(operation.name === 'softmax' ? 'vector' : 'core');
    expect(Math.abs(cycles / program.cycles - 1)).toBeLessThan(0.1);
    // Scores and their softmax stay in the SRAM.
    const directions = new Set(program.moves.map(({ command }) => command.direction));
    expect([...directions]).toEqual({ scores: ['in'], softmax: [], context: ['in', 'out'] }[operation.name]);
  }
});

test('operands that outgrow an SRAM which nothing fills make a bound, and a note', () => {
  const { operations, notes } = estimated(chip({ far: 'nothing' }), 'gemm(2000,2000,2000)');
  expect(operations[0]?.assurance).toBe('bounded');
  expect(notes.join()).toContain('does not fit buffer');
});

test('decoding one sequence moves every weight once, and little else', () => {
  const { total } = estimated(chip(), 'llama-3.1-8b:decode,context=128');
  const weights = 8_030_261_248 - 128_256 * 4096;
  expect(total.traffic_bytes).toBeGreaterThan(weights);
  expect(total.traffic_bytes).toBeLessThan(1.02 * weights);
});

test('weights of four bits are half the bytes of those of eight, and decode in little more than half the time', () => {
  const [eight, four] = ['int8', 'int4'].map(
    (weight) => estimated(chip({ weight, weightRows: 8 }), 'llama-3.1-8b:decode,context=128').total,
  );
  const [mixed] = estimateDesign(chip({ weight: 'int4' }));
  expect(mixed?.peak_ops_per_s).toEqual({ int8: 2 * 256 * 800e6 });
  expect(four!.parameter_bytes).toBe(eight!.parameter_bytes / 2);
  expect(four!.traffic_bytes / eight!.traffic_bytes).toBeCloseTo(0.5, 2);
  expect(four!.cycles / eight!.cycles).toBeLessThan(0.7);
});

test('the 256 x 256 array waits for DDR3, as decoding must', () => {
  const { total, operations } = estimated(tpu, 'llama-3.1-8b:decode');
  const dram = { kind: 'memory', path: 'dram' };
  const [most, next] = total.limits;
  expect(most?.limit).toEqual(dram);
  expect(next).toBeUndefined();
  const products = operations.filter(({ kind }) => kind === 'gemm');
  expect(products.length).toBeGreaterThan(0);
  for (const { limit } of products) expect(limit).toEqual(dram);
  expect(most?.cycles).toBeCloseTo(total.cycles, 3);
});

test('tokens a second and joules a token are of one step', () => {
  const { total } = estimated(tpu, 'llama-3.1-8b:decode,batch=4');
  expect(total.throughput_of).toBe('token');
  expect(total.throughput_per_s).toBeCloseTo(4 / total.latency_s, 9);
  expect(total.energy_per_token_j).toBeCloseTo(total.energy_j / 4, 12);
});

test('an objective is met by what it chooses', () => {
  const [latency, energy, edp] = [bestBy('latency'), bestBy('energy'), bestBy('edp')];
  expect(latency.cycles).toBeLessThanOrEqual(Math.min(energy.cycles, edp.cycles));
  expect(energy.energy_j).toBeLessThanOrEqual(Math.min(latency.energy_j, edp.energy_j));
  expect(edp.energy_j * edp.cycles).toBeLessThanOrEqual(
    Math.min(latency.energy_j * latency.cycles, energy.energy_j * energy.cycles) * (1 + 1e-12),
  );
});

test('the same design and workload give the same bytes', () => {
  expect(JSON.stringify(estimated(chip(), 'resnet50'))).toBe(JSON.stringify(resnet));
});

test('every operation explains itself', () => {
  for (const { name } of resnet.operations) expect(explainOperation(resnet, name)?.length).toBeGreaterThan(3);
  expect(explainOperation(resnet, 'layer2.0.conv2')?.join('\n')).toContain('of the array');
  expect(explainOperation(resnet, 'no such layer')).toBeUndefined();
});

test('E734: memories too small for any tile', () => {
  const [graph] = parseWorkload('gemm(8, 8, 8)');
  if (graph === undefined) throw new Error('no workload');
  const [result, diagnostics] = estimate(chip({ dataflow: 'weight_stationary', weights: 128, rows: 16 }), graph);
  expect(result).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'E734' }]);
});

test('W731: dot products that overflow the accumulators', () => {
  const [graph] = parseWorkload('gemm(4, 200000, 4)');
  if (graph === undefined) throw new Error('no workload');
  expect(estimate(chip(), graph)[1]).toMatchObject([{ code: 'W731', message: expect.stringContaining('131072') }]);
});

test('every figure in use names its source', () => {
  expect(resnet.figures.length).toBeGreaterThan(25);
  for (const figure of resnet.figures) expect(figure.source).not.toBe('');
});
