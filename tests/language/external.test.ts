import { expect, it, test } from 'vitest';
import { verilogModules } from '../../src/ir/index.js';
import { designOf, diagnose, hostOf } from '../support/language.js';
import { expectDiagnostics } from './expect-diagnostics.js';

const scale = `
/* module not_this (input x); */
module scale #(parameter lanes = 4, parameter [3:0] shift = 1, localparam W = 8 * lanes) (
  input wire clk, rst,
  input wire x_valid, output wire x_ready, input wire [W-1:0] x_data, // in
  output reg y_valid, input wire y_ready, output reg [W-1:0] y_data
);
endmodule`;

const design = (declaration: string, instance = 'Scale'): string => `
import { tsmc_n7 } from "std/process";
${declaration}
design D { process tsmc_n7; clock main = 1 GHz; s: ${instance}; unused s.x; unused s.y; }`;

const ports = 'port in x: stream<int8, lanes>; port out y: stream<int8, lanes>;';

test('a block says which module it is, what is passed to it, and what it takes', () => {
  const source = design(
    `extern component Scale(lanes: int = 4, shift: int = 2) {
      verilog = "ip/scale.v"; module = "scale"; area = 0.1 mm^2 * lanes; power = 3 mW; ${ports} }`,
    'Scale { lanes: 8 }',
  );
  expect(designOf({ 'main.accel': source, 'ip/scale.v': scale }).blocks[0]).toMatchObject({
    name: 'Scale',
    external: {
      verilog: {
        files: ['ip/scale.v'],
        module: 'scale',
        parameters: { lanes: 8, shift: 2 },
        clock_ports: ['clk', 'rst'],
      },
      area_m2: expect.closeTo(0.8e-6, 12),
      power_w: 0.003,
      leakage_w: null,
    },
  });
});

test("several files, and the module of the component's own name", () => {
  const source = design(
    `extern component scale(lanes: int = 4) { verilog = ["pkg.v", "ip/scale.v"]; ${ports} }`,
    'scale',
  );
  const files = { 'main.accel': source, 'ip/scale.v': scale, 'pkg.v': 'module other(); endmodule' };
  expect(designOf(files).blocks[0]?.external?.verilog?.files).toEqual(['pkg.v', 'ip/scale.v']);
});

it('says what does not fit, once, where the Verilog is named', () => {
  const host = (declaration: string, verilog: string) =>
    diagnose(hostOf({ 'main.accel': design(declaration), 'scale.v': verilog })).diagnostics.map(
      ({ code, message }) => `${code} ${message}`,
    );
  const declaration = `extern component Scale(lanes: int = 4) { verilog = "scale.v"; module = "scale"; ${ports} }`;
  expect(host(declaration, scale)).toEqual([]);
  expect(host(declaration, scale.replace('x_ready', 'x_go'))).toEqual([
    'E471 Verilog module "scale" does not fit "Scale": it has no output "x_ready"; it has x_go, which no port of "Scale" stands for',
  ]);
  expect(host(declaration, scale.replace('8 * lanes', '16 * lanes'))).toEqual([
    'E471 Verilog module "scale" does not fit "Scale": "x_data" has 64 bits, not 32; "y_data" has 64 bits, not 32',
  ]);
  expect(host(declaration, scale.replace('output reg y_valid', 'input y_valid'))).toEqual([
    'E471 Verilog module "scale" does not fit "Scale": "y_valid" is an input, not an output',
  ]);
  expect(host(declaration.replace('lanes: int = 4', 'lanes: int = 4, shift: real = 1.5'), scale)[0]).toContain(
    'E471 Verilog module "scale" does not fit "Scale": parameter "shift", 1.5, is no value of Verilog',
  );
  expect(host(declaration.replace('port in x: stream<int8, lanes>', 'port in x: axi_lite'), scale)[0]).toContain(
    'E471 Verilog module "scale" does not fit "Scale": port "x" cannot be wired: axi_lite has no wires in Verilog yet',
  );
});

it('checks the settings', () => {
  expectDiagnostics(
    `
    extern component A { verilog = "scale.v"; module = "scales"; }
    //                                                 ^^^^^^^^ E470
    extern component B { aera = 1 mm^2; }
    //                   ^^^^ E400
    extern component C { area = 1 mm; }
    //                          ^^^^ E302
    extern component E { area = 1 mm^2; area = 2 mm^2; }
    //                                  ^^^^ E216
    extern component F(name: string = "scale.v") { verilog = name; }
    //                                                       ^^^^ E302
    extern component G { verilog = "none.v"; }
    //                             ^^^^^^^^ E001
    extern component H { verilog = "../scale.v"; }
    //                             ^^^^^^^^^^^^ E205
    extern component I { verilog = "/etc/passwd"; }
    //                             ^^^^^^^^^^^^^ E205
    extern component J { power = tdp; }
    //                           ^^^ E212
    component K { area = 1 mm^2; }
    //            ^^^^ E109
  `,
    { 'scale.v': scale },
  );
});

test('the heads of modules are read in both styles, through comments and directives', () => {
  const text = `\`timescale 1ns/1ps
\`define W 8
(* keep *) module old(a, b, y);
  parameter N = 2;
  input [7:0] a, b; // module x(
  output reg y;
  wire inner;
endmodule
module empty; endmodule
module m #(parameter A = 1) (input wire signed [A-1:0] p, input q, output logic [3:0] r [0:1]);`;
  const names = verilogModules(text).map(({ name, ports: found }) => [name, ...found.map((port) => port.name)]);
  expect(names).toEqual([['old', 'a', 'b', 'y'], ['empty'], ['m', 'p', 'q', 'r']]);
});
