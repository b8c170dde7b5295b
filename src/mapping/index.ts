/** How operations run on a design: the memories its cores reach, tiles, the order of commands, time and traffic. */
export { clockOf, instancePath, placement, type PlacedBlock, type Placement } from './instances.js';
export { discoverMachine, type Machine } from './machine.js';
export { geometryOf, type Geometry } from './geometry.js';
export { withOperandStores } from './requantised.js';
export { operandStores, type OperandStores } from './stores.js';
export {
  loadLatency,
  mapAgain,
  mappingBounds,
  mapMatrix,
  mapMatrixSteps,
  type Chosen,
  type MatrixMapping,
  type Score,
} from './matrix.js';
export { isStandard, type FarMemory, type Mover, type NearMemory } from './memories.js';
export type { Passed } from './passage.js';
export { finish, type Steps } from './pausing.js';
export type { Order, Passes } from './plan.js';
export type { Hierarchy, Level, Nest } from './nest/index.js';
export { coreSchedule, type CoreSchedule, type PlacedImage, type PlacedTile } from './schedule.js';
export {
  bestLoops,
  nestOfEinsum,
  nestOfOperation,
  spaceOf,
  unmappable,
  type BestLoops,
  type Space,
  type SpaceOptions,
} from './space/index.js';
export type { Bits, Bottleneck, Bound } from './time.js';
export { tilingAccesses, type Extents, type Tiling } from './tiling.js';
export { mapVector, type VectorMapping } from './vector.js';
