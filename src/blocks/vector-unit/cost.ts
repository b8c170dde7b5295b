import { dtypeNamed } from '../../ir/index.js';
import {
  addEnergy,
  adderGates,
  gateArea,
  multiplierGates,
  logicEnergy,
  multiplyEnergy,
  narrowingGates,
  ranged,
  registerEnergy,
  registerGates,
  sequencerGates,
  sum,
  times,
  wideningGates,
  zero,
  type Figure,
  type Ranged,
  type Technology,
} from '../../technology/index.js';
import type { BlockCost } from '../cost.js';
import { functionForms, functionStages, type FunctionForm } from './functions.js';
import type { VectorUnitParameters } from './parameters.js';
import { multiplierStages } from './timing.js';

const fp32 = dtypeNamed('fp32');

/** What the cost of a unit depends on. */
export type CostedVectorUnit = Pick<
  VectorUnitParameters,
  | 'lanes'
  | 'operand'
  | 'result'
  | 'resultBits'
  | 'overflow'
  | 'functions'
  | 'reductions'
  | 'multiplier'
  | 'adderRegisters'
>;

/** Registers of one lane, in bits, as its hardware has them: a beat moves through all of them. */
export function vectorLaneBits(unit: CostedVectorUnit): number {
  const { resultBits, multiplier, adderRegisters } = unit;
  const operands = 3 * fp32.width;
  const product = multiplicationBits(multiplier) + fp32.width;
  const waiting = multiplierStages * fp32.width;
  const added = 2 * fp32.width + additionBits(adderRegisters) + fp32.width;
  // What the tree takes is the result itself, or has a register of its own.
  const whole = unit.result === 'fp32' && unit.overflow === 'infinity';
  const reduced = unit.reductions && !whole ? fp32.width : 0;
  return operands + product + waiting + added + resultBits + reduced;
}

/** Registers of a lane's functions, in bits, as their hardware has them; the greatest part is the number that passes them by. */
export function functionBits(form: FunctionForm, multiplier: CostedVectorUnit['multiplier']): number {
  const { fraction, place, rows, logarithm, widths } = form;
  const [significand, exponent] = [24, 9];
  const passing = functionStages * fp32.width + (functionStages - 1) * 2;
  const parts = significand + exponent + 4;
  const fate = 4 * (functionStages - 2) - 1;
  const product = significand + logarithm + 1;
  const reduced = 2 + (multiplier === 'plain' ? 2 : 3) * product + 2 * 8 + (rows.exp + place + 9);
  const inverse = 3 * (significand - 1 + exponent + 1 + 1);
  const [c0, c1, c2] = widths;
  const coefficients = c0 + c1 + c2 + place;
  const slope = c1 + 4 + place + c0;
  const sum = fraction + place + 5;
  const interpolated = 2 * sum + (sum + Math.floor(sum / 2) + 1);
  const rounded = 3 * (exponent + 1) + 2 * (exponent + 8) + (significand + 3) + exponent;
  return passing + parts + fate + reduced + inverse + coefficients + slope + interpolated + rounded;
}

/** Registers of the tree over the lanes and of the sum over the beats, in bits: what waits for a level where lanes are odd is left out. */
export function treeBits({ lanes, adderRegisters }: Pick<CostedVectorUnit, 'lanes' | 'adderRegisters'>): number {
  const node = 2 * fp32.width + additionBits(adderRegisters) + fp32.width;
  return (lanes - 1) * node + additionBits(adderRegisters) + fp32.width;
}

/** Within a multiplication: factors, partial products, product, and what is rounded, with exponents and what is known of the result. */
function multiplicationBits(multiplier: CostedVectorUnit['multiplier']): number {
  const [significand, exponent, marks] = [24, 9, 3];
  const factors = 2 * (significand + exponent);
  // A product of a structure is two rows, then its low half with the carry and both high halves that it may have.
  const exact = 2 * significand;
  const product = multiplier === 'plain' ? 2 * exact : 2 * exact + 3 * significand + 1;
  const exponents = exponent + 1 + 2 * (exponent + 8);
  const rounded = significand + 3 + exponent;
  return factors + product + exponents + rounded + (multiplierStages - 1) * marks;
}

/** Within an addition: aligned numbers, and a sum with the count of its zeros, each with exponent, signs and what is known of the result. */
function additionBits(adderRegisters: number): number {
  const [window, known] = [27, 2 + 8 + 3];
  const summed = window + 2 + known;
  const aligned = 2 * window + 1 + known;
  const zeros = 5 + 1;
  return [0, summed, aligned + summed + zeros][adderRegisters - 1] ?? 0;
}

