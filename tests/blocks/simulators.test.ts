import { expect, test } from 'vitest';
import { matrixCore } from '../../src/blocks/matrix-core/rtl.js';
import type { Window } from '../../src/blocks/matrix-core/window.js';
import type { MatrixCoreArguments } from '../../src/blocks/matrix-core/parameters.js';
import { compile, printVerilog, record, testbench, type Trace } from '../../src/rtl/index.js';
import { simulate } from '../../src/tools/index.js';
import { describeWithTool } from '../support/tools.js';
import { reset, runCommands, smallCore } from './matrix-core-bench.js';
import { chainedRun, spillBytes, wholeRun } from './matrix-core-samples.js';

const takes = (cycle: number): boolean => cycle % 3 === 0;

/** Of five columns and four rows, with a border and a step. */
const image: Window = {
  ...{ height: 4, width: 5, rowWords: 5, outputWidth: 4, padLeft: 1 },
  ...{ strideY: 1, strideX: 2, dilationY: 2, dilationX: 1 },
};

/** What goes in and comes out of a core that loads, multiplies twice (once with stalls) and stores. */
function traceOf(given: Partial<MatrixCoreArguments>): Trace {
  const parameters = smallCore(given);
  const module = matrixCore('core', parameters);
  const validBy = {
    results_data: 'results_valid',
    spill_write: 'spill_valid',
    spill_address: 'spill_valid',
    spill_data: 'spill_write',
  };
  const recorder = record(module, compile(module), { validBy });
  reset(recorder.simulator);
  const behind = spillBytes(parameters, 3);
  const gemm = { m: 5, k: 7, n: 6 };
  runCommands(recorder.simulator, parameters, behind, wholeRun(parameters, gemm), { latency: 3 });
  runCommands(recorder.simulator, parameters, behind, wholeRun(parameters, { ...gemm, emit: true }), { takes });
  if (parameters.overlapCommands) {
    const queue = [gemm, { ...gemm, m: 1, k: 2 }, { ...gemm, n: 3, emit: true }, { ...gemm, accumulateIn: true }];
    runCommands(recorder.simulator, parameters, behind, chainedRun(parameters, queue), { takes });
  }
  if (parameters.convolution) {
    const convolution = {
      m: 12,
      k: 5,
      n: 6,
      kernel: { height: 3, width: 2, top: -1 },
      activationBase: -6,
      activationStride: 20,
    };
    const commands = wholeRun(parameters, convolution, image);
    runCommands(recorder.simulator, parameters, behind, [
      { kind: 'window', ...image },
      ...commands,
      { kind: 'counters', address: 7000 },
    ]);
  }
  return recorder.trace();
}

const fp8 = { operand: 'fp8_e4m3', accumulator: 'fp32' } as const;

const cores: readonly (readonly [string, Partial<MatrixCoreArguments>])[] = [
  ['weight stationary', { rows: 3, multiplierRegisters: 1 }],
  ['weight stationary, Booth', { rows: 3, multiplier: 'booth', adder: 'kogge_stone' }],
  ['weight stationary, Baugh-Wooley', { multiplierRegisters: 1, multiplier: 'baugh_wooley', adder: 'sklansky' }],
  ['weight stationary by blocks', { rows: 5, cols: 3, weightRows: 2 }],
  ['weight stationary, not hidden', { rows: 3, cols: 5, hideLoading: false }],
  ['output stationary', { rows: 3, cols: 5, dataflow: 'output_stationary' }],
  ['convolution', { rows: 3, cols: 4, convolution: true, counters: true }],
  ['commands that overlap', { rows: 3, cols: 4, overlapCommands: true, counters: true }],
  [
    'commands of floats that overlap',
    { ...fp8, rows: 4, cols: 3, weightRows: 2, adderRegisters: 3, overlapCommands: true, zeroGating: true },
  ],
  ['bf16', { operand: 'bf16', accumulator: 'fp32', rows: 3, cols: 2, adderRegisters: 2 }],
  ['fp8, sums added at the bottom', { ...fp8, rows: 3, cols: 2, adderRegisters: 3, psumIn: 'bottom' }],
  ['fp8, output stationary', { ...fp8, rows: 2, cols: 3, dataflow: 'output_stationary', multiplierRegisters: 1 }],
  [
    'bf16, output stationary in parts',
    { operand: 'bf16', accumulator: 'fp32', rows: 3, cols: 2, dataflow: 'output_stationary', adderRegisters: 3 },
  ],
  [
    'fp8, output stationary in parts, not hidden',
    { ...fp8, rows: 2, cols: 3, dataflow: 'output_stationary', adderRegisters: 2, hideLoading: false },
  ],
  ['int8, zeros gated', { rows: 3, cols: 3, zeroGating: true, multiplier: 'booth' }],
  [
    'bf16, zeros gated',
    { operand: 'bf16', accumulator: 'fp32', rows: 3, cols: 2, adderRegisters: 2, zeroGating: true },
  ],
  [
    'fp8, zeros gated, output stationary',
    { ...fp8, rows: 2, cols: 3, dataflow: 'output_stationary', zeroGating: true },
  ],
  ['int4, by blocks, not hidden', { operand: 'int4', rows: 4, cols: 3, weightRows: 2, hideLoading: false }],
  ['output stationary, not hidden', { rows: 4, cols: 1, dataflow: 'output_stationary', hideLoading: false }],
];

// Verilator compiles each core to C++, which takes a while: a few of them.
const compiled = [
  'weight stationary by blocks',
  'output stationary',
  'bf16',
  'convolution',
  'bf16, output stationary in parts',
  'commands that overlap',
];
const few = cores.filter(([name]) => compiled.includes(name));

for (const [simulator, some] of [
  ['icarus', cores],
  ['verilator', few],
] as const) {
  describeWithTool(simulator, `${simulator} sees the same in every cycle`, () => {
    test.each(some)(
      '%s',
      async (_, given) => {
        const trace = traceOf(given);
        const bench = testbench(trace, { vectorFile: 'bench.hex' });
        const files = [
          ...printVerilog(trace.module).map(({ file, text }) => ({ path: file, text })),
          { path: 'bench.v', text: bench.text },
          { path: 'bench.hex', text: bench.vectors },
        ];
        const [run, problems] = await simulate(files, bench.name, simulator);
        expect(problems).toEqual([]);
        expect(run?.output.join('\n')).toContain(`PASS ${bench.name}: ${trace.rows.length} cycles`);
      },
      120_000,
    );
  });
}
