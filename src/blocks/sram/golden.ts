import type { SramParameters } from './parameters.js';

/** A request of one side. */
export type SramRequest =
  | { readonly kind: 'read'; readonly address: number }
  /** `mask` bit i enables byte i. */
  | { readonly kind: 'write'; readonly address: number; readonly data: bigint; readonly mask: bigint };

/** What a cycle did: `serve` is always taken; the words that the next cycle gives each side. */
export interface SramCycle {
  readonly fillTaken: boolean;
  readonly serve: bigint | null;
  readonly fill: bigint | null;
}

/**
 * One cycle of an `Sram` whose words are `words`, which it changes. A read that meets a write of its word gives the word as it was.
 */
export function cycle(
  parameters: SramParameters,
  words: bigint[],
  serve: SramRequest | null,
  fill: SramRequest | null,
): SramCycle {
  const meets = serve !== null && fill !== null && (parameters.ports === 'one_rw' || serve.kind === fill.kind);
  const taken = meets ? null : fill;
  const read = (request: SramRequest | null): bigint | null =>
    request?.kind === 'read' ? (words[request.address] ?? 0n) : null;
  const result = { fillTaken: taken !== null, serve: read(serve), fill: read(taken) };
  for (const request of [serve, taken]) if (request?.kind === 'write') write(parameters, words, request);
  return result;
}

function write({ wordBits }: SramParameters, words: bigint[], request: Extract<SramRequest, { kind: 'write' }>): void {
  let word = words[request.address] ?? 0n;
  for (let byte = 0n; byte < BigInt(wordBits / 8); byte++) {
    if (((request.mask >> byte) & 1n) === 0n) continue;
    const place = 0xffn << (8n * byte);
    word = (word & ~place) | (request.data & place);
  }
  words[request.address] = word;
}
