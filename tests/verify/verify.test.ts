import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blockHardware, matrixCore, matrixCoreParameters, sramParameters } from '../../src/blocks/hardware.js';
import { scheduleOperations } from '../../src/estimate/index.js';
import type { Block, Design } from '../../src/ir/index.js';
import { moduleBuilder, type Expr, type Module } from '../../src/rtl/index.js';
import { simulate, synthesize } from '../../src/tools/index.js';
import { verify, type VerifyRequest, type VerifyTools } from '../../src/verify/index.js';
import { parseWorkload } from '../../src/workload/index.js';
import { convolution } from '../../src/workload/operations.js';
import { designOf } from '../support/language.js';
import { describeWithTool } from '../support/tools.js';
import { gemm, npu, tools, verified, wordBits } from './designs.js';
import { cases, seed } from '../support/tier.js';

const edge = designOf(readFileSync(new URL('../../examples/edge_npu.accel', import.meta.url), 'utf8'));

/** A design of one array alone. */
function arrayDesign(more: string): Design {
  return designOf(`
import { PEArray } from "std/compute";
import { tsmc_n7 } from "std/process";
design Lanes {
  process tsmc_n7;
  clock main = 800 MHz;
  array: PEArray { rows: 3, cols: 5, steps: 7, ${more} };
  unused array.weights;
  unused array.activations;
  unused array.sums;
}
`);
}

/** A design of one vector unit alone. */
function vectorDesign(more: string): Design {
  return designOf(`
import { VectorUnit } from "std/compute";
import { tsmc_n7 } from "std/process";
design Lanes {
  process tsmc_n7;
  clock main = 800 MHz;
  vector: VectorUnit { ${more} };
  unused vector.commands;
  unused vector.a;
  unused vector.b;
  unused vector.results;
}
`);
}

