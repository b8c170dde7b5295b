import { describe, expect, test } from 'vitest';
import { compile, moduleBuilder, mux, perColumn, printVerilog, unsigned, type Module } from '../../src/rtl/index.js';
import { describeWithTool } from '../support/tools.js';
import { inFolder, output } from './support/tools.js';

/** Counts to four at edges with `step` high, and begins anew; at five it never is. */
function counter(name = 'counter', resetKind: 'synchronous' | 'asynchronous' = 'synchronous'): Module {
  const m = moduleBuilder(name);
  const step = m.input('step');
  const count = m.register('count', unsigned(3), { reset: 0, resetKind });
  const wraps = count.eq(4);
  count.next(mux(wraps, 0, count.addWrap(1)), step);
  m.cover('wrapped', wraps.and(step), 'it begins "anew"');
  m.cover('at_five', count.eq(5), 'it is at five, 100 %');
  m.output('q', count);
  return m.build();
}

/** Two of them in a row, of which one steps. */
function pair(): Module {
  const m = moduleBuilder('pair');
  const cells = m.grid('cell', [2], counter(), { step: perColumn(m.input('steps', unsigned(2))) });
  m.output('q', cells.all('q'));
  return m.build();
}

test('the simulator counts the edges at which a point was met', () => {
  const simulator = compile(counter());
  expect([...simulator.covered]).toEqual([
    ['wrapped', 0],
    ['at_five', 0],
  ]);
  simulator.set('step', 1);
  simulator.step(11);
  expect([...simulator.covered]).toEqual([
    ['wrapped', 2],
    ['at_five', 0],
  ]);
  expect(simulator.failures).toEqual([]);
});

test('edges in reset do not count', () => {
  const simulator = compile(counter());
  simulator.set('step', 1);
  simulator.step(4);
  simulator.set('rst', 1);
  simulator.step();
  expect(simulator.covered.get('wrapped')).toBe(0);
});

test('what only a cover point reads is kept, and is not called unused', () => {
  const m = moduleBuilder('watched');
  const [a, b] = [m.input('a'), m.input('b')];
  m.cover('both', a.and(b), 'both at once');
  m.output('c', a);
  const [module, problems] = m.finish();
  expect(problems).toEqual([]);
  const simulator = compile(module);
  simulator.set('a', 1);
  simulator.set('b', 1);
  simulator.step(3);
  expect(simulator.covered.get('both')).toBe(3);
});

test('a name is taken once', () => {
  const m = moduleBuilder('twice');
  const a = m.input('a');
  m.cover('seen', a, 'it is seen');
  m.assert('seen', a, 'it is seen');
  expect(m.finish()[1].map(({ code }) => code)).toContain('E607');
});

const shapes = [counter(), counter('at_once', 'asynchronous'), pair()];

/** Twelve edges after one in reset, with `step` high. */
function bench(module: Module): string {
  const inputs = module.name === 'pair' ? ".steps(2'b10)" : ".step(1'b1)";
  return `module tb;
  reg clk = 0, rst = 1;
  wire [${module.name === 'pair' ? 5 : 2}:0] q;
  ${module.name} dut (.clk(clk), .rst(rst), ${inputs}, .q(q));
  always #5 clk = ~clk;
  initial begin
    @(negedge clk) rst = 0;
    repeat (12) @(negedge clk);
    $finish;
  end
endmodule
`;
}

/** The lines of cover points that a simulation prints. */
function told(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith('COVER'));
}

describeWithTool('icarus', 'Icarus', () => {
  test.each(shapes.map((module) => [module.name, module] as const))('tells each point of %s once', (_, module) => {
    const files = [...printVerilog(module), { file: 'tb.v', text: bench(module) }];
    const shown = inFolder(files, (folder) => {
      const built = output(folder, 'iverilog', ['-Wall', '-g2005', '-o', 'run.vvp', ...files.map(({ file }) => file)]);
      const [silent, covered] = [[], ['+accel_cover']].map((more) => output(folder, 'vvp', ['-n', 'run.vvp', ...more]));
      expect([built.replaceAll(/.*timescale.*\n/g, ''), told(silent ?? '')]).toEqual(['', []]);
      return told(covered ?? '');
    });
    const path = module.name === 'pair' ? 'dut.cell_cell[1].u' : 'dut';
    expect(shown).toEqual([`COVER tb.${path}.wrapped: it begins "anew"`]);
  });
});

describeWithTool(['verilator', 'yosys'], 'other tools', () => {
  test.each(shapes.map((module) => [module.name, module] as const))('take %s without a warning', (_, module) => {
    const design = printVerilog(module);
    const names = design.map(({ file }) => file);
    inFolder(design, (folder) => {
      expect(output(folder, 'verilator', ['--lint-only', '-Wall', '--top-module', module.name, ...names])).toBe('');
      const script = `read_verilog -DSYNTHESIS ${names.join(' ')}; hierarchy -check -top ${module.name}; proc; check -assert`;
      expect(output(folder, 'yosys', ['-q', '-p', script])).toBe('');
    });
  });
});

describe('in Verilog', () => {
  test('a point is a register of its own, for simulation alone', () => {
    const text = printVerilog(counter())[0]?.text ?? '';
    expect(text.slice(text.indexOf('`ifndef'), text.indexOf('`endif'))).toMatchInlineSnapshot(`
      "\`ifndef SYNTHESIS
        reg wrapped_met;
        initial wrapped_met = 1'b0;
        always @(posedge clk) begin
          if (!rst && (count_is_4 & step) && !wrapped_met) begin
            wrapped_met <= 1'b1;
            if ($test$plusargs("accel_cover")) $display("COVER %m.wrapped: it begins \\"anew\\"");
          end
        end
      "
    `);
  });
});
