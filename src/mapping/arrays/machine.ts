import { macParameters, type BlockModels } from '../../blocks/models.js';
import { dtypeNamed } from '../../ir/index.js';
import type { Hierarchy } from '../nest/index.js';
import { roles, type Role, type Space } from '../space/index.js';

/** Multiply-accumulators of one's own with their memories: what loops are mapped onto. */
export interface ArrayMachine {
  readonly space: Space;
  /** Clock of the multiply-accumulators, in Hz. */
  readonly frequency: number;
  /** Bits of a word of each operand. */
  readonly width: Readonly<Record<Role, number>>;
  /** Seconds to the first data of the memories outside the die, by level. */
  readonly latency: ReadonlyMap<string, number>;
}

export function arrayMachine(space: Space, models: BlockModels): ArrayMachine {
  const { activation, weight, accumulator } = macParameters(space.macs.block);
  const bits = (name: string): number => dtypeNamed(name).width;
  const latency = [...space.blocks].flatMap(([path, { block }]) => {
    const [timing] = models.memory(block);
    return timing === null || timing === undefined ? [] : [[path, timing.latency] as const];
  });
  return {
    space,
    frequency: space.frequency,
    width: { input: bits(activation), weight: bits(weight), output: bits(accumulator) },
    latency: new Map(latency),
  };
}

export function widthOf({ width }: ArrayMachine, operand: string): number {
  const role = roles.find((each) => each === operand);
  return role === undefined ? 0 : width[role];
}

/** The level furthest out that keeps an operand. */
export function outermostOf({ levels }: Hierarchy, operand: Role): number {
  return levels.findIndex(({ keeps }) => keeps.has(operand));
}
