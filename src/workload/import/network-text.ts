import { linear, type Draft } from './draft.js';
import type { FeedForward } from './transformer.js';

/** A feed-forward network that all tokens use. */
export function feedForwardLines(draft: Draft, network: FeedForward, hidden: number, layer: string, x: string): string {
  const { inner, bias } = network;
  const middle = draft.let(`${layer}_h`, activated(draft, network, hidden, layer, x));
  return draft.let(`${layer}_d`, linear(draft, `${layer}_down`, middle, [inner, hidden], bias));
}

function activated(draft: Draft, network: FeedForward, hidden: number, layer: string, x: string): string {
  const { inner, gated, activation, bias } = network;
  const up = linear(draft, `${layer}_up`, x, [hidden, inner], bias);
  if (!gated) return `${activation}(${up})`;
  return `mul(${activation}(${linear(draft, `${layer}_gate`, x, [hidden, inner], bias)}), ${up})`;
}
