/**
 * Areas of whole arrays as Yosys makes them on the open libraries, beside those of the estimate at the nodes of the same name; and the figures of
 * `data/synthesised-circuits.json` that follow from them.
 */
import { writeFileSync } from 'node:fs';
import { elementBits, peArrayCost, skewBits } from '../../src/blocks/pe-array/cost.js';
import { arrayOperands, operandsName, type PEArrayParameters } from '../../src/blocks/pe-array/parameters.js';
import { peArray } from '../../src/blocks/pe-array/rtl.js';
import { dtypeNamed } from '../../src/ir/index.js';
import { adderStructures, multiplierStructures } from '../../src/rtl/arithmetic/index.js';
import { significandBits, technology, type Figure } from '../../src/technology/index.js';
import { root } from '../support/measure.js';
import { libraries, type Library, type Measure } from './libraries.js';
import { shapes, title } from './shapes.js';

/** An array of two or eight elements a side, and what became of it, in gates. */
interface Measured {
  readonly shape: PEArrayParameters;
  readonly element: number;
  readonly whole: number;
  /** Of Yosys. */
  readonly version: string;
}

async function measure({ library, nand2 }: Library, map: Measure, shape: PEArrayParameters): Promise<Measured> {
  const { area, modules, version } = await map(peArray('array', shape), library);
  const element = modules.find(({ module }) => module.endsWith('_pe'))?.area ?? 0;
  return { shape, element: element / nand2, whole: area / nand2, version };
}

/** Of all arrays and libraries those with the text in the array's title, or in the name of the node. */
export interface Chosen {
  readonly array: string;
  readonly node: string;
}

/** Area that the estimate gives an array, without the space that placing leaves free, in gates of the library. */
function estimated(shape: PEArrayParameters, { node, nand2 }: Library, fitted: Figures): number {
  const known = technology(node, null);
  if (known === undefined) throw new Error(`no node ${node}`);
  const figures = { ...known, figures: new Map([...known.figures, ...Object.entries(fitted)]) };
  const placed = peArrayCost(shape, figures).parts.reduce((sum, { area }) => sum + area.value, 0);
  const utilisation = figures.figures.get('placement_utilisation')?.value ?? 1;
  return (placed * utilisation * 1e6) / nand2;
}

/**
 * Prints every array beside its estimate; true where none is off by more than `limit`. To fit, all of them are measured first.
 */
export async function judgeAreas(map: Measure, limit: number, fit: boolean, chosen: Chosen): Promise<boolean> {
  const fitted = fit ? await fitAll(map) : new Map<Library, Fit>();
  let holds = true;
  for (const library of libraries.filter(({ node }) => node.includes(chosen.node))) {
    console.log(`\nareas of arrays at ${library.node}, in thousands of two-input gates: Yosys, estimate, error`);
    const errors: number[] = [];
    for (const shape of shapes().filter((each) => title(each).includes(chosen.array))) {
      const known = fitted.get(library);
      const { whole } =
        known?.measured.find((each) => title(each.shape) === title(shape)) ?? (await measure(library, map, shape));
      errors.push(judge(shape, whole, estimated(shape, library, known?.figures ?? {}), limit));
    }
    if (errors.length === 0) continue;
    const mean = errors.reduce((sum, each) => sum + each, 0) / errors.length;
    console.log(
      `  mean error ${(100 * mean).toFixed(1)} %, greatest ${(100 * Math.max(...errors)).toFixed(1)} %, bar ${100 * limit} %`,
    );
    holds &&= errors.every((error) => error <= limit);
  }
  return holds;
}

/** Prints one, and gives how far it is off, either way. */
function judge(shape: PEArrayParameters, whole: number, own: number, limit: number): number {
  const error = own / whole - 1;
  const mark = Math.abs(error) > limit ? ' MISSED' : '';
  const numbers = [whole, own].map((gates) => (gates / 1000).toFixed(2).padStart(8)).join('');
  console.log(`  ${title(shape).padEnd(58)}${numbers}${`${(100 * error).toFixed(1)} %`.padStart(9)}${mark}`);
  return Math.abs(error);
}

/** What was measured in a library, and the figures of it. */
interface Fit {
  readonly measured: readonly Measured[];
  readonly figures: Figures;
}

