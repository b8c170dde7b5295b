import { expect, test } from 'vitest';
import { floatNamed, multiply } from '../../../src/numbers/index.js';
import {
  multiplierStructures,
  multiplyFloat,
  multiplyFloatRegisters,
  type MultiplierStructure,
} from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint, yosysCheck } from '../../../src/tools/index.js';
import { corners, randomCodes } from '../../numbers/codes.js';
import { cases, count } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

const fp32 = floatNamed('fp32');

/** `code = a * b` as a module. */
function multiplierModule(multiplier: MultiplierStructure): Module {
  const m = moduleBuilder('float_multiply', { description: 'fp32 x fp32, rounded once.' });
  const [a, b] = [m.input('a', unsigned(32)), m.input('b', unsigned(32))];
  const structures = { multiplier, adder: multiplier === 'plain' ? 'plain' : 'sklansky' } as const;
  m.output('code', multiplyFloat(m, 'product', { structures }, a, b));
  return m.build();
}

/** Corners, any two numbers, and two whose product is near the least or the greatest number. */
function* pairs(number: number): Iterable<readonly [number, number]> {
  for (const a of corners('fp32')) for (const b of corners('fp32')) yield [a, b];
  const next = randomCodes('fp32', 'fp32');
  for (let i = 0, runs = count(number); i < runs; i++) {
    const [a, b] = [next(), next()];
    yield [a, b];
    const field = Math.floor(a / 2 ** 23) % 256;
    const edge = (i % 2 === 0 ? 127 : 127 + 254) - field + ((i % 61) - 30);
    yield [a, (b % 2 ** 23) + 2 ** 23 * Math.min(254, Math.max(0, edge))];
  }
}

test.each(multiplierStructures)('a product of two fp32 by %s is the golden one', (multiplier) => {
  const sim = compile(multiplierModule(multiplier));
  const asked: (readonly [number, number])[] = [];
  const look = (index: number): void => {
    const [a, b] = asked[index]!;
    const [found, wanted] = [sim.get('code'), multiply(a, b, fp32)];
    if (found !== wanted) expect([a, b, found]).toEqual([a, b, wanted]);
  };
  for (const [a, b] of pairs(cases(5000))) {
    sim.set('a', a);
    sim.set('b', b);
    asked.push([a, b]);
    if (asked.length > multiplyFloatRegisters) look(asked.length - 1 - multiplyFloatRegisters);
    sim.step();
  }
  expect(asked.length).toBeGreaterThan(1000);
});

const modules = multiplierStructures.map((multiplier) => [multiplier, multiplierModule(multiplier)] as const);
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
