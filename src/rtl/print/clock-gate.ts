import { wrapperText } from './wrapper.js';

/** The Verilog name of the one module that gates clocks. */
export const clockGateModule = 'accel_clock_gate';

/** A cell of a library that gates a clock, by its pins. */
export interface ClockGateCell {
  readonly cell: string;
  readonly clock: string;
  readonly enable: string;
  /** Lets the clock run whatever the enable is; null: the cell has none, and an OR in front does it. */
  readonly test: string | null;
  readonly output: string;
}

/**
 * The module `accel_clock_gate`, the only place of a design that has a latch. Simulators see that latch, open while the clock is low, and an AND; so the gated clock
 * has no glitch, and registers on both sides of it take their values at one edge. Synthesis sees the library's `cell` where one is given;
 * `flip_flop` is for libraries of cells without latches: a flip-flop at the falling edge, which wants its enable half a period earlier.
 */
export function clockGateText(synthesis: ClockGateCell | 'flip_flop' | undefined, header: readonly string[]): string {
  const body =
    synthesis === undefined
      ? latch
      : [
          '`ifdef SYNTHESIS',
          ...(synthesis === 'flip_flop' ? flipFlop : cellLines(synthesis)),
          '`else',
          ...latch,
          '`endif',
        ];
  const about = 'Lets a clock through in the cycles in which enable, or test_en, is high before its edge.';
  return wrapperText(clockGateModule, [...header, about], ['clk', 'enable', 'test_en', 'gated_clk'], body);
}

const latch = [
  'reg open;',
  '/* verilator lint_off LATCH */',
  "always @(clk or enable or test_en) if (clk == 1'b0) open = enable | test_en;",
  '/* verilator lint_on LATCH */',
  'assign gated_clk = clk & open;',
];

const flipFlop = [
  'wire clk_n = ~clk;',
  'reg open;',
  'always @(posedge clk_n) open <= enable | test_en;',
  'assign gated_clk = clk & open;',
];

function cellLines({ cell, clock, enable, test, output }: ClockGateCell): readonly string[] {
  const enables = test === null ? [`.${enable}(enable | test_en)`] : [`.${enable}(enable)`, `.${test}(test_en)`];
  return [`${cell} gate (.${clock}(clk), ${enables.join(', ')}, .${output}(gated_clk));`];
}
