import data from '../../data/nodes.json' with { type: 'json' };
import conversions from '../../data/synthesised-conversions.json' with { type: 'json' };
import synthesised from '../../data/synthesised-circuits.json' with { type: 'json' };
import {
  exactly,
  figure,
  product,
  quotient,
  ranged,
  sum,
  times,
  zero,
  type Adjust,
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

const conversionsOf: Readonly<Record<string, Readonly<Record<string, RawFigure>>>> = conversions;

/** Gates of a conversion in the open libraries; in other nodes those of ASAP7, with the range of all. */
function conversionFigures(node: string): readonly (readonly [string, Figure])[] {
  const own = conversionsOf[node];
  if (own !== undefined) return Object.entries(own).map(([name, raw]) => [name, figure(raw)]);
  return Object.entries(conversions.asap7).map(([name, raw]) => {
    const all = Object.values(conversionsOf).flatMap((each) => each[name]?.range ?? []);
    const source = `data/synthesised-conversions.json: ASAP7, the range of SG13G2 and Sky130 too; ${raw.source}`;
    return [name, figure({ ...raw, range: [Math.min(...all), Math.max(...all)], source })];
  });
}

/** Circuit figures of the nodes whose cells are open, as synthesis gives them: in place of those of all nodes. */
const circuitsOf: Readonly<Record<string, Readonly<Record<string, RawFigure>>>> = synthesised;

const nodes: Readonly<Record<string, RawNode & Readonly<Record<string, unknown>>>> = data.nodes;

/** Names of the known nodes: the cases of `std/process`. */
export const nodeNames: readonly string[] = Object.keys(nodes);

/**
 * The figures of a node at a supply of `voltage` volt (null: nominal), each as `adjust` makes it. Undefined for an unknown node.
 *
 * Dynamic energy goes with the square of the supply (E = C V^2); first order, good within the node's working range.
 */
export function technology(
  node: string,
  voltage: number | null,
  adjust: Adjust = (_, figure) => figure,
): Technology | undefined {
  const raw = nodes[node];
  if (raw === undefined) return undefined;
  const figures = new Map(figuresOf(node, raw));
  for (const [name, published] of figures) figures.set(name, adjust(`${node}.${name}`, published));
  const voltageNominal = get(figures, 'vdd_nominal').value;
  const supply = voltage ?? voltageNominal;
  const dynamicScale = (supply / get(figures, 'energy_voltage').value) ** 2;
  return { node, title: raw.title, voltage: supply, voltageNominal, dynamicScale, figures };
}

/** All figures of a node by their full names. */
export function nodeFigures(node: string): readonly (readonly [name: string, figure: Figure])[] {
  const raw = nodes[node];
  return raw === undefined ? [] : [...figuresOf(node, raw)].map(([name, each]) => [`${node}.${name}`, each]);
}

const known = new Map<string, ReadonlyMap<string, Figure>>();

function figuresOf(node: string, raw: RawNode & Readonly<Record<string, unknown>>): ReadonlyMap<string, Figure> {
  const read = known.get(node);
  if (read !== undefined) return read;
  const figures = new Map<string, Figure>();
  for (const [name, value] of Object.entries(data.circuits)) figures.set(name, figure(value));
  for (const [name, value] of Object.entries(circuitsOf[node] ?? {})) figures.set(name, figure(value));
  for (const [name, value] of conversionFigures(node)) figures.set(name, value);
  for (const [name, value] of Object.entries(raw)) if (isRawFigure(value)) figures.set(name, figure(value));
  for (const [name, value] of Object.entries(raw.multiply)) figures.set(`multiply_${name}`, figure(value));
  for (const [name, value] of Object.entries(raw.add)) figures.set(`add_${name}`, figure(value));
  known.set(node, figures);
  return figures;
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

/** A figure of every node, in units of `unit`: `clock_pin`, `wire_capacitance`. */
export function nodeFigure(technology: Technology, name: NodeFigure, unit = 1): Ranged {
  return value(technology, name, unit);
}

type NodeFigure = 'clock_pin' | 'wire_capacitance' | 'register';

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

/**
 * What Booth's recoding makes of an integer product's area where factors are not of eight bits, for which `multiplyAddFactor` was measured: wider ones gain
 * more by half the partial products, narrower ones less. Of int16 the open libraries' arrays give 0.81 to 0.86, which is 0.835 here (`npm run bench:ppa -- --areas`).
 */
export function boothWidthFactor(format: NumberFormat, other = format): number {
  return ((significandBits(format) * significandBits(other)) / 64) ** -0.13;
}

/**
 * Gates that make an fp32 of a number of the format; none of an fp32. An integer that was not measured counts by its width to the power of 1.5, as from
 * int16 to int32, and a float as the costliest.
 */
export function wideningGates(technology: Technology, format: NumberFormat): Ranged {
  if (format.name === 'fp32') return zero;
  const own = `from_${format.name}_gates`;
  if (technology.figures.has(own)) return value(technology, own);
  if (isFloat(format)) return value(technology, 'from_fp16_gates');
  return times(value(technology, 'from_int32_gates'), (format.width / 32) ** 1.5);
}

/** Gates that round an fp32 to the format, or where it is fp32 saturate; one that no hardware converts to counts as the costliest. */
export function narrowingGates(technology: Technology, format: NumberFormat): Ranged {
  const own = `to_${format.name}_gates`;
  return value(technology, technology.figures.has(own) ? own : 'to_fp16_gates');
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

/** Energy of a bit over a millimetre of wire with repeaters, in J. */
export function wireEnergy(technology: Technology): Ranged {
  const { value: more, least, greatest } = value(technology, 'wire_repeaters');
  const repeaters = { value: 1 + more, least: 1 + least, greatest: 1 + greatest };
  const whole = product(value(technology, 'wire_capacitance', 1e-12), repeaters, value(technology, 'wire_activity'));
  return times(whole, technology.voltage ** 2);
}

/** Energy of one clocked flip-flop, in J a bit and cycle. */
export function registerEnergy(technology: Technology): Ranged {
  return times(value(technology, 'register', 1e-12), technology.dynamicScale);
}

/** Bits of a register file that the nodes' figures of one hold for: 512 bytes, as large as the scratchpads of Eyeriss. */
const registerFileBits = 4096;

/**
 * Energy to read or write one bit of a register file of `bits`, in J. Wires go with the square root of the capacity; no less than a clocked flip-flop takes,
 * which is in the file's place where it is small. For smaller ones the greatest is that of the figure itself.
 */
export function registerFileEnergy(technology: Technology, bits: number): Ranged {
  const whole = times(value(technology, 'register_file', 1e-12), technology.dynamicScale);
  const { value: own, least, greatest } = times(whole, Math.sqrt(bits / registerFileBits));
  const single = registerEnergy(technology);
  return {
    value: Math.max(own, single.value),
    least: Math.max(least, single.least),
    greatest: Math.max(greatest, whole.greatest),
  };
}

/** Leakage of `area` mm^2 at 85 degC, which `settledHeat` takes to the temperature of the die, in W; in proportion to the supply (first order: the current is taken as constant). */
export function leakagePower(technology: Technology, area: Ranged): Ranged {
  const perSquareMillimetre = value(technology, 'leakage_density', 1 / 100);
  return times(product(area, perSquareMillimetre), technology.voltage / technology.voltageNominal);
}
