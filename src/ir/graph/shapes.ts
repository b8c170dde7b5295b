import { gather, reduce, resize, scatter, topK, wrongIndices } from './selections.js';
import { conv2d, convTranspose2d, pool2d } from './windows.js';
import { broadcast, elementwise, oneType, sameTypes } from './elementwise.js';
import {
  elementsOf,
  axisOf,
  misfit,
  whole,
  wholes,
  wrongRank,
  type Operand,
  type Options,
  type Rule,
  type ShapeResult,
} from './misfit.js';

/** The element type and extents of what an operator makes of its operands, or why it can make nothing of them. */
export function resultOf(operator: string, operands: readonly Operand[], options: Options): ShapeResult {
  const rule = rules.get(operator);
  if (rule === undefined) throw new Error(`no rule for the operator ${operator}`);
  const result = rule(operands, options, operator);
  if ('code' in result) return result;
  const products = elementsOf(result) * productsOf(operator, operands);
  if (Number.isSafeInteger(products)) return result;
  const what = products === elementsOf(result) ? 'elements' : 'multiplications';
  return { code: 'E713', parameters: { what: `the ${what} of ${operator}` } };
}

/** Multiplications for an element of the result; of what has none, 1. */
function productsOf(operator: string, [a, b]: readonly Operand[]): number {
  const [, inGroup = 1, r = 1, s = 1] = b?.extents ?? [];
  if (operator === 'matmul') return a?.extents.at(-1) ?? 1;
  if (operator === 'conv2d' || operator === 'conv_transpose2d') return inGroup * r * s;
  return operator === 'attention' ? (b?.extents[2] ?? 1) * (a?.extents[3] ?? 1) : 1;
}

const same: Rule = ([x]) => x ?? nothing;
const nothing: Operand = { name: '', element: '', extents: [] };

const matmul: Rule = ([a = nothing, b = nothing, bias], _, name) => {
  for (const each of [a, b])
    if (each.extents.length < 2) return wrongRank(name, 'matrices, of rank 2 or more', each, [a, b].indexOf(each));
  const types = sameTypes(name, a, b);
  if (types !== undefined) return types;
  const [m = 1, k = 1] = a.extents.slice(-2);
  const [rows = 1, n = 1] = b.extents.slice(-2);
  if (k !== rows) {
    const why = `the last extent of the first, ${k}, and the last but one of the second, ${rows}, must be equal`;
    return misfit(name, [a, b], 1, why, n === k ? `write transpose(${b.name === '' ? '...' : b.name})` : undefined);
  }
  const [batchA, batchB] = [a.extents.slice(0, -2), b.extents.slice(0, -2)];
  if (batchA.length > 0 && batchB.length > 0 && batchA.join() !== batchB.join()) {
    const why = `their batches, [${batchA.join(', ')}] and [${batchB.join(', ')}], must be equal, or one a plain matrix`;
    return misfit(name, [a, b], 1, why, 'reshape one of them');
  }
  const wrongBias = bias === undefined ? undefined : vectorOf(name, bias, n, 2, 'columns of the product');
  return wrongBias ?? { element: a.element, extents: [...(batchA.length > 0 ? batchA : batchB), m, n] };
};

/** A bias, scale or shift: as long as what it belongs to. */
function vectorOf(name: string, vector: Operand, extent: number, at: number, what: string) {
  if (vector.extents.length === 1 && vector.extents[0] === extent) return undefined;
  return wrongRank(name, `one number for each of the ${extent} ${what}, a shape [${extent}],`, vector, at);
}

const attention: Rule = ([q = nothing, k = nothing, v = nothing, sinks], _, name) => {
  const all = [q, k, v];
  const flat = all.findIndex(({ extents }) => extents.length !== 4);
  if (flat >= 0) return wrongRank(name, '[batch, heads, tokens, size]', all[flat] ?? nothing, flat);
  const types = sameTypes(name, q, k) ?? sameTypes(name, q, v, 2);
  if (types !== undefined) return types;
  const [b = 1, heads = 1, s = 1, d = 1] = q.extents;
  const [keyBatch, keyHeads = 1, t, keySize] = k.extents;
  const [valueBatch, valueHeads, valueTokens, e = 1] = v.extents;
  if (keySize !== d)
    return misfit(name, [q, k], 1, `heads of queries and keys must be of one size, not ${d} and ${keySize}`);
  if (keyBatch !== b || heads % keyHeads !== 0) {
    const why =
      keyBatch === b
        ? `the ${heads} heads of the queries must be a multiple of the ${keyHeads} of the keys`
        : `batches must be equal, not ${b} and ${keyBatch}`;
    return misfit(name, [q, k], 1, why);
  }
  if (valueBatch !== b || valueHeads !== keyHeads || valueTokens !== t)
    return misfit(name, [k, v], 2, 'keys and values must agree in batch, heads and tokens');
  const wrongSinks = sinks === undefined ? undefined : vectorOf(name, sinks, heads, 3, 'heads');
  return wrongSinks ?? { element: q.element, extents: [b, heads, s, e] };
};

const embedding: Rule = ([indices = nothing, table = nothing], _, name) => {
  const wrong = wrongIndices(name, indices, 0);
  if (wrong !== undefined) return wrong;
  const [, d = 1] = table.extents;
  if (table.extents.length !== 2) return wrongRank(name, 'a table [rows, size]', table, 1);
  return { element: table.element, extents: [...indices.extents, d] };
};

