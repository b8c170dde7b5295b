import type { Block, Design, Instance, Module } from '../ir/index.js';

/** A block of the design with its path from the design's module; equal instances of an array are one. */
export interface PlacedBlock {
  /** `tile[*].core`: the star stands for all elements of an array. */
  readonly path: string;
  readonly block: Block;
  /** How many there are, all arrays on the way multiplied. */
  readonly count: number;
  /** Extents of each array on the way, outermost first; an instance that is no array has none. */
  readonly shapes: readonly (readonly number[])[];
  /** Frequency of each of the block's clocks, in Hz. */
  readonly clocks: Readonly<Record<string, number>>;
}

/** A module where it stands in the design: what the walk over instances and connections sees. */
export interface PlacedModule {
  /** Empty for the design itself. */
  readonly path: string;
  readonly module: Module;
}

export interface Placement {
  readonly blocks: readonly PlacedBlock[];
  readonly modules: readonly PlacedModule[];
}

/** All blocks and modules of a design by path, in the order of declaration. */
export function placement(design: Design): Placement {
  const modules = new Map(design.modules.map((module) => [module.name, module]));
  const blocks = new Map(design.blocks.map((block) => [block.id, block]));
  const found: { blocks: PlacedBlock[]; modules: PlacedModule[] } = { blocks: [], modules: [] };
  const visit = (
    path: string,
    module: Module,
    outer: readonly (readonly number[])[],
    clocks: Readonly<Record<string, number>>,
  ): void => {
    found.modules.push({ path, module });
    for (const instance of module.instances) {
      const inner = instancePath(path, instance);
      const shapes = instance.shape.length === 0 ? outer : [...outer, instance.shape];
      const count = shapes.flat().reduce((product, extent) => product * extent, 1);
      const mapped = mapClocks(instance, clocks);
      if (count === 0) continue;
      if (instance.of.kind === 'module') {
        visit(inner, existing(modules.get(instance.of.name), instance.of.name), shapes, mapped);
      } else {
        found.blocks.push({
          path: inner,
          block: existing(blocks.get(instance.of.id), instance.of.id),
          count,
          shapes,
          clocks: mapped,
        });
      }
    }
  };
  const top = existing(modules.get(design.name), design.name);
  visit('', top, [], Object.fromEntries(design.clocks.map((clock) => [clock.name, clock.frequency_hz])));
  return found;
}

/** `tile[*].core` from `tile[*]` and the instance `core`. */
export function instancePath(path: string, instance: Pick<Instance, 'name' | 'shape'>): string {
  return join(
    path,
    instance.shape.length === 0 ? instance.name : `${instance.name}[${instance.shape.map(() => '*').join(', ')}]`,
  );
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function mapClocks(instance: Instance, outer: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(instance.clocks).map(([inner, name]) => [inner, existing(outer[name], name)]),
  );
}

function existing<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`the design refers to ${name}, which it does not have`);
  return value;
}

/** Frequency of a block's own clock, in Hz. */
export function clockOf(placed: PlacedBlock): number {
  return existing(placed.clocks['clk'] ?? Object.values(placed.clocks)[0], `a clock of ${placed.path}`);
}
