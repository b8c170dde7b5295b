import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { cellNames, lookUp, readLibrary } from '../../src/tools/liberty/index.js';
import { knownLibraries, mapToCells, usualDriver } from '../../src/tools/index.js';
import { longestPath } from '../../src/tools/longest-path.js';
import { readNetlist } from '../../src/tools/netlist.js';
import { describeWithTool } from '../support/tools.js';

/** An inverter of 1 ps a fF of load and a tenth of the slew, in units of ps and fF; a register of 20 ps with a setup of 7 ps. */
const library = `
library (two_cells) {
  time_unit : "1ps";
  capacitive_load_unit (1,ff);
  lu_table_template (delay) { variable_1 : input_net_transition; variable_2 : total_output_net_capacitance; }
  cell (INV) {
    area : 2;
    pin (A) { direction : input; capacitance : 3; }
    pin (Y) {
      direction : output;
      function : "!A";
      timing () {
        related_pin : "A";
        timing_sense : negative_unate;
        cell_rise (delay) { index_1 ("0, 10"); index_2 ("0, 10"); values ("0, 10", \\
          "1, 11"); }
        cell_fall (delay) { index_1 ("0, 10"); index_2 ("0, 10"); values ("0, 10", "1, 11"); }
        rise_transition (delay) { index_1 ("0, 10"); index_2 ("0, 10"); values ("0, 20", "0, 20"); }
        fall_transition (delay) { index_1 ("0, 10"); index_2 ("0, 10"); values ("0, 20", "0, 20"); }
      }
    }
  }
  cell (DFF) {
    area : 9;
    ff (IQ, IQN) { clocked_on : "CK"; next_state : "D"; }
    pin (CK) { direction : input; capacitance : 1; clock : true; }
    pin (D) {
      direction : input; capacitance : 5;
      timing () {
        related_pin : "CK"; timing_type : setup_rising;
        rise_constraint (scalar) { values ("7"); }
        fall_constraint (scalar) { values ("7"); }
      }
    }
    pin (Q) {
      direction : output;
      timing () {
        related_pin : "CK"; timing_type : rising_edge;
        cell_rise (scalar) { values ("20"); }
        cell_fall (scalar) { values ("20"); }
        rise_transition (scalar) { values ("10"); }
        fall_transition (scalar) { values ("10"); }
      }
    }
  }
}
`;

const cells = readLibrary(library, new Set(cellNames(library)));
const boundary = { drivingCell: null, load: 4 };

/** A register, two inverters, a register; the second inverter also drives an output. */
const netlist = JSON.stringify({
  modules: {
    top: {
      ports: { clk: { direction: 'input', bits: [2] }, y: { direction: 'output', bits: [6] } },
      cells: {
        first: { type: 'DFF', connections: { CK: [2], D: ['0'], Q: [3] } },
        one: { type: 'INV', connections: { A: [3], Y: [4] } },
        two: { type: 'INV', connections: { A: [4], Y: [6] } },
        second: { type: 'DFF', connections: { CK: [2], D: [6], Q: [7] } },
      },
      netnames: {
        a: { hide_name: 0, bits: [3] },
        b: { hide_name: 0, bits: [7] },
        y: { hide_name: 0, bits: [6] },
      },
    },
  },
});

describe('a library', () => {
  test('has areas, pins, registers and units', () => {
    expect(cells.name).toBe('two_cells');
    expect([...cells.cells].map(([name, { area, sequential }]) => [name, area, sequential])).toEqual([
      ['INV', 2, false],
      ['DFF', 9, true],
    ]);
    expect(cells.cells.get('INV')?.pins.get('A')).toMatchObject({ output: false, capacitance: { rise: 3, fall: 3 } });
    const wider = readLibrary(library.replace('"1ps"', '"1ns"').replace('(1,ff)', '(1,pf)'), new Set(['INV']));
    expect(wider.cells.get('INV')?.pins.get('A')?.capacitance.rise).toBe(3000);
    expect(wider.cells.get('INV')?.pins.get('Y')?.arcs[0]?.delay.rise).toMatchObject({ columns: [0, 10_000] });
  });

  test('has tables that are linear between their points and beyond them', () => {
    const table = cells.cells.get('INV')?.pins.get('Y')?.arcs[0]?.delay.rise;
    if (table === undefined) throw new Error('no table');
    expect([lookUp(table, 0, 5), lookUp(table, 5, 5), lookUp(table, 20, 20)]).toEqual([5, 5.5, 22]);
  });
});

