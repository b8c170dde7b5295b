import { sample } from 'fast-check';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  bit,
  compile,
  gateClocks,
  moduleBuilder,
  modulesOf,
  optimise,
  printVerilog,
  synchroniseResets,
  testbench,
  unsigned,
  type Clock,
  type Module,
  type ModuleBuilder,
  type Simulator,
} from '../../src/rtl/index.js';
import { cases, count, seed } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';
import { choices, randomModule } from './support/random-module.js';
import { randomTrace } from './support/stimulus.js';
import { inFolder, output, runIcarus, runVerilator, type SourceFile } from './support/tools.js';

const lines = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n');

/** The diagnostics of a module with a further reset, each after a check that it points at a line that is marked with its code. */
function problems(describe: (m: ModuleBuilder, soft: Clock) => void): readonly string[] {
  const m = moduleBuilder('m');
  describe(m, m.addReset('rst_soft'));
  return m.finish()[1].map(({ code, message, origin }) => {
    if (origin === undefined || !('line' in origin)) throw new Error(`${code} has no TypeScript line`);
    expect(lines[origin.line - 1]).toContain(`// ${code}`);
    return `${code} ${message}`;
  });
}

const asynchronous = { reset: 0, resetKind: 'asynchronous' } as const;

/** A bit that is set by `x` and cleared by its reset. */
function keeper(resetKind: 'synchronous' | 'asynchronous' = 'synchronous'): Module {
  const m = moduleBuilder('keeper');
  const kept = m.register('kept', bit, { reset: 0, resetKind });
  kept.next(kept.or(m.input('x')));
  m.output('y', kept);
  return m.build();
}

/** Sets inputs and gives the edge. */
function step(sim: Simulator, inputs: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(inputs)) sim.set(name, value);
  sim.step();
}

describe('a further reset of a clock', () => {
  /** A bit of each reset, and a child that is given the further one. */
  function both(): Module {
    const m = moduleBuilder('both');
    const soft = m.addReset('rst_soft');
    const x = m.input('x');
    for (const [name, clock] of [
      ['hard', m.clock],
      ['softly', soft],
    ] as const) {
      const kept = m.register(`${name}_q`, bit, { ...asynchronous, clock });
      kept.next(kept.or(x));
      m.output(name, kept);
    }
    m.output('child', m.instance('u', keeper(), { x }, { clk: soft }).port('y'));
    return m.build();
  }

  test('resets what is given it, and nothing else', () => {
    const sim = compile(both());
    const shown = (): readonly number[] => ['hard', 'softly', 'child'].map((name) => sim.get(name));
    step(sim, { x: 1 });
    expect(shown()).toEqual([1, 1, 1]);
    sim.set('rst_soft', 1);
    expect(shown()).toEqual([1, 0, 1]);
    step(sim, { x: 0 });
    expect(shown()).toEqual([1, 0, 0]);
    sim.set('rst', 1);
    expect(shown()).toEqual([0, 0, 0]);
  });

  test('is printed where it resets', () => {
    const text = printVerilog(both()).at(-1)?.text ?? '';
    expect(text).toContain('always @(posedge clk or posedge rst_soft) begin\n    if (rst_soft) begin\n      softly_q');
    expect(text).toContain('.rst(rst_soft),');
  });

  test('reaches a child by its name there', () => {
    const m = moduleBuilder('over');
    const own = m.addReset('rst_own');
    const u = m.instance('u', both(), { x: m.input('x') }, { rst_soft: own });
    for (const name of ['hard', 'softly', 'child']) m.output(name, u.port(name));
    const sim = compile(m.build());
    step(sim, { x: 1 });
    sim.set('rst_own', 1);
    expect([sim.get('hard'), sim.get('softly')]).toEqual([1, 0]);
  });

  test('opens a gate of its own where clocks are gated', () => {
    const m = moduleBuilder('gated');
    const soft = m.addReset('rst_soft');
    const enable = m.input('enable');
    for (const [name, clock] of [
      ['a', m.clock],
      ['b', soft],
    ] as const) {
      const kept = m.register(`${name}_q`, unsigned(8), { reset: 0, enable, clock });
      kept.next(kept.addWrap(1));
      m.output(name, kept);
    }
    const gated = gateClocks(m.build());
    expect(gated.gates.map(({ name }) => name)).toEqual(['clk_enable_or_rst', 'clk_enable_or_rst_soft']);
    const sim = compile(gated);
    step(sim, { enable: 1 });
    step(sim, { enable: 0, rst_soft: 1 });
    expect([sim.get('a'), sim.get('b')]).toEqual([1, 0]);
  });
});

describe('a crossing of asynchronous resets is told at the line that samples', () => {
  test('from register to register, through logic too', () => {
    expect(
      problems((m, soft) => {
        const done = m.register('done', bit, { ...asynchronous, clock: soft });
        done.next(m.input('x'));
        const seen = m.register('seen', bit, asynchronous); // E617
        seen.next(m.named('inverted', done.not()));
        m.output('y', seen);
      }),
    ).toEqual([
      'E617 in module m inverted changes at once with rst_soft, and seen, which rst resets, samples it without a synchroniser between',
    ]);
  });

  test('into a child and out of one', () => {
    const found = problems((m, soft) => {
      const there = m.instance('there', keeper('asynchronous'), { x: m.input('x') }, { clk: soft });
      const back = m.instance('back', keeper('asynchronous'), { x: there.port('y') }); // E617
      m.output('out', back.port('y'));
    });
    expect(found).toHaveLength(1);
  });

  test.each(['synchroniser', 'synchronous', 'crossing', 'one reset'])('there is none: %s', (way) => {
    expect(
      problems((m, soft) => {
        const resetKind = way === 'synchronous' ? 'synchronous' : 'asynchronous';
        const done = m.register('done', bit, { reset: 0, resetKind, clock: soft });
        done.next(m.input('x'));
        const clock = way === 'one reset' ? soft : m.clock;
        const seen =
          way === 'synchroniser'
            ? m.synchronise('seen', done, { ...asynchronous, clock })
            : m.delay('seen', way === 'crossing' ? m.crossing('still', done, 'both are in reset') : done, 1, {
                ...asynchronous,
                clock,
              });
        m.output('y', seen);
      }),
    ).toEqual([]);
  });
});

