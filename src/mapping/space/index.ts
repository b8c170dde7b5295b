/**
 * The hierarchy of memories that a design of one's own processing elements is: from each `Mac` outward along the connections, to the levels that a mapping of
 * loops is counted on.
 *
 * ```ts
 * const [space, problems] = spaceOf(design);
 * if (space !== undefined) console.log(space.hierarchies[0]?.levels.map(({ name }) => name));
 * ```
 */
export { spaceOf, type Space, type SpaceOptions } from './space.js';
export type { End } from './hierarchy.js';
export { portOfRole, roles, type Role } from './ways.js';
