import { describe, expect, test } from 'vitest';
import { convert, floatNamed, floatNames, round, type FloatName, type Overflow } from '../../../src/numbers/index.js';
import { integerToFloat, narrowFloat, widenFloat } from '../../../src/rtl/arithmetic/index.js';
import { compile, moduleBuilder, printVerilog, signed, unsigned, type Module } from '../../../src/rtl/index.js';
import { lint, yosysCheck } from '../../../src/tools/index.js';
import { codeOf, corners, randomCodes } from '../../numbers/codes.js';
import { cases, count } from '../../support/tier.js';
import { describeWithTool } from '../../support/tools.js';

const fp32 = floatNamed('fp32');

function wideningModule(name: FloatName): Module {
  const format = floatNamed(name);
  const m = moduleBuilder('widen', { description: `${name} as fp32.` });
  m.output('code', widenFloat(m, 'it', m.input('a', unsigned(format.width)), format));
  return m.build();
}

function narrowingModule(name: FloatName, overflow: Overflow): Module {
  const m = moduleBuilder('narrow', { description: `fp32 as ${name}.` });
  m.output('code', narrowFloat(m, 'it', m.input('a', unsigned(32)), floatNamed(name), overflow));
  return m.build();
}

function integerModule(width: number): Module {
  const m = moduleBuilder('from_integer', { description: `int${width} as fp32.` });
  m.output('code', integerToFloat(m, 'it', m.input('a', signed(width))));
  return m.build();
}

/** Expects `golden` of each number; only what differs reaches `expect`, which is slow. */
function check(module: Module, numbers: Iterable<number>, golden: (number: number) => number): void {
  const sim = compile(module);
  for (const number of numbers) {
    sim.set('a', number);
    const [found, wanted] = [sim.get('code'), golden(number)];
    if (found !== wanted) expect([number, found]).toEqual([number, wanted]);
  }
}

describe('every code of a narrow format, and many of a wide one', () => {
  test.each(floatNames)('%s becomes the fp32 of its value', (name) => {
    const format = floatNamed(name);
    const next = randomCodes(name, name);
    const some = Array.from({ length: count(cases(4000)) }, next);
    const all = format.width <= 16 ? Array.from({ length: 2 ** format.width }, (_, code) => code) : some;
    check(wideningModule(name), [...corners(name), ...all], (code) => convert(code, format, fp32));
  });
});

/** Numbers of fp32: corners, any, near each code of the format, and near the middle between it and the next. */
function* numbersNear(name: FloatName, number: number): Iterable<number> {
  const format = floatNamed(name);
  yield* corners('fp32');
  const [any, code] = [randomCodes('fp32', name), randomCodes(name, name)];
  for (let i = 0, runs = count(number); i < runs; i++) {
    yield any();
    const [one, next] = [code(), code()].map((each) => convert(each, format, fp32)) as [number, number];
    const step = Math.max(1, 2 ** (22 - format.mantissaBits));
    for (const near of [one, one + step, next + step - 1, next + step + 1, next - 1]) yield Math.max(0, near) % 2 ** 32;
  }
}

const narrowings = floatNames.flatMap((name) => [
  [name, 'infinity'] as const,
  ...(name.startsWith('fp8') ? [[name, 'saturate'] as const] : []),
]);

test.each(narrowings)('fp32 becomes %s, what is too large by %s', (name, overflow) => {
  const format = floatNamed(name);
  check(narrowingModule(name, overflow), numbersNear(name, cases(2000)), (code) =>
    convert(code, fp32, format, overflow),
  );
});

const widths = [4, 8, 16, 25, 32, 48] as const;

test.each(widths)('an integer of %i bits becomes the nearest fp32', (width) => {
  const least = -(2 ** (width - 1));
  const next = randomCodes('fp32', 'fp32');
  const some = Array.from(
    { length: count(cases(4000)) },
    (_, i) => Math.floor(least + next() / 2 ** (32 - width)) / 2 ** (i % (width - 1)),
  );
  const whole = some.map((number) => Math.trunc(number));
  check(integerModule(width), [least, -1, 0, 1, -least - 1, ...whole], (number) => {
    const exact = { negative: number < 0, significand: Math.abs(number), exponent: 0, sticky: false };
    const code = round(exact, fp32, 'infinity');
    expect(code).toBe(codeOf(number === 0 ? 0 : number));
    return code;
  });
});

const modules: readonly (readonly [string, Module])[] = [
  ...floatNames.map((name) => [`${name} as fp32`, wideningModule(name)] as const),
  ...narrowings.map(([name, overflow]) => [`fp32 as ${name} (${overflow})`, narrowingModule(name, overflow)] as const),
  ...widths.map((width) => [`int${width}`, integerModule(width)] as const),
];
const files = (module: Module) => printVerilog(module).map(({ file, text }) => ({ path: file, text }));

for (const tool of ['verilator', 'icarus'] as const) {
  describeWithTool(tool, `${tool} has nothing to say of`, () => {
    test.each(modules)('%s', async (_, module) => {
      const [report, problems] = await lint(files(module), module.name, tool);
      expect([problems, report?.messages]).toEqual([[], []]);
    });
  });
}

describeWithTool('yosys', 'Yosys has nothing to say of', () => {
  test.each(modules)('%s', async (_, module) => {
    const [report, problems] = await yosysCheck(files(module), module.name);
    expect([problems, report?.messages]).toEqual([[], []]);
  });
});
