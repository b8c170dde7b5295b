/**
 * Blocks of one's own: `accel-hdl/blocks`. Their hardware is built with `accel-hdl/rtl`, in a file of its own that is loaded when
 * hardware is asked for. `docs/tutorial-block.md` makes one from the start.
 *
 * ```ts
 * export const clamp = defineBlock({
 *   component: 'Clamp',
 *   cost: (block, technology) => ({ area_mm2: { ... }, energy_per_cycle_j: ... }),
 *   golden: (block, { x = [] }) => ({ y: x.map((beat) => beat.map((value) => Math.min(value, 6))) }),
 *   cycles: (block, { beats, stalls }) => ...,
 *   hardware: () => import('./clamp-hardware.js'),
 * });
 * ```
 */
import { defined, type Defined, type Definition } from './blocks/models.js';
import type { Module } from './rtl/index.js';

/** What is known of a block of one's own beside its declaration; what is left out is not known. */
export type BlockDefinition = Definition<Module>;

/** Makes the code of a block of one's own: what `accel.json` names, and the program runs with `--trust`. */
export function defineBlock(definition: BlockDefinition): Defined<Module> {
  return defined(definition);
}

export {
  booleanParameter,
  caseParameter,
  dtypeParameter,
  integerParameter,
  quantityParameter,
  type Amount,
  type Beat,
  type Beats,
  type Defined,
  type DefinedCost,
  type DefinedMemory,
  type Definition,
  type HardwareModule,
  type StreamRun,
} from './blocks/models.js';
export { dtypeNamed, dtypeWidth, type Block, type Port, type PortType, type Value } from './ir/index.js';
export {
  addEnergy,
  adderGates,
  exactly,
  gateArea,
  multiplierGates,
  multiplyEnergy,
  product,
  registerEnergy,
  registerGates,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  sum,
  times,
  zero,
  type NumberFormat,
  type Ranged,
  type Technology,
} from './technology/index.js';
