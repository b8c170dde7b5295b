import { expect, test } from 'vitest';
import { compile, moduleBuilder, printVerilog, record, testbench, unsigned, type Trace } from '../../src/rtl/index.js';
import { describeWithTool } from '../support/tools.js';
import { inFolder, runIcarus } from './support/tools.js';

/** A counter's run of six cycles, two of them in reset. */
function counterTrace(): Trace {
  const m = moduleBuilder('counter');
  const q = m.register('q', unsigned(4), { reset: 0 });
  q.next(q.addWrap(1));
  m.output('count', q);
  m.output('odd', q.bit(0));
  const module = m.build();
  const recorder = record(module, compile(module), { validBy: { count: 'odd' } });
  for (let cycle = 0; cycle < 6; cycle++) {
    recorder.simulator.set('rst', cycle < 2 ? 1 : 0);
    recorder.simulator.step();
  }
  return recorder.trace();
}

test('a trace has the outputs that mean something, from the end of reset on', () => {
  expect(counterTrace().rows.map((row) => row.outputs)).toEqual([
    [undefined, undefined],
    [undefined, undefined],
    [undefined, 0n],
    [1n, 1n],
    [undefined, 0n],
    [3n, 1n],
  ]);
});

const run = (trace: Trace): string => {
  const bench = testbench(trace, { vectorFile: 'counter.hex' });
  const files = [
    ...printVerilog(trace.module),
    { file: 'bench.v', text: bench.text },
    { file: 'counter.hex', text: bench.vectors },
  ];
  return inFolder(files, (folder) => runIcarus(folder, ['counter.v', 'bench.v']));
};

describeWithTool('icarus', 'a testbench in Icarus', () => {
  test('passes what the trace says', () => {
    expect(run(counterTrace())).toBe('PASS counter_tb: 6 cycles\n');
  });

  test('fails where an output differs', () => {
    const trace = counterTrace();
    const rows = trace.rows.map((row, cycle) => (cycle === 3 ? { ...row, outputs: [2n, 1n] } : row));
    expect(run({ ...trace, rows })).toBe(
      'FAIL counter_tb cycle 3: count is 1, expected 2\nFAIL counter_tb: 1 differences\n',
    );
  });

  test('fails where an output is unknown', () => {
    const trace = counterTrace();
    const rows = trace.rows.map((row) => ({ inputs: [0n], outputs: [undefined, row.outputs[1]] }));
    expect(run({ ...trace, rows })).toContain('FAIL counter_tb cycle 2: odd is x, expected 0');
  });

  test('needs no file where the vectors stand in it', () => {
    const trace = counterTrace();
    const bench = testbench(trace);
    const files = [...printVerilog(trace.module), { file: 'bench.v', text: bench.text }];
    expect(inFolder(files, (folder) => runIcarus(folder, ['counter.v', 'bench.v']))).toBe(
      'PASS counter_tb: 6 cycles\n',
    );
  });
});