/** Over the last rank, with vectors of its extent. */
const normalise: Rule = ([x = nothing, ...vectors], _, name) => {
  const extent = x.extents.at(-1) ?? 1;
  for (const [index, each] of vectors.entries()) {
    const wrong = vectorOf(name, each, extent, index + 1, 'elements of the last rank');
    if (wrong !== undefined) return wrong;
  }
  return x;
};

const batchNorm: Rule = ([x = nothing, ...vectors], _, name) => {
  const [, channels = 1] = x.extents;
  if (x.extents.length < 2) return wrongRank(name, '[batch, channels, ...]', x, 0);
  for (const [index, each] of vectors.entries()) {
    const wrong = vectorOf(name, each, channels, index + 1, 'channels');
    if (wrong !== undefined) return wrong;
  }
  return x;
};

const softmax: Rule = ([x = nothing], options, name) => {
  const axis = axisOf(name, x, options);
  return typeof axis === 'number' ? x : axis;
};

const globalPool: Rule = ([x = nothing], _, name) =>
  x.extents.length === 4
    ? { element: x.element, extents: x.extents.slice(0, 2) }
    : wrongRank(name, '[batch, channels, height, width]', x, 0);

const cast: Rule = ([x = nothing], { to }) => ({
  element: to?.kind === 'dtype' ? to.name : x.element,
  extents: x.extents,
});

const transpose: Rule = ([x = nothing], _, name) => {
  const { length } = x.extents;
  if (length < 2) return wrongRank(name, 'a tensor of rank 2 or more', x, 0);
  const [m = 1, n = 1] = x.extents.slice(-2);
  return { element: x.element, extents: [...x.extents.slice(0, -2), n, m] };
};

const permute: Rule = ([x = nothing], { order }, name) => {
  const ranks = wholes(order);
  const isOrder = [...ranks].sort((a, b) => a - b).join() === x.extents.map((_, index) => index).join();
  if (isOrder) return { element: x.element, extents: ranks.map((rank) => x.extents[rank] ?? 1) };
  const why = `the order [${ranks.join(', ')}] must name each of the ranks 0 .. ${x.extents.length} once`;
  return misfit(name, [x], 0, why);
};

const reshape: Rule = ([x = nothing], { shape }, name) => {
  const wanted = wholes(shape);
  const have = elementsOf(x);
  const known = wanted.filter((extent) => extent !== -1).reduce((product, extent) => product * extent, 1);
  const free = wanted.filter((extent) => extent === -1).length;
  const text = `[${wanted.join(', ')}]`;
  if (wanted.some((extent) => extent !== -1 && extent < 1) || free > 1)
    return misfit(name, [x], 0, `the shape ${text} must have extents of at least 1, and -1 once at most`);
  if (free === 1 ? have % known === 0 : have === known)
    return { element: x.element, extents: wanted.map((extent) => (extent === -1 ? have / known : extent)) };
  return misfit(
    name,
    [x],
    0,
    `it has ${have} elements, but the shape ${text} ${free === 1 ? 'needs a multiple of' : 'has'} ${known}`,
  );
};

const slice: Rule = ([x = nothing], options, name) => {
  const axis = axisOf(name, x, options);
  if (typeof axis !== 'number') return axis;
  const [from, to, extent] = [whole(options['from']), whole(options['to']), x.extents[axis] ?? 1];
  if (from >= to || to > extent) return misfit(name, [x], 0, `${from} .. ${to} must lie within 0 .. ${extent}`);
  return { element: x.element, extents: x.extents.map((each, rank) => (rank === axis ? to - from : each)) };
};

const concat: Rule = (operands, options, name) => {
  const [first = nothing, ...others] = operands;
  const axis = axisOf(name, first, options);
  if (typeof axis !== 'number') return axis;
  const rest = ({ extents }: Operand): string => extents.map((extent, rank) => (rank === axis ? '*' : extent)).join();
  for (const [index, other] of others.entries()) {
    if (other.element !== first.element) return oneType(name, first, other, index + 1);
    if (rest(other) !== rest(first))
      return misfit(name, [first, other], index + 1, `all extents but that of axis ${axis} must be equal`);
  }
  const total = operands.reduce((sum, { extents }) => sum + (extents[axis] ?? 0), 0);
  return { element: first.element, extents: first.extents.map((extent, rank) => (rank === axis ? total : extent)) };
};

const rules: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ['matmul', matmul],
  ['conv2d', conv2d],
  ['attention', attention],
  ['embedding', embedding],
  ['conv_transpose2d', convTranspose2d],
  ['combine', broadcast],
  ['reduce', reduce],
  ['top_k', topK],
  ['gather', gather],
  ['scatter', scatter],
  ['resize', resize],
  ...['add', 'sub', 'mul', 'divide'].map((name) => [name, elementwise] as const),
  ...['apply', 'relu', 'gelu', 'silu', 'sigmoid', 'tanh', 'rotary'].map((name) => [name, same] as const),
  ['softmax', softmax],
  ['layer_norm', normalise],
  ['rms_norm', normalise],
  ['batch_norm', batchNorm],
  ['max_pool2d', pool2d],
  ['avg_pool2d', pool2d],
  ['global_avg_pool', globalPool],
  ['cast', cast],
  ['transpose', transpose],
  ['permute', permute],
  ['reshape', reshape],
  ['slice', slice],
  ['concat', concat],
]);
