import type { Chosen, Group, KnownTilings, chooseLoops } from '../mapping/index.js';

/** What was worked out for contents before, the latest so many: with it and without it every answer is the same. */
export interface Cache<T> {
  /** What is known of a key, else what `make` gives, which is kept. */
  readonly of: (key: string, make: () => T) => T;
  readonly known: (key: string) => { readonly value: T } | undefined;
  readonly keep: (key: string, value: T) => T;
}

export function cacheOf<T>(entries: number): Cache<T> {
  const kept = new Map<string, { readonly value: T }>();
  const known = (key: string): { readonly value: T } | undefined => {
    const found = kept.get(key);
    if (found === undefined) return undefined;
    // The one that was asked for last goes last.
    kept.delete(key);
    kept.set(key, found);
    return found;
  };
  const keep = (key: string, value: T): T => {
    kept.set(key, { value });
    if (kept.size > entries) for (const oldest of [...kept.keys()].slice(0, kept.size - entries)) kept.delete(oldest);
    return value;
  };
  return { known, keep, of: (key, make) => known(key)?.value ?? keep(key, make()) };
}

let made = 0;

/** Short names of long contents, each content always the same one as long as it is kept: so that keys are short. */
export function namesOf(entries: number): (content: unknown) => string {
  const names = cacheOf<string>(entries);
  return (content) => names.of(textOf(content), () => String(++made));
}

/** All of a value as text, with the sets and maps in it. */
function textOf(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) => {
    if (value instanceof Set) return { set: [...value.values()] };
    if (value instanceof Map) return { map: [...value.entries()] };
    return value === Infinity ? 'Infinity' : value;
  });
}

/** The mappings that were chosen, for whatever design and workload: those of cores, and of arrays of one's own. */
export interface MappingCache {
  readonly ofCores: Cache<Chosen | undefined>;
  /** The groups of operations of whole workloads on cores. */
  readonly ofPlans: Cache<readonly Group[]>;
  readonly ofArrays: Cache<ReturnType<typeof chooseLoops>>;
  /** The tiles of products on cores, whatever the memories around them. */
  readonly ofTilings: Cache<KnownTilings>;
  /** A short name of a machine with what its mappings are judged by. */
  readonly nameOf: (content: unknown) => string;
}

/** An empty cache of so many mappings of each kind. */
export function mappingCache(entries = 1000): MappingCache {
  const ofTilings = cacheOf<KnownTilings>(Math.min(entries, 100));
  return {
    ofCores: cacheOf(entries),
    ofArrays: cacheOf(entries),
    ofPlans: cacheOf(10),
    ofTilings,
    nameOf: namesOf(200),
  };
}

/** What every estimate uses that is given no other: an editor's from one edit to the next, those of a sweep, those that look for a repair. */
export const sharedCache: MappingCache = mappingCache();
