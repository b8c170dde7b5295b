import { expect, test } from 'vitest';
import { estimateDesign, judgeRequirements } from '../../src/estimate/index.js';
import type { BinaryOperator, Design, Expr, Value } from '../../src/ir/index.js';
import { chip, type ChipOptions } from './designs.js';
import { designOf } from '../support/language.js';

const quantity = (value: number, dimension: Extract<Value, { kind: 'quantity' }>['dimension']): Expr => ({
  kind: 'literal',
  value: { kind: 'quantity', value, dimension },
});
const measure = (
  name: Extract<Expr, { kind: 'measure' }>['measure'],
  path: readonly string[] = [],
  args: readonly Value[] = [],
): Expr => ({
  kind: 'measure',
  path,
  measure: name,
  arguments: args,
});
const run = (name: Extract<Expr, { kind: 'run' }>['run'], workload: string): Expr => ({
  kind: 'run',
  run: name,
  workload,
});
const compare = (left: Expr, operator: BinaryOperator, right: Expr): Expr => ({
  kind: 'binary',
  operator,
  left,
  right,
});
const peak = (name: string): Expr => measure('peak', [], [{ kind: 'dtype', name }]);
const area = (squareMillimetres: number): Expr => quantity(squareMillimetres * 1e-6, { m: 2 });

function requiring(condition: Expr, options: ChipOptions = {}): Design {
  const small = {
    kind: 'model' as const,
    name: 'small',
    model: 'llama-3.1-8b',
    settings: { context: { kind: 'int' as const, value: 64 } },
  };
  return chip({ ...options, requirements: [{ condition, message: 'the die is shared' }], workloads: [small] });
}

test('a requirement that holds is judged, and says nothing', () => {
  const [judgements, diagnostics] = judgeRequirements(requiring(compare(measure('area'), '<=', area(6))));
  expect(diagnostics).toEqual([]);
  expect(judgements).toMatchObject([{ holds: true, message: 'the die is shared', right: 6e-6 }]);
});

test('E510: one that fails tells both sides and what the figure is mostly made of', () => {
  const [judgements, diagnostics] = judgeRequirements(requiring(compare(measure('area'), '<=', area(1))));
  expect(judgements).toMatchObject([{ holds: false }]);
  expect(diagnostics).toMatchObject([{ code: 'E510' }]);
  expect(diagnostics[0]?.message).toMatch(
    /area <= 1 mm\^2: area is 1\.\d+ mm\^2 \(the die is shared\); it is mostly dram \d+ %, buffer \d+ %/,
  );
});

test('the area of an instance is its part of the whole', () => {
  const [estimated] = estimateDesign(chip());
  const [judgements] = judgeRequirements(requiring(compare(measure('area', ['buffer']), '<=', area(6))));
  const buffer = estimated?.instances.find(({ path }) => path === 'buffer')?.area_mm2 ?? NaN;
  expect(judgements[0]?.left).toBeCloseTo(buffer * 1e-6, 15);
});

test('peak(int8) counts the cores of that operand type: 16 x 16 x 2 x 800 MHz', () => {
  const least = quantity(0, { op: 1, s: -1 });
  expect(judgeRequirements(requiring(compare(peak('int8'), '>', least)))[0][0]?.left).toBe(16 * 16 * 2 * 800e6);
  expect(judgeRequirements(requiring(compare(peak('bf16'), '>=', least)))[0][0]?.left).toBe(0);
});

test('runs are judged on the workload they name, in tokens a second', () => {
  const slow = compare(run('throughput', 'small'), '>=', quantity(1000, { token: 1, s: -1 }));
  const [judgements, diagnostics] = judgeRequirements(requiring(slow));
  expect(judgements).toMatchObject([{ holds: false }]);
  expect(diagnostics[0]?.message).toContain('throughput(small) is 1.6');
  expect(diagnostics[0]?.message).toContain('mostly core');
});

test('conditions join: one figure against another, with && and arithmetic', () => {
  const both = compare(
    compare(measure('leakage'), '<', measure('tdp')),
    '&&',
    compare(measure('tdp'), '<=', measure('power_peak')),
  );
  expect(judgeRequirements(requiring(both))).toMatchObject([[{ holds: true, left: null }], []]);
});

