import { bestMapping, type Conflict, type Found, type SearchOptions } from '../search/index.js';
import type { Nest } from '../nest/index.js';
import { spreadable } from './nest.js';
import type { Space } from './space.js';

/** The best loops found on any choice among the ways of operands, or what conflicts where nothing fits any of them. */
export type BestLoops = Found | Conflict;

/**
 * The best mapping of loops on the memories of a design: of each choice among the ways of operands, that with the least of the objective. It is optimal where
 * each search came to its end.
 *
 * @param work partial mappings looked at, at most, on each choice
 */
export function bestLoops(space: Space, nest: Nest, objective: SearchOptions['objective'], work: number): BestLoops {
  const spatial = spreadable(space, nest);
  const options: SearchOptions = { objective, work };
  let best: Found | undefined;
  let conflict: Conflict | undefined;
  let lowerBound = Infinity;
  for (const hierarchy of space.hierarchies) {
    // Levels that nothing stops at are not in a hierarchy, and all may be spread alike.
    const found = bestMapping(nest, hierarchy, {
      ...options,
      ...(spatial === undefined ? {} : { spatial: spatial.slice(0, hierarchy.levels.length) }),
    });
    if (found.kind === 'conflict') conflict ??= found;
    if (found.kind !== 'found') continue;
    lowerBound = Math.min(lowerBound, found.certificate.lowerBound);
    if (best === undefined || found.value < best.value) best = found;
  }
  if (best === undefined) {
    if (conflict === undefined) throw new Error('a search without a limit of time ends');
    return conflict;
  }
  const { value } = best;
  const optimal = lowerBound >= value;
  const gap = value === 0 ? 0 : (value - lowerBound) / value;
  return { ...best, certificate: { ...best.certificate, status: optimal ? 'optimal' : 'stopped', lowerBound, gap } };
}
