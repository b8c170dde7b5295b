import { linear, type Draft } from './draft.js';
import type { GroupedAttention, Transformer } from './transformer.js';

/** Attention of which groups of queries share keys and values, and which keeps those of every token in the cache. */
export function attentionLines(
  draft: Draft,
  { hidden, element, learnedPositions, window }: Transformer,
  attention: GroupedAttention,
  index: number,
  x: string,
): string {
  const { heads, kvHeads, headSize, qkvBias, outputBias, headNorm, sinks } = attention;
  const layer = `l${index}`;
  const split = (name: string, count: number, norm: boolean, turns: boolean): string => {
    const product = linear(draft, name, x, [hidden, count * headSize], qkvBias);
    const parted = `reshape(${product}, [batch, ${draft.step}, ${count}, ${headSize}])`;
    const even = norm ? `rms_norm(${parted}, ${draft.weight(`${name}_scale`, headSize)})` : parted;
    const apart = `permute(${even}, [0, 2, 1, 3])`;
    return draft.let(name, turns ? `rotary(${apart})` : apart);
  };
  const cached = (name: string, made: string): string => {
    if (draft.phase === 'prefill') return made;
    const size = window?.layers[index] === true ? window.size : undefined;
    const before = size === undefined ? 'context - 1' : `min(context, ${size}) - 1`;
    const kept = size === undefined ? `${name}_cache` : `${name}_window`;
    const cache = draft.input(kept, `${element}[batch, ${kvHeads}, ${before}, ${headSize}]`);
    return `concat(${cache}, ${made}, axis: 2)`;
  };
  const q = split(`${layer}_q`, heads, headNorm, !learnedPositions);
  const k = cached(`${layer}_k`, split(`${layer}_k`, kvHeads, headNorm, !learnedPositions));
  const v = cached(`${layer}_v`, split(`${layer}_v`, kvHeads, false, false));
  const a = draft.let(
    `${layer}_a`,
    `attention(${q}, ${k}, ${v}${sinks === true ? `, ${draft.weight(`${layer}_sinks`, heads)}` : ''})`,
  );
  const joined = `reshape(permute(${a}, [0, 2, 1, 3]), [batch, ${draft.step}, ${heads * headSize}])`;
  return draft.let(`${layer}_o`, linear(draft, `${layer}_o`, joined, [heads * headSize, hidden], outputBias));
}
