import { countOperand, stepsOf, type OperandFlow } from './count.js';
import { walkOperand, walkedSteps } from './ragged.js';
import { boxOf, heldAt, wordsOf } from './tiles.js';
import type { Hierarchy, Level, LevelLoops, Mapping, Mesh, Nest } from './types.js';

/** Why a mapping does not fit its hierarchy. */
export type Misfit =
  | { readonly kind: 'capacity'; readonly level: number; readonly needed: number; readonly capacity: number }
  | {
      readonly kind: 'mesh';
      /** The number of levels for the multipliers. */
      readonly level: number;
      readonly axis: keyof Mesh;
      readonly needed: number;
      readonly available: number;
    };

/** What a mapping costs, without fill, drain or loss of overlap. */
export interface NestCost {
  readonly macs: number;
  /** Of all loops in time. */
  readonly steps: number;
  readonly cycles: number;
  /** Of the multipliers there are. */
  readonly utilisation: number;
  /** By level. */
  readonly levels: readonly LevelCost[];
  readonly flows: readonly OperandFlow[];
  readonly macEnergy_pj: number;
  readonly energy_pj: number;
}

export interface LevelCost {
  /** How many of its instances have work. */
  readonly instances: number;
  readonly cycles: number;
  readonly energy_pj: number;
  /** Energy of each operand, undefined where it is not kept, in the operands' order. */
  readonly operands: readonly (number | undefined)[];
}

/** What of a mapping does not fit: tiles that a level keeps, and instances side by side. Nothing: it fits. */
export function misfitsOf(nest: Nest, { levels, macs }: Hierarchy, mapping: Mapping): readonly Misfit[] {
  const capacities = levels.flatMap(({ capacity, keeps }, level): Misfit[] => {
    const extents = heldAt(nest, mapping, level);
    const kept = nest.operands.filter(({ name }) => keeps.has(name));
    const needed = kept.reduce((words, operand) => words + wordsOf(boxOf(operand, extents)), 0);
    return capacity === null || needed <= capacity ? [] : [{ kind: 'capacity', level, needed, capacity }];
  });
  const meshes = [...levels, macs].flatMap(({ mesh }, level) =>
    (['x', 'y'] as const).flatMap((axis): Misfit[] => {
      const needed = instancesAbove(mapping, level, axis);
      return needed <= mesh[axis] ? [] : [{ kind: 'mesh', level, axis, needed, available: mesh[axis] }];
    }),
  );
  return [...capacities, ...meshes];
}

/** Instances that the loops in space above a level give it, along one axis or in all. */
function instancesAbove(mapping: Mapping, level: number, axis?: keyof Mesh): number {
  return mapping
    .slice(0, level)
    .flatMap(({ spatial }: LevelLoops) => spatial)
    .filter((loop) => axis === undefined || loop.axis === axis)
    .reduce((product, { bound }) => product * bound, 1);
}

/**
 * Counts of all operands, cycles and energy of a mapping that fits. Cycles are those of the steps, or of the port that is busy longest: each level's
 * bandwidths bound the mean of its reads, and of its fills and updates.
 */
export function costOf(nest: Nest, hierarchy: Hierarchy, mapping: Mapping): NestCost {
  const flows = nest.operands.map((operand) => countOperand(nest, hierarchy, mapping, operand));
  return costWith(nest, hierarchy, flows, stepsOf(mapping), (level) => instancesAbove(mapping, level));
}

/**
 * The same of a mapping whose loops in time may leave remainders, by walking every step: the work goes with the number of multiply-accumulates. Counts are means over the
 * instances, and cycles are those that are walked.
 */
export function raggedCostOf(nest: Nest, hierarchy: Hierarchy, mapping: Mapping): NestCost {
  const flows = nest.operands.map((operand) => walkOperand(nest, hierarchy, mapping, operand));
  return costWith(nest, hierarchy, flows, walkedSteps(nest, mapping), (level) => instancesAbove(mapping, level));
}

/** The cost of a mapping whose words are counted already, on a hierarchy that keeps the same operands at the same levels and may differ in its energies and bandwidths. */
export function recostOf(nest: Nest, hierarchy: Hierarchy, { flows, steps, levels }: NestCost): NestCost {
  return costWith(nest, hierarchy, flows, steps, (level) => levels[level]?.instances ?? 1);
}

/** Cycles and energy of words that are counted, by the instances of each level that have work. */
export function costWith(
  nest: Nest,
  { levels, macs }: Hierarchy,
  flows: readonly OperandFlow[],
  steps: number,
  instances: (level: number) => number,
): NestCost {
  const costs = levels.map((level, index) => levelCost(level, index, instances(index), flows, steps));
  const done = [...nest.dimensions.values()].reduce((product, extent) => product * extent, 1);
  const cycles = Math.max(steps, ...costs.map((level) => level.cycles));
  const macEnergy_pj = done * macs.energy_pj;
  return {
    macs: done,
    steps,
    cycles,
    utilisation: done / (macs.instances * cycles),
    levels: costs,
    flows,
    macEnergy_pj,
    energy_pj: costs.reduce((sum, level) => sum + level.energy_pj, macEnergy_pj),
  };
}

function levelCost(
  level: Level,
  index: number,
  instances: number,
  flows: readonly OperandFlow[],
  steps: number,
): LevelCost {
  const { block, energy_pj: each, readBandwidth, writeBandwidth, links } = level;
  let [reads, writes] = [0, 0];
  const operands = flows.map(({ levels }) => {
    const counts = levels[index];
    if (counts === undefined) return undefined;
    reads += counts.reads;
    writes += counts.fills + counts.updates;
    const blocks = (words: number): number => Math.ceil(words / block);
    return (
      instances *
      (blocks(counts.reads) * each.read + blocks(counts.fills) * each.fill + blocks(counts.updates) * each.update)
    );
  });
  const part = (bandwidth: number | null, words: number): number =>
    bandwidth === null || words === 0 ? 1 : bandwidth / (words / steps);
  const slowdown = Math.min(1, part(readBandwidth, reads), part(writeBandwidth, writes));
  const carried = flows.map(({ operand, levels }) => {
    const words = operand.output ? levels[index]?.updates : levels[index]?.reads;
    return Math.ceil((words ?? 0) / (links?.get(operand.name) ?? Infinity));
  });
  return {
    instances,
    cycles: Math.max(Math.ceil(steps / slowdown), ...carried),
    energy_pj: operands.reduce<number>((sum, energy) => sum + (energy ?? 0), 0),
    operands,
  };
}
