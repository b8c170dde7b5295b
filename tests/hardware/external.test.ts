import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { estimateDesign } from '../../src/estimate/index.js';
import { build, type Build } from '../../src/hardware/index.js';
import { read, write, type Design } from '../../src/ir/index.js';
import { lint, yosysCheck } from '../../src/tools/index.js';
import { verify } from '../../src/verify/index.js';
import { loadDesign } from '../../src/workspace/node/index.js';
import { canonicalOf } from '../support/language.js';
import { describeWithTool } from '../support/tools.js';

/** A user's own module: shifts each byte of a beat, one beat a cycle. */
const scale = `module scale_top #(
  parameter lanes = 4,
  parameter shift = 1
) (
  input wire clk,
  input wire rst,
  input wire x_valid,
  output wire x_ready,
  input wire [8*lanes-1:0] x_data,
  output reg y_valid,
  input wire y_ready,
  output reg [8*lanes-1:0] y_data
);
  assign x_ready = !y_valid || y_ready;
  integer i;
  always @(posedge clk) begin
    if (rst) y_valid <= 1'b0;
    else if (x_ready) y_valid <= x_valid;
    if (x_ready) for (i = 0; i < lanes; i = i + 1) y_data[8*i +: 8] <= x_data[8*i +: 8] >> shift;
  end
endmodule
`;

const source = `
import { tsmc_n7 } from "std/process";
import { PEArray, Sram } from "std/memory";

extern component Scale(lanes: int in 1 ..= 64 = 4, shift: int = 1) {
  verilog = "ip/scale_top.v";
  module = "scale_top";
  area = 0.01 mm^2 * lanes;
  power = 2 mW;
  leakage = 10 uW;
  port in x: stream<int8, lanes>;
  port out y: stream<int8, lanes>;
}

/// Without Verilog: its ports become ports of the top where it may be left out.
extern component Radio {
  port in samples: stream<int8, 4>;
}

component Pair {
  port in a: stream<int8, 4>;
  port out b: stream<int8, 4>;
  one: Scale { shift: 2 };
  two: Scale { shift: 3 };
  a -> one.x;
  one.y -> two.x;
  two.y -> b;
}

design Own {
  process tsmc_n7;
  clock main = 1 GHz;
  port in a: stream<int8, 4>;
  port in peek: memory<bit, 64, 8 KiB>;
  pair: Pair[2];
  radio: Radio[2];
  scratch: Sram { capacity: 8 KiB, word: 64 b };
  a -> pair[0].a;
  a -> pair[1].a;
  pair[*].b -> radio[*].samples;
  peek <-> scratch.serve;
  unused scratch.fill;
}
`.replace('PEArray, ', '');

const canonical = canonicalOf({ 'main.accel': source, 'ip/scale_top.v': scale });
const sources = [
  { path: 'main.accel', text: source },
  { path: 'ip/scale_top.v', text: scale },
];
const options = { version: '0.0.0', sources, partial: true };
const [made, problems] = build(canonical.design, canonical.origins, options);
const whole: Build = made!;

test("the user's Verilog is copied, listed and instantiated with its parameters", () => {
  const text = (path: string): string | undefined => whole.files.find((file) => file.path === path)?.text;
  expect(problems.map(({ code }) => code)).toEqual(['W660']);
  expect(text('external/ip/scale_top.v')).toBe(scale);
  expect(text('files.f')?.split('\n')[0]).toBe('external/ip/scale_top.v');
  expect(text('Pair.v')).toContain('scale_top #(.lanes(4), .shift(3)) two (');
  expect(whole.manifest.files.map(({ path }) => path)).toContain('external/ip/scale_top.v');
  expect(whole.manifest.blocks.map(({ module }) => module)).toEqual(['scale_top', 'scale_top', 'Sram']);
  expect(whole.manifest.ports.map(({ name }) => name)).toEqual(['a', 'peek', 'radio_0_samples', 'radio_1_samples']);
});

test('E666: a block of the user’s own without Verilog is refused by name unless it may be left out', () => {
  const [none, refused] = build(canonical.design, canonical.origins, { ...options, partial: false });
  expect(none).toBeNull();
  expect(refused.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'E666 there is no hardware for radio, a Radio: it has neither Verilog nor code that is run and makes some',
  ]);
});

describeWithTool('verilator', 'by Verilator', () => {
  test('--lint-only -Wall', async () => {
    expect(await lint(whole.files, 'Own', 'verilator')).toEqual([expect.objectContaining({ messages: [] }), []]);
  });
});
describeWithTool('icarus', 'by Icarus', () => {
  test('-Wall -g2005', async () => {
    expect(await lint(whole.files, 'Own', 'icarus')).toEqual([expect.objectContaining({ messages: [] }), []]);
  });
});
describeWithTool('yosys', 'by Yosys', () => {
  test('check -assert', async () => {
    expect(await yosysCheck(whole.files, 'Own')).toEqual([expect.objectContaining({ messages: [] }), []]);
  });
});

test('what is stated counts, and is modelled; what is not stated is warned of', () => {
  const [estimate, diagnostics] = estimateDesign(canonical.design, canonical.origins);
  expect(diagnostics.map(({ code }) => code)).toEqual(['W733']);
  expect(estimate?.instances.filter(({ block }) => block === 'Scale')).toMatchObject([
    { assurance: 'modelled', area_mm2: expect.closeTo(0.08, 9), leakage_w: expect.closeTo(2e-5, 12) },
    { assurance: 'modelled', power_peak_w: expect.closeTo(4.02e-3, 9) },
  ]);
});

test("verify says that it cannot prove the user's Verilog", async () => {
  const [, diagnostics] = await verify(canonical.design, { block: 'pair[0].one', simulators: [] });
  expect(diagnostics.map(({ code }) => code)).toEqual(['W670', 'E670']);
});

test('a design file keeps what is stated; without the sources its Verilog is not at hand', () => {
  const [again] = read(write(canonical.design));
  expect(again).toEqual(canonical.design);
  const [none, missing] = build(again as Design, canonical.origins, { version: '0.0.0', partial: true });
  expect(none).toBeNull();
  expect(missing.map(({ code }) => code)).toEqual(['E664']);
});

const folder = mkdtempSync(join(tmpdir(), 'accel-external-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a symbolic link does not lead out of the project', async () => {
  const outside = join(folder, 'outside');
  const project = join(folder, 'project');
  for (const each of [outside, join(project, 'ip')]) mkdirSync(each, { recursive: true });
  writeFileSync(join(project, 'accel.json'), '{}');
  writeFileSync(join(project, 'main.accel'), source);
  writeFileSync(join(outside, 'scale_top.v'), scale);
  writeFileSync(join(project, 'ip', 'own.v'), scale);
  symlinkSync(join(outside, 'scale_top.v'), join(project, 'ip', 'scale_top.v'));
  expect((await loadDesign('main.accel', project)).diagnostics.map(({ code }) => code)).toContain('E005');
  rmSync(join(project, 'ip', 'scale_top.v'));
  symlinkSync(join(project, 'ip', 'own.v'), join(project, 'ip', 'scale_top.v'));
  expect((await loadDesign('main.accel', project)).diagnostics).toEqual([]);
});
