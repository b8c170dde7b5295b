import { describe, expect, test } from 'vitest';
import { findTool, lint, simulate, synthesize, yosysCheck, type SourceFile } from '../../src/tools/index.js';
import { describeWithTool } from '../support/tools.js';

const counter: SourceFile = {
  path: 'counter.v',
  text: `module counter(input wire clk, input wire rst, output reg [3:0] count);
  always @(posedge clk) if (rst) count <= 4'd0; else count <= count + 4'd1;
endmodule
`,
};

const bench: SourceFile = {
  path: 'bench.v',
  text: `module bench;
  reg clk, rst;
  wire [3:0] count;
  counter dut(.clk(clk), .rst(rst), .count(count));
  initial clk = 1'b0;
  always #5 clk = !clk;
  initial begin
    rst = 1'b1;
    @(negedge clk); rst = 1'b0;
    repeat (9) @(negedge clk);
    $display("count %0d", count);
    $finish;
  end
endmodule
`,
};

const careless: SourceFile = {
  path: 'careless.v',
  text: 'module careless(input wire a, output wire y, output wire z);\n  assign y = a;\nendmodule\n',
};

const endless: SourceFile = { path: 'endless.v', text: 'module endless;\n  initial forever #1;\nendmodule\n' };

describe('a tool that is not there', () => {
  test('is not found', async () => {
    expect(await findTool('yosys', '/nowhere')).toBeNull();
  });

  test('E650: says which packages bring it', async () => {
    const [report, diagnostics] = await lint([counter], 'counter', 'icarus', { searchPath: '' });
    expect(report).toBeNull();
    expect(diagnostics[0]).toMatchObject({
      code: 'E650',
      message: 'Icarus Verilog is needed for this and there is no program "iverilog" on the path',
      help: 'Debian and Ubuntu: apt-get install iverilog; macOS: brew install icarus-verilog',
    });
  });
});

describeWithTool('icarus', 'Icarus', () => {
  test('tells its version', async () => {
    expect((await findTool('icarus'))?.version).toMatch(/^\d+\.\d+/);
  });

  test('accepts good Verilog without a word', async () => {
    const [report] = await lint([counter], 'counter', 'icarus');
    expect(report?.messages).toEqual([]);
  });

  test('simulates a testbench', async () => {
    const [simulation] = await simulate([counter, bench], 'bench', 'icarus');
    expect(simulation?.output).toEqual(['count 9']);
  });

  test('E651: a simulation that does not end is ended', async () => {
    const [simulation, diagnostics] = await simulate([endless], 'endless', 'icarus', { timeLimit_s: 2 });
    expect(simulation).toBeNull();
    expect(diagnostics.map((d) => d.message)).toEqual([
      'Icarus Verilog was ended after 2 s while running the testbench',
    ]);
  });

  test('E652: Verilog that it refuses is reported in its words', async () => {
    const broken = { path: 'broken.v', text: 'module broken(;\nendmodule\n' };
    const [, diagnostics] = await simulate([broken], 'broken', 'icarus');
    expect(diagnostics[0]).toMatchObject({
      code: 'E652',
      message: expect.stringContaining('broken.v:1: syntax error'),
    });
  });

  test('ends at once when the caller aborts', async () => {
    const answer = simulate([endless], 'endless', 'icarus', { signal: AbortSignal.timeout(500) });
    expect(await answer).toEqual([null, []]);
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('accepts good Verilog without a word', async () => {
    const [report] = await lint([counter], 'counter', 'verilator');
    expect(report?.messages).toEqual([]);
  });

  test('repeats what it complains about', async () => {
    const [report] = await lint([careless], 'careless', 'verilator');
    expect(report?.messages[0]).toContain('%Warning-UNDRIVEN: careless.v:1');
  });

  test('builds and runs a testbench', async () => {
    const [simulation, diagnostics] = await simulate([counter, bench], 'bench', 'verilator');
    expect(diagnostics).toEqual([]);
    expect(simulation?.output).toEqual(['count 9']);
  });
});

describeWithTool('yosys', 'Yosys', () => {
  test('accepts good Verilog without a word', async () => {
    const [report] = await yosysCheck([counter], 'counter');
    expect(report?.messages).toEqual([]);
  });

  test('refuses an undriven output', async () => {
    const used = {
      path: 'top.v',
      text: 'module top(input wire a, output wire y);\n  wire z;\n  assign y = a & z;\nendmodule\n',
    };
    const [report] = await yosysCheck([used], 'top');
    expect(report?.messages.join('\n')).toContain('is used but has no driver');
  });

  test('refuses a latch', async () => {
    const latch = {
      path: 'latch.v',
      text: 'module latch(input wire a, input wire e, output reg y);\n  always @* if (e) y = a;\nendmodule\n',
    };
    const [report] = await yosysCheck([latch], 'latch');
    expect(report?.messages).not.toEqual([]);
  });
});

describeWithTool(['yosys', 'icarus'], 'the netlist', () => {
  test('behaves as the Verilog it was made from', async () => {
    const [netlist] = await synthesize([counter], 'counter');
    expect(netlist).toContain('module counter');
    const [simulation] = await simulate([{ path: 'netlist.v', text: netlist ?? '' }, bench], 'bench', 'icarus');
    expect(simulation?.output).toEqual(['count 9']);
  });
});
