import { figure as checked, geometricMean, ranged, sum, times, type Figure, type Ranged } from './figures.js';
import { isFloat, significandBits, type NumberFormat } from './formats.js';
import type { Technology } from './nodes.js';

/** What arithmetic does with numbers of one format. A `multiply_add` adds its product in the format that sums have: int32, or fp32. */
export type Operation = 'multiply' | 'add' | 'multiply_add';

/** Formats that others are scaled from, the nearest one, and by which power of their bits; the range is that of the power. */
interface Law {
  readonly bases: readonly { readonly name: string; readonly bits: number }[];
  readonly power: number;
  readonly powers: readonly [least: number, greatest: number];
  readonly why: string;
}

const integers = [
  { name: 'int8', bits: 8 },
  { name: 'int32', bits: 32 },
];

/** By their significands. */
const floats = [
  { name: 'bf16', bits: 8 },
  { name: 'fp16', bits: 11 },
  { name: 'fp32', bits: 24 },
];

const laws: Readonly<Record<'multiply' | 'add', Readonly<Record<'integer' | 'float', Law>>>> = {
  multiply: {
    integer: {
      bases: integers,
      power: 2,
      powers: [1.75, 2.25],
      why: 'int32 to int8 is 15.5 = 4^1.98 at 45 nm (Horowitz 2014) and 21 = 4^2.2 at 7 nm (Jouppi 2021)',
    },
    float: {
      bases: floats,
      power: 1.6,
      powers: [1.3, 2],
      why: 'fp32 to fp16 is 3.4 = (24/11)^1.55 at 45 nm (Horowitz 2014), to bf16 6.2 = 3^1.67 at 7 nm (Jouppi 2021): exponents take their part',
    },
  },
  add: {
    integer: {
      bases: integers,
      power: 1,
      powers: [0.75, 1.25],
      why: 'int32 to int8 is 3.3 = 4^0.87 at 45 nm (Horowitz 2014) and 4.3 = 4^1.05 at 7 nm (Jouppi 2021)',
    },
    float: {
      bases: floats,
      power: 1.1,
      powers: [0.8, 1.4],
      why: 'fp32 to fp16 is 2.3 = (24/11)^1.04 at 45 nm (Horowitz 2014) and 2.4 = (24/11)^1.11, to bf16 3.5 = 3^1.13 at 7 nm (Jouppi 2021)',
    },
  },
};

/**
 * Energy of one operation at the node's `energy_voltage`, in pJ, with its range and where it comes from: a figure of the node, one scaled from another
 * format of the node, or for a `multiply_add` the sum of both parts, which no source gives alone.
 */
export function operationFigure(technology: Technology, operation: Operation, format: NumberFormat): Figure {
  if (operation !== 'multiply_add')
    return technology.figures.get(`${operation}_${format.name}`) ?? scaledFigure(technology, operation, format);
  const product = operationFigure(technology, 'multiply', format);
  const total = sumFormat(format);
  const added = known(technology, `add_${total}`);
  const [value, least, greatest] = [
    product.value + added.value,
    product.range[0] + added.range[0],
    product.range[1] + added.range[1],
  ];
  const source = `multiply_${format.name} and add_${total} of the node`;
  return checked({ value, unit: 'pJ', range: [least, greatest], source, confidence: 'derived' });
}

/** Sums of products of a format: int32, or fp32. */
function sumFormat(format: NumberFormat): 'int32' | 'fp32' {
  return isFloat(format) ? 'fp32' : 'int32';
}

function scaledFigure(technology: Technology, operation: 'multiply' | 'add', format: NumberFormat): Figure {
  const { bases, power, powers, why } = laws[operation][isFloat(format) ? 'float' : 'integer'];
  const own = significandBits(format);
  const away = ({ bits }: { readonly bits: number }): number => Math.abs(Math.log(own / bits));
  const there = bases.filter(({ name }) => technology.figures.has(`${operation}_${name}`));
  const base = there.reduce((best, each) => (away(each) < away(best) ? each : best));
  const from = known(technology, `${operation}_${base.name}`);
  const ratio = own / base.bits;
  const factors = powers.map((each) => ratio ** each);
  return checked({
    value: from.value * ratio ** power,
    unit: 'pJ',
    range: [from.range[0] * Math.min(...factors), from.range[1] * Math.max(...factors)],
    source: `${operation}_${base.name} x (${own}/${base.bits})^${power}, power ${powers[0]} to ${powers[1]}: ${why}; ${base.name}: ${from.source}`,
    confidence: 'derived',
  });
}

function known(technology: Technology, name: string): Figure {
  const found = technology.figures.get(name);
  if (found === undefined) throw new Error(`no technology figure ${name}`);
  return found;
}

/**
 * Energy of one multiplication, in J. Of two formats it is the geometric mean of theirs, which by the rule that scales them is that of the product of their
 * widths.
 */
export function multiplyEnergy(technology: Technology, format: NumberFormat, other = format): Ranged {
  const of = (each: NumberFormat): Ranged => atSupply(technology, operationFigure(technology, 'multiply', each));
  return format.name === other.name ? of(format) : geometricMean(of(format), of(other));
}

/** Energy of one addition, in J. */
export function addEnergy(technology: Technology, format: NumberFormat): Ranged {
  return atSupply(technology, operationFigure(technology, 'add', format));
}

/** Energy of a multiplication whose product is added in int32 or fp32, in J. */
export function multiplyAddEnergy(technology: Technology, format: NumberFormat): Ranged {
  return sum(multiplyEnergy(technology, format), atSupply(technology, known(technology, `add_${sumFormat(format)}`)));
}

function atSupply(technology: Technology, figure: Figure): Ranged {
  return times(ranged(figure, 1e-12), technology.dynamicScale);
}

/**
 * The same energy for a product and a sum of other structures than a synthesis tool's own. Nobody has published what they take, and switching does not go
 * with area alone; so the value stays, and the range takes in that of the structures' areas, as `multiplyAddFactor` has them.
 */
export function withStructures(energy: Ranged, factor: Ranged): Ranged {
  return {
    value: energy.value,
    least: energy.least * Math.min(1, factor.least),
    greatest: energy.greatest * Math.max(1, factor.greatest),
  };
}

/**
 * Energy of logic of `gates` two-input gates that works once, in J, where nobody has published it: by the gates of a 32-bit addition and its energy; half to
 * twice of that, since activity differs.
 */
export function logicEnergy(technology: Technology, gates: Ranged): Ranged {
  const added = atSupply(technology, known(technology, 'add_int32'));
  const adder = 32 * known(technology, 'adder_gates').value;
  return {
    value: (added.value * gates.value) / adder,
    least: (0.5 * added.least * gates.least) / adder,
    greatest: (2 * added.greatest * gates.greatest) / adder,
  };
}
