import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vectorUnitCost } from '../../src/blocks/vector-unit/cost.js';
import { dtypeNamed, dtypes } from '../../src/ir/index.js';
import {
  addEnergy,
  isFloat,
  logicEnergy,
  multiplyAddEnergy,
  multiplyAddFactor,
  multiplyEnergy,
  narrowingGates,
  nodeNames,
  operationFigure,
  registerEnergy,
  significandBits,
  sramReadEnergy,
  sramWriteEnergy,
  technology,
  wideningGates,
  withStructures,
  type NumberFormat,
  type Operation,
  type Ranged,
  type Technology,
} from '../../src/technology/index.js';
import { cases } from '../support/tier.js';

function at(node: string): Technology {
  const found = technology(node, null);
  if (found === undefined) throw new Error(`no node ${node}`);
  return found;
}

const formats = [...dtypes.values()].filter(({ name }) => name !== 'bit');
const operations: readonly Operation[] = ['multiply', 'add', 'multiply_add'];

test.each(nodeNames)('%s has every action of every format, in a range and from a source', (node) => {
  const figures = at(node);
  for (const format of formats)
    for (const operation of operations) {
      const { value, range, source, unit } = operationFigure(figures, operation, format);
      const [least, greatest] = range;
      expect([operation, format.name, 0 < least && least <= value && value <= greatest]).toEqual([
        operation,
        format.name,
        true,
      ]);
      expect(unit).toBe('pJ');
      expect(source.length).toBeGreaterThan(10);
    }
  for (const name of ['register', 'sram_read_base', 'sram_read_wire', 'sram_write_factor'])
    expect(figures.figures.get(name)?.source).toMatch(/\w{4}/);
});

describe('published figures', () => {
  test('are the table’s own, with its source', () => {
    const horowitz = operationFigure(at('nangate45'), 'multiply', dtypeNamed('int32'));
    expect(horowitz).toMatchObject({ value: 3.1, year: 2014 });
    expect(horowitz.source).toContain('Horowitz');
    const jouppi = operationFigure(at('tsmc_n7'), 'add', dtypeNamed('bf16'));
    expect(jouppi).toMatchObject({ value: 0.11, year: 2021 });
    expect(jouppi.source).toContain('Jouppi');
  });

  test('lie in the range that the rule gives from another format', () => {
    for (const node of ['nangate45', 'tsmc_n7'])
      for (const [operation, name] of published) {
        const known = at(node);
        const { value } = operationFigure(known, operation, dtypeNamed(name));
        const figures = new Map([...known.figures].filter(([key]) => key !== `${operation}_${name}`));
        const [least, greatest] = operationFigure({ ...known, figures }, operation, dtypeNamed(name)).range;
        expect([node, operation, name, least <= value && value <= greatest]).toEqual([node, operation, name, true]);
      }
  });
});

const published = [
  ['multiply', 'int8'],
  ['multiply', 'int32'],
  ['multiply', 'fp16'],
  ['multiply', 'fp32'],
  ['add', 'int8'],
  ['add', 'int32'],
  ['add', 'fp16'],
  ['add', 'fp32'],
] as const;

/** Formats of one kind, each at least as wide as the one before. */
const byWidth = (float: boolean): readonly NumberFormat[] =>
  formats
    .filter((format) => isFloat(format) === float)
    .toSorted((a, b) => significandBits(a) - significandBits(b) || a.width - b.width);

const actions: readonly ((figures: Technology, format: NumberFormat) => Ranged)[] = [
  multiplyEnergy,
  addEnergy,
  multiplyAddEnergy,
  (figures, { width }) => ({ ...registerEnergy(figures), value: registerEnergy(figures).value * width }),
];

test('a wider format of the same kind takes no less', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...nodeNames),
      fc.boolean(),
      fc.nat(),
      fc.constantFrom(...actions.slice(0, 3)),
      (node, float, index, action) => {
        const kind = byWidth(float);
        const first = index % (kind.length - 1);
        const [narrow, wide] = [kind[first]!, kind[first + 1]!];
        expect(action(at(node), wide).value, `${node} ${narrow.name} ${wide.name}`).toBeGreaterThanOrEqual(
          action(at(node), narrow).value * (1 - 1e-9),
        );
      },
    ),
    { numRuns: cases(400) },
  );
});

