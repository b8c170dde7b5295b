import { portWires } from '../hardware/index.js';
import type { Port } from '../ir/index.js';
import type { Simulator } from '../rtl/index.js';

/** A wire of the simulated block that a trace follows. */
export interface TraceSignal {
  readonly name: string;
  readonly width: number;
  readonly direction: 'input' | 'output';
  /** Wires that must be high for it to mean something. */
  readonly when: readonly string[];
}

/**
 * What went in and out of a block, cycle by cycle, in the form in which a Verilog testbench reads it.
 *
 * A row has a bit that says whether outputs are compared (not in reset), then the wires that always mean something, then a bit for each other wire
 * that says whether it does in this cycle; its value is then the next one of its own list. What means nothing is not stored and not compared.
 */
export interface Trace {
  readonly reset: string | null;
  readonly always: readonly TraceSignal[];
  readonly sometimes: readonly TraceSignal[];
  /** Rows, in hexadecimal. */
  readonly rows: readonly string[];
  /** Values of each of `sometimes`, in hexadecimal. */
  readonly values: readonly (readonly string[])[];
}

/** Looks at a simulator once a cycle, before the edge. */
export interface Sampler {
  readonly sample: (simulator: Simulator, inReset: boolean) => void;
}

export interface TraceRecorder extends Sampler {
  readonly trace: () => Trace;
}

/**
 * The wires of a block's ports.
 *
 * @param commandBits width of the block's command words, if it takes any
 */
export function traceSignals(ports: readonly Port[], commandBits: number | null): readonly TraceSignal[] {
  return ports.flatMap((port) =>
    portWires(port.type, port.type.kind === 'commands' ? commandBits : null).map((wire): TraceSignal => {
      const drivenByBlock = (wire.driver === 'source') === (port.direction === 'out');
      return {
        name: `${port.name}${wire.suffix}`,
        width: wire.width,
        direction: drivenByBlock ? 'output' : 'input',
        when: wire.when.map((suffix) => `${port.name}${suffix}`),
      };
    }),
  );
}

export function traceRecorder(signals: readonly TraceSignal[], reset: string | null): TraceRecorder {
  const always = signals.filter((signal) => signal.when.length === 0);
  const sometimes = signals.filter((signal) => signal.when.length > 0);
  const rows: string[] = [];
  const values = sometimes.map((): string[] => []);
  return {
    sample(simulator, inReset) {
      let row = inReset ? 0n : 1n;
      let at = 1n;
      if (reset !== null) {
        row |= inReset ? 1n << at : 0n;
        at++;
      }
      for (const { name, width } of always) {
        row |= simulator.getBig(name) << at;
        at += BigInt(width);
      }
      for (const [i, { name, when }] of sometimes.entries()) {
        if (!inReset && when.every((wire) => simulator.get(wire) === 1)) {
          row |= 1n << at;
          values[i]?.push(simulator.getBig(name).toString(16));
        }
        at++;
      }
      rows.push(row.toString(16));
    },
    trace: () => ({ reset, always, sometimes, rows, values }),
  };
}
