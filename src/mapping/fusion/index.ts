/** Operations whose intermediate results stay in the near memory, and the cheapest way to group them. */
export { bestGroups, type Cost, type CostedGroup, type GroupOf } from './chain.js';
export { fuse, groupsOf, longestGroup, type Fusing, type Group, type Planned } from './groups.js';
export { alongOf, largestParts, sliceOf, type Along } from './slices.js';
