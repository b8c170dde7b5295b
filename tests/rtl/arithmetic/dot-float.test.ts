import { describe, expect, test } from 'vitest';
import { blockFormats, floatNamed, type BlockFormat } from '../../../src/numbers/index.js';
import {
  compile,
  moduleBuilder,
  printVerilog,
  record,
  testbench,
  unsigned,
  type Module,
} from '../../../src/rtl/index.js';
import { dotAddFloat } from '../../../src/rtl/arithmetic/index.js';
import { lint, prove, simulate, yosysCheck } from '../../../src/tools/index.js';
import { corners } from '../../numbers/codes.js';
import { cases } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';
import { bitsOf, check, dotModule, fast, golden, groups, plain, unit, type Case, type DotUnit } from './dot-module.js';

const formats = ['fp4_e2m1', 'fp6_e2m3', 'fp6_e3m2', 'fp8_e4m3', 'fp8_e5m2', 'fp16'] as const;

describe('a group of products added in fp32 is the golden one', () => {
  test.each(formats.flatMap((name) => [1, 2, 3, 8].map((length) => [length, name] as const)))(
    '%i of %s',
    (length, name) => {
      const made = unit(floatNamed(name), length);
      check(made, groups(made, cases(120)));
    },
  );

  test.each(formats)('corners of %s', (name) => {
    const made = unit(floatNamed(name), 2);
    const all = corners(name);
    check(
      made,
      (function* () {
        for (const [i, x] of all.entries())
          for (const [j, y] of all.entries()) {
            const addend = corners('fp32')[(i * 7 + j) % corners('fp32').length] ?? 0;
            const [u, v] = [all[(i * 3 + j) % all.length] ?? 0, all[(i + 5 * j + 1) % all.length] ?? 0];
            yield [{ codes: [x, u], scale: 0 }, { codes: [y, v], scale: 0 }, addend];
          }
      })(),
    );
  });

  test.each([
    ['fp8_e4m3', 'fp8_e5m2'],
    ['fp16', 'fp4_e2m1'],
    ['fp6_e3m2', 'fp8_e4m3'],
  ] as const)('of %s and %s', (a, b) => {
    const made = unit(floatNamed(a), 4, { b: floatNamed(b), structures: fast });
    check(made, groups(made, cases(120)));
  });

  test.each([
    fast,
    { multiplier: 'baugh_wooley', adder: 'kogge_stone' },
    { multiplier: 'booth', adder: 'plain' },
  ] as const)('by $multiplier and $adder', (structures) => {
    for (const [name, length] of [
      ['fp16', 3],
      ['fp8_e4m3', 5],
      ['fp4_e2m1', 16],
    ] as const) {
      const made = unit(floatNamed(name), length, { structures });
      check(made, groups(made, cases(40)));
    }
  });
});

describe('a block is scaled exactly and rounded once', () => {
  test.each(
    [...blockFormats.values()].flatMap((format) => [plain, fast].map((structures) => ({ ...format, structures }))),
  )('$name by $structures.multiplier', ({ element, elements, scale, structures }) => {
    const made = unit(element, elements, { scale, structures });
    check(made, groups(made, cases(40)));
  });

  test('of mxfp8 by mxfp4', () => {
    const made = unit(floatNamed('fp8_e4m3'), 32, { b: floatNamed('fp4_e2m1'), scale: 'e8m0' });
    check(made, groups(made, cases(40)));
  });
});

const pipelines = ([0, 1, 2] as const).flatMap((productRegisters) =>
  ([0, 1, 2] as const).map((sumRegisters) => ({ productRegisters, sumRegisters })),
);

const blockOf = ({ element, elements, scale }: BlockFormat, given: Partial<DotUnit> = {}): DotUnit =>
  unit(element, elements, { scale, ...given });

const named = (name: string): BlockFormat => {
  const found = blockFormats.get(name);
  if (found === undefined) throw new Error(`no block format is called ${name}`);
  return found;
};

/** Streams groups through a unit with registers, the addends as much later as the sum of products is. */
function expectSameStream(made: DotUnit): void {
  const sim = compile(dotModule('piped', made));
  const { productRegisters, sumRegisters } = made;
  const stream: readonly Case[] = [...groups(made, 40)];
  const counts = (cycle: number): boolean => cycle % 3 !== 0;
  for (const [cycle, [a, b]] of stream.entries()) {
    sim.set('a', bitsOf(a, made.a));
    sim.set('b', bitsOf(b, made.b));
    sim.set('counts', counts(cycle) ? 1 : 0);
    sim.set('addend', stream[cycle - productRegisters]?.[2] ?? 0);
    const due = stream[cycle - productRegisters - sumRegisters];
    if (due !== undefined && counts(cycle - productRegisters - sumRegisters))
      expect([cycle, sim.get('code')]).toEqual([cycle, golden(made, due)]);
    sim.step();
  }
}

