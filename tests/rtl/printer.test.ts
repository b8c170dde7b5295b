import { describe, expect, test } from 'vitest';
import {
  bit,
  constant,
  fromNorth,
  moduleBuilder,
  mux,
  printVerilog,
  signed,
  unsigned,
  vector,
  type Module,
} from '../../src/rtl/index.js';
import { legal } from '../../src/rtl/print/names.js';
import { buffer, goldenModules, multiplyAccumulateArray } from './support/golden-modules.js';

function textOf(module: Module): string {
  return printVerilog(module)
    .map((file) => file.text)
    .join('');
}

describe('the Verilog of small modules', () => {
  test.each(Object.entries(goldenModules))('%s', async (name, make) => {
    await expect(textOf(make())).toMatchFileSnapshot(`golden/${name}.v`);
  });
});

test('one file a module, children first, named as the module', () => {
  expect(printVerilog(multiplyAccumulateArray(2, 2)).map(({ module, file }) => [module, file])).toEqual([
    ['mac', 'mac.v'],
    ['mac_array', 'mac_array.v'],
  ]);
});

test('the same design gives the same bytes', () => {
  expect(textOf(multiplyAccumulateArray(4, 4))).toBe(textOf(multiplyAccumulateArray(4, 4)));
});

test('a 256 x 256 array is as long as a small one but for its numbers', () => {
  expect(textOf(multiplyAccumulateArray(256, 256)).length).toBeLessThan(
    textOf(multiplyAccumulateArray(4, 4)).length + 100,
  );
});

test('a memory of 512 byte enables is as long as one of 16 but for its numbers', () => {
  expect(textOf(buffer('buffer', 512)).length).toBeLessThan(textOf(buffer('buffer', 16)).length + 100);
});

test('a 1024 x 1024 array can be built and printed', () => {
  expect(textOf(multiplyAccumulateArray(1024, 1024)).length).toBeLessThan(100_000);
});

const make = (step: number): readonly string[] => {
  const m = moduleBuilder('m');
  const [a, b] = [m.input('a', unsigned(8)), m.input('b', unsigned(8))];
  m.output('low', a.add(step));
  m.output('high', mux(a.lt(b), b.mul(3), a.mul(b)));
  return textOf(m.build()).split('\n');
};

test('a small change of a module changes few lines', () => {
  const [before, after] = [make(1), make(2)];
  expect(after.filter((line) => !before.includes(line))).toEqual(["  assign low = {1'b0, a} + 9'd2;"]);
});

const origin = (place: { readonly file: string }): string =>
  'start' in place ? `${place.file} at ${place.start}` : place.file;

test('a header and origins, where they are asked for', () => {
  const m = moduleBuilder('m', { description: 'Passes a bit.', origin: { file: 'design.accel', start: 0, end: 3 } });
  m.at({ file: 'design.accel', start: 12, end: 15 });
  m.output('b', m.input('a'));
  const [file] = printVerilog(m.build(), { header: ['accel 0.1.0', 'source: design.accel'], origin });
  expect(file?.text.split('\n').slice(0, 10)).toEqual([
    '// accel 0.1.0',
    '// source: design.accel',
    '// Passes a bit.',
    '`default_nettype none',
    '',
    'module m (',
    '  input wire a, // design.accel at 12',
    '  output wire b // design.accel at 12',
    ');',
    '',
  ]);
});

test('names that Verilog or SystemVerilog reserves are changed', () => {
  expect(['cell', 'logic', 'wire', '3x', 'a.b', 'data'].map(legal)).toEqual([
    'cell_',
    'logic_',
    'wire_',
    'n3x',
    'a_b',
    'data',
  ]);
  const m = moduleBuilder('module');
  m.output('logic', m.input('reg'));
  expect(textOf(m.build())).toContain('assign logic_ = reg_;');
});

const inverter = (width: number): Module => {
  const m = moduleBuilder('inverter');
  m.output('b', m.input('a', unsigned(width)).not());
  return m.build();
};

test('equal modules are printed once, different ones of one name apart', () => {
  const m = moduleBuilder('top');
  const [a, b] = [m.input('a', unsigned(4)), m.input('b', unsigned(8))];
  const outputs = [
    m.instance('u1', inverter(4), { a }),
    m.instance('u2', inverter(4), { a }),
    m.instance('u3', inverter(8), { a: b }),
  ].map((u) => u.port('b'));
  m.output('c', vector(outputs));
  expect(printVerilog(m.build()).map((file) => file.module)).toEqual(['inverter', 'inverter_2', 'top']);
});

test('what nothing reads is not there', () => {
  const m = moduleBuilder('m');
  const a = m.input('a', unsigned(8));
  const dead = m.register('dead', unsigned(8));
  dead.next(a.mul(a).truncate(8));
  m.named('also_dead', dead.add(1));
  m.output('b', a);
  expect(textOf(m.build())).not.toMatch(/dead/);
});

test('a cut sum is computed in the width that is left', () => {
  const m = moduleBuilder('m');
  const [a, b] = [m.input('a', signed(32)), m.input('b', signed(16))];
  m.output('c', a.add(b).truncate(32));
  expect(textOf(m.build())).toContain('assign c = a + $signed({{16{b[15]}}, b});');
});

test('an assertion is for simulation alone', () => {
  const m = moduleBuilder('m');
  m.assert('never_both', m.input('a').and(m.input('b')).not(), 'a and b at once');
  m.output('c', constant(1, bit));
  expect(textOf(m.build())).toContain(
    [
      '  `ifndef SYNTHESIS',
      '  always @(posedge clk) begin',
      '    if (!rst && !(~(a & b))) $display("ASSERTION %m.never_both: a and b at once");',
      '  end',
      '  `endif',
    ]
      .map((line) => line.replace(/^ {2}`/, '`'))
      .join('\n'),
  );
});

test('what an assertion alone has is not named outside of its directives', () => {
  const m = moduleBuilder('m');
  const [a, b] = [m.input('a', unsigned(4)), m.input('b', unsigned(4))];
  m.assert('whole', a.mul(b).slice(5, 4).eq(0), 'of four');
  m.output('c', constant(1, bit));
  const [, inside = '', behind = ''] = /`ifndef SYNTHESIS(.*)`endif(.*)/s.exec(textOf(m.build())) ?? [];
  expect(inside).toContain("wire _unused_whole = &{1'b0, a_times_b[7:6], a_times_b[3:0]};");
  expect(behind).not.toContain('a_times_b');
});

test('a grid of one row or one column has no neighbour to name', () => {
  const one = moduleBuilder('one');
  one.output('q', one.input('d').not());
  const m = moduleBuilder('m');
  const cells = m.grid('cells', [1, 1], one.build(), { d: fromNorth('q', () => m.input('a')) });
  m.output('b', cells.south('q'));
  expect(textOf(m.build())).not.toContain('-1]');
});
