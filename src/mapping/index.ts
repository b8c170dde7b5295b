/** How operations run on a design: the memories its cores reach, tiles, the order of commands, time and traffic. */
export {
  arrayMachine,
  chooseLoops,
  outermostOf,
  timeOf,
  widthOf,
  unmetPins,
  type ArrayMachine,
  type ArrayTime,
  type Carried,
  type ChosenLoops,
  type Effort,
  type Wanted,
} from './arrays/index.js';
export { clockOf, instancePath, placement, type PlacedBlock, type Placement } from './instances.js';
export { discoverMachine, type Machine } from './machine.js';
export { geometryOf, type Geometry } from './geometry.js';
export { withOperandStores } from './requantised.js';
export { outside, type Residence } from './residence.js';
export { operandStores, type OperandStores } from './stores.js';
export {
  loadLatency,
  mapAgain,
  mappingBounds,
  mapMatrix,
  mapMatrixSteps,
  mapResident,
  type Chosen,
  type MatrixMapping,
  type Score,
} from './matrix.js';
export { isStandard, type FarMemory, type Mover, type NearMemory } from './memories.js';
export {
  bestGroups,
  fuse,
  groupsOf,
  longestGroup,
  sliceOf,
  type Cost,
  type CostedGroup,
  type Fusing,
  type Group,
  type Planned,
} from './fusion/index.js';
export { corePins, type CorePin } from './core-pins.js';
export type { Passed } from './passage.js';
export {
  matrixProgram,
  vectorCommandCount,
  vectorProgram,
  type MatrixProgram,
  type Move,
  type Timed,
  type VectorListProgram,
} from './program/index.js';
export { finish, type Steps } from './pausing.js';
export type { Order, Passes } from './plan.js';
export {
  costOf,
  recostOf,
  stepsOf,
  type Hierarchy,
  type Level,
  type Mapping,
  type Nest,
  type NestCost,
} from './nest/index.js';
export type { Certificate } from './search/index.js';
export { coreSchedule, type CoreSchedule, type PlacedImage, type PlacedTile } from './schedule.js';
export {
  bestLoops,
  nestOfOperation,
  spaceOf,
  unmappable,
  type BestLoops,
  conflicting,
  pinsOf,
  type Passing,
  type Pin,
  type Role,
  type Space,
  type SpaceOptions,
} from './space/index.js';
export { knownTilings, type KnownTilings } from './tiles.js';
export type { Bits, Bottleneck, Bound } from './time.js';
export { tilingAccesses, type Extents, type Tiling } from './tiling.js';
export { mapVector, mapVectorResident, type VectorMapping, type VectorResidence, type VectorUse } from './vector.js';
export {
  bestRun,
  discoverMultiprocessors,
  elementRun,
  runOf,
  type Multiprocessors,
  type Run,
} from './multiprocessor/index.js';
