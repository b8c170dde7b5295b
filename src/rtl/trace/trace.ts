import type { Module, Port } from '../module.js';
import type { Simulator } from '../simulate/index.js';

/** One cycle: what the inputs had before the edge, and what the outputs showed; an output that says nothing in this cycle is absent. */
export interface TraceRow {
  readonly inputs: readonly bigint[];
  readonly outputs: readonly (bigint | undefined)[];
}

/** A run of a module of one clock, to be repeated elsewhere. Values stand in the order of the ports. */
export interface Trace {
  readonly module: Module;
  readonly clock: string;
  /** All inputs but the clock, resets among them. */
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly rows: readonly TraceRow[];
}

export interface RecordOptions {
  /** Outputs that mean something only where another output is high: `{ results_data: 'results_valid' }`. */
  readonly validBy?: Readonly<Record<string, string>>;
}

export interface Recorder {
  /** The simulator to use in place of the recorded one: each of its steps adds a row. */
  readonly simulator: Simulator;
  trace(): Trace;
}

/** Records what goes in and comes out of a simulator. Outputs are not compared until reset has been high and is low again, if the module has one. */
export function record(module: Module, simulator: Simulator, options: RecordOptions = {}): Recorder {
  const inputs = module.ports.filter((port) => port.direction === 'input' && port.role !== 'clock');
  const outputs = module.ports.filter((port) => port.direction === 'output');
  const resets = inputs.filter((port) => port.role === 'reset').map((port) => port.name);
  const rows: TraceRow[] = [];
  let ready = resets.length === 0;
  let wasReset = false;
  const row = (): void => {
    const inReset = resets.some((name) => simulator.get(name) !== 0);
    if (inReset) wasReset = true;
    else if (wasReset) ready = true;
    const means = (port: Port): boolean => {
      const guard = options.validBy?.[port.name];
      return ready && (guard === undefined || simulator.getBig(guard) !== 0n);
    };
    const shown = outputs.map((port) =>
      means(port) ? BigInt.asUintN(port.type.width, simulator.getBig(port.name)) : undefined,
    );
    rows.push({
      inputs: inputs.map((port) => BigInt.asUintN(port.type.width, simulator.getBig(port.name))),
      outputs: shown,
    });
  };
  const recording: Simulator = {
    ...simulator,
    get cycle() {
      return simulator.cycle;
    },
    step(count = 1, clock) {
      for (let i = 0; i < count; i++) {
        row();
        simulator.step(1, clock);
      }
    },
  };
  const clock = module.clocks[0]?.name ?? 'clk';
  return { simulator: recording, trace: () => ({ module, clock, inputs, outputs, rows: [...rows] }) };
}