describe('hardware, golden model and estimate agree', () => {
  test('on a product that the core holds at once', async () => {
    const { report } = await verified(edge, { workload: gemm(50, 37, 41), simulators: ['builtin'] });
    expect(report).toMatchObject({ passed: true, blocks: [{ path: 'core', differences: [] }] });
    const { workload } = report.blocks[0]!;
    expect(workload!.cycles).toBe(workload!.estimated_cycles);
  });

  test('on a product of several tiles in every direction', async () => {
    const small = npu('rows: 4, cols: 8');
    const { report } = await verified(small, { workload: gemm(90, 130, 75), simulators: ['builtin'] });
    const { workload } = report.blocks[0]!;
    expect(workload!.commands).toBeGreaterThan(20);
    expect(workload!.cycles).toBe(workload!.estimated_cycles);
  });

  test('on a product whose operands exceed the address space of the core', async () => {
    const small = npu('rows: 4, cols: 8');
    const { report } = await verified(small, { workload: gemm(150, 120, 100), simulators: ['builtin'] });
    expect(report.passed).toBe(true);
  });

  test('on a convolution over an input that lies folded', async () => {
    const small = npu('rows: 8, cols: 8, convolution: true');
    const operation = convolution('conv', {
      batch: 1,
      channels: 2,
      filters: 5,
      size: 9,
      kernel: 3,
      stride: 2,
      padding: 1,
    });
    const workload = { ...gemm(1, 1, 1), name: 'conv', operations: [operation] };
    const [schedules] = scheduleOperations(small, workload);
    expect(schedules?.[0]?.schedule.image?.shape.folded).toEqual({ columns: 3, rows: 1 });
    const { report } = await verified(small, { workload, simulators: ['builtin'] });
    expect(report.passed).toBe(true);
    expect(report.blocks[0]?.workload?.cycles).toBe(report.blocks[0]?.workload?.estimated_cycles);
  });

  test('on a workload, and then on random commands of a core that counts', async () => {
    const request = { workload: gemm(9, 17, 6), random: { cases: cases(12), seed }, block: 'core' } as const;
    const { report } = await verified(npu('rows: 4, cols: 8, counters: true'), { ...request, simulators: ['builtin'] });
    expect(report.passed).toBe(true);
  });

  test('on random commands', async () => {
    const { report } = await verified(edge, { random: { cases: cases(12), seed }, simulators: ['builtin'] });
    expect(report.blocks.map(({ path, cases: count }) => [path, count])).toEqual([
      ['core', cases(12)],
      ['buffer', cases(12)],
    ]);
    for (const { values, cycles } of report.blocks) expect([values > 0, cycles > 0]).toEqual([true, true]);
  });

  test.each([
    'rows: 1, cols: 8',
    'rows: 8, cols: 1',
    'rows: 5, cols: 3, weight_rows: 2',
    'rows: 4, cols: 8, hide_loading: false',
    'rows: 4, cols: 8, multiplier_registers: 1',
    'rows: 4, cols: 8, dataflow: .output_stationary',
    'rows: 3, cols: 5, dataflow: .output_stationary, hide_loading: false, multiplier_registers: 1',
  ])('on random commands for a core of %s', async (core) => {
    const design = npu(core, `word: ${wordBits(core)} b`);
    expect(
      (await verified(design, { random: { cases: cases(12), seed }, block: 'core', simulators: ['builtin'] })).report
        .passed,
    ).toBe(true);
  });

  test('on random traffic of a memory with one port', async () => {
    const design = npu('rows: 4, cols: 8', 'word: 128 b, ports: .one_rw');
    expect(
      (await verified(design, { random: { cases: cases(5), seed }, block: 'buffer', simulators: ['builtin'] })).report
        .passed,
    ).toBe(true);
  });

  const floats = 'operand: bf16, accumulator: fp32';
  test.each([
    '',
    'dataflow: .output_stationary',
    'hide_loading: false, multiplier_registers: 1',
    'operand: int4',
    `${floats}, multiplier_registers: 1, adder_registers: 2`,
    `${floats}, dataflow: .output_stationary`,
    `${floats}, dataflow: .output_stationary, adder_registers: 3`,
    'operand: fp8_e4m3, accumulator: fp32, hide_loading: false, adder_registers: 3',
    'operand: fp8_e5m2, accumulator: fp32, dataflow: .output_stationary, multiplier_registers: 1',
    'operand: fp16, accumulator: fp32',
  ])('on random tiles of an array (%s)', async (more) => {
    const { report } = await verified(arrayDesign(more), {
      random: { cases: cases(12), seed },
      simulators: ['builtin'],
    });
    expect(report.blocks.map(({ path, block, cases: count }) => [path, block, count])).toEqual([
      ['array', 'PEArray', cases(12)],
    ]);
  });

  test.each([
    'lanes: 2',
    'lanes: 4, functions: .none',
    'lanes: 5, functions: .none, adder_registers: 2',
    'lanes: 1, functions: .none, reductions: false, adder_registers: 1',
    'lanes: 3, operand: bf16, result: bf16, functions: .half, multiplier: .booth, adder: .sklansky, adder_registers: 2',
    'lanes: 2, operand: int8, result: fp8_e4m3, functions: .none, adder_registers: 1',
    'lanes: 2, operand: fp16, result: fp8_e5m2, saturate: true, multiplier: .baugh_wooley, adder: .kogge_stone',
  ])('on random commands of a vector unit (%s)', async (more) => {
    const { report } = await verified(vectorDesign(more), {
      random: { cases: cases(12), seed },
      simulators: ['builtin'],
    });
    const [block] = report.blocks;
    expect([block?.path, block?.block, block?.cases]).toEqual(['vector', 'VectorUnit', cases(12)]);
    expect(block?.values).toBeGreaterThan(100);
    expect(block?.cycles).toBeGreaterThan(10);
  });

  test('the same report each time, but for the clock on the wall', async () => {
    const once = async () =>
      JSON.stringify(
        (await verified(edge, { random: { cases: 3, seed: 7 }, simulators: ['builtin'] })).report,
      ).replaceAll(/"time_s":[^,}]*/g, '');
    expect(await once()).toBe(await once());
  });
});