async function fitAll(map: Measure): Promise<ReadonlyMap<Library, Fit>> {
  const all: (readonly [Library, readonly Measured[]])[] = [];
  for (const library of libraries) {
    const measured: Measured[] = [];
    for (const shape of shapes()) measured.push(await measure(library, map, shape));
    all.push([library, measured]);
  }
  writeFigures(all);
  return new Map(all.map(([library, measured]) => [library, { measured, figures: figuresOf(library, measured) }]));
}

type Figures = Record<string, Figure>;

/** The circuit figures of a library: registers, products and sums in gates, from what was measured. */
function figuresOf({ library, nand2Name }: Library, measured: readonly Measured[]): Figures {
  const version = measured[0]?.version ?? '';
  const figure = (value: number, unit: string, what: string): Figure => ({
    value: Number(value.toPrecision(3)),
    unit,
    range: [Number((value * 0.85).toPrecision(3)), Number((value * 1.15).toPrecision(3))],
    source: `npm run bench:ppa -- --fit: ${what}, Yosys ${version} on ${library}, in ${nand2Name}`,
    confidence: 'computed',
  });
  const arrays = measured.filter(({ shape }) => shape.rows === 8);
  const skewed = arrays.filter(({ shape }) => shape.hideLoading && operandsName(shape) === 'int8');
  const register = mean(skewed.map(({ shape, element, whole }) => (whole - 64 * element) / skewBits(shape)));
  const logic = ({ shape, element }: Measured): number => {
    const { moving, standing } = elementBits(shape);
    return element - register * (moving + standing);
  };
  const of = (wanted: Partial<PEArrayParameters>): number =>
    mean(measured.filter(({ shape }) => matches(shape, wanted)).map(logic));
  const plain = {
    ...arrayOperands('int8'),
    hideLoading: true,
    multiplierRegisters: 0,
    multiplier: 'plain',
    adder: 'plain',
  } as const;
  const whole = of(plain);
  const small = of({ ...plain, ...arrayOperands('int4') });
  const perSquare = (whole - small) / (64 - 16);
  const factors: Figures = {};
  for (const [multiplierRegisters, name] of ['multiply_add', 'multiply_register_add'].entries())
    for (const multiplier of multiplierStructures)
      for (const adder of adderStructures) {
        if (multiplierRegisters === 0 && multiplier === 'plain' && adder === 'plain') continue;
        const part = of({ ...plain, multiplierRegisters, multiplier, adder }) / whole;
        factors[`${name}_${multiplier}_${adder}`] = figure(
          part,
          '1',
          'product and sum of int8 so formed beside the plain ones',
        );
      }
  const { constant, slope } = line(
    measured
      .filter(({ shape }) => dtypeNamed(shape.activation).exponent_bits > 0 && shape.dataflow === 'weight_stationary')
      .map((each) => [significands(each.shape), logic(each)] as const),
  );
  return {
    multiplier_gates: figure(perSquare, 'gate/b^2', 'elements of int8 and int4'),
    adder_gates: figure((whole - 64 * perSquare) / 32, 'gate/b', 'elements of int8 and int4'),
    float_multiplier_gates: figure(slope, 'gate/b^2', 'elements of floats by the product of their significands'),
    float_adder_gates: figure(constant / 32, 'gate/b', 'elements of floats, what does not depend on their significand'),
    ...factors,
    register_gates: figure(register, 'gate/b', 'what skews the vectors of an array, with its clock enable'),
  };
}

/** Bits of the two significands, multiplied. */
const significands = ({ activation, weight }: PEArrayParameters): number =>
  significandBits(dtypeNamed(activation)) * significandBits(dtypeNamed(weight));

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

function matches(shape: PEArrayParameters, wanted: Partial<PEArrayParameters>): boolean {
  const given = new Map<string, unknown>(Object.entries(shape));
  return Object.entries(wanted).every(([name, value]) => given.get(name) === value);
}

/** Least squares. */
function line(points: readonly (readonly [x: number, y: number])[]): {
  readonly constant: number;
  readonly slope: number;
} {
  const [x, y] = [mean(points.map(([each]) => each)), mean(points.map(([, each]) => each))];
  const slope =
    points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return { slope, constant: y - slope * x };
}

/** Writes `data/synthesised-circuits.json`, which the estimate reads. */
function writeFigures(all: readonly (readonly [Library, readonly Measured[]])[]): void {
  const figures = Object.fromEntries(all.map(([library, measured]) => [library.node, figuresOf(library, measured)]));
  writeFileSync(`${root}data/synthesised-circuits.json`, `${JSON.stringify(figures, null, 2)}\n`);
  console.log('data/synthesised-circuits.json is new, and judged: format it');
}
