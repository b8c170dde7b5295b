import { expect, it } from 'vitest';
import { accel } from '../support/program.js';

/** Each wrong line ends in what is expected of it: the code, and the text that the diagnostic points at. */
const source = `import { MatrixCore } from "std/compute";
import { Sram, LpddrDram } from "std/memory";
import { Dam } from "std/move"; // E203 Dam
import { tsmc_n7 } from "std/process";

export design Chip(rows: int in 1 ..= 256 = 16) {
  process tsmc_n7 { voltage: 0.75 V };
  clock main = 800 MHz;
  port in work: commands;

  core: MatrixCore { rows: 4096, cols: 16 }; // E402 4096
  spare: MatrixCore { rows, colums: 8 }; // E400 colums
  buffer: Sram { capacity: 64 KB }; // E111 64 KB
  dram: LpddrDram { generation: .lpddr9 }; // E214 lpddr9
  dram: LpddrDram { pins: 32 }; // E202 dram

  let budget = 1.5 GHz + 2 W; // E301 1.5 GHz + 2 W
  let gone = missing * 2; // E201 missing
  let early = area * 2 + rows // E102 rows
  let many: int = 1 mm; // E302 1 mm
  let slow: int = area / 1 mm^2; // E212 area

  work -> core.commands;
}
`;

it('ten different mistakes give ten diagnostics, each at the right place, none repeated', async () => {
  const expected = source.split('\n').flatMap((line, index) => {
    const [, code, text] = /\/\/ (E\d+) (.*)$/.exec(line) ?? [];
    return code === undefined || text === undefined ? [] : [{ code, line: index + 1, column: line.indexOf(text) + 1 }];
  });
  expect(new Set(expected.map(({ code }) => code)).size).toBeGreaterThanOrEqual(10);

  const ran = await accel(['check', '--format', 'json', '-'], { input: source });
  const report = JSON.parse(ran.out) as {
    readonly diagnostics: readonly { readonly code: string; readonly place: { readonly line: number; readonly column: number } }[];
  };
  const found = report.diagnostics.map(({ code, place }) => ({ code, line: place.line, column: place.column }));
  expect(found).toEqual(expected);
  expect(ran.code).toBe(1);
});
