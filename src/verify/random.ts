/** Random numbers that depend on their seed alone, the same on every machine. */
export interface Random {
  /** An integer of 0 ..< `bound` (at most 2^32). */
  readonly below: (bound: number) => number;
  /** An integer of `least` ..= `greatest`. */
  readonly between: (least: number, greatest: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
}

/** The generator splitmix32 (32-bit finaliser of MurmurHash3 over a Weyl sequence). */
export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  const below = (bound: number): number => Math.floor((next() / 2 ** 32) * bound);
  return {
    below,
    between: (least, greatest) => least + below(greatest - least + 1),
    chance: (probability) => next() < probability * 2 ** 32,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
  };
}
