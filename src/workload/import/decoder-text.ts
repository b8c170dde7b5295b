import { draftOf, type Draft } from './draft.js';
import type { FeedForward, Transformer } from './transformer.js';

/** The lines within a decoder's workload: a prefill of whole sequences, or a step of decoding with caches of what came before. */
export function decoderLines(model: Transformer, phase: Draft['phase']): readonly string[] {
  const draft = draftOf(phase, model.element);
  const { hidden, vocabulary, positions } = model;
  const tokens = draft.input('tokens', `int32[batch, ${draft.step}]`);
  const table = draft.weight('embed', vocabulary, hidden);
  let x = draft.let('x', `embedding(${tokens}, ${table})`);
  if (model.learnedPositions) {
    const rows = draft.weight('places', positions, hidden);
    const from = phase === 'prefill' ? '0' : 'context - 1';
    x = draft.let('x_placed', `add(${x}, slice(${rows}, axis: 0, from: ${from}, to: context))`);
  }
  for (let layer = 0; layer < model.layers; layer++) {
    const name = `l${layer}`;
    const attended = attentionLines(draft, model, name, normalised(draft, model, `${name}_n1`, x));
    x = draft.let(`${name}_x1`, `add(${x}, ${attended})`);
    const made = feedForwardLines(draft, model, name, normalised(draft, model, `${name}_n2`, x));
    x = draft.let(`${name}_x2`, `add(${x}, ${made})`);
  }
  const last = phase === 'prefill' ? draft.let('last', `slice(${x}, axis: 1, from: context - 1, to: context)`) : x;
  const final = normalised(draft, model, 'final', last);
  const head = model.tied ? `transpose(${table})` : draft.weight('head', hidden, vocabulary);
  draft.output('logits', `matmul(${final}, ${head})`);
  return draft.lines();
}

function normalised(draft: Draft, { norm, hidden }: Transformer, name: string, x: string): string {
  const scale = draft.weight(`${name}_scale`, hidden);
  const shift = norm === 'layer_norm' ? `, ${draft.weight(`${name}_shift`, hidden)}` : '';
  return draft.let(name, `${norm}(${x}, ${scale}${shift})`);
}

/** A product with a weight, and with a bias where there is one. */
function linear(draft: Draft, name: string, x: string, [from, to]: readonly [number, number], bias: boolean): string {
  const weight = draft.weight(`${name}_w`, from, to);
  return `matmul(${x}, ${weight}${bias ? `, ${draft.weight(`${name}_b`, to)}` : ''})`;
}

function attentionLines(draft: Draft, model: Transformer, layer: string, x: string): string {
  const { hidden, element, attention, learnedPositions } = model;
  const { heads, kvHeads, headSize, qkvBias, outputBias, headNorm } = attention;
  const split = (name: string, count: number, norm: boolean, turns: boolean): string => {
    const product = linear(draft, name, x, [hidden, count * headSize], qkvBias);
    const parted = `reshape(${product}, [batch, ${draft.step}, ${count}, ${headSize}])`;
    const even = norm ? `rms_norm(${parted}, ${draft.weight(`${name}_scale`, headSize)})` : parted;
    const apart = `permute(${even}, [0, 2, 1, 3])`;
    return draft.let(name, turns ? `rotary(${apart})` : apart);
  };
  const cached = (name: string, made: string): string => {
    if (draft.phase === 'prefill') return made;
    const cache = draft.input(`${name}_cache`, `${element}[batch, ${kvHeads}, context - 1, ${headSize}]`);
    return `concat(${cache}, ${made}, axis: 2)`;
  };
  const q = split(`${layer}_q`, heads, headNorm, !learnedPositions);
  const k = cached(`${layer}_k`, split(`${layer}_k`, kvHeads, headNorm, !learnedPositions));
  const v = cached(`${layer}_v`, split(`${layer}_v`, kvHeads, false, false));
  const a = draft.let(`${layer}_a`, `attention(${q}, ${k}, ${v})`);
  const joined = `reshape(permute(${a}, [0, 2, 1, 3]), [batch, ${draft.step}, ${heads * headSize}])`;
  return draft.let(`${layer}_o`, linear(draft, `${layer}_o`, joined, [heads * headSize, hidden], outputBias));
}

function feedForwardLines(draft: Draft, { hidden, feedForward }: Transformer, layer: string, x: string): string {
  const { inner, bias } = feedForward;
  const middle = draft.let(`${layer}_h`, activated(draft, feedForward, hidden, layer, x));
  return draft.let(`${layer}_d`, linear(draft, `${layer}_down`, middle, [inner, hidden], bias));
}

function activated(
  draft: Draft,
  { inner, gated, activation, bias }: FeedForward,
  hidden: number,
  layer: string,
  x: string,
): string {
  const up = linear(draft, `${layer}_up`, x, [hidden, inner], bias);
  if (!gated) return `${activation}(${up})`;
  return `mul(${activation}(${linear(draft, `${layer}_gate`, x, [hidden, inner], bias)}), ${up})`;
}