describeWithTool(['icarus', 'verilator'], 'other simulators', () => {
  test('repeat the tiles of an array of floats', async () => {
    const { report } = await verified(arrayDesign('operand: bf16, accumulator: fp32, adder_registers: 2'), {
      random: { cases: 3, seed },
      simulators: ['builtin', 'icarus'],
    });
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['icarus', true],
    ]);
  });

  test('repeat the commands of a vector unit', async () => {
    const { report } = await verified(vectorDesign('lanes: 1, operand: bf16, functions: .half'), {
      random: { cases: 3, seed },
      simulators: ['builtin', 'icarus', 'verilator'],
    });
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['icarus', true],
      ['verilator', true],
    ]);
  }, 180_000);

  test('repeat a workload', async () => {
    const { report } = await verified(npu('rows: 4, cols: 8'), {
      workload: gemm(9, 7, 11),
      simulators: ['builtin', 'icarus', 'verilator'],
    });
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['icarus', true],
      ['verilator', true],
    ]);
  });

  test('repeat random commands and traffic', async () => {
    const { report } = await verified(npu('rows: 5, cols: 8, weight_rows: 2'), {
      random: { cases: cases(6), seed },
      simulators: ['icarus'],
    });
    expect(report.blocks.flatMap(({ simulators }) => simulators.map(({ name, passed }) => [name, passed]))).toEqual([
      ['builtin', true],
      ['icarus', true],
      ['builtin', true],
      ['icarus', true],
    ]);
  });
});

describeWithTool(['icarus', 'yosys'], 'the netlist', () => {
  test('of a small core repeats random commands', async () => {
    const { report } = await verified(npu('rows: 2, cols: 2', 'word: 32 b'), {
      random: { cases: 4, seed: 5 },
      block: 'core',
      simulators: ['netlist'],
    });
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['netlist', true],
    ]);
  });
});

describeWithTool(['icarus', 'yosys'], 'the netlist of a vector unit', () => {
  test('repeats random commands', async () => {
    const { report } = await verified(
      vectorDesign('lanes: 2, operand: fp8_e4m3, functions: .none, adder_registers: 1'),
      {
        random: { cases: 4, seed: 5 },
        simulators: ['netlist'],
      },
    );
    expect(report.blocks[0]?.simulators.map(({ name, passed }) => [name, passed])).toEqual([
      ['builtin', true],
      ['netlist', true],
    ]);
  }, 180_000);
});

