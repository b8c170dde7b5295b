import { expect, test } from 'vitest';
import { add, floatNamed, multiplyAdd, negate, type FloatName } from '../../../src/numbers/index.js';
import {
  addFloat,
  adderStructures,
  dotAddFloat,
  groupBits,
  multiplyAddFloat,
  type AdderStructure,
} from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint, yosysCheck } from '../../../src/tools/index.js';
import { corners, randomCodes } from '../../numbers/codes.js';
import { cases, count } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';
import { fast } from './float-module.js';

const fp32 = floatNamed('fp32');

/** `code = a + b` as a module. */
function adderModule(adder: AdderStructure, sumRegisters: 0 | 1 | 2): Module {
  const m = moduleBuilder('float_add', { description: 'fp32 + fp32, rounded once.' });
  const [a, b] = [m.input('a', unsigned(32)), m.input('b', unsigned(32))];
  m.output('code', addFloat(m, 'add', { structures: { adder }, sumRegisters }, a, b));
  return m.build();
}

/** Corners, any two numbers, and a number with the negative of one near it. */
function* pairs(number: number): Iterable<readonly [number, number]> {
  for (const a of corners('fp32')) for (const b of corners('fp32')) yield [a, b];
  const next = randomCodes('fp32', 'fp32');
  for (let i = 0, runs = count(number); i < runs; i++) {
    const [a, b] = [next(), next()];
    yield [a, b];
    yield [a, Math.min(Math.max(0, negate(a, fp32) + ((i % 7) - 3) * 2 ** (i % 25)), 2 ** 32 - 1)];
  }
}

test.each(adderStructures)('a sum of two fp32 by %s is the golden one', (adder) => {
  const sim = compile(adderModule(adder, 0));
  for (const [a, b] of pairs(cases(5000))) {
    sim.set('a', a);
    sim.set('b', b);
    const [found, wanted] = [sim.get('code'), add(a, b, fp32)];
    if (found !== wanted) expect([a, b, found]).toEqual([a, b, wanted]);
  }
});

test.each([1, 2] as const)('%i registers only delay it', (registers) => {
  const sim = compile(adderModule('sklansky', registers));
  const next = randomCodes('fp32', 'fp32');
  const wanted: number[] = [];
  for (let cycle = 0; cycle < 200; cycle++) {
    const [a, b] = [next(), next()];
    sim.set('a', a);
    sim.set('b', b);
    wanted.push(add(a, b, fp32));
    if (cycle >= registers) expect(sim.get('code')).toBe(wanted[cycle - registers]);
    sim.step();
  }
});

/** `code = a * b + addend`, or `number + addend` in place of it; of groups of 16 with their scale where `dot` says so. */
function joinedModule(name: FloatName, dot: boolean): Module {
  const format = floatNamed(name);
  const m = moduleBuilder('joined', { description: 'A product, or a number in place of it, added.' });
  const shape = { count: 16, scale: dot ? ('e4m3' as const) : ('none' as const) };
  const type = unsigned(dot ? groupBits(format, shape.count, shape.scale) : format.width);
  const joined = { when: m.input('joins'), code: m.input('number', unsigned(32)) };
  const operands = { a: m.input('a', type), b: m.input('b', type), addend: m.input('addend', unsigned(32)) };
  const given = { a: format, b: format, structures: fast, productRegisters: 0 as const, sumRegisters: 0 as const };
  const all = { ...operands, counts: m.input('counts'), joined };
  const code = dot ? dotAddFloat(m, 'dot', { ...given, ...shape }, all) : multiplyAddFloat(m, 'mac', given, all);
  m.output('code', code);
  return m.build();
}

test.each([
  ['fp4_e2m1', true],
  ['fp4_e2m1', false],
  ['fp8_e4m3', false],
  ['fp8_e5m2', false],
  ['bf16', false],
  ['tf32', false],
] as const)('a number of fp32 takes the place of a product of %s (groups: %s), whatever that is', (name, dot) => {
  const sim = compile(joinedModule(name, dot));
  const factors = randomCodes(name, name);
  for (const [a, b] of pairs(cases(2000))) {
    sim.set('joins', 1);
    sim.set('counts', a % 2);
    sim.set('a', factors());
    sim.set('b', factors());
    sim.set('number', a);
    sim.set('addend', b);
    const [found, wanted] = [sim.get('code'), add(a, b, fp32)];
    if (found !== wanted) expect([a, b, found]).toEqual([a, b, wanted]);
  }
});

test('where none takes its place, the product is added', () => {
  const [format, next, sums] = [
    floatNamed('fp8_e5m2'),
    randomCodes('fp8_e5m2', 'fp8_e5m2'),
    randomCodes('fp32', 'bf16'),
  ];
  const sim = compile(joinedModule('fp8_e5m2', false));
  sim.set('joins', 0);
  for (let i = 0; i < 2000; i++) {
    const [a, b, addend, counts] = [next(), next(), sums(), i % 3 === 0 ? 0 : 1];
    for (const [port, value] of Object.entries({ a, b, addend, counts, number: sums() })) sim.set(port, value);
    const wanted = counts === 0 ? add(addend, 0x80000000, fp32) : multiplyAdd(addend, a, format, b, format);
    if (sim.get('code') !== wanted) expect([a, b, addend, sim.get('code')]).toEqual([a, b, addend, wanted]);
  }
});

const modules = adderStructures.map((adder, index) => [adder, adderModule(adder, index === 1 ? 2 : 1)] as const);
const files = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));

for (const tool of ['verilator', 'icarus'] as const) {
  describeWithTool(tool, `${tool} has nothing to say of one`, () => {
    test.each(modules)('by %s', async (_, module) => {
      const [report, problems] = await lint(files(module), module.name, tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    });
  });
}

describeWithTool('yosys', 'Yosys has nothing to say of one', () => {
  test.each(modules)('by %s', async (_, module) => {
    const [report, problems] = await yosysCheck(files(module), module.name);
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});
