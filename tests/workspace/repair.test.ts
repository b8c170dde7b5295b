import { describe, expect, it } from 'vitest';
import { applyEdits, checkSource } from '../../src/workspace/index.js';
import { hostOf } from '../support/language.js';

/** A small NPU with some members more. */
function npu(more: string, parameters = 'rows: int in 4 ..= 64 = 16'): string {
  return `import { MatrixCore } from "std/compute";
import { Sram } from "std/memory";
import { tsmc_n7 } from "std/process";
design Npu(${parameters}) {
  process tsmc_n7;
  clock main = 800 MHz;
  port in work: commands;
  core: MatrixCore { rows, cols: 16 };
  buffer: Sram { capacity: 4 MiB, word: 256 b };
  work -> core.commands;
  core.spill <-> buffer.serve;
  unused core.results;
  unused buffer.fill;
  ${more}
}
`;
}

/** The codes of a source, and of what it is after the fix of its first diagnostic, with the title of the fix. */
function repaired(source: string): readonly [readonly string[], string | undefined, readonly string[]] {
  const { diagnostics } = checkSource(hostOf({ 'main.accel': source }), 'main.accel');
  const fix = diagnostics[0]?.fix;
  const after = fix === undefined ? source : applyEdits(source, fix.edits);
  const again = checkSource(hostOf({ 'main.accel': after }), 'main.accel').diagnostics;
  return [diagnostics.map(({ code }) => code), fix?.title, again.map(({ code }) => code)];
}

describe('one number repairs a requirement', () => {
  it('judged while elaborating: the nearest whole number within its bounds', () => {
    const source = npu('let ops = 2 op * rows * 16 * clk.frequency; require ops >= 1 TOPS;');
    expect(repaired(source)).toEqual([['E501'], 'set rows to 40: it holds', []]);
  });

  it('judged by the estimate: an amount of memory, by halves, and what it comes to', () => {
    const [codes, title, after] = repaired(npu('require area <= 2 mm^2;'));
    expect([codes, after]).toEqual([['E510'], []]);
    expect(title).toMatch(/^set buffer\.capacity to 2 MiB: area is 1\.\d+ mm\^2$/);
  });

  it('judged by a run of a workload', () => {
    const source = `${npu('require latency(layer) <= 60 us;')}
workload layer { einsum C: int32[i, j] += A: int8[i, k] * B: int8[k, j] where i = 256, j = 256, k = 256; }`;
    const [codes, title, after] = repaired(source);
    expect([codes, after]).toEqual([['E510'], []]);
    expect(title).toMatch(/^set (rows|core\.cols) to \d+: latency\(layer\) is [\d.]+ us$/);
  });

  it('is not offered where another requirement would fail by it, nor where no number is enough', () => {
    expect(repaired(npu('require area <= 2 mm^2; require buffer.area >= 2.2 mm^2;'))[1]).toBeUndefined();
    expect(repaired(npu('require area <= 0.01 mm^2;'))).toEqual([['E510'], undefined, ['E510']]);
    expect(repaired(npu('require rows >= 100;'))).toEqual([['E501'], undefined, ['E501']]);
  });

  it('is not applied without being asked for', () => {
    const { diagnostics } = checkSource(hostOf({ 'main.accel': npu('require rows >= 20;') }), 'main.accel');
    expect(diagnostics.map(({ fix, help }) => [fix?.safe, help])).toEqual([[false, 'with rows = 20 it holds']]);
  });
});

describe('a mark that is half of another', () => {
  it.each(['&', '|'])('%s is doubled', (mark) => {
    expect(repaired(`const a = true ${mark} false;\nconst b = c;\n`)).toEqual([
      ['E110', 'E201'],
      `write "${mark}${mark}"`,
      ['E201'],
    ]);
  });
});

it('a name is not offered in place of itself', () => {
  const source = 'workload w { input x: int8[4, 8]; weight a: bf16[8, 4]; output int8 = matmul(x, a); }\n';
  const [codes, fix] = repaired(source);
  expect(codes).toContain('E208');
  expect(fix).toBeUndefined();
});
