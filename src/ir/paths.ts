import type { Design, Instance } from './types.js';

/** A step of a path through instances. */
export interface InstanceStep {
  readonly instance: Instance;
  /** The name of the module or block that it is of. */
  readonly kind: string;
}

/** The instances that a path from the design's top leads through, up to the first step that leads nowhere. */
export function instanceSteps(design: Design, path: readonly string[]): readonly InstanceStep[] {
  const steps: InstanceStep[] = [];
  let module = design.modules.find(({ name }) => name === design.name);
  for (const name of path) {
    const instance = module?.instances.find((each) => each.name === name);
    if (instance === undefined) return steps;
    const { of } = instance;
    module = of.kind === 'module' ? design.modules.find((each) => each.name === of.name) : undefined;
    const block = of.kind === 'block' ? design.blocks.find(({ id }) => id === of.id) : undefined;
    steps.push({ instance, kind: module?.name ?? block?.name ?? name });
  }
  return steps;
}
