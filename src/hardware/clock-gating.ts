import {
  clockGateModule,
  gateClocks,
  legal,
  modulesOf,
  optimise,
  testPortOf,
  type ClockGating,
  type Module,
} from '../rtl/index.js';
import { moduleCounts } from './memories.js';

/** The gated clocks of a chip, as integrators see them. */
export interface ChipGating {
  /** The module that a cell of the library takes the place of. */
  readonly module: string;
  /** The top's input that lets all gated clocks run; low in operation. */
  readonly test_port: string;
  /** How many gates there are. */
  readonly gates: number;
  /** Bits of the registers behind them, and of all registers. */
  readonly gated_bits: number;
  readonly register_bits: number;
}

/** What gating the clocks of a chip comes to; null where it has no register to gate. */
export function describeGating(top: Module, options: ClockGating): ChipGating | null {
  const gated = gateClocks(optimise(top), options);
  const modules = modulesOf(gated);
  const port = testPortOf(gated);
  if (port === undefined || modules.every(({ gates }) => gates.length === 0)) return null;
  const counts = moduleCounts(modules);
  const sum = (of: (module: Module) => number): number =>
    modules.reduce((total, module) => total + (counts.get(module) ?? 0) * of(module), 0);
  const bits = ({ registers }: Module, gatedOnly: boolean): number =>
    registers.reduce((total, { gate, type }) => total + (gatedOnly && gate === undefined ? 0 : type.width), 0);
  return {
    module: clockGateModule,
    test_port: legal(port),
    gates: sum((module) => module.gates.length),
    gated_bits: sum((module) => bits(module, true)),
    register_bits: sum((module) => bits(module, false)),
  };
}
