import { joined } from './fold.js';
import { countOf, emit, NotModelled, Unfit, view, type Net, type Tensor } from './net.js';
import { cast, pair } from './rules-elements.js';
import { permuted, resized } from './rules-views.js';
import { whole, word, type Rule, type Work } from './work.js';

/** Rules of products of matrices. */
export const productRules: Readonly<Record<string, Rule>> = {
  MatMul: ({ net, input }) => [product(net, input(0), input(1))],
  MatMulInteger: ({ net, input }) => [product(net, input(0), input(1))],
  QLinearMatMul: ({ net, input }) => [product(net, input(0), input(3))],
  Gemm: (work) => [gemm(work)],
  FusedMatMul: (work) => {
    const { net, input } = work;
    return [
      product(net, turned(net, input(0), whole(work, 'transA', 0)), turned(net, input(1), whole(work, 'transB', 0))),
    ];
  },
  Einsum: (work) => [einsum(work)],
  Attention: attention,
  RotaryEmbedding: ({ net, input }) => [emit(net, 'rotary', [input(0)])],
};

/** A product as of numpy: vectors are rows and columns, and batches of extent 1 stand for all of the other's. */
export function product(net: Net, a: Tensor, right: Tensor): Tensor {
  const b = cast(net, right, a.element);
  if (a.extents.length === 0 || b.extents.length === 0) throw new Unfit('it multiplies no matrices');
  const [rows, columns] = [a.extents.length === 1, b.extents.length === 1];
  const left = rows ? view(net, a, [1, ...a.extents]) : a;
  const other = columns ? view(net, b, [...b.extents, 1]) : b;
  const made = batched(net, left, other);
  if (!rows && !columns) return made;
  const m = rows ? [] : made.extents.slice(-2, -1);
  const n = columns ? [] : made.extents.slice(-1);
  return view(net, made, [...made.extents.slice(0, -2), ...m, ...n]);
}

function batched(net: Net, a: Tensor, b: Tensor): Tensor {
  const [batchA, batchB] = [a.extents.slice(0, -2), b.extents.slice(0, -2)];
  const batch = joined([batchA, batchB]);
  const [m = 1] = a.extents.slice(-2);
  const [k = 1, n = 1] = b.extents.slice(-2);
  // One matrix on the right is the same for all batches of the left.
  if (countOf({ extents: batchB }) === 1) {
    const plain = view(net, b, [k, n]);
    return view(net, emit(net, 'matmul', [a, plain]), [...batch, m, n]);
  }
  if (countOf({ extents: batchA }) === 1 && batchA.length < batch.length)
    return view(net, emit(net, 'matmul', [view(net, a, a.extents.slice(-2)), b]), [...batch, m, n]);
  const whole = (x: Tensor): Tensor => resized(net, x, [...batch, ...x.extents.slice(-2)]);
  return emit(net, 'matmul', [whole(a), whole(b)]);
}

function turned(net: Net, x: Tensor, isTurned: number): Tensor {
  return isTurned === 0 ? x : emit(net, 'transpose', [x]);
}

function gemm(work: Work): Tensor {
  const { net, input, optional } = work;
  const a = turned(net, input(0), whole(work, 'transA', 0));
  const b = turned(net, input(1), whole(work, 'transB', 0));
  const bias = optional(2);
  const n = b.extents.at(-1) ?? 1;
  if (bias?.isConstant === true && countOf(bias) === n && bias.extents.at(-1) === n)
    return emit(net, 'matmul', [a, b, view(net, bias, [n])]);
  const made = emit(net, 'matmul', [a, b]);
  return bias === undefined ? made : pair(net, 'add', made, bias);
}

/** A sum of products of two operands: batches, rows, columns and what is summed are told by where a letter stands. */
function einsum(work: Work): Tensor {
  const { net, inputs } = work;
  const equation = word(work, 'equation', '').replace(/\s/g, '');
  const [, left, right, out] = /^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]*)$/.exec(equation) ?? [];
  const [a, b] = inputs;
  if (left === undefined || right === undefined || out === undefined || a === undefined || b === undefined)
    throw new NotModelled('its equation is not one of two operands');
  const letters = (text: string): readonly string[] => [...text];
  if (new Set(left).size < left.length || new Set(right).size < right.length)
    throw new NotModelled('it takes diagonals');
  const sizes = new Map<string, number>();
  for (const [text, { extents }] of [
    [left, a],
    [right, b],
  ] as const)
    for (const [axis, letter] of letters(text).entries()) sizes.set(letter, extents[axis] ?? 1);
  const within = (text: string, ...others: readonly boolean[]): boolean => text !== '' && others.every(Boolean);
  const batch = letters(out).filter((each) => within(each, left.includes(each), right.includes(each)));
  const m = letters(out).filter((each) => within(each, left.includes(each), !right.includes(each)));
  const n = letters(out).filter((each) => within(each, !left.includes(each), right.includes(each)));
  const k = letters(left).filter((each) => right.includes(each) && !out.includes(each));
  if (
    batch.length + m.length + n.length < out.length ||
    batch.length + m.length + k.length < left.length ||
    batch.length + n.length + k.length < right.length
  )
    throw new NotModelled('it sums one operand alone');
  const sizeOf = (all: readonly string[]): number => all.reduce((total, each) => total * (sizes.get(each) ?? 1), 1);
  const extentsOf = (all: readonly string[]): readonly number[] => all.map((each) => sizes.get(each) ?? 1);
  const matrix = (x: Tensor, text: string, rows: readonly string[], columns: readonly string[]): Tensor => {
    const order = [...batch, ...rows, ...columns].map((each) => text.indexOf(each));
    return view(net, permuted(net, x, order), [...extentsOf(batch), sizeOf(rows), sizeOf(columns)]);
  };
  const made = product(net, matrix(a, left, m, k), matrix(b, right, k, n));
  const apart = view(net, made, [...extentsOf(batch), ...extentsOf(m), ...extentsOf(n)]);
  const letterOrder = [...batch, ...m, ...n];
  return permuted(
    net,
    apart,
    letters(out).map((each) => letterOrder.indexOf(each)),
  );
}

/** Attention of the standard: of heads that stand apart, or beside each other in the last rank; keys and values of before stand in front. */
function attention(work: Work): readonly Tensor[] {
  const { net, input, optional } = work;
  const counts = ['q_num_heads', 'kv_num_heads', 'kv_num_heads'].map((name) => whole(work, name, 0));
  const [q, k, v] = counts.map((count, index) => headsOf(net, input(index), count));
  if (q === undefined || k === undefined || v === undefined) throw new Unfit('it has no queries, keys or values');
  const cached = (index: number, made: Tensor): Tensor => {
    const before = optional(index);
    return before === undefined ? made : emit(net, 'concat', [before, made], { axis: 2 });
  };
  const [keys, values] = [cached(4, k), cached(5, v)];
  const made = emit(net, 'attention', [q, keys, values]);
  if (input(0).extents.length === 4) return [made, keys, values];
  const [batch = 1, count = 1, tokens = 1, size = 1] = made.extents;
  return [view(net, permuted(net, made, [0, 2, 1, 3]), [batch, tokens, count * size]), keys, values];
}

function headsOf(net: Net, x: Tensor, count: number): Tensor {
  if (x.extents.length === 4) return x;
  const [batch = 1, tokens = 1, hidden = 1] = x.extents;
  if (x.extents.length !== 3 || count < 1 || hidden % count !== 0)
    throw new Unfit('its heads do not divide its last rank');
  return permuted(net, view(net, x, [batch, tokens, count, hidden / count]), [0, 2, 1, 3]);
}
