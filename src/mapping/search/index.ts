/**
 * The best mapping of an operation on a hierarchy of memories, with proof.
 *
 * ```ts
 * const found = bestMapping(nest, hierarchy, { objective: { kind: 'energy' } });
 * if (found.kind === 'found') console.log(found.value, found.certificate.status);
 * else if (found.kind === 'conflict') console.log(found.words);
 * ```
 */
export { bestMapping, scored } from './search.js';
export { sizeOfSpace, type SpaceSize } from './size.js';
export type {
  Certificate,
  Conflict,
  Constraint,
  Found,
  LeastTile,
  NothingYet,
  Objective,
  SearchOptions,
  SpatialDimensions,
} from './types.js';
