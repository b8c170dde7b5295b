import type { LiveEstimates } from '../../src/workspace/index.js';

/** Estimates of a file before an edit, which are shown until those of the file as it is are made. */
export interface Earlier {
  readonly live: LiveEstimates;
  /** Where a place was before the edit; undefined where the stretch around it is not what it was. */
  readonly placeOf: (at: number, around: { readonly start: number; readonly end: number }) => number | undefined;
}

/** Estimates of `before` for a text that came out of it by an edit: what stands before or behind the edit keeps its figures. */
export function earlierOf(live: LiveEstimates, before: string, now: string): Earlier {
  const shortest = Math.min(before.length, now.length);
  let head = 0;
  while (head < shortest && before.charCodeAt(head) === now.charCodeAt(head)) head += 1;
  let tail = 0;
  while (
    tail < shortest - head &&
    before.charCodeAt(before.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)
  )
    tail += 1;
  return {
    live,
    placeOf: (at, { start, end }) => {
      if (end <= head) return at;
      return start >= now.length - tail ? at - now.length + before.length : undefined;
    },
  };
}
