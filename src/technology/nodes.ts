import data from '../../data/nodes.json' with { type: 'json' };
import synthesised from '../../data/synthesised-circuits.json' with { type: 'json' };
import {
  exactly,
  figure,
  geometricMean,
  product,
  quotient,
  ranged,
  sum,
  times,
  type Figure,
  type Ranged,
  type RawFigure,
} from './figures.js';
import { isFloat, significandBits, type NumberFormat } from './formats.js';

/** A process node at a supply voltage: what areas and energies are computed from. */
export interface Technology {
  readonly node: string;
  readonly title: string;
  /** In volt. */
  readonly voltage: number;
  readonly voltageNominal: number;
  /** `(V / V0)^2`, V0 being the voltage at which the node's energies hold. */
  readonly dynamicScale: number;
  /** Every figure in use, by name, for the list of sources. */
  readonly figures: ReadonlyMap<string, Figure>;
}

interface RawNode {
  readonly title: string;
  readonly multiply: Readonly<Record<string, RawFigure>>;
  readonly add: Readonly<Record<string, RawFigure>>;
}

/** Circuit figures of the nodes whose cells are open, as synthesis gives them: in place of those of all nodes. */
const circuitsOf: Readonly<Record<string, Readonly<Record<string, RawFigure>>>> = synthesised;

const nodes: Readonly<Record<string, RawNode & Readonly<Record<string, unknown>>>> = data.nodes;

/** Names of the known nodes: the cases of `std/process`. */
export const nodeNames: readonly string[] = Object.keys(nodes);

/**
 * The figures of a node at a supply of `voltage` volt (null: nominal). Undefined for an unknown node.
 *
 * Dynamic energy goes with the square of the supply (E = C V^2); first order, good within the node's working range.
 */
export function technology(node: string, voltage: number | null): Technology | undefined {
  const raw = nodes[node];
  if (raw === undefined) return undefined;
  const figures = new Map<string, Figure>();
  for (const [name, value] of Object.entries(data.circuits)) figures.set(name, figure(value));
  for (const [name, value] of Object.entries(circuitsOf[node] ?? {})) figures.set(name, figure(value));
  for (const [name, value] of Object.entries(raw)) if (isRawFigure(value)) figures.set(name, figure(value));
  for (const [name, value] of Object.entries(raw.multiply)) figures.set(`multiply_${name}`, figure(value));
  for (const [name, value] of Object.entries(raw.add)) figures.set(`add_${name}`, figure(value));
  const voltageNominal = get(figures, 'vdd_nominal').value;
  const supply = voltage ?? voltageNominal;
  const dynamicScale = (supply / get(figures, 'energy_voltage').value) ** 2;
  return { node, title: raw.title, voltage: supply, voltageNominal, dynamicScale, figures };
}

function isRawFigure(value: unknown): value is RawFigure {
  return typeof value === 'object' && value !== null && 'value' in value && 'source' in value;
}

function get(figures: ReadonlyMap<string, Figure>, name: string): Figure {
  const found = figures.get(name);
  if (found === undefined) throw new Error(`no technology figure ${name}`);
  return found;
}

function value(technology: Technology, name: string, unit = 1): Ranged {
  return ranged(get(technology.figures, name), unit);
}

/** A dimensionless figure of all nodes: `tdp_activity`, `sram_write_factor`. */
export function circuitFigure(technology: Technology, name: keyof typeof data.circuits): Ranged {
  return value(technology, name);
}

/** Area of `gates` two-input gates placed at the usual utilisation, in mm^2. */
export function gateArea(technology: Technology, gates: Ranged): Ranged {
  const density = product(value(technology, 'logic_density', 1e6), value(technology, 'placement_utilisation'));
  return quotient(product(gates, value(technology, 'transistors_per_gate')), density);
}

/** Gates of a multiplier of two formats of a kind: the significands' product, whose array of partial products goes with width times width. */
export function multiplierGates(technology: Technology, format: NumberFormat, other = format): Ranged {
  const perBit = value(technology, isFloat(format) ? 'float_multiplier_gates' : 'multiplier_gates');
  return times(perBit, significandBits(format) * significandBits(other));
}

/** Gates of an adder of the format's width; of a float, with alignment and normalisation. */
export function adderGates(technology: Technology, format: NumberFormat): Ranged {
  const perBit = value(technology, isFloat(format) ? 'float_adder_gates' : 'adder_gates');
  return times(perBit, format.width);
}

