import { elementOf } from './data.js';
import { joined } from './fold.js';
import { countOf, emit, Unfit, view, withBias, type Net, type Tensor } from './net.js';
import { whole, type Rule, type Work } from './work.js';

/** Functions of one element that the language has; all others are `apply`. */
const named: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Gelu: 'gelu',
  FastGelu: 'gelu',
  QuickGelu: 'gelu',
  Swish: 'silu',
};

const ofOne = (
  'Abs Acos Acosh Asin Asinh Atan Atanh Ceil Celu Clip Cos Cosh CumSum Elu Erf Exp Floor HardSigmoid HardSwish IsInf IsNaN LeakyRelu Log ' +
  'LRN Mish Neg Not Reciprocal Round Selu Shrink Sign Sin Sinh Softplus Softsign Sqrt Tan ThresholdedRelu Trilu BitwiseNot'
).split(' ');

const ofTwo: Readonly<Record<string, string>> = {
  Sub: 'sub',
  Mul: 'mul',
  Div: 'divide',
  ...Object.fromEntries(
    'Pow Mod PRelu BitShift BitwiseAnd BitwiseOr BitwiseXor Equal Greater GreaterOrEqual Less LessOrEqual And Or Xor'
      .split(' ')
      .map((name) => [name, 'combine']),
  ),
};

const ofMany: Readonly<Record<string, string>> = { Sum: 'add', Mean: 'add', Min: 'combine', Max: 'combine' };

/** Rules of what works element by element. */
export const elementRules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(
    Object.entries(named).map(([type, operator]): [string, Rule] => [
      type,
      (work) => [alone(work, operator, work.input(0))],
    ]),
  ),
  ...Object.fromEntries(ofOne.map((type): [string, Rule] => [type, (work) => [alone(work, 'apply', work.input(0))]])),
  ...Object.fromEntries(
    Object.entries(ofTwo).map(([type, operator]): [string, Rule] => [
      type,
      (work) => [pair(work.net, operator, work.input(0), work.input(1))],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(ofMany).map(([type, operator]): [string, Rule] => [type, (work) => [chain(work, operator)]]),
  ),
  // Number types are those of what is chosen, whatever those of the condition.
  Where: ({ net, input }) => [pair(net, 'combine', pair(net, 'combine', input(1), input(0)), input(2))],
  Add: (work) => [sum(work)],
  BiasGelu: (work) => [alone(work, 'gelu', pair(work.net, 'add', work.input(0), work.input(1)))],
  Cast: (work) => [cast(work.net, work.input(0), elementOf(whole(work, 'to', 0)))],
  CastLike: (work) => [cast(work.net, work.input(0), work.input(1).element)],
  QuantizeLinear: (work) => [
    cast(work.net, work.input(0), work.optional(2)?.element ?? elementOf(whole(work, 'output_dtype', 2))),
  ],
  DequantizeLinear: (work) => [cast(work.net, work.input(0), work.input(1).element)],
  DynamicQuantizeLinear: (work) => [cast(work.net, work.input(0), 'int8')],
};

function alone({ net }: Work, operator: string, x: Tensor): Tensor {
  return emit(net, operator, [x], {}, x.extents.length === 0);
}

/** A function of two tensors; of one, where the other is a constant number. */
export function pair(net: Net, operator: string, a: Tensor, b: Tensor): Tensor {
  const extents = joined([a.extents, b.extents]);
  const single = (x: Tensor): boolean => x.isConstant && countOf(x) === 1;
  const [left, right] = operator === 'combine' || a.element === b.element ? [a, b] : [a, cast(net, b, a.element)];
  if (single(right) && !single(left)) return view(net, emit(net, 'apply', [left], {}, extents.length === 0), extents);
  if (single(left) && !single(right)) return view(net, emit(net, 'apply', [right], {}, extents.length === 0), extents);
  return emit(net, operator, [left, right], {}, extents.length === 0);
}

/** A sum; that of a product and a list of constants is a bias, where nothing else uses the product. */
function sum({ net, input, isOnlyUser }: Work): Tensor {
  for (const [product, bias] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const whole = isOnlyUser(product) ? withBias(net, input(product), input(bias)) : undefined;
    if (whole !== undefined) return whole;
  }
  return pair(net, 'add', input(0), input(1));
}

function chain({ inputs, net }: Work, operator: string): Tensor {
  const [first, ...others] = inputs;
  if (first === undefined) throw new Unfit('it has no operand');
  return others.reduce((sum, each) => pair(net, operator, sum, each), first);
}

/** The same in another number type; nothing, where that is the same in the workload. */
export function cast(net: Net, x: Tensor, to: string | undefined): Tensor {
  if (to === undefined) throw new Unfit('it casts to what is no number type here');
  return x.element === to ? x : emit(net, 'cast', [x], { to }, x.extents.length === 0);
}
