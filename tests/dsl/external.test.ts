import { expect, test } from 'vitest';
import * as dsl from '../../src/dsl/index.js';
import { print, printTypeScript, problem, write } from '../../src/ir/index.js';
import { runModule } from '../support/builder.js';
import { compile } from '../support/compile.js';
import { designOf } from '../support/language.js';
import { toldIn } from './told.js';

const scale = `
module scale #(parameter lanes = 4, parameter W = 8 * lanes) (
  input wire clk, rst,
  input wire x_valid, output wire x_ready, input wire [W-1:0] x_data,
  output reg y_valid, input wire y_ready, output reg [W-1:0] y_data
);
endmodule`;

const read: dsl.ReadVerilog = (path) =>
  path === 'ip/scale.v' ? { kind: 'text', path, text: scale } : { kind: 'problem', problem: problem('E001', { path }) };

const options = { process: dsl.tsmc_n7(), clocks: { main: '1 GHz', side: '500 MHz' } } as const;

const Scale = dsl.external(
  'Scale',
  { parameters: { lanes: dsl.parameter.int(4, 1, 64) }, verilog: 'ip/scale.v', module: 'scale' },
  (x, { lanes }) => {
    x.area(dsl.mm2(0.125).times(lanes));
    x.power('3 mW');
    const width = 8 * lanes;
    return {
      x: x.in('x', dsl.stream('int8', lanes)),
      y: x.out('y', dsl.stream('int8', lanes)),
      width,
      kind: { kind: 'dtype', name: 'int8' },
      both: { kind: 'list', elements: [lanes, 2].map((value) => ({ kind: 'int', value }) as const) },
      bandwidth: dsl.as('bandwidth', dsl.mul(dsl.b(width), x.clock.frequency)),
    };
  },
);

const Radio = dsl.external(
  'Radio',
  {
    parameters: {
      mode: dsl.parameter.choice('Mode', ['fast', 'small'], 'small'),
      capacity: dsl.required(dsl.parameter.quantity('information', '1 KiB')),
      operand: dsl.parameter.dtype('fp16'),
      gain: dsl.parameter.real(1.5, 0, 2),
      taps: dsl.parameter.list(dsl.parameter.int(0)),
    },
    clocks: ['line'],
  },
  (x, { mode, capacity, operand, taps }) => {
    x.leakage('10 uW');
    x.require(capacity.ge('1 KiB'), 'too small');
    return {
      m: x.in('m', dsl.memory(operand, mode === 'fast' ? 8 : 4, capacity)),
      pins: x.out('pins', dsl.wires(2), [1 + taps.length]),
    };
  },
);

test('a block of one’s own comes out as the same design in text and in the builder', () => {
  const text = designOf({
    'main.accel': `
      import { tsmc_n7 } from "std/process";
      enum Mode { fast, small }
      extern component Scale(lanes: int in 1 ..= 64 = 4) {
        verilog = "ip/scale.v"; module = "scale"; area = 0.125 mm^2 * lanes; power = 3 mW;
        port in x: stream<int8, lanes>; port out y: stream<int8, lanes>;
        let width = 8 * lanes; let kind = int8; let both = [lanes, 2]; let bandwidth = 1 b * width * clk.frequency;
      }
      extern component Radio(mode: Mode = .small, capacity: information, operand: dtype = fp16, gain: real in 0 ..= 2 = 1.5,
          taps: [int] = []) {
        clock in line; leakage = 10 uW; require capacity >= 1 KiB, "too small";
        port in m: memory<operand, (mode == .fast ? 8 : 4), capacity>; port out pins: wires<2>[1 + len(taps)];
      }
      design Chip {
        process tsmc_n7; clock main = 1 GHz; clock side = 500 MHz;
        one: Scale { lanes: 8 };
        two: Scale[3] @ side;
        radio: Radio @ (line: side) { capacity: 2 KiB, mode: .fast, taps: [1, 2] };
        unused one.x; unused one.y; unused two[*].x; unused two[*].y; unused radio.m; unused radio.pins;
        require one.area <= one.bandwidth / 1 Gb/s * 1 mm^2;
        require area <= one.width * 1 mm^2;
      }`,
    'ip/scale.v': scale,
  });
  const chip = dsl.design('Chip', options, (d) => {
    const one = d.add('one', Scale({ lanes: 8 }));
    const two = d.array('two', 3, Scale(), { clk: 'side' });
    const radio = d.add('radio', Radio({ capacity: '2 KiB', mode: 'fast', taps: [1, 2] }), { line: 'side' });
    d.unused(one.x, one.y, two.all.x, two.all.y, radio.m, radio.pins);
    const { bandwidth, width } = dsl.valuesOf(one);
    d.require(dsl.measuresOf(one).area.le(dsl.as('area', dsl.mul(dsl.div(bandwidth, '1 Gb/s'), '1 mm^2'))));
    d.require(dsl.area.le(dsl.mm2(1).times(width)));
  });
  const [built, diagnostics] = chip.elaborate(new Map(), read);
  expect(diagnostics).toEqual([]);
  expect(built && write(built.design)).toBe(write(text));
  const printed = printTypeScript(text);
  const [again, told] = runModule(printed).designs[0]?.elaborate(new Map(), read) ?? [];
  expect(told).toEqual([]);
  expect(again && write(again.design)).toBe(write(text));
  expect(compile({ 'printed.ts': printed })).toBe('');
  // Nothing knows of a module that would declare them.
  const shown = designOf({ 'main.accel': print(text, () => undefined), 'ip/scale.v': scale });
  expect(write(shown)).toBe(write(text));
});

