import { linear, type Draft } from './draft.js';
import { feedForwardLines } from './network-text.js';
import type { Experts } from './transformer.js';

/** The lines that say how many tokens each expert gets: every layer of a workload has the same. */
export function expertShares(draft: Draft, { count, chosen }: Experts): void {
  draft.let('pairs', `batch * ${draft.step} * ${chosen}`);
  draft.let('experts_used', `min(${count}, pairs)`);
  draft.let('share', 'ceil_div(pairs, experts_used)');
}

/**
 * Experts: tokens are gathered for each expert that is used, all of which get an equal share, and what they make is gathered for each
 * token, weighted and summed up. The first experts stand for those that are used.
 */
export function expertLines(draft: Draft, experts: Experts, hidden: number, layer: string, x: string): string {
  const { count, chosen, shared, each } = experts;
  const tokens = `batch * ${draft.step}`;
  const scores = draft.let(
    `${layer}_scores`,
    `${experts.scores}(${linear(draft, `${layer}_router`, x, [hidden, count], experts.routerBias)})`,
  );
  const corrected = experts.bias
    ? draft.let(`${layer}_fair`, `add(${scores}, ${draft.weight(`${layer}_fair_b`, count)})`)
    : scores;
  const best = `reshape(top_k(${corrected}, ${chosen}), [${tokens}, ${chosen}, 1])`;
  const routes = draft.input(`${layer}_routes`, 'int32[experts_used, share]');
  const gathered = draft.let(`${layer}_g`, `embedding(${routes}, reshape(${x}, [${tokens}, ${hidden}]))`);
  const used = (weight: string): string => `slice(${weight}, axis: 0, from: 0, to: experts_used)`;
  const product = (name: string, of: string, extents: readonly [number, number]): string => {
    const made = `matmul(${of}, ${used(draft.weight(`${layer}_${name}_w`, count, ...extents))})`;
    if (!each.bias) return made;
    const bias = used(draft.weight(`${layer}_${name}_b`, count, extents[1]));
    return `add(${made}, reshape(${bias}, [experts_used, 1, ${extents[1]}]))`;
  };
  const gate = product('experts_gate', gathered, [hidden, each.inner]);
  const up = product('experts_up', gathered, [hidden, each.inner]);
  const middle = draft.let(`${layer}_eh`, `mul(${each.activation}(${gate}), ${up})`);
  const made = draft.let(`${layer}_e`, product('experts_down', middle, [each.inner, hidden]));
  const back = draft.input(`${layer}_back`, `int32[${tokens}, ${chosen}]`);
  const found = draft.let(`${layer}_b`, `embedding(${back}, reshape(${made}, [experts_used * share, ${hidden}]))`);
  const weighted = draft.let(`${layer}_w`, `mul(${found}, ${best})`);
  const parts = Array.from(
    { length: chosen },
    (_, part) => `slice(${weighted}, axis: 1, from: ${part}, to: ${part + 1})`,
  );
  const summed = parts.reduce((sum, part, index) => draft.let(`${layer}_s${index}`, `add(${sum}, ${part})`));
  const routed = `reshape(${summed}, [batch, ${draft.step}, ${hidden}])`;
  if (shared === undefined) return routed;
  return draft.let(`${layer}_all`, `add(${routed}, ${feedForwardLines(draft, shared, hidden, `${layer}_shared`, x)})`);
}
