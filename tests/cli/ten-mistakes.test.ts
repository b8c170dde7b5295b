import { expect, it } from 'vitest';
import { accel } from '../support/program.js';

/** Each wrong line ends in what is expected of it: the code, and the text that the diagnostic points at or stands after. */
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
  buffer: Sram { capacity: 64 KB }; // E111 KB
  dram: LpddrDram { generation: .lpddr9 }; // E214 lpddr9
  dram: LpddrDram { pins: 32 }; // E202 dram

  let budget = 1.5 GHz + 2 W; // E301 1.5 GHz + 2 W
  let gone = missing * 2; // E201 missing
  let double = rows * 2 // E102 after 2
  let many: int = 1 mm; // E302 1 mm
  clock slow = 1 Hz * (area / 1 mm^2); // E212 1 Hz * (area / 1 mm^2)

  work -> core.commands;
}
`;

it('ten different mistakes give ten diagnostics, each at the right place, none repeated', async () => {
  const expected = source.split('\n').flatMap((line, index) => {
    const [, code, text] = /\/\/ (E\d+) (.*)$/.exec(line) ?? [];
    if (code === undefined || text === undefined) return [];
    const [, behind] = /^after (.*)$/.exec(text) ?? [];
    const column = behind === undefined ? line.indexOf(text) + 1 : line.indexOf(behind) + behind.length + 1;
    return [{ code, line: index + 1, column }];
  });
  expect(new Set(expected.map(({ code }) => code)).size).toBeGreaterThanOrEqual(10);

  const ran = await accel(['check', '--format', 'json', '-'], { input: source });
  const report = JSON.parse(ran.out) as {
    readonly diagnostics: readonly {
      readonly code: string;
      readonly place: { readonly line: number; readonly column: number };
    }[];
  };
  const found = report.diagnostics
    .map(({ code, place }) => ({ code, line: place.line, column: place.column }))
    .toSorted((a, b) => a.line - b.line);
  expect(found).toEqual(expected);
  expect(ran.code).toBe(1);
});
