import { describe, expect, test } from 'vitest';
import { floatNamed, multiplyAdd, negate, type FloatName } from '../../../src/numbers/index.js';
import { adderStructures, multiplierStructures } from '../../../src/rtl/arithmetic/index.js';
import { compile, printVerilog, record, testbench } from '../../../src/rtl/index.js';
import { lint, simulate, yosysCheck } from '../../../src/tools/index.js';
import { corners, randomCodes } from '../../numbers/codes.js';
import { cases, count } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';
import { check, floatModule, unit, type FloatUnit, type Triple } from './float-module.js';

function* pairs(a: Iterable<number>, b: readonly number[], addends: readonly number[]): Iterable<Triple> {
  for (const left of a) for (const right of b) for (const addend of addends) yield [left, right, addend];
}

function* random(a: FloatName, b: FloatName, number: number): Iterable<Triple> {
  const [left, right, addend] = [randomCodes(a, b), randomCodes(b, a), randomCodes('fp32', a)];
  for (let i = 0, runs = count(number); i < runs; i++) yield [left(), right(), addend()];
}

/** Addends near the negative of the product, and of double and half of it: what is left is small, or a tie. */
function* cancelling(a: FloatName, b: FloatName, number: number): Iterable<Triple> {
  const [aFormat, bFormat, fp32] = [floatNamed(a), floatNamed(b), floatNamed('fp32')];
  const near = [
    0,
    1,
    -1,
    2,
    -2,
    2 ** 23,
    -(2 ** 23),
    2 ** 23 - 1,
    1 - 2 ** 23,
    2 ** 24,
    3 * 2 ** 23 + 1,
    -(2 ** 24) - 1,
  ];
  let index = 0;
  for (const [left, right] of random(a, b, number)) {
    const product = negate(multiplyAdd(0, left, aFormat, right, bFormat), fp32);
    yield [left, right, Math.min(Math.max(0, product + (near[index++ % near.length] ?? 0)), 2 ** 32 - 1)];
  }
}

const all = Array.from({ length: 256 }, (_, code) => code);
const some = [0, 0x80000000, 0x3f800001, 0xc0e00000, 0x36800001, 0x7f800000];

describe('a product added in fp32 is the golden one', () => {
  test.each([
    ['fp8_e4m3', 'fp8_e4m3'],
    ['fp8_e5m2', 'fp8_e5m2'],
    ['fp8_e4m3', 'fp8_e5m2'],
  ] as const)('for any %s and any %s, and some addends', (a, b) => {
    check(unit(a, { b }), pairs(all, all, some));
  });

  test.each([
    ['fp8_e4m3', 'fp8_e4m3'],
    ['fp8_e4m3', 'fp8_e5m2'],
    ['fp8_e5m2', 'bf16'],
    ['bf16', 'fp16'],
    ['bf16', 'bf16'],
    ['fp16', 'fp16'],
    ['tf32', 'tf32'],
    ['fp4_e2m1', 'fp6_e3m2'],
    ['fp6_e2m3', 'tf32'],
    ['tf32', 'bf16'],
    ['bf16', 'fp4_e2m1'],
    ['fp16', 'fp8_e4m3'],
  ] as const)('for %s and %s: corners, any numbers, and those that nearly cancel', (a, b) => {
    check(unit(a, { b }), pairs(corners(a), corners(b), corners('fp32')));
    check(unit(a, { b }), random(a, b, cases(5000)));
    check(unit(a, { b }), cancelling(a, b, cases(5000)));
  });

  test.each(multiplierStructures.flatMap((multiplier) => adderStructures.map((adder) => ({ multiplier, adder }))))(
    'by $multiplier and $adder',
    (structures) => {
      check(unit('bf16', { structures }), random('bf16', 'bf16', cases(1000)));
      check(unit('bf16', { structures }), cancelling('bf16', 'bf16', cases(1000)));
    },
  );
});

const pipelines = ([0, 1] as const).flatMap((productRegisters) =>
  ([0, 1, 2] as const).map((sumRegisters) => ({ productRegisters, sumRegisters })),
);

