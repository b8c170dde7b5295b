import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderPretty } from '../../src/diagnostics/render/index.js';
import { allFigures, readFigures } from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

const file = (figures: object): string => JSON.stringify({ schema: 'accel-technology/1', figures }, null, 2);

const density = { value: 91, unit: 'MTr/mm2', source: 'our kit 1.2' };

/** What is told of a file, as the terminal shows it. */
function told(text: string): string {
  const [, diagnostics] = readFigures(text, 'n7.json');
  return renderPretty(diagnostics, new Map([['n7.json', text]]));
}

const toldOf = (figure: object, name = 'tsmc_n7.logic_density'): string | undefined =>
  readFigures(file({ [name]: figure }), 'n7.json')[1][0]?.message;

describe('a file of figures', () => {
  test('has figures that are stated, with a range or exactly', () => {
    const text = file({
      'tsmc_n7.logic_density': density,
      'lpddr5.energy': { value: 4.1, unit: 'pJ/b', range: [3.9, 4.4], source: 'a data sheet', year: 2026 },
    });
    expect(readFigures(text, 'n7.json')).toEqual([
      new Map([
        ['tsmc_n7.logic_density', { ...density, range: [91, 91], confidence: 'stated' }],
        [
          'lpddr5.energy',
          { value: 4.1, unit: 'pJ/b', range: [3.9, 4.4], source: 'a data sheet', year: 2026, confidence: 'stated' },
        ],
      ]),
      [],
    ]);
  });

  test('may have every figure that there is, as it is', () => {
    const all = [...allFigures()].map(([name, { value, unit, range, source }]) => [
      name,
      { value, unit, range, source },
    ]);
    expect(all.length).toBeGreaterThan(500);
    expect(readFigures(file(Object.fromEntries(all)), 'all.json')[1]).toEqual([]);
  });

  test('shows where a figure is wrong', () => {
    expect(told(file({ 'tsmc_n7.logic_density': { ...density, range: [92, 95] } }))).toMatchInlineSnapshot(`
      "error[E752]: tsmc_n7.logic_density: range is [92,95], but must be [least, greatest] around 91, each a number above 0
         --> n7.json:8:7
         |
       8 |       "range": [
         |       ^^^^^^^
      "
    `);
  });

  test('that has a figure that there is not, is told which there are', () => {
    expect(told(file({ 'lpddr5.power': density, 'n7.logic_density': density }))).toMatchInlineSnapshot(`
      "error[E751]: there is no technology figure "lpddr5.power"
         --> n7.json:4:5
         |
       4 |     "lpddr5.power": {
         |     ^^^^^^^^^^^^^^
         = help: lpddr5 has rate, pins, energy, background, latency, refresh, phy_area

      error[E751]: there is no technology figure "n7.logic_density"
         --> n7.json:9:5
         |
       9 |     "n7.logic_density": {
         |     ^^^^^^^^^^^^^^^^^^
         = help: processes, memories and measured chips are sky130, ihp_sg13g2, asap7, tsmc_n65, nangate45, tsmc_n28, tsmc_n16, tsmc_n7, tsmc_n5, tsmc_n3, lpddr4x, lpddr5, lpddr5x, ddr3, ddr4, ddr5, hbm2e, hbm3, hbm3e, hbm4, a100
      "
    `);
  });

  test.each([
    ['[1, 2]', 'it is not a JSON object'],
    ['{ "figures": {} }', 'its "schema" is null'],
    ['{ "schema": "accel-nodes/1", "figures": {} }', 'its "schema" is "accel-nodes/1"'],
    ['{ "schema": "accel-technology/1" }', 'its "figures" are not an object'],
    ['{ "schema": "accel-technology/1", "figures": {}, "node": 1 }', 'it has "node"'],
  ])('is none as %s', (text, why) => {
    expect(readFigures(text, 'n7.json')[1].map(({ code, message }) => [code, message])).toEqual([
      ['E750', `"n7.json" is not a file of technology figures: ${why}`],
    ]);
  });

  test('is none where it is not JSON', () => {
    const [, [found]] = readFigures('{ "schema": }', 'n7.json');
    expect(found?.message).toContain('it is not JSON');
  });
});

describe('a figure that cannot be', () => {
  test.each([
    [7, 'tsmc_n7.logic_density is 7, but must be an object with "value", "unit" and "source"'],
    [{ ...density, value: 0 }, 'tsmc_n7.logic_density: value is 0, but must be a number above 0'],
    [{ ...density, value: '91' }, 'tsmc_n7.logic_density: value is "91", but must be a number above 0'],
    [{ ...density, unit: 'MTr' }, 'tsmc_n7.logic_density: unit is "MTr", but must be "MTr/mm2"'],
    [{ ...density, source: ' ' }, 'tsmc_n7.logic_density: source is " ", but must be where the figure is from'],
    [
      { ...density, range: [80] },
      'tsmc_n7.logic_density: range is [80], but must be [least, greatest] around 91, each a number above 0',
    ],
    [{ ...density, year: 'now' }, 'tsmc_n7.logic_density: year is "now", but must be a year'],
    [
      { ...density, sigma: 1 },
      'tsmc_n7.logic_density: sigma is 1, but must be left out; a figure has value, unit, range, source, year',
    ],
    [
      { ...density, range: [80, 90] },
      'tsmc_n7.logic_density: range is [80,90], but must be [least, greatest] around 91, each a number above 0',
    ],
    [
      { ...density, range: [0, 95] },
      'tsmc_n7.logic_density: range is [0,95], but must be [least, greatest] around 91, each a number above 0',
    ],
  ])('%j', (figure, message) => {
    expect(toldOf(Object(figure))).toBe(message);
  });

  test('is a share of one and more', () => {
    expect(toldOf({ value: 1, unit: '1', source: 'x' }, 'lpddr5.refresh')).toBe(
      'lpddr5.refresh: value is 1, but must be a number from 0 on, below 1',
    );
  });

  test('is an activity that is more than all', () => {
    expect(toldOf({ value: 1.2, unit: '1', source: 'x' }, 'tsmc_n7.tdp_activity')).toContain(
      'but must be a number above 0, at most 1',
    );
  });

  test('is told, and never thrown, whatever stands in the file', () => {
    fc.assert(
      fc.property(fc.constantFrom('tsmc_n7.logic_density', 'lpddr5.refresh', 'x'), fc.jsonValue(), (name, value) => {
        const [figures, diagnostics] = readFigures(file({ [name]: value }), 'n7.json');
        expect(figures.size + diagnostics.length).toBe(1);
      }),
      { numRuns: cases(200) },
    );
  });
});
