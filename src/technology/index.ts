export {
  exactly,
  product,
  quotient,
  ranged,
  sum,
  times,
  zero,
  type Confidence,
  type Figure,
  type Ranged,
} from './figures.js';
export { isFloat, significandBits, type NumberFormat } from './formats.js';
export { memoryGeneration, memoryGenerations, type MemoryGeneration } from './memories.js';
export {
  addEnergy,
  adderGates,
  circuitFigure,
  gateArea,
  leakagePower,
  multiplierGates,
  multiplyAddFactor,
  multiplyEnergy,
  nodeNames,
  registerEnergy,
  registerGates,
  sequencerGates,
  sramArea,
  sramReadEnergy,
  sramWriteEnergy,
  technology,
  type Technology,
} from './nodes.js';
