import type { Draft } from './core-draft.js';

/** Most cases tried on the way to a smaller one. */
const mostAttempts = 120;

/** The smallest case found that still fails, one simplification at a time, the greatest first. */
export function minimise(draft: Draft, fails: (candidate: Draft) => boolean): Draft {
  let smallest = draft;
  let attempts = 0;
  for (let progress = true; progress;) {
    progress = false;
    for (const candidate of simpler(smallest)) {
      if (++attempts > mostAttempts) return smallest;
      if (!fails(candidate)) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** Drafts that are simpler by one thing. */
function simpler(draft: Draft): readonly Draft[] {
  const { m, k, n, bases, slack } = draft;
  const zero = { activations: 0, weights: 0, results: 0 };
  return [
    ...(draft.stallProbability > 0 ? [{ ...draft, stallProbability: 0 }] : []),
    ...(draft.refusalProbability > 0 ? [{ ...draft, refusalProbability: 0 }] : []),
    ...(draft.greatestGap > 0 ? [{ ...draft, greatestGap: 0 }] : []),
    ...(draft.queue.length > 1 ? [{ ...draft, queue: draft.queue.slice(1) }] : []),
    ...(draft.queue.length > 0 ? [{ ...draft, queue: draft.queue.slice(0, -1) }] : []),
    ...(draft.again ? [{ ...draft, again: false }] : []),
    ...(draft.shortLoads > 0 ? [{ ...draft, shortLoads: 0 }] : []),
    ...(draft.counters ? [{ ...draft, counters: false }] : []),
    ...(draft.tileRows !== null ? [{ ...draft, tileRows: null }] : []),
    ...(draft.window !== null ? [{ ...draft, window: null }] : []),
    ...(draft.requantised ? [{ ...draft, requantised: false }] : []),
    ...(draft.accumulate ? [{ ...draft, accumulate: false }] : []),
    ...(draft.preload ? [{ ...draft, preload: false }] : []),
    ...(draft.emit ? [{ ...draft, emit: false, stallProbability: 0 }] : []),
    ...(isZero(slack) ? [] : [{ ...draft, slack: zero }]),
    ...(isZero(bases) ? [] : [{ ...draft, bases: zero }]),
    ...(draft.latency > 1 ? [{ ...draft, latency: 1 }] : []),
    ...smaller(m).map((value) => ({ ...draft, m: value })),
    ...smaller(k).map((value) => ({ ...draft, k: value })),
    ...smaller(n).map((value) => ({ ...draft, n: value })),
  ];
}

function isZero(words: Draft['bases']): boolean {
  return Object.values(words).every((value) => value === 0);
}

/** 1, the half, one less. */
function smaller(value: number): readonly number[] {
  return [...new Set([1, Math.floor(value / 2), value - 1])].filter((next) => next >= 1 && next < value);
}
