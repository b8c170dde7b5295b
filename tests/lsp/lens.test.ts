import { describe, expect, it } from 'vitest';
import { lenses } from '../../lsp/features/lens.js';
import { chip, estimated } from './estimated.js';
import { marked } from './sources.js';

/** The lenses above the name at the mark; those with a command have it behind. */
function lensesAt(source: string): readonly string[] {
  const { analysis, offset, live } = estimated(source);
  return lenses(analysis, { now: live, last: live, everywhere: [live] })
    .filter(({ start, end }) => start <= offset && offset <= end)
    .map(({ title, command }) => (command === undefined ? title : `${title} > ${command.name} ${command.of}`));
}

const commands = ['report > accel.report Npu', 'verify > accel.verify Npu'];

describe('above', () => {
  it('a design: peak, area, power, and how many requirements hold', () => {
    const more = 'let ops = rows * 1 op; require ops >= 1 op; require area <= 6 mm^2; require tdp <= 1 mW;';
    const [figures, ...rest] = lensesAt(chip(more).replace('design Npu', 'design N<|>pu'));
    expect(figures).toMatch(/^410 GOPS int8, 0\.694 mm\^2, \d+ mW TDP$/);
    expect(rest).toEqual(['1 of 3 fails', ...commands]);
  });

  it('a design that does not elaborate: nothing', () => {
    expect(lensesAt(chip('gone: Missing;').replace('design Npu', 'design N<|>pu'))).toEqual([]);
  });

  it('a component: how many there are, and the area of each', () => {
    const beside = 'component Ti<|>le() { own: Sram { capacity: 1 MiB }; unused own.serve; unused own.fill; }';
    expect(lensesAt(chip('tile: Tile[4];', undefined, beside))).toEqual([
      expect.stringMatching(/^4 instances in Npu, 0\.\d+ mm\^2 each$/),
    ]);
    expect(lensesAt(chip('tile: Tile;', undefined, beside))).toEqual([
      expect.stringMatching(/^one instance in Npu, 0\.\d+ mm\^2$/),
    ]);
    expect(lensesAt(chip('', undefined, beside))).toEqual([]);
  });

  it('a workload: multiply-accumulates and parameters', () => {
    expect(lensesAt('workload vis<|>ion { model "resnet50"; }')).toEqual([
      '4.09 G MACs, 25.6 M parameters > accel.estimate vision',
    ]);
  });
});

describe('while the estimates are made', () => {
  it('a design says so, with the figures that it had', () => {
    const { analysis, live } = estimated(chip().replace('design Npu', 'design N<|>pu'));
    const titles = (last: typeof live | undefined): readonly string[] =>
      lenses(analysis, { now: undefined, last, everywhere: [] }).map(({ title }) => title);
    expect(titles(undefined)).toEqual(['estimating ...', 'report', 'verify']);
    expect(titles(live)[0]).toMatch(/^410 GOPS int8, .* TDP$/);
    expect(titles(live).slice(1)).toEqual(['estimating ...', 'report', 'verify']);
  });

  it('no lens of a file that has no design', () => {
    const { analysis } = marked('component C<|>() {}');
    expect(lenses(analysis, { now: undefined, last: undefined, everywhere: [] })).toEqual([]);
  });
});