/** Finer and finer; an open node beside a foundry's is not in its line. */
const line = ['sky130', 'nangate45', 'tsmc_n28', 'tsmc_n16', 'tsmc_n7', 'tsmc_n5', 'tsmc_n3'];

test('a finer node takes no more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: line.length - 1 }),
      fc.constantFrom(...formats),
      fc.integer({ min: 8 * 2 ** 13, max: 2 ** 31 }),
      (index, format, bits) => {
        const [coarse, fine] = [atFiguresVoltage(line[index - 1]!), atFiguresVoltage(line[index]!)];
        for (const action of actions)
          expect(action(fine, format).value, `${line[index]} ${format.name}`).toBeLessThanOrEqual(
            action(coarse, format).value,
          );
        for (const action of [sramReadEnergy, sramWriteEnergy])
          expect(action(fine, bits).value, `${line[index]} ${bits} bits`).toBeLessThanOrEqual(
            action(coarse, bits).value,
          );
      },
    ),
    { numRuns: cases(200) },
  );
});

function atFiguresVoltage(node: string): Technology {
  const voltage = at(node).figures.get('energy_voltage')?.value ?? null;
  const found = technology(node, voltage);
  if (found === undefined) throw new Error(`no node ${node}`);
  return found;
}

describe('conversions', () => {
  test.each(nodeNames)('%s has gates and energy for each that a lane makes', (node) => {
    const figures = at(node);
    for (const format of formats)
      for (const gates of [wideningGates(figures, format), narrowingGates(figures, format)]) {
        if (gates.value === 0) continue;
        const { value, least, greatest } = logicEnergy(figures, gates);
        expect(least).toBeLessThan(value);
        expect(value).toBeLessThan(greatest);
      }
    expect(wideningGates(figures, dtypeNamed('fp32')).value).toBe(0);
    expect(wideningGates(figures, dtypeNamed('int32')).value).toBeGreaterThan(
      wideningGates(figures, dtypeNamed('int8')).value,
    );
  });

  test('are a part of the lanes’ area, and of their energy', () => {
    const unit = {
      lanes: 4,
      operand: 'fp32',
      result: 'fp32',
      resultBits: 32,
      overflow: 'infinity',
      functions: 'none',
      reductions: false,
      multiplier: 'booth',
      adderRegisters: 3,
    } as const;
    const figures = at('asap7');
    const area = (given: object): number =>
      vectorUnitCost({ ...unit, ...given }, figures).parts.find(({ name }) => name === 'conversions')?.area.value ??
      NaN;
    expect(area({})).toBe(0);
    // Two operands of each lane, and its result.
    const [into, out] = [wideningGates(figures, dtypeNamed('fp16')), narrowingGates(figures, dtypeNamed('fp16'))];
    const gates = 4 * (2 * into.value + out.value);
    const density =
      (figures.figures.get('logic_density')?.value ?? 0) * (figures.figures.get('placement_utilisation')?.value ?? 0);
    expect(area({ operand: 'fp16', result: 'fp16', resultBits: 16 })).toBeCloseTo((4 * gates) / (density * 1e6), 12);
    const power = (given: object): number => vectorUnitCost({ ...unit, ...given }, figures).peakPower(1e9).value;
    expect(power({ operand: 'int32' })).toBeGreaterThan(power({}));
  });
});

test('structures of products and sums leave the energy and widen its range by their areas', () => {
  for (const node of nodeNames) {
    const figures = at(node);
    const energy = multiplyAddEnergy(figures, dtypeNamed('int8'));
    const own = withStructures(energy, multiplyAddFactor(figures, 'booth', 'kogge_stone', 0));
    expect(own.value).toBe(energy.value);
    expect(own.greatest / own.least).toBeGreaterThan(energy.greatest / energy.least);
    expect(withStructures(energy, multiplyAddFactor(figures, 'plain', 'plain', 0))).toEqual(energy);
  }
});

test('the page of figures names every node and format', () => {
  const page = readFileSync(new URL('../../docs/technology.md', import.meta.url), 'utf8');
  for (const node of nodeNames) expect(page).toContain(`## ${node}\n`);
  for (const { name } of formats) expect(page.split(`| \`${name}\``)).toHaveLength(nodeNames.length + 1);
});
