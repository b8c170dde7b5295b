import { wrap } from '../types.js';
import type { FlatNet } from './flatten.js';
import type { Storage } from './storage.js';

/** How the states of a simulated module are reached. */
export interface States {
  readonly nets: readonly FlatNet[];
  readonly storage: ReadonlyMap<FlatNet, Storage>;
  /** The common array of words. */
  readonly words: Uint32Array;
  readonly setVariable: (net: FlatNet, value: number) => void;
  readonly arrayOf: (net: FlatNet) => Int32Array | Uint32Array | undefined;
}

/**
 * Gives every register, and every word that a memory has read, a value of its own, as hardware that is switched on has them.
 *
 * @param draw gives 32 bits at a time, as a number of 0 ..< 2^32
 */
export function powerUp({ nets, storage, words, setVariable, arrayOf }: States, draw: () => number): void {
  for (const net of nets) {
    const place = storage.get(net);
    const { width } = net.type;
    const narrow = (): number => Number(wrap(net.type, BigInt(draw())));
    const wide = (to: Uint32Array, offset: number, count: number): void => {
      for (let i = 0; i < count; i++) to[offset + i] = draw();
      const rest = width & 31;
      if (rest !== 0) to[offset + count - 1] = (to[offset + count - 1] ?? 0) & ((1 << rest) - 1);
    };
    if (place?.kind === 'variable') setVariable(net, narrow());
    else if (place?.kind === 'words') wide(words, place.offset, place.words);
    else if (place?.kind === 'array') arrayOf(net)?.forEach((_, cell, array) => (array[cell] = narrow()));
    else if (place?.kind === 'wordArray') {
      const array = arrayOf(net);
      if (array instanceof Uint32Array)
        for (let cell = 0; cell < (net.loop?.cells ?? 1); cell++) wide(array, cell * place.words, place.words);
    }
  }
}
