import type { Attention, Experts, FeedForward, Transformer } from './transformer.js';

/** Parameters of a model in closed form, without the graph. */
export function parametersOf(model: Transformer): number {
  return parametersWith(model, model.experts?.count ?? 0);
}

/** Parameters that one token uses: of the experts, those that are chosen for it. */
export function activeParametersOf(model: Transformer): number {
  return parametersWith(model, model.experts?.chosen ?? 0);
}

function parametersWith(model: Transformer, used: number): number {
  const { layers, hidden, vocabulary, positions, tied, learnedPositions, experts, encoder } = model;
  const norm = model.norm === 'rms_norm' ? hidden : 2 * hidden;
  const tables = (tied ? 1 : 2) * vocabulary * hidden + (learnedPositions ? positions * hidden : 0);
  const dense = experts?.from ?? layers;
  const sparse = experts === undefined ? 0 : (layers - dense) * expertParameters(experts, hidden, used);
  const everyLayer = attentionParameters(model.attention, hidden) + 2 * norm;
  // Kinds of tokens, and the pooler.
  const more = encoder === undefined ? 0 : (encoder.tokenTypes + hidden + 1) * hidden;
  return tables + more + layers * everyLayer + dense * networkParameters(model.feedForward, hidden) + sparse + norm;
}

function attentionParameters(attention: Attention, hidden: number): number {
  if (attention.kind === 'latent') {
    const { heads, queryRank, rank, plainSize, rotarySize, valueSize } = attention;
    const queries = heads * (plainSize + rotarySize);
    const query = queryRank === undefined ? hidden * queries : (hidden + 1 + queries) * queryRank;
    const latent = hidden * (rank + rotarySize) + rank;
    return query + latent + rank * heads * (plainSize + valueSize) + heads * valueSize * hidden;
  }
  const { heads, kvHeads, headSize, qkvBias, outputBias, headNorm, sinks } = attention;
  const [queries, keys] = [heads * headSize, kvHeads * headSize];
  const products = hidden * (queries + 2 * keys) + queries * hidden;
  const biases = (qkvBias ? queries + 2 * keys : 0) + (outputBias ? hidden : 0);
  return products + biases + (headNorm ? 2 * headSize : 0) + (sinks === true ? heads : 0);
}

function networkParameters({ inner, gated, bias }: FeedForward, hidden: number): number {
  const up = gated ? 2 : 1;
  return (up + 1) * hidden * inner + (bias ? up * inner + hidden : 0);
}

function expertParameters(experts: Experts, hidden: number, used: number): number {
  const { count, each, shared, bias, routerBias } = experts;
  const router = count * hidden + (bias ? count : 0) + (routerBias === true ? count : 0);
  return router + used * networkParameters(each, hidden) + (shared ? networkParameters(shared, hidden) : 0);
}
