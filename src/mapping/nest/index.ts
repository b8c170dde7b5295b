/**
 * Operations as nests of loops over a hierarchy of memories: access counts, cycles and energy of a mapping in closed form.
 *
 * ```ts
 * const problems = misfitsOf(nest, hierarchy, mapping);
 * if (problems.length === 0) console.log(costOf(nest, hierarchy, mapping).cycles);
 * ```
 */
export { edgeCostOf } from './edges.js';
export { costOf, misfitsOf, raggedCostOf, recostOf, type LevelCost, type Misfit, type NestCost } from './cost.js';
export { countOperand, stepsOf, type OperandCounts, type OperandFlow, type Transfers } from './count.js';
export type {
  Hierarchy,
  IndexTerm,
  Level,
  LevelLoops,
  Loop,
  Mapping,
  Mesh,
  Nest,
  Operand,
  SpatialLoop,
} from './types.js';