/** Streams random operands through a unit with registers and one without, the addends as much later as the product is. */
function expectSameStream(given: FloatUnit): void {
  const [piped, plain] = [given, { ...given, productRegisters: 0 as const, sumRegisters: 0 as const }];
  const [late, now] = [compile(floatModule('piped', piped)), compile(floatModule('plain', plain))];
  const [left, right, addend] = [
    randomCodes(given.a, given.b),
    randomCodes(given.b, given.a),
    randomCodes('fp32', given.a),
  ];
  const { productRegisters, sumRegisters } = given;
  const wanted: number[] = [];
  const addends = Array.from({ length: 100 }, addend);
  for (let cycle = 0; cycle < addends.length; cycle++) {
    const factors = { a: left(), b: right(), counts: cycle % 3 === 0 ? 0 : 1 };
    for (const [port, value] of Object.entries(factors)) for (const sim of [late, now]) sim.set(port, value);
    now.set('addend', addends[cycle] ?? 0);
    wanted.push(now.get('code'));
    late.set('addend', addends[cycle - productRegisters] ?? 0);
    const due = wanted[cycle - productRegisters - sumRegisters];
    if (due !== undefined) expect([cycle, late.get('code')]).toEqual([cycle, due]);
    late.step();
  }
}

test.each(pipelines)('registers ($productRegisters, $sumRegisters) only delay', (registers) => {
  for (const name of ['bf16', 'fp8_e4m3'] as const) expectSameStream({ ...unit(name), ...registers, counted: true });
});

test('a product that does not count leaves every addend as it is, the sign of a zero too', () => {
  const sim = compile(floatModule('float', unit('bf16', { counted: true })));
  sim.set('counts', 0);
  for (const a of corners('bf16')) {
    for (const addend of corners('fp32')) {
      for (const [port, value] of Object.entries({ a, b: 0x7f80, addend })) sim.set(port, value);
      const nan = addend % 2 ** 31 > 0x7f800000;
      expect(sim.get('code')).toBe(nan ? 0x7fc00000 : addend);
    }
  }
});

test('the Verilog of one', async () => {
  const [file] = printVerilog(
    floatModule('float_mac', unit('fp8_e4m3', { b: 'fp8_e5m2', productRegisters: 1, sumRegisters: 1 })),
  );
  await expect(file?.text ?? '').toMatchFileSnapshot('../golden/float_mac.v');
});

const files = (made: FloatUnit) =>
  printVerilog(floatModule('float', made)).map(({ file, text }) => ({ path: file, text }));

const linted: readonly (readonly [string, FloatUnit])[] = [
  ['fp8', unit('fp8_e4m3', { productRegisters: 1 })],
  ['plain e5m2', unit('fp8_e5m2', { structures: { multiplier: 'plain', adder: 'plain' }, sumRegisters: 2 })],
  ['bf16', unit('bf16', { counted: true })],
  ['bf16 in four stages', unit('bf16', { productRegisters: 1, sumRegisters: 2 })],
  ['fp16 by Baugh and Wooley', unit('fp16', { structures: { multiplier: 'baugh_wooley', adder: 'kogge_stone' } })],
  ['tf32 and fp4', unit('tf32', { b: 'fp4_e2m1', sumRegisters: 1, counted: true })],
];

for (const tool of ['verilator', 'icarus'] as const) {
  describeWithTool(tool, `${tool} has nothing to say of`, () => {
    test.each(linted)('%s', async (_, made) => {
      const [report, problems] = await lint(files(made), 'float', tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    });
  });
}

describeWithTool('yosys', 'Yosys has nothing to say of', () => {
  test.each(linted)('%s', async (_, made) => {
    const [report, problems] = await yosysCheck(files(made), 'float');
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});

describeWithTool('icarus', 'Icarus gives the golden sums of', () => {
  test.each(['bf16', 'fp8_e4m3'] as const)('%s', async (name) => {
    const made = unit(name, { productRegisters: 1, sumRegisters: 1 });
    const module = floatModule('float', made);
    const recorder = record(module, compile(module));
    const codes = [randomCodes(name, name), randomCodes(name, name), randomCodes('fp32', name)];
    for (let cycle = 0; cycle < 500; cycle++) {
      for (const [i, port] of ['a', 'b', 'addend'].entries()) recorder.simulator.set(port, codes[i]?.() ?? 0);
      recorder.simulator.step();
    }
    const trace = recorder.trace();
    const rows = trace.rows.map((row, cycle) => (cycle < 2 ? { ...row, outputs: [undefined] } : row));
    const bench = testbench({ ...trace, rows });
    const [run, problems] = await simulate(
      [...files(made), { path: 'bench.v', text: bench.text }],
      bench.name,
      'icarus',
    );
    expect(problems).toEqual([]);
    expect(run?.output.join('\n')).toContain(`PASS ${bench.name}: ${rows.length} cycles`);
  });
});