const lines = toldIn(import.meta.url);

function told(body: (d: dsl.Scope<'main' | 'side'>) => void): readonly (readonly [string, string])[] {
  return lines(dsl.design('Chip', options, body).elaborate(new Map(), read)[1]);
}

test('what a block of one’s own does not take is told at the call', () => {
  expect(told((d) => void d.add('s', Scale({ lanes: 65 })))).toEqual([
    ['E402', "expect(told((d) => void d.add('s', Scale({ lanes: 65 })))).toEqual(["],
  ]);
  const small = Radio({ capacity: '1 b' });
  expect(told((d) => void d.add('r', small, { line: 'side' }))).toEqual([
    ['E404', "const small = Radio({ capacity: '1 b' });"],
  ]);
});

test('what is wrong with the definition is told where it stands', () => {
  const missing = dsl.external('Ip', { verilog: 'ip/none.v' }, () => {});
  expect(told((d) => void d.add('i', missing()))).toEqual([
    ['E001', "const missing = dsl.external('Ip', { verilog: 'ip/none.v' }, () => {});"],
  ]);
  const nameless = dsl.external('Ip', { verilog: 'ip/scale.v' }, () => {});
  expect(told((d) => void d.add('i', nameless())).map(([code]) => code)).toEqual(['E470']);
  const loose = dsl.external('Ip', { module: 'scale' }, () => {});
  expect(told((d) => void d.add('i', loose())).map(([code]) => code)).toEqual(['E473']);
  const other = dsl.external(
    'Ip',
    { verilog: 'ip/scale.v', module: 'scale' },
    (x) => void x.in('x', dsl.stream('int8', 4)),
  );
  expect(told((d) => void d.add('i', other())).map(([code]) => code)).toEqual(['E471']);
  const negative = dsl.external('Ip', {}, (x) => x.area('-1 mm^2'));
  expect(told((d) => void d.add('i', negative())).map(([code]) => code)).toEqual(['E472']);
  const twice = dsl.external('Ip', {}, (x) => {
    x.in('x', dsl.commands());
    x.in('x', dsl.commands());
  });
  expect(told((d) => void d.add('i', twice()))).toEqual([['E202', "x.in('x', dsl.commands());"]]);
});

test('a component shows the values that its body returns', () => {
  const Tile = dsl.component('Tile', (c, lanes: number) => {
    const core = c.add('core', dsl.PEArray({ cols: lanes }));
    c.unused(core.weights, core.activations, core.sums);
    return { lanes, peak: dsl.mul(dsl.op(2), lanes, c.clock.frequency) };
  });
  let shown: readonly unknown[] = [];
  const chip = dsl.design('Chip', options, (d) => {
    const { lanes, peak } = dsl.valuesOf(d.add('tile', Tile(16)));
    shown = [lanes, peak.sample];
  });
  expect(chip.elaborate()[1]).toEqual([]);
  expect(shown).toEqual([16, { kind: 'quantity', value: 32e9, dimension: { op: 1, s: -1 } }]);
});
