import { bestMapping, type Conflict, type Found, type SearchOptions } from '../search/index.js';
import type { Mapping, Nest } from '../nest/index.js';
import { spreadable } from './nest.js';
import { pinnedOn, type Pin } from './pins.js';
import type { Space } from './space.js';

/** The best loops found on any choice among the ways of operands, with its place in `hierarchies`; or what conflicts where nothing fits any of them. */
export type BestLoops = (Found & { readonly choice: number }) | Conflict;

/**
 * The best mapping of loops on the memories of a design: of each choice among the ways of operands, that with the least of the objective. It is optimal where
 * each search came to its end.
 *
 * @param limits partial mappings looked at and mappings that are moved about at random before, at most, on all choices; whether tiles may leave remainders
 * @param start a mapping that is known, which is the answer where none is better
 */
export function bestLoops(
  space: Space,
  nest: Nest,
  objective: SearchOptions['objective'],
  { work, tries, remainders }: Required<Pick<SearchOptions, 'work' | 'tries' | 'remainders'>>,
  pins: readonly Pin[] = [],
  start?: { readonly choice: number; readonly mapping: Mapping },
): BestLoops {
  let best: (Found & { readonly choice: number }) | undefined;
  let conflict: Conflict | undefined;
  let lowerBound = Infinity;
  const total = { evaluated: 0, enumerated: 0, pruned: 0 };
  // What is known first, as the others have to be better than it.
  const order = space.hierarchies.map((_, choice) => choice).toSorted((a, b) => rank(a, start) - rank(b, start));
  for (const choice of order) {
    const made = space.hierarchies[choice];
    const pinned = made === undefined ? undefined : pinnedOn(made, nest, spreadable(space, nest), pins);
    if (pinned === undefined) continue;
    const { hierarchy, spatial, ...others } = pinned;
    // Levels that nothing stops at are not in a hierarchy, and all may be spread alike.
    const found = bestMapping(nest, hierarchy, {
      objective,
      remainders,
      work: Math.ceil(work / order.length),
      tries: Math.ceil(tries / order.length),
      ...(best === undefined ? {} : { below: best.value }),
      ...(spatial === undefined ? {} : { spatial: spatial.slice(0, hierarchy.levels.length) }),
      ...others,
      ...(choice === start?.choice ? { start: start.mapping } : {}),
    });
    if (found.kind === 'conflict') {
      conflict ??= found;
      continue;
    }
    const known = found.kind === 'found' ? found.certificate : found;
    lowerBound = Math.min(lowerBound, known.lowerBound);
    for (const key of ['evaluated', 'enumerated', 'pruned'] as const) total[key] += known[key];
    if (found.kind === 'found' && (best === undefined || found.value < best.value)) best = { ...found, choice };
  }
  if (best === undefined) {
    if (conflict !== undefined) return conflict;
    if (pins.length === 0) throw new Error('a search without a limit of time ends');
    return { kind: 'conflict', constraints: [], words: `none was found among ${total.enumerated} mappings` };
  }
  const { value } = best;
  const optimal = lowerBound >= value;
  const gap = value === 0 ? 0 : (value - lowerBound) / value;
  const status = optimal ? 'optimal' : 'stopped';
  return { ...best, certificate: { ...best.certificate, ...total, status, lowerBound, gap } };
}

const rank = (choice: number, start: { readonly choice: number } | undefined): number =>
  choice === start?.choice ? -1 : choice;