/**
 * Area of an integer's product and sum by structures of multiplier and adder, with a register between them or without, a part of that which a synthesis
 * tool makes of "*" and "+" without one.
 */
export function multiplyAddFactor(
  technology: Technology,
  multiplier: string,
  adder: string,
  registers: number,
): Ranged {
  const structures = `${multiplier}_${adder}`;
  // Only where it was measured does a register make a difference.
  const apart = technology.figures.get(`multiply_register_add_${structures}`);
  if (registers > 0 && apart !== undefined) return ranged(apart);
  return structures === 'plain_plain' ? exactly(1) : value(technology, `multiply_add_${structures}`);
}

export function registerGates(technology: Technology, bits: number): Ranged {
  return times(value(technology, 'register_gates'), bits);
}

export function sequencerGates(technology: Technology): Ranged {
  return value(technology, 'sequencer_gates');
}

/** Area of a static RAM macro of `bits`, in mm^2, at the density of compiled macros; 8T cells where it has two ports. */
export function sramArea(technology: Technology, bits: number, twoPorts: boolean): Ranged {
  const single = quotient(exactly(bits / 1e6), value(technology, 'sram_density'));
  return twoPorts ? product(single, value(technology, 'sram_two_port_area')) : single;
}

/**
 * Energy to read one bit of a static RAM of `bits`, in J: a base for cells and sense amplifiers, and wires whose length
 * goes with the square root of the capacity: `base + wire sqrt(capacity / 1 MiB)`.
 */
export function sramReadEnergy(technology: Technology, bits: number): Ranged {
  const mebibytes = bits / (8 * 1024 * 1024);
  const wire = times(value(technology, 'sram_read_wire', 1e-12), Math.sqrt(mebibytes));
  return times(sum(value(technology, 'sram_read_base', 1e-12), wire), technology.dynamicScale);
}

/** Energy to write one bit of a static RAM of `bits`, in J. */
export function sramWriteEnergy(technology: Technology, bits: number): Ranged {
  return product(sramReadEnergy(technology, bits), value(technology, 'sram_write_factor'));
}

/** Energy of one clocked flip-flop, in J a bit and cycle. */
export function registerEnergy(technology: Technology): Ranged {
  return times(value(technology, 'register', 1e-12), technology.dynamicScale);
}

/**
 * Energy of one multiplication, in J. A format without a figure of its own is scaled from the nearest of its kind by the
 * square of the significands' widths (Horowitz: int8 0.2 pJ, int32 3.1 pJ: 15.5 times for 16). Of two formats it is the geometric mean of theirs, which by
 * the same rule is that of the product of their widths.
 */
export function multiplyEnergy(technology: Technology, format: NumberFormat, other = format): Ranged {
  const of = (each: NumberFormat): Ranged => scaledFigure(technology, 'multiply', each, 2);
  const energy = format.name === other.name ? of(format) : geometricMean(of(format), of(other));
  return times(energy, technology.dynamicScale);
}

/** Energy of one addition, in J; a format without a figure is scaled by its width. */
export function addEnergy(technology: Technology, format: NumberFormat): Ranged {
  return times(scaledFigure(technology, 'add', format, 1), technology.dynamicScale);
}

/** The formats that others are scaled from, by operation and kind. */
const bases = {
  multiply: { float: { name: 'bf16', bits: 8 }, integer: { name: 'int8', bits: 8 } },
  add: { float: { name: 'fp32', bits: 32 }, integer: { name: 'int32', bits: 32 } },
} as const;

function scaledFigure(
  technology: Technology,
  operation: 'multiply' | 'add',
  format: NumberFormat,
  power: number,
): Ranged {
  const own = technology.figures.get(`${operation}_${format.name}`);
  if (own !== undefined) return ranged(own, 1e-12);
  const base = bases[operation][isFloat(format) ? 'float' : 'integer'];
  const bits = operation === 'add' ? format.width : significandBits(format);
  return times(value(technology, `${operation}_${base.name}`, 1e-12), (bits / base.bits) ** power);
}

/** Leakage of `area` mm^2 at 85 degC, in W; in proportion to the supply (first order: the current is taken as constant). */
export function leakagePower(technology: Technology, area: Ranged): Ranged {
  const perSquareMillimetre = value(technology, 'leakage_density', 1 / 100);
  return times(product(area, perSquareMillimetre), technology.voltage / technology.voltageNominal);
}