/** A keeper in a keeper's place of each of two clocks. */
function twoDomains(): Module {
  const m = moduleBuilder('domains');
  const other = m.addClock('clk_b', 'rst_b');
  m.output('a', m.instance('u_a', keeper(), { x: m.input('x_a') }).port('y'));
  m.output('b', m.instance('u_b', keeper(), { x: m.input('x_b') }, { clk: other }).port('y'));
  return m.build();
}

describe('an asynchronous reset', () => {
  const { top } = synchroniseResets(twoDomains(), new Set(['clk']));

  test('is there at once and goes at the second edge after', () => {
    const sim = compile(top);
    step(sim, { x_a: 1, rst: 0 });
    step(sim, {});
    step(sim, {});
    expect(sim.get('a')).toBe(1);
    sim.set('rst', 1);
    expect(sim.get('a')).toBe(0);
    sim.set('rst', 0);
    expect(sim.get('a')).toBe(0);
    step(sim, {});
    expect(sim.get('a')).toBe(0);
    step(sim, {});
    expect(sim.get('a')).toBe(0);
    step(sim, {});
    expect(sim.get('a')).toBe(1);
  });

  test('goes as the input does while test_en is high', () => {
    const sim = compile(top);
    sim.set('test_en', 1);
    sim.set('rst', 1);
    expect(sim.get('a')).toBe(0);
    step(sim, { rst: 0, x_a: 1 });
    expect(sim.get('a')).toBe(1);
  });

  test('is of the domains that ask for it: elsewhere the same module has a synchronous one', () => {
    const sim = compile(top);
    sim.step(1, 'clk_b');
    sim.set('x_b', 1);
    sim.step(1, 'clk_b');
    sim.set('rst_b', 1);
    expect(sim.get('b')).toBe(1);
    expect(printVerilog(top).map(({ module }) => module)).toEqual([
      'accel_reset_sync',
      'keeper',
      'keeper_2',
      'domains',
    ]);
    expect(modulesOf(top)).toHaveLength(3);
  });

  test('nothing is synchronised that nothing resets', () => {
    const m = moduleBuilder('wires');
    m.output('y', m.delay('y_q', m.input('x')));
    const made = synchroniseResets(m.build(), new Set(['clk'])).top;
    expect(printVerilog(made).map(({ module }) => module)).toEqual(['wires']);
    expect(made.ports.map(({ name }) => name)).toEqual(['clk', 'x', 'y']);
  });
});

interface Case {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly sources: readonly string[];
}

const cycles = 40;

/** Random modules with an asynchronous reset, synchronised, and with gated clocks or without. */
function randomCases(series: number, modules: number): readonly Case[] {
  return sample(choices, { seed: seed + series, numRuns: count(modules) }).map((numbers, index) => {
    const name = `a${series}_${index}`;
    const { top } = synchroniseResets(optimise(randomModule(numbers, name)), new Set(['clk']));
    const vectorFile = `${name}.hex`;
    const bench = testbench(randomTrace(top, numbers, cycles), { vectorFile });
    const design = printVerilog(top, index % 2 === 0 ? {} : { clockGating: { minimumBits: 1 } });
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

describeWithTool('icarus', 'Icarus', () => {
  test('shows of synchronised resets what the built-in simulator shows', () => {
    const made = randomCases(50, cases(40));
    expect(linesOf(inFolder(filesOf(made), (folder) => runIcarus(folder, sourcesOf(made))))).toEqual(passLines(made));
  });
});

describeWithTool('verilator', 'Verilator', () => {
  test('shows of synchronised resets what the built-in simulator shows', () => {
    const made = randomCases(51, cases(2));
    const text = `module all_tb;\n${made.map(({ name }) => `  ${name}_tb ${name} ();`).join('\n')}\nendmodule\n`;
    const shown = inFolder([{ file: 'all_tb.v', text }, ...filesOf(made)], (folder) =>
      runVerilator(folder, 'all_tb', ['all_tb.v', ...sourcesOf(made)]),
    );
    expect(linesOf(shown)).toEqual(passLines(made));
  });

  test('has no warning', () => {
    for (const one of randomCases(52, cases(8))) {
      const design = one.sources.filter((file) => !file.endsWith('_tb.v'));
      const lint = ['--lint-only', '-Wall', '--top-module', one.name, ...design];
      expect(
        inFolder(one.files, (folder) => output(folder, 'verilator', lint)),
        one.name,
      ).toBe('');
    }
  });
});

describeWithTool('yosys', 'Yosys', () => {
  test('finds asynchronous resets in the domain and synchronous ones outside', () => {
    const design = printVerilog(synchroniseResets(twoDomains(), new Set(['clk'])).top);
    const script = `read_verilog ${design.map(({ file }) => file).join(' ')}; hierarchy -check -top domains; proc; opt_dff; check -assert; select -assert-count 2 accel_reset_sync/t:$adff; flatten; select -assert-count 3 t:$adff*; select -assert-count 1 t:$sdff* t:$dff*`;
    expect(inFolder(design, (folder) => output(folder, 'yosys', ['-q', '-p', script]))).toBe('');
  });
});