describe('the longest path', () => {
  test('goes from register to register with its setup time, by slews and loads', () => {
    const top = readNetlist(netlist).get('top');
    if (top === undefined) throw new Error('no top');
    // 20 ps out of the register at a slew of 10; 1 + 3 ps with a slew of 6; 0.6 + 9 ps, for a register's 5 fF and the output's 4; 7 ps.
    expect(longestPath(top, cells, boundary)).toEqual({
      delay: expect.closeTo(20 + 4 + 9.6 + 7, 9),
      from: 'a',
      to: 'b',
      levels: 3,
    });
  });

  test('is none where nothing is timed', () => {
    expect(longestPath({ ports: [], cells: [], names: new Map() }, cells, boundary)).toBeNull();
  });
});

describeWithTool('yosys', 'a design in cells', () => {
  const known = knownLibraries['sg13g2'];
  const text = gunzipSync(readFileSync(new URL(`../../data/liberty/${known?.file}`, import.meta.url))).toString();
  const sg13g2 = { text, drivingCell: known?.drivingCell ?? null, load: known?.load ?? 0 };
  const files = [
    {
      path: 'top.v',
      text: `module top(input wire clk, input wire [7:0] a, output wire [7:0] y);
  wire [7:0] b;
  half first(.clk(clk), .a(a), .y(b));
  half second(.clk(clk), .a(b), .y(y));
endmodule
module half(input wire clk, input wire [7:0] a, output reg [7:0] y);
  always @(posedge clk) y <= a * 8'd3;
endmodule
`,
    },
  ];

  test('has cells and areas by module, as often as it is there, and its longest path from register to register', async () => {
    const [mapped, problems] = await mapToCells(files, 'top', { library: sg13g2, target: 2000 });
    expect(problems).toEqual([]);
    expect(mapped?.modules.map(({ module, count, registers }) => [module, count, registers])).toEqual([
      ['half', 2, 8],
      ['top', 1, 0],
    ]);
    const [half] = mapped?.modules ?? [];
    expect(mapped?.area).toBeCloseTo(2 * (half?.area ?? 0), 6);
    expect(mapped?.registers).toBe(16);
    expect(mapped?.path).toMatchObject({
      from: expect.stringMatching(/^(?:b|first\.y)\[\d\]$/),
      to: expect.stringMatching(/^y\[\d\]$/),
    });
  });

  test('too many cells are not timed', async () => {
    const [mapped] = await mapToCells(files, 'top', { library: sg13g2, target: 2000, timedCells: 10 });
    expect(mapped).toMatchObject({ path: null, registers: 16 });
  });

  test('memories stay what they are', async () => {
    const memory = {
      path: 'top.v',
      text: `module top(input wire clk, input wire [3:0] a, input wire we, input wire [7:0] d, output reg [7:0] q);
  reg [7:0] words [0:15];
  always @(posedge clk) begin if (we) words[a] <= d; q <= words[a]; end
endmodule
`,
    };
    const [mapped] = await mapToCells([memory], 'top', { library: sg13g2, target: 2000 });
    expect(mapped?.memories).toEqual([{ module: 'top', count: 1, words: 16, bits: 8 }]);
  });

  test('a library of which nothing is known is driven by a buffer of its own', () => {
    expect(usualDriver(text)).toBe('sg13g2_buf_1');
    expect(usualDriver(library)).toBeNull();
  });

  test('E652: what Yosys refuses', async () => {
    const [, problems] = await mapToCells(files, 'nothing', { library: sg13g2, target: 2000 });
    expect(problems.map(({ code }) => code)).toEqual(['E652']);
  });
});
