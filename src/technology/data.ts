import { measuredChip, measuredChipFigures, measuredChips, type MeasuredChip } from './chips.js';
import type { Adjust, Figure } from './figures.js';
import { memoryFigures, memoryGeneration, memoryGenerations, type MemoryGeneration } from './memories.js';
import { nodeFigures, nodeNames, technology, type Technology } from './nodes.js';

/** Technology figures as whoever estimates is given them: the public ones, or some of them changed. */
export interface TechnologyData {
  /** The figures of a node at a supply of `voltage` volt (null: nominal); undefined for an unknown node. */
  readonly technology: (node: string, voltage: number | null) => Technology | undefined;
  /** The figures of a generation of memory; undefined for an unknown one. */
  readonly memory: (generation: string) => MemoryGeneration | undefined;
  /** The constants of a measured chip; undefined for an unknown one. */
  readonly chip: (name: string) => MeasuredChip | undefined;
  /** The same with each figure as `adjust` makes it, of what it is here. */
  readonly adjusted: (adjust: Adjust) => TechnologyData;
}

/** The public figures, each as `adjust` makes it. */
export function technologyData(adjust: Adjust): TechnologyData {
  return {
    technology: (node, voltage) => technology(node, voltage, adjust),
    memory: (generation) => memoryGeneration(generation, adjust),
    chip: (name) => measuredChip(name, adjust),
    adjusted: (more) => technologyData((name, figure) => more(name, adjust(name, figure))),
  };
}

/** The figures as published. */
export const publicTechnology: TechnologyData = technologyData((_, figure) => figure);

/** Every figure that there is, by its name: `tsmc_n7.logic_density`, `lpddr5.energy`. */
export function allFigures(): ReadonlyMap<string, Figure> {
  return new Map([
    ...nodeNames.flatMap(nodeFigures),
    ...memoryGenerations.flatMap(memoryFigures),
    ...measuredChips.flatMap(measuredChipFigures),
  ]);
}
