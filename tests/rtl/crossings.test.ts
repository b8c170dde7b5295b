import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  bit,
  compile,
  moduleBuilder,
  printVerilog,
  unsigned,
  type Clock,
  type Module,
  type ModuleBuilder,
} from '../../src/rtl/index.js';
import { describeWithTool } from '../support/tools.js';
import { inFolder, output } from './support/tools.js';

const lines = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n');

/** The diagnostics of a module of two clocks, each after a check that it points at a line that is marked with its code. */
function problems(describe: (m: ModuleBuilder, slow: Clock) => void): readonly string[] {
  const m = moduleBuilder('m');
  describe(m, m.addClock('clk_slow', 'rst_slow'));
  return m.finish()[1].map(({ code, message, origin }) => {
    if (origin === undefined || !('line' in origin)) throw new Error(`${code} has no TypeScript line`);
    expect(lines[origin.line - 1]).toContain(`// ${code}`);
    return `${code} ${message}`;
  });
}

/** A bit that turns over at every edge of `clk`. */
function toggle(m: ModuleBuilder): ReturnType<ModuleBuilder['register']> {
  const q = m.register('toggle', bit, { reset: 0 });
  q.next(q.not());
  return q;
}

/** A module with one register, of its clock `clk`. */
function keeper(): Module {
  const m = moduleBuilder('keeper');
  const kept = m.register('kept', bit);
  kept.next(m.input('x'));
  m.output('y', kept);
  return m.build();
}

describe('a crossing of clocks without a synchroniser is told at the line that samples', () => {
  test('from register to register, through logic too', () => {
    expect(
      problems((m, slow) => {
        const seen = m.register('seen', bit, { clock: slow }); // E615
        seen.next(m.named('inverted', toggle(m).not()));
        m.output('seen_out', seen);
      }),
    ).toEqual([
      'E615 in module m inverted changes with clk, and seen samples it with clk_slow, without a synchroniser between',
    ]);
  });

  test('as an enable, and at the port of a memory', () => {
    const found = problems((m, slow) => {
      const other = toggle(m);
      const seen = m.register('seen', bit, { clock: slow, enable: other }); // E615
      seen.next(seen.not());
      const memory = m.memory('words', { type: bit, depth: 2, ports: '1r1w', clock: slow });
      memory.write({ address: 0, data: seen, enable: other }); // E615
      m.output('word', memory.read({ address: 0 }));
    });
    expect(found.map((each) => each.slice(0, 4))).toEqual(['E615', 'E615']);
  });

  test('into a child and out of one, whose clocks are those of its own modules', () => {
    const found = problems((m, slow) => {
      const there = m.instance('there', keeper(), { x: toggle(m) }, { clk: slow }); // E615
      const back = m.instance('back', keeper(), { x: there.port('y') }); // E615
      m.output('out', back.port('y'));
    });
    expect(found).toHaveLength(2);
  });

  test('an input that two clocks sample', () => {
    const found = problems((m, slow) => {
      const x = m.input('x'); // E615
      m.output('a', m.delay('a_q', x));
      m.output('b', m.delay('b_q', x, 1, { clock: slow }));
    });
    expect(found).toEqual([
      'E615 in module m input x changes with clk, and another part samples it with clk_slow, without a synchroniser between',
    ]);
  });
});

describe('there is none', () => {
  test('between registers of one clock, whatever clocks there are', () => {
    expect(
      problems((m, slow) => {
        m.output('a', m.delay('a_q', toggle(m)));
        m.output('b', m.instance('u', keeper(), { x: m.input('x') }, { clk: slow }).port('y'));
      }),
    ).toEqual([]);
  });

  test('where a clock of a child is the same as its other one', () => {
    const both = moduleBuilder('both');
    const other = both.addClock('clk_b', 'rst_b');
    both.output('y', both.synchronise('y_q', both.delay('x_q', both.input('x')), { clock: other }));
    expect(
      problems((m) => {
        const u = m.instance('u', both.build(), { x: toggle(m) }, { clk_b: m.clock });
        m.output('y', m.delay('last', u.port('y')));
      }),
    ).toEqual([]);
  });

  test('through `crossing`, which says why', () => {
    expect(
      problems((m, slow) => {
        const word = m.crossing('word', m.delay('held', m.input('x', unsigned(8))), 'it is set before the first edge');
        m.output('y', m.delay('y_q', word, 1, { clock: slow }));
      }),
    ).toEqual([]);
  });
});

/** A bit of `clk` as `clk_slow` sees it. */
function synchronised(): Module {
  const m = moduleBuilder('synchronised');
  const slow = m.addClock('clk_slow', 'rst_slow');
  m.output('seen', m.synchronise('seen_q', m.delay('sent', m.input('x')), { clock: slow, reset: 0 }));
  return m.build();
}

describe('a synchroniser', () => {
  test('gives the value two edges of its clock later', () => {
    const sim = compile(synchronised());
    sim.set('x', 1);
    sim.step(1);
    expect(sim.get('seen')).toBe(0);
    sim.step(1, 'clk_slow');
    expect(sim.get('seen')).toBe(0);
    sim.step(1, 'clk_slow');
    expect(sim.get('seen')).toBe(1);
  });

  test('is marked for the tools that place it', () => {
    expect(printVerilog(synchronised())[0]?.text).toContain('(* async_reg = "true" *) reg seen_q_1;');
  });

  test('E616: takes several bits only in Gray code', () => {
    const send = (gray: boolean) =>
      problems((m, slow) => {
        const count = m.input('count', unsigned(4));
        m.output('y', m.synchronise('y_q', count, { clock: slow, gray })); // E616
      });
    expect(send(false)).toEqual(['E616 the 4 bits of y_q in module m would arrive in different cycles']);
    expect(send(true)).toEqual([]);
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('takes a synchroniser without a warning', () => {
    const design = printVerilog(synchronised());
    const lint = ['--lint-only', '-Wall', 'synchronised.v'];
    expect(inFolder(design, (folder) => output(folder, 'verilator', lint))).toBe('');
  });
});
