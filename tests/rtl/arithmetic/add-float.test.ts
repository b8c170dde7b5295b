import { expect, test } from 'vitest';
import { add, floatNamed, negate } from '../../../src/numbers/index.js';
import { addFloat, adderStructures, type AdderStructure } from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint, yosysCheck } from '../../../src/tools/index.js';
import { corners, randomCodes } from '../../numbers/codes.js';
import { cases, count } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

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
