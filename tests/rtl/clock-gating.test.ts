import { sample } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compile,
  gateClocks,
  moduleBuilder,
  optimise,
  printVerilog,
  testPortOf,
  testbench,
  unsigned,
  type Module,
} from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { choices, randomModule } from './support/random-module.js';
import { randomTrace } from './support/stimulus.js';
import { inFolder, output, runIcarus, runVerilator, type SourceFile } from './support/tools.js';

/** A counter beside a word that is kept, both under one enable, in a module in a module. */
function keeper(): Module {
  const m = moduleBuilder('keeper');
  const [data, keep] = [m.input('data', unsigned(8)), m.input('keep')];
  const kept = m.register('kept', unsigned(8), { enable: keep });
  kept.next(data);
  const times = m.register('times', unsigned(4), { reset: 0, enable: keep });
  times.next(times.addWrap(1));
  const seen = m.register('seen', unsigned(1), { reset: 0, enable: keep });
  seen.next(1);
  m.output('word', kept);
  m.output('number', times);
  m.output('any', seen);
  const top = moduleBuilder('holder');
  const u = top.instance('u', m.build(), { data: top.input('data', unsigned(8)), keep: top.input('keep') });
  for (const port of ['word', 'number', 'any']) top.output(port, u.port(port));
  return top.build();
}

const textOf = (module: Module, name: string): string =>
  printVerilog(module, { clockGating: {} }).find((file) => file.module === name)?.text ?? '';

describe('registers of one enable share a gated clock', () => {
  test('a gate for data, and one for registers with a reset, which the reset opens', () => {
    expect(textOf(keeper(), 'keeper')).toMatchInlineSnapshot(`
      "\`default_nettype none

      module keeper (
        input wire clk,
        input wire rst,
        input wire test_en,
        input wire [7:0] data,
        input wire keep,
        output wire [7:0] word,
        output wire [3:0] number,
        output wire any
      );

        reg [7:0] kept;
        reg [3:0] times;
        reg seen;

        assign word = kept;
        assign number = times;
        assign any = seen;

        wire clk_keep;
        wire clk_keep_or_rst;

        accel_clock_gate gate_clk_keep (
          .clk(clk),
          .enable(keep),
          .test_en(test_en),
          .gated_clk(clk_keep)
        );

        accel_clock_gate gate_clk_keep_or_rst (
          .clk(clk),
          .enable((keep | rst)),
          .test_en(test_en),
          .gated_clk(clk_keep_or_rst)
        );

        wire [3:0] times_plus_1 = times + 4'd1;

        always @(posedge clk_keep) begin
          kept <= data;
        end

        always @(posedge clk_keep_or_rst) begin
          if (rst) begin
            times <= 4'd0;
            seen <= 1'b0;
          end else begin
            times <= times_plus_1;
            seen <= 1'b1;
          end
        end
      endmodule

      \`default_nettype wire
      "
    `);
  });

  test('test_en reaches every gate from a port of the top', () => {
    expect(textOf(keeper(), 'holder')).toContain('.test_en(test_en)');
    expect(testPortOf(gateClocks(keeper()))).toBe('test_en');
    expect(testPortOf(keeper())).toBeUndefined();
  });

  test('a name that is taken is left alone', () => {
    const m = moduleBuilder('taken');
    const mine = m.register('clk_go', unsigned(8), { enable: m.input('go') });
    mine.next(m.input('test_en', unsigned(8)));
    m.output('word', mine);
    const text = textOf(m.build(), 'taken');
    expect(text).toContain('input wire test_en_2');
    expect(text).toContain('wire clk_go_2;');
  });

  test('fewer bits than a gate is worth keep their enable', () => {
    expect(printVerilog(keeper(), { clockGating: { minimumBits: 9 } }).map(({ module }) => module)).toEqual([
      'keeper',
      'holder',
    ]);
  });

  test('gating twice changes nothing', () => {
    const once = gateClocks(optimise(keeper()));
    const texts = (files: ReturnType<typeof printVerilog>): readonly string[] => files.map(({ text }) => text);
    expect(texts(printVerilog(once, { optimise: false, clockGating: {} }))).toEqual(
      texts(printVerilog(keeper(), { clockGating: {} })),
    );
  });
});