describe('hardware that is wrong', () => {
  const small = npu('rows: 4, cols: 8');
  const hardware = (block: Block): Module =>
    matrixCore('wrong', { ...matrixCoreParameters(block), multiplierRegisters: 1 });

  test('E673: one more cycle is found, and told with the smallest case and its waveform', async () => {
    const request: VerifyRequest = { block: 'core', random: { cases: 20, seed: 1 }, simulators: ['builtin'] };
    const [verification, problems] = await verify(small, request, { hardware });
    expect(problems.map(({ code }) => code)).toEqual(['E673']);
    const { report, files } = verification!;
    expect(report.passed).toBe(false);
    const [block] = report.blocks;
    expect(block!.differences[0]).toMatchObject({
      simulator: 'builtin',
      kind: 'cycles',
      what: expect.stringContaining('gemm'),
    });
    expect(block!.smallest).toMatchObject({ case: 'gemm(1, 1, 1)', waveform: 'core.vcd' });
    expect(files.map(({ path }) => path)).toEqual(['core.vcd']);
    expect(files[0]!.text).toContain('$enddefinitions $end');
  });

  test('a wrong bit in a result is found', async () => {
    const flipped = (block: Block): Module => withFlippedResult(matrixCore('wrong', matrixCoreParameters(block)));
    const [verification] = await verify(
      small,
      { block: 'core', random: { cases: 20, seed: 1 }, simulators: ['builtin'] },
      { hardware: flipped },
    );
    expect(verification!.report.blocks[0]!.differences[0]?.kind).toBe('value');
  });

  test('a core that never ends its command is given up', async () => {
    const stuck = (block: Block): Module =>
      withOutput(matrixCore('stuck', matrixCoreParameters(block)), 'commands_done', zero);
    const [verification] = await verify(
      small,
      { block: 'core', random: { cases: 1, seed: 1 }, simulators: ['builtin'] },
      { hardware: stuck },
    );
    expect(verification!.report.blocks[0]!.differences[0]).toMatchObject({ kind: 'hang', found: 'no done' });
  });

  test('a memory that forgets is found', async () => {
    const forgetful = (block: Block): Module => withoutWrites(block);
    const [verification, problems] = await verify(
      small,
      { block: 'buffer', random: { cases: 2, seed: 1 }, simulators: ['builtin'] },
      { hardware: forgetful },
    );
    expect(problems.map(({ code }) => code)).toEqual(['E673']);
    expect(verification!.report.blocks[0]!.differences[0]).toMatchObject({ kind: 'value' });
    expect(verification!.files.map(({ path }) => path)).toEqual(['buffer.vcd']);
  });

  test('a vector unit with one register less is found', async () => {
    const registers = { kind: 'int', value: 2 } as const;
    const fast = (block: Block): Module =>
      blockHardware
        .get('VectorUnit')!
        .module({ ...block, parameters: { ...block.parameters, adder_registers: registers } }, 'fast');
    const [verification] = await verify(
      vectorDesign('lanes: 2'),
      { random: { cases: 20, seed: 1 }, simulators: ['builtin'] },
      { hardware: fast },
    );
    expect(verification!.report.blocks[0]!.differences[0]).toMatchObject({ kind: 'cycles' });
  });

  test('an array with one register more is found', async () => {
    const registers = { kind: 'int', value: 1 } as const;
    const slow = (block: Block): Module =>
      blockHardware
        .get('PEArray')!
        .module({ ...block, parameters: { ...block.parameters, multiplier_registers: registers } }, 'slow');
    const [verification] = await verify(
      arrayDesign(''),
      { random: { cases: 3, seed: 1 }, simulators: ['builtin'] },
      { hardware: slow },
    );
    expect(verification!.report.blocks[0]).toMatchObject({
      differences: [{ kind: 'cycles' }],
      smallest: { waveform: 'array.vcd' },
    });
  });

  test('a core that asks for what is not behind spill is found to differ', async () => {
    const far = (block: Block): Module => {
      const module = matrixCore('core', matrixCoreParameters(block));
      const { type } = module.ports.find(({ name }) => name === 'spill_address')!;
      return withOutput(module, 'spill_address', { kind: 'constant', type, value: (1n << BigInt(type.width)) - 1n });
    };
    const request: VerifyRequest = { block: 'core', random: { cases: 3, seed: 1 }, simulators: ['builtin'] };
    const [, diagnostics] = await verify(small, request, { hardware: far });
    expect(diagnostics).toMatchObject([{ code: 'E673' }]);
  });

  test('a workload that takes other cycles than the estimate says is found', async () => {
    const [verification] = await verify(small, { workload: gemm(9, 9, 9), simulators: ['builtin'] }, { hardware });
    const { workload, differences } = verification!.report.blocks[0]!;
    expect(workload!.cycles).not.toBe(workload!.estimated_cycles);
    expect(differences.some(({ what }) => what === 'the command list')).toBe(true);
  });
});

const zero: Expr = { kind: 'constant', type: { width: 1, signed: false }, value: 0n };

/** The module with another value on an output. */
function withOutput(module: Module, name: string, value: Expr): Module {
  return { ...module, wires: module.wires.map((wire) => (wire.name === name ? { ...wire, value } : wire)) };
}

