/** `count` of a list, the same ones for the same seed, in their order. */
export function drawn<T>(list: readonly T[], count: number, seed: number): readonly T[] {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return list
    .map((value, place) => ({ value, place, key: next() }))
    .toSorted((a, b) => a.key - b.key || a.place - b.place)
    .slice(0, count)
    .toSorted((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