test.each(pipelines)('registers ($productRegisters, $sumRegisters) only delay', (registers) => {
  expectSameStream(unit(floatNamed('fp8_e5m2'), 3, { ...registers, counted: true }));
  for (const name of ['nvfp4', 'mxfp4']) expectSameStream(blockOf(named(name), { ...registers, counted: true }));
});

test('a group that does not count leaves every addend as it is, the sign of a zero too', () => {
  const made = blockOf(named('mxfp8_e5m2'), { counted: true });
  const sim = compile(dotModule('dot', made));
  sim.set('counts', 0);
  for (const scale of [0, 127, 255])
    for (const code of corners('fp8_e5m2')) {
      sim.set('a', bitsOf({ codes: Array.from({ length: 32 }, () => code), scale }, made.a));
      sim.set('b', bitsOf({ codes: Array.from({ length: 32 }, () => 0x7c), scale: 127 }, made.b));
      for (const addend of corners('fp32')) {
        sim.set('addend', addend);
        const nan = addend % 2 ** 31 > 0x7f800000;
        expect(sim.get('code')).toBe(nan ? 0x7fc00000 : addend);
      }
    }
});

test('the Verilog of one', async () => {
  const [file] = printVerilog(
    dotModule('block_dot', blockOf(named('nvfp4'), { productRegisters: 2, sumRegisters: 1, counted: true })),
  );
  await expect(file?.text ?? '').toMatchFileSnapshot('../golden/block_dot.v');
});

const files = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));

const linted: readonly (readonly [string, DotUnit])[] = [
  ['two of fp8', unit(floatNamed('fp8_e4m3'), 2, { productRegisters: 1 })],
  ['four of fp16', unit(floatNamed('fp16'), 4, { structures: fast, sumRegisters: 2 })],
  ['mxfp8 of e5m2', blockOf(named('mxfp8_e5m2'), { counted: true })],
  ['mxfp6', blockOf(named('mxfp6'), { productRegisters: 2, structures: fast })],
  ['nvfp4', blockOf(named('nvfp4'), { productRegisters: 1, sumRegisters: 1, structures: fast })],
];

for (const tool of ['verilator', 'icarus'] as const) {
  describeWithTool(tool, `${tool} has nothing to say of`, () => {
    test.each(linted)('%s', async (_, made) => {
      const [report, problems] = await lint(files(dotModule('dot', made)), 'dot', tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    });
  });
}

describeWithTool('yosys', 'Yosys has nothing to say of', () => {
  test.each(linted)('%s', async (_, made) => {
    const [report, problems] = await yosysCheck(files(dotModule('dot', made)), 'dot');
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});

describeWithTool('icarus', 'Icarus gives the golden sums of', () => {
  test.each(['mxfp8', 'nvfp4'])('%s', async (name) => {
    const made = blockOf(named(name), { productRegisters: 1, sumRegisters: 1, structures: fast });
    const module = dotModule('dot', made);
    const recorder = record(module, compile(module));
    for (const [a, b, addend] of groups(made, 50)) {
      recorder.simulator.set('a', bitsOf(a, made.a));
      recorder.simulator.set('b', bitsOf(b, made.b));
      recorder.simulator.set('addend', addend);
      recorder.simulator.step();
    }
    const trace = recorder.trace();
    const rows = trace.rows.map((row, cycle) => (cycle < 2 ? { ...row, outputs: [undefined] } : row));
    const bench = testbench({ ...trace, rows });
    const sources = [...files(module), { path: 'bench.v', text: bench.text }];
    const [run, problems] = await simulate(sources, bench.name, 'icarus');
    expect(problems).toEqual([]);
    expect(run?.output.join('\n')).toContain(`PASS ${bench.name}: ${rows.length} cycles`);
  });
});

/** Two products of the least float that is one, by two structures side by side, and whether the sums are equal. */
function compared(other: typeof fast): Module {
  const m = moduleBuilder('compared');
  const tiny = { exponentBits: 1, mantissaBits: 1, bias: 0, specials: 'none' } as const;
  const options = { a: tiny, b: tiny, count: 2, scale: 'none', productRegisters: 0, sumRegisters: 0 } as const;
  const operands = {
    a: m.input('a', unsigned(6)),
    b: m.input('b', unsigned(6)),
    addend: m.input('addend', unsigned(32)),
  };
  const [own, theirs] = [plain, other].map((structures, index) =>
    dotAddFloat(m, `dot${index}`, { ...options, structures }, operands),
  );
  if (own === undefined || theirs === undefined) throw new Error('two structures');
  m.output('equal', own.eq(theirs));
  return m.build();
}

describeWithTool('yosys', 'for every input', () => {
  test('a group of two small numbers has the same sum by both structures', async () => {
    const [proof, problems] = await prove(files(compared(fast)), 'compared', 'equal');
    expect([problems, proof]).toEqual([[], { kind: 'proved' }]);
  }, 120_000);
});
