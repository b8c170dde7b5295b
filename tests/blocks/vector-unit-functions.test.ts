import { describe, expect, test } from 'vitest';
import { functionCodes } from '../../src/blocks/vector-unit/command.js';
import { functionStages, vectorFunctions } from '../../src/blocks/vector-unit/functions.js';
import { tableFunction } from '../../src/blocks/vector-unit/golden-functions.js';
import { functionUnit } from '../../src/blocks/vector-unit/rtl/function-unit.js';
import { compile, multiplierStructures, printVerilog, type Module } from '../../src/rtl/index.js';
import { lint, yosysCheck } from '../../src/tools/index.js';
import { codeOf, corners, randomCodes } from '../numbers/codes.js';
import { cases, count } from '../support/tier.js';
import { describeWithTool } from '../support/tools.js';

const precisions = ['half', 'single'] as const;

/** Numbers of fp32: corners, any, from -130 to 130, and near one. */
function* numbers(number: number): Iterable<number> {
  yield* corners('fp32');
  const next = randomCodes('fp32', 'fp32');
  for (let i = 0, runs = count(number); i < runs; i++) {
    const code = next();
    yield code;
    yield codeOf(Math.fround(((code - 2 ** 31) / 2 ** 31) * 130));
    yield codeOf(Math.fround(1 + ((code % 4096) - 2048) * 2 ** -(i % 24)));
  }
}

describe.each(precisions)('%s', (precision) => {
  test.each(multiplierStructures)('the hardware by %s gives what the table gives', (multiplier) => {
    const adder = multiplier === 'plain' ? 'plain' : 'sklansky';
    const sim = compile(functionUnit('unit', precision, { multiplier, adder }));
    sim.set('run', 1);
    const asked: { readonly of: (typeof vectorFunctions)[number] | 'none'; readonly code: number }[] = [];
    const look = (index: number): void => {
      const { of, code } = asked[index]!;
      const wanted = of === 'none' ? code : tableFunction(of, precision, code);
      const found = sim.get('result');
      if (found !== wanted) expect([of, code, found]).toEqual([of, code, wanted]);
    };
    for (const code of numbers(cases(1500))) {
      for (const of of ['none', ...vectorFunctions] as const) {
        sim.set('code', code);
        sim.set('function', functionCodes[of]);
        asked.push({ of, code });
        if (asked.length > functionStages) look(asked.length - 1 - functionStages);
        sim.step();
      }
    }
    expect(asked.length).toBeGreaterThan(5000);
  });
});

const modules = precisions.flatMap((precision) =>
  multiplierStructures.map(
    (multiplier) => [precision, multiplier, functionUnit('unit', precision, { multiplier, adder: 'plain' })] as const,
  ),
);
const files = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));

for (const tool of ['verilator', 'icarus'] as const) {
  describeWithTool(tool, `${tool} has nothing to say of one`, () => {
    test.each(modules)('%s, by %s', async (_precision, _multiplier, module) => {
      const [report, problems] = await lint(files(module), module.name, tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    });
  });
}

describeWithTool('yosys', 'Yosys has nothing to say of one', () => {
  test.each(modules)('%s, by %s', async (_precision, _multiplier, module) => {
    const [report, problems] = await yosysCheck(files(module), module.name);
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});
