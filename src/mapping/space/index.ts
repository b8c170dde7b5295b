/**
 * The hierarchy of memories that a design of one's own processing elements is: from each `Mac` outward along the connections, to the levels that a mapping of
 * loops is counted on.
 *
 * ```ts
 * const [space, problems] = spaceOf(design);
 * const nest = nestOfEinsum(einsum);
 * const [hierarchy] = space?.hierarchies ?? [];
 * if (hierarchy !== undefined) bestMapping(nest, hierarchy, { objective: { kind: 'energy' }, spatial: spreadable(space, nest) });
 * ```
 */
export { nestOfEinsum, nestOfOperation, spreadable, unmappable } from './nest.js';
export { bestLoops, type BestLoops } from './best.js';
export { spaceOf, type Space, type SpaceOptions } from './space.js';
export type { End } from './hierarchy.js';
export { conflicting, pinsOf, type Pin } from './pins.js';
export type { Passing } from './passing.js';
export { portOfRole, roles, type Role } from './ways.js';
