export { allFigures, publicTechnology, technologyData, type TechnologyData } from './data.js';
export { clockEnergy, clockTreeArea, noClock, type ClockEnergy, type ClockLoad } from './clock.js';
export { dieCost, reticle_mm2, type DieCost } from './die.js';
export { readFigures } from './own-figures.js';
export {
  exactly,
  product,
  quotient,
  ranged,
  sum,
  times,
  zero,
  type Adjust,
  type Confidence,
  type Figure,
  type Ranged,
} from './figures.js';
export {
  addEnergy,
  logicEnergy,
  multiplyAddEnergy,
  multiplyEnergy,
  operationFigure,
  withStructures,
  type Operation,
} from './energies.js';
export { measuredChip, measuredChips, type MeasuredChip } from './chips.js';
export { isFloat, significandBits, type NumberFormat } from './formats.js';
export { memoryGeneration, memoryGenerations, type MemoryGeneration } from './memories.js';
export { settledHeat, type Heat, type Settled } from './thermal.js';
export {
  adderGates,
  boothWidthFactor,
  circuitFigure,
  gateArea,
  leakagePower,
  multiplierGates,
  multiplyAddFactor,
  narrowingGates,
  nodeFigure,
  nodeNames,
  registerEnergy,
  registerFileEnergy,
  registerGates,
  sequencerGates,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  technology,
  wideningGates,
  wireEnergy,
  type Technology,
} from './nodes.js';