test('E735: what dies of a process cost whose wafers have no price', () => {
  const cheap = requiring(compare(measure('cost'), '<=', quantity(5, { USD: 1 })));
  const [judgements, diagnostics] = judgeRequirements({ ...cheap, process: { ...cheap.process, node: 'sky130' } });
  expect(judgements).toEqual([]);
  expect(diagnostics).toMatchObject([{ code: 'E735' }]);
});

test('the cost of a part is that of the die by its area', () => {
  const [estimated] = estimateDesign(chip());
  const whole = judgeRequirements(requiring(compare(measure('cost'), '<=', quantity(5, { USD: 1 }))))[0][0]?.left;
  const part = judgeRequirements(requiring(compare(measure('cost', ['buffer']), '<=', quantity(5, { USD: 1 }))))[0][0]
    ?.left;
  const buffer = estimated?.instances.find(({ path }) => path === 'buffer')?.area_mm2 ?? NaN;
  expect(whole).toBeCloseTo(estimated?.die?.cost_usd ?? NaN, 12);
  expect(part).toBeCloseTo(((whole ?? NaN) * buffer) / (estimated?.area_mm2 ?? NaN), 12);
});

test('a workload that is not known is told, once', () => {
  const design = {
    ...requiring(compare(run('latency', 'w'), '<', run('cycles', 'w'))),
    workloads: [{ kind: 'model' as const, name: 'w', model: 'resnet51', settings: {} }],
  };
  expect(judgeRequirements(design)[1]).toMatchObject([{ code: 'E720' }]);
});

test('W734: a die that one exposure does not cover, by the least of its area', () => {
  const huge = chip({ capacity: 2 ** 35 });
  const [result, diagnostics] = estimateDesign(huge);
  expect(result?.area_mm2_range[0]).toBeGreaterThan(858);
  expect(diagnostics).toMatchObject([{ code: 'W734', message: expect.stringContaining('858 mm^2') }]);
  expect(estimateDesign(chip())[1]).toEqual([]);
});

test('W735: a die that is hotter at its TDP than chips may be, or gets hotter without end', () => {
  const hot = chip({ node: 'tsmc_n3', rows: 128, cols: 128, frequency: 6e9 });
  const [result, diagnostics] = estimateDesign(hot);
  expect(diagnostics).toMatchObject([{ code: 'W735' }]);
  expect(result?.junction_c).toBe(110);
  expect(estimateDesign(chip())[0]?.junction_c).toBeLessThan(110);
});

test('E730: a process without figures', () => {
  const [result, diagnostics] = estimateDesign(chip({ node: 'tsmc_n1' }));
  expect(result).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'E730' }]);
});

test('E731: a block without a model', () => {
  const whole = chip();
  const blocks = whole.blocks.map((block) => (block.name === 'Sram' ? { ...block, name: 'Scratchpad' } : block));
  expect(estimateDesign({ ...whole, blocks })[1]).toMatchObject([{ code: 'E731' }]);
});

test('W730: a supply outside the working range of the node', () => {
  expect(estimateDesign(chip({ voltage: 1.2 }))[1]).toMatchObject([{ code: 'W730' }]);
  expect(estimateDesign(chip({ voltage: 0.75 }))[1]).toEqual([]);
});

test('an index picks one element of an array, a name alone is all of it, and a component judges one of its own', () => {
  const design = designOf(`
    import { Sram } from "std/memory";
    import { tsmc_n7 } from "std/process";
    component Tile {
      port in serve: memory<bit, 128, 64 KiB>;
      port in fill: memory<bit, 128, 64 KiB>;
      ram: Sram { capacity: 64 KiB };
      serve <-> ram.serve;
      fill <-> ram.fill;
      require area > 0 mm^2, "one tile";
    }
    design Four {
      process tsmc_n7;
      clock main = 1 GHz;
      port serve = tile[*].serve;
      port fill = tile[*].fill;
      tile: Tile[4];
      require tile[2].area > 0 mm^2, "one of four";
      require tile.area > 0 mm^2, "all four";
    }`);
  const [judgements] = judgeRequirements(design);
  const areas = new Map(judgements.map(({ message, left }) => [message, left]));
  const all = areas.get('all four') ?? Number.NaN;
  expect(all).toBeGreaterThan(0);
  expect(areas.get('one of four')).toBeCloseTo(all / 4, 18);
  expect(areas.get('one tile')).toBeCloseTo(all / 4, 18);
});
