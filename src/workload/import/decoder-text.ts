import { attentionLines } from './attention-text.js';
import { draftOf, type Draft } from './draft.js';
import { expertLines, expertShares } from './experts-text.js';
import { feedForwardLines } from './network-text.js';
import { latentLines } from './latent-text.js';
import type { Transformer } from './transformer.js';

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
  if (model.experts !== undefined) expertShares(draft, model.experts);
  for (let layer = 0; layer < model.layers; layer++) {
    const name = `l${layer}`;
    const attended = attentionOf(draft, model, layer, normalised(draft, model, `${name}_n1`, x));
    x = draft.let(`${name}_x1`, `add(${x}, ${attended})`);
    const made = feedForwardOf(draft, model, layer, normalised(draft, model, `${name}_n2`, x));
    x = draft.let(`${name}_x2`, `add(${x}, ${made})`);
  }
  const last = phase === 'prefill' ? draft.let('last', `slice(${x}, axis: 1, from: context - 1, to: context)`) : x;
  const final = normalised(draft, model, 'final', last);
  const head = model.tied ? `transpose(${table})` : draft.weight('head', hidden, vocabulary);
  draft.output('logits', `matmul(${final}, ${head})`);
  return draft.lines();
}

/** A norm of what `x` is, with its weights. */
export function normalised(draft: Draft, { norm, hidden }: Transformer, name: string, x: string): string {
  const scale = draft.weight(`${name}_scale`, hidden);
  const shift = norm === 'layer_norm' ? `, ${draft.weight(`${name}_shift`, hidden)}` : '';
  return draft.let(name, `${norm}(${x}, ${scale}${shift})`);
}

function attentionOf(draft: Draft, model: Transformer, layer: number, x: string): string {
  const { attention } = model;
  return attention.kind === 'grouped'
    ? attentionLines(draft, model, attention, layer, x)
    : latentLines(draft, model, attention, `l${layer}`, x);
}

function feedForwardOf(draft: Draft, { hidden, feedForward, experts }: Transformer, layer: number, x: string): string {
  return experts === undefined || layer < experts.from
    ? feedForwardLines(draft, feedForward, hidden, `l${layer}`, x)
    : expertLines(draft, experts, hidden, `l${layer}`, x);
}
