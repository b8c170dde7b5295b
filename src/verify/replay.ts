import type { Diagnostic } from '../diagnostics/index.js';
import type { BuiltFile } from '../hardware/index.js';
import { printVerilog, type Module } from '../rtl/index.js';
import type { Simulation } from '../tools/index.js';
import type { Difference, SimulatorName, SimulatorReport } from './report.js';
import { replayResult, testbench, testbenchName, testPortOfPrinted, type Printed } from './testbench.js';
import type { Trace } from './trace.js';

/** The outside tools that verification calls; those of `src/tools`, or a test's own. */
export interface VerifyTools {
  readonly simulate: (
    files: readonly BuiltFile[],
    top: string,
    simulator: 'icarus' | 'verilator',
    options: { readonly signal?: AbortSignal; readonly timeLimit_s?: number },
  ) => Promise<readonly [Simulation | null, readonly Diagnostic[]]>;
  readonly synthesize: (
    files: readonly BuiltFile[],
    top: string,
    options: { readonly signal?: AbortSignal; readonly timeLimit_s?: number },
  ) => Promise<readonly [string | null, readonly Diagnostic[]]>;
}

/** A recorded run to be repeated elsewhere, and which case each of its cycles belongs to. */
export interface Recording {
  readonly module: Module;
  readonly trace: Trace;
  readonly caseAt: (cycle: number) => string;
}

/** What a replay showed; null where a tool is missing or failed. */
export type Replay = readonly [
  { readonly report: SimulatorReport; readonly differences: readonly Difference[] } | null,
  readonly Diagnostic[],
];

/** Replays may take long: arrays of a hundred thousand processing elements are simulated too. */
const timeLimit_s = 1800;

/** Repeats a recording in a Verilog simulator, of the printed Verilog, its clocks gated and its memories bypassed where asked for, or of the netlist that Yosys makes of it. */
export async function replay(
  recording: Recording,
  name: Exclude<SimulatorName, 'builtin'>,
  tools: VerifyTools,
  signal: AbortSignal | undefined,
  options: Printed = {},
): Promise<Replay> {
  const { module, trace } = recording;
  const start = performance.now();
  const limits = { timeLimit_s, ...(signal === undefined ? {} : { signal }) };
  const printed = printVerilog(module, options);
  const verilog = printed.map(({ file, text }) => ({ path: file, text }));
  const top = printed.at(-1)?.module ?? module.name;
  const testPort = testPortOfPrinted(module, options);
  const [sources, problems] = await sourcesFor(verilog, top, name, tools, limits);
  if (sources === null) return [null, problems];
  const clock = module.ports.find((port) => port.role === 'clock')?.name ?? null;
  const files = [...sources, ...testbench(top, clock, trace, [], testPort)];
  const simulator = name === 'verilator' ? 'verilator' : 'icarus';
  const [simulation, failed] = await tools.simulate(files, testbenchName(top), simulator, limits);
  if (simulation === null) return [null, failed];
  const differences = differencesOf(recording, name, simulation.output);
  const report: SimulatorReport = {
    name,
    version: simulation.version,
    cycles: trace.rows.length,
    passed: differences.length === 0,
    time_s: (performance.now() - start) / 1000,
  };
  return [{ report, differences }, []];
}

async function sourcesFor(
  verilog: readonly BuiltFile[],
  top: string,
  name: SimulatorName,
  tools: VerifyTools,
  options: { readonly signal?: AbortSignal; readonly timeLimit_s?: number },
): Promise<readonly [readonly BuiltFile[] | null, readonly Diagnostic[]]> {
  if (name !== 'netlist') return [verilog, []];
  const [netlist, problems] = await tools.synthesize(verilog, top, options);
  return [netlist === null ? null : [{ path: 'netlist.v', text: netlist }], problems];
}

function differencesOf(recording: Recording, name: SimulatorName, output: readonly string[]): readonly Difference[] {
  const result = replayResult(output);
  switch (result.kind) {
    case 'pass':
      return [];
    case 'fail':
      return result.differences.map(({ cycle, signal, found, expected }) => ({
        simulator: name,
        case: recording.caseAt(cycle),
        kind: 'wire',
        what: `${signal} in cycle ${cycle}`,
        found,
        expected,
      }));
    case 'silent': {
      const found = result.output.slice(0, 4).join('; ');
      return [
        {
          simulator: name,
          case: recording.caseAt(0),
          kind: 'hang',
          what: 'the testbench',
          found,
          expected: 'PASS or FAIL',
        },
      ];
    }
  }
}