/** The module with bit 5 of its first result turned around. */
function withFlippedResult(module: Module): Module {
  const wire = module.wires.find(({ name }) => name === 'results_data')!;
  const { type } = wire;
  const flip: Expr = { kind: 'constant', type, value: 32n };
  return withOutput(module, 'results_data', { kind: 'binary', type, operator: 'xor', left: wire.value, right: flip });
}

/** A memory that answers in time, with zeros. */
function withoutWrites(block: Block): Module {
  const { wordBits, words } = sramParameters(block);
  const m = moduleBuilder('forgetful');
  for (const side of ['serve', 'fill']) {
    const valid = m.input(`${side}_valid`);
    const write = m.input(`${side}_write`);
    for (const [name, width] of [
      ['address', Math.ceil(Math.log2(words))],
      ['data', wordBits],
      ['mask', wordBits / 8],
    ] as const)
      m.unused(m.input(`${side}_${name}`, { width, signed: false }));
    const answer = m.register(`${side}_answer`, { width: 1, signed: false }, { reset: 0 });
    answer.next(valid.and(write.not()));
    m.output(`${side}_ready`, write.or(write.not()));
    m.output(`${side}_response_valid`, answer);
    m.output(`${side}_response_data`, answer.xor(answer), { width: wordBits, signed: false });
  }
  return m.build();
}

describe('what cannot be verified', () => {
  const codes = async (design: Design, request: VerifyRequest) =>
    (await verify(design, request, { tools }))[1].map(({ code, message }) => `${code} ${message}`);

  test('E670: a path at which nothing stands', async () => {
    expect(await codes(edge, { block: 'dma', simulators: ['builtin'] })).toEqual([
      'E670 there is no block "dma" to verify; there is core and buffer',
    ]);
  });

  test('E670: a design without such blocks', async () => {
    const design = designOf(
      'import { LpddrDram } from "std/memory";\nimport { tsmc_n7 } from "std/process";\ndesign D { process tsmc_n7; clock main = 1 GHz; dram: LpddrDram; unused dram.data; }',
    );
    expect(await codes(design, { simulators: ['builtin'] })).toEqual([
      'E670 the design has no block whose hardware can be verified',
    ]);
  });

  test('E671: a model', async () => {
    const [found] = await codes(edge, { workload: parseWorkload('resnet50')[0]!, simulators: ['builtin'] });
    expect(found).toMatch(/^E671 "resnet50" cannot run on the simulated hardware: /);
  });

  test('E671: a product on a block that does not multiply', async () => {
    const [found] = await codes(edge, { workload: gemm(2, 2, 2), block: 'buffer', simulators: ['builtin'] });
    expect(found).toBe('E671 "gemm(2, 2, 2)" cannot run on the simulated hardware: it runs on core, not on buffer');
  });

  test('E672: the netlist of a large array', async () => {
    const [found] = await codes(edge, { simulators: ['netlist'] });
    expect(found).toBe(
      'E672 the netlist of core would have 16 x 16 processing elements; netlists are for arrays of at most 8 x 8',
    );
  });

  test('an aborted run has no report', async () => {
    const request: VerifyRequest = { random: { cases: 5, seed: 1 }, simulators: ['builtin'] };
    expect(await verify(edge, request, { signal: AbortSignal.abort() })).toEqual([null, []]);
  });

  test('E650: a simulator that is not there', async () => {
    const missing: VerifyTools = {
      simulate: (files, top, simulator) => simulate(files, top, simulator, { searchPath: '' }),
      synthesize,
    };
    const [verification, problems] = await verify(
      npu('rows: 2, cols: 2', 'word: 32 b'),
      { random: { cases: 1, seed: 1 }, simulators: ['icarus'] },
      { tools: missing },
    );
    expect([verification, problems.map(({ code }) => code)]).toEqual([null, ['E650']]);
  });
});