/** A lane's functions with their tables and registers. */
const functionUnits: Readonly<Record<keyof typeof functionForms, Figure>> = {
  half: measuredUnit(11_900),
  single: measuredUnit(18_000),
};

/** Two-input gates of a function unit of Booth and Sklansky structures; the range is that of a synthesis tool's own structures and of other libraries. */
function measuredUnit(gates: number): Figure {
  return {
    value: gates,
    unit: 'gate',
    range: [Math.round(gates * 0.8), Math.round(gates * 1.4)],
    source: 'npm run bench:ppa: area of a function unit, Yosys 0.23, ASAP7 at 500 ps, in NAND2 of 0.0874 um2',
    confidence: 'computed',
  };
}

/** Gates of a lane's conversions: both operands into fp32, and what leaves the lane out of it. */
export function conversionGates(unit: CostedVectorUnit, technology: Technology): Ranged {
  const whole = unit.result === 'fp32' && unit.overflow === 'infinity';
  return sum(
    times(wideningGates(technology, dtypeNamed(unit.operand)), 2),
    whole ? zero : narrowingGates(technology, dtypeNamed(unit.result)),
  );
}

/** Registers of all lanes and of the tree, in bits: a beat moves through all of them. */
function movingBits(unit: CostedVectorUnit): number {
  const { lanes, reductions } = unit;
  return lanes * movingLaneBits(unit) + (reductions ? treeBits(unit) : 0);
}

function movingLaneBits(unit: CostedVectorUnit): number {
  const { functions, multiplier } = unit;
  return vectorLaneBits(unit) + (functions === 'none' ? 0 : functionBits(functionForms[functions], multiplier));
}

/** Energy of a cycle in which every lane, and the tree, use all that they have: a multiplication, an addition, the conversions, a function, all registers. */
export function vectorUnitEnergy(unit: CostedVectorUnit, technology: Technology): Ranged {
  const { lanes, functions, reductions } = unit;
  const perLane = sum(
    // A lane multiplies and adds, and takes a function, whose products are counted as one of fp32.
    times(multiplyEnergy(technology, fp32), functions === 'none' ? 1 : 2),
    addEnergy(technology, fp32),
    logicEnergy(technology, conversionGates(unit, technology)),
    times(registerEnergy(technology), movingLaneBits(unit)),
  );
  const perTree = sum(times(addEnergy(technology, fp32), lanes), times(registerEnergy(technology), treeBits(unit)));
  return reductions ? sum(times(perLane, lanes), perTree) : times(perLane, lanes);
}

/** Multiplier, adder, conversions, functions and registers of each lane, and what takes commands; at its peak every lane and the tree use all of them in every
 * cycle. */
export function vectorUnitCost(unit: CostedVectorUnit, technology: Technology): BlockCost {
  const { lanes, functions, reductions } = unit;
  const bits = vectorLaneBits(unit);
  const conversions = conversionGates(unit, technology);
  const unitOf = functions === 'none' ? null : functionUnits[functions];
  const perCycle = vectorUnitEnergy(unit, technology);
  const moving = movingBits(unit);
  return {
    parts: [
      { name: 'multipliers', area: gateArea(technology, times(multiplierGates(technology, fp32), lanes)) },
      { name: 'adders', area: gateArea(technology, times(adderGates(technology, fp32), lanes)) },
      { name: 'conversions', area: gateArea(technology, times(conversions, lanes)) },
      { name: 'registers', area: gateArea(technology, times(registerGates(technology, bits), lanes)) },
      ...(unitOf === null ? [] : [{ name: 'functions', area: gateArea(technology, times(ranged(unitOf), lanes)) }]),
      ...(reductions ? [{ name: 'tree', area: treeArea(unit, technology) }] : []),
      { name: 'sequencer', area: gateArea(technology, sequencerGates(technology)) },
    ],
    background: zero,
    peakPower: (frequency) => times(perCycle, frequency),
    clock: { moving, standing: 0 },
    figures: new Map(unitOf === null ? [] : [['function_unit', unitOf]]),
  };
}

/** An adder for each node of the tree, and one for the sum over the beats. */
function treeArea(unit: CostedVectorUnit, technology: Technology): Ranged {
  const registers = registerGates(technology, treeBits(unit));
  return gateArea(technology, sum(times(adderGates(technology, fp32), unit.lanes), registers));
}