test('the wrapper has the cell of a library where synthesis reads it', () => {
  const gate = { cell: 'ICG', clock: 'CK', enable: 'E', test: 'SE', output: 'GCK' };
  const wrapper = (
    synthesis: typeof gate | { [K in keyof typeof gate]: K extends 'test' ? null : string } | 'flip_flop',
  ) => printVerilog(keeper(), { clockGating: { synthesis } })[0]?.text;
  expect(wrapper(gate)).toContain('ICG gate (.CK(clk), .E(enable), .SE(test_en), .GCK(gated_clk));');
  expect(wrapper({ ...gate, test: null })).toContain('.E(enable | test_en), .GCK');
  expect(wrapper('flip_flop')).toContain('always @(posedge clk_n) open <= enable | test_en;');
});

interface Case {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly sources: readonly string[];
}

const cycles = 40;

/** Random modules printed with gated clocks, and what the built-in simulator shows of them with enables. */
function randomCases(series: number, modules: number): readonly Case[] {
  return sample(choices, { seed: seed + series, numRuns: count(modules) }).map((numbers, index) => {
    const name = `g${series}_${index}`;
    const module = randomModule(numbers, name);
    const clockGating = { minimumBits: 1 };
    const testPort = testPortOf(gateClocks(optimise(module), clockGating));
    const vectorFile = `${name}.hex`;
    const bench = testbench(randomTrace(module, numbers, cycles), {
      vectorFile,
      ...(testPort === undefined ? {} : { testPort }),
    });
    const design = printVerilog(module, { clockGating });
    const made = [...design, { file: `${name}_tb.v`, text: bench.text }];
    return { name, files: [...made, { file: vectorFile, text: bench.vectors }], sources: made.map(({ file }) => file) };
  });
}

const passLines = (made: readonly Case[]): string[] =>
  made.map(({ name }) => `PASS ${name}_tb: ${cycles} cycles`).sort();

const filesOf = (made: readonly Case[]): readonly SourceFile[] => made.flatMap(({ files }) => files);
const sourcesOf = (made: readonly Case[]): readonly string[] => [...new Set(made.flatMap(({ sources }) => sources))];
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .sort();

test('the built-in simulator shows the same of gated clocks', () => {
  for (const numbers of sample(choices, { seed: seed + 20, numRuns: count(cases(40)) })) {
    const module = randomModule(numbers, 'm');
    const gated = gateClocks(module, { minimumBits: 1 });
    expect(randomTrace(gated, numbers, cycles).rows.map(({ outputs }) => outputs)).toEqual(
      randomTrace(module, numbers, cycles).rows.map(({ outputs }) => outputs),
    );
  }
  expect(compile(gateClocks(keeper())).get('number')).toBe(0);
});

describeWithTool('icarus', 'Icarus', () => {
  test('shows of gated clocks what the built-in simulator shows of enables', () => {
    const made = randomCases(21, cases(60));
    expect(linesOf(inFolder(filesOf(made), (folder) => runIcarus(folder, sourcesOf(made))))).toEqual(passLines(made));
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('shows of gated clocks what the built-in simulator shows of enables', () => {
    const made = randomCases(22, cases(1));
    const text = `module all_tb;\n${made.map(({ name }) => `  ${name}_tb ${name} ();`).join('\n')}\nendmodule\n`;
    const shown = inFolder([{ file: 'all_tb.v', text }, ...filesOf(made)], (folder) =>
      runVerilator(folder, 'all_tb', ['all_tb.v', ...sourcesOf(made)]),
    );
    expect(linesOf(shown)).toEqual(passLines(made));
  });

  test('has no warning', () => {
    const design = printVerilog(keeper(), { clockGating: {} });
    const lint = ['--lint-only', '-Wall', '--top-module', 'holder', ...design.map(({ file }) => file)];
    expect(inFolder(design, (folder) => output(folder, 'verilator', lint))).toBe('');
  });
});

describeWithTool('yosys', 'Yosys', () => {
  test('finds a latch in the wrapper and nowhere else', () => {
    const design = printVerilog(keeper(), { clockGating: {} });
    const script = `read_verilog ${design.map(({ file }) => file).join(' ')}; hierarchy -check -top holder; proc; check -assert; select -assert-none t:$dlatch accel_clock_gate/* %d; select -assert-count 1 t:$dlatch`;
    expect(inFolder(design, (folder) => output(folder, 'yosys', ['-q', '-p', script]))).toBe('');
  });
});
