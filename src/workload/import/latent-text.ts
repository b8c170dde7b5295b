import { linear, type Draft } from './draft.js';
import type { LatentAttention, Transformer } from './transformer.js';

/**
 * Attention of which keys and values are made of one short vector a token. A prefill makes them for every head; a step of decoding takes
 * queries to the short vectors instead, which are all that it reads of the tokens before: the weights are the same.
 */
export function latentLines(
  draft: Draft,
  { hidden, element }: Transformer,
  attention: LatentAttention,
  layer: string,
  x: string,
): string {
  const { heads, rank, plainSize, rotarySize, valueSize } = attention;
  const size = plainSize + rotarySize;
  const [from, short] = shortQuery(draft, attention, hidden, layer, x);
  const parted = `reshape(${linear(draft, `${layer}_q`, short, [from, heads * size])}, [batch, ${draft.step}, ${heads}, ${size}])`;
  const q = draft.let(`${layer}_q`, `permute(${parted}, [0, 2, 1, 3])`);
  const plain = `slice(${q}, axis: 3, from: 0, to: ${plainSize})`;
  const turned = draft.let(`${layer}_qr`, `rotary(slice(${q}, axis: 3, from: ${plainSize}, to: ${size}))`);
  const both = draft.let(`${layer}_kv`, linear(draft, `${layer}_kv`, x, [hidden, rank + rotarySize]));
  const scale = draft.weight(`${layer}_c_scale`, rank);
  const c = draft.let(`${layer}_c`, `rms_norm(slice(${both}, axis: 2, from: 0, to: ${rank}), ${scale})`);
  const r = draft.let(`${layer}_r`, `rotary(slice(${both}, axis: 2, from: ${rank}, to: ${rank + rotarySize}))`);
  const weights = {
    keys: draft.weight(`${layer}_k_w`, heads, plainSize, rank),
    values: draft.weight(`${layer}_v_w`, heads, rank, valueSize),
  };
  const parts = { layer, plain, turned, c, r, ...weights };
  const a = draft.phase === 'prefill' ? expanded(draft, attention, parts) : absorbed(draft, attention, parts, element);
  const joined = `reshape(${a}, [batch, ${draft.step}, ${heads * valueSize}])`;
  return draft.let(`${layer}_o`, linear(draft, `${layer}_o`, joined, [heads * valueSize, hidden]));
}

interface Parts {
  readonly layer: string;
  /** Of the queries, [batch, heads, tokens, size]: what is not rotated, and what is. */
  readonly plain: string;
  readonly turned: string;
  /** Of each token, [batch, tokens, size]: what keys and values are made of, and the rotated part of all heads' keys. */
  readonly c: string;
  readonly r: string;
  readonly keys: string;
  readonly values: string;
}

function shortQuery(draft: Draft, { queryRank }: LatentAttention, hidden: number, layer: string, x: string) {
  if (queryRank === undefined) return [hidden, x] as const;
  const product = linear(draft, `${layer}_qa`, x, [hidden, queryRank]);
  return [
    queryRank,
    draft.let(`${layer}_qa`, `rms_norm(${product}, ${draft.weight(`${layer}_qa_scale`, queryRank)})`),
  ] as const;
}

/** Keys and values of every head: [batch, tokens, heads, size]. */
function expanded(draft: Draft, attention: LatentAttention, parts: Parts): string {
  const { heads, rank, plainSize, rotarySize, valueSize } = attention;
  const { layer, plain, turned, c, r, keys, values } = parts;
  const flat = `reshape(${c}, [batch * context, ${rank}])`;
  const apart = (product: string, size: number): string =>
    `permute(reshape(${product}, [${heads}, batch, context, ${size}]), [1, 0, 2, 3])`;
  const made = draft.let(`${layer}_k`, apart(`matmul(${flat}, transpose(${keys}))`, plainSize));
  const one = draft.let(`${layer}_r1`, `reshape(${r}, [batch, 1, context, ${rotarySize}])`);
  const k = `concat(${made}, ${copies(draft, one, `${layer}_r`, heads)}, axis: 3)`;
  const v = draft.let(`${layer}_v`, apart(`matmul(${flat}, ${values})`, valueSize));
  const a = draft.let(`${layer}_a`, `attention(concat(${plain}, ${turned}, axis: 3), ${k}, ${v})`);
  return `permute(${a}, [0, 2, 1, 3])`;
}

/** A tensor `count` times along axis 1, by doubling: it moves nothing. */
function copies(draft: Draft, one: string, name: string, count: number): string {
  if (count === 1) return one;
  const half = copies(draft, one, name, Math.floor(count / 2));
  return draft.let(`${name}${count}`, `concat(${half}, ${half}${count % 2 === 1 ? `, ${one}` : ''}, axis: 1)`);
}

/** Queries of every head against what keys are made of: [batch, 1, heads, size]. */
function absorbed(draft: Draft, attention: LatentAttention, parts: Parts, element: string): string {
  const { heads, rank, plainSize, rotarySize, valueSize } = attention;
  const { layer, plain, turned, c, r, keys, values } = parts;
  const all = (name: string, made: string, size: number): string => {
    const cache = draft.input(`${name}_cache`, `${element}[batch, context - 1, ${size}]`);
    return draft.let(`${name}_all`, `reshape(concat(${cache}, ${made}, axis: 1), [batch, 1, context, ${size}])`);
  };
  const byHead = (tensor: string, size: number): string =>
    `reshape(permute(${tensor}, [1, 0, 2, 3]), [${heads}, batch, ${size}])`;
  const taken = draft.let(`${layer}_qc`, `matmul(${byHead(plain, plainSize)}, ${keys})`);
  const q = `concat(permute(reshape(${taken}, [${heads}, batch, 1, ${rank}]), [1, 0, 2, 3]), ${turned}, axis: 3)`;
  const latent = all(`${layer}_c`, c, rank);
  const k = `concat(${latent}, ${all(`${layer}_r`, r, rotarySize)}, axis: 3)`;
  const a = draft.let(`${layer}_a`, `attention(${q}, ${k}, ${latent})`);
  const v = draft.let(`${layer}_av`, `matmul(${byHead(a, rank)}, ${values})`);
  return `permute(reshape(${v}, [${heads}, batch, 1, ${valueSize}]), [1, 2, 0, 3])`;
}
