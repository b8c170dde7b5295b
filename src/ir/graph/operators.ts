import type { Value } from '../values.js';
import type { Options } from './misfit.js';

/** A parameter of an operator: a tensor, or what says how it works. */
export interface OperatorParameter {
  readonly name: string;
  readonly kind: 'tensor' | 'int' | 'ints' | 'dtype';
  /** May be left out: a tensor altogether, a number for its default. */
  readonly optional: boolean;
  /** Of a number that may be left out: its value, or the parameter whose value it has then. */
  readonly default?: number | string;
  /** Of a number: the least it may be. */
  readonly least?: number;
}

/** An operator of workload graphs, for checking, evaluation, hover and completion. */
export interface Operator {
  readonly name: string;
  /** How it is written: `softmax(x, axis: int = -1)`. */
  readonly signature: string;
  readonly doc: string;
  readonly parameters: readonly OperatorParameter[];
  /** The first parameter stands for two tensors or more. */
  readonly variadic: boolean;
}

const x = tensor('x');
const axis = whole('axis', { default: -1 });
const stride = whole('stride', { default: 1, least: 1 });
const padding = whole('padding', { default: 0, least: 0 });
const dilation = whole('dilation', { default: 1, least: 1 });
const groups = whole('groups', { default: 1, least: 1 });
const size = whole('size', { least: 1 });
const strideOfSize = whole('stride', { default: 'size', least: 1 });
/** Across, where that differs from down; and on the sides of an image, where these differ from the top. */
const strideAcross = whole('stride_x', { default: 'stride', least: 1 });
const dilationAcross = whole('dilation_x', { default: 'dilation', least: 1 });
const sides = [
  whole('padding_left', { default: 'padding', least: 0 }),
  whole('padding_bottom', { default: 'padding', least: 0 }),
  whole('padding_right', { default: 'padding_left', least: 0 }),
];
const convolved = [x, tensor('w'), tensor('bias', true), stride, padding, dilation, groups];
const across = [strideAcross, ...sides, dilationAcross];
const pooled = [x, size, strideOfSize, padding, whole('size_x', { default: 'size', least: 1 }), strideAcross, ...sides];

/** The operators that a graph may use: the closed list of what a transformer and a convolutional network need. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [
    operator(
      'matmul',
      'Matrix product of the last two ranks; those before are batches, equal in both or of one only.',
      [tensor('a'), tensor('b'), tensor('bias', true)],
    ),
    operator(
      'conv2d',
      'Convolution of x: [n, c, h, w] with w: [k, c / groups, r, s]; what lies outside of x is zero.',
      [...convolved, ...across],
    ),
    operator(
      'conv_transpose2d',
      'Convolution the other way: each element of x: [n, c, h, w] is spread by w: [c, k / groups, r, s], and what overlaps is summed.',
      [
        ...convolved,
        ...across,
        whole('extra', { default: 0, least: 0 }),
        whole('extra_x', { default: 'extra', least: 0 }),
      ],
    ),
    operator(
      'attention',
      'Scaled dot products: q: [b, heads, s, d], k: [b, kv_heads, t, d], v: [b, kv_heads, t, e]; sinks: [heads], a score of each head that takes its share and gives nothing.',
      [tensor('q'), tensor('k'), tensor('v'), tensor('sinks', true)],
    ),
    operator('embedding', 'Rows of table: [rows, d] that whole numbers choose.', [tensor('indices'), tensor('table')]),
    operator('add', 'Sum; the shorter shape stands for all of the longer one that ends alike.', [
      tensor('a'),
      tensor('b'),
    ]),
    operator('sub', 'Difference; shapes as with add.', [tensor('a'), tensor('b')]),
    operator('mul', 'Product of the elements; shapes as with add.', [tensor('a'), tensor('b')]),
    operator('divide', 'Quotient of the elements; shapes as with add.', [tensor('a'), tensor('b')]),
    operator(
      'combine',
      'Another function of two elements, of any number types, such as the greater one; shapes as with add.',
      [tensor('a'), tensor('b')],
    ),
    operator('apply', 'Another function of each element, such as its root.', [x]),
    operator('relu', 'max(0, x)', [x]),
    operator('gelu', 'Gaussian error linear unit.', [x]),
    operator('silu', 'x times its sigmoid.', [x]),
    operator('sigmoid', '1 / (1 + e^-x)', [x]),
    operator('tanh', 'Hyperbolic tangent.', [x]),
    operator('rotary', 'Rotary position embedding of x: [..., tokens, size].', [x]),
    operator('softmax', 'Exponentials over their sum along an axis; -1 is the last.', [x, axis]),
    operator('layer_norm', 'Normalisation over the last rank, with a scale and a shift of its extent.', [
      x,
      tensor('scale', true),
      tensor('shift', true),
    ]),
    operator('rms_norm', 'Division by the root of the mean square over the last rank.', [x, tensor('scale', true)]),
    operator('batch_norm', 'Scale and shift of each channel of x: [n, c, ...].', [x, tensor('scale'), tensor('shift')]),
    operator('max_pool2d', 'Greatest of each window of x: [n, c, h, w].', pooled),
    operator('avg_pool2d', 'Mean of each window of x: [n, c, h, w].', pooled),
    operator('global_avg_pool', 'Mean over all positions: [n, c, h, w] becomes [n, c].', [x]),
    operator('reduce', 'Sum, mean or another value over axes, whose extents become 1.', [x, list('axes')]),
    operator('top_k', 'The greatest k along an axis; -1 is the last.', [x, whole('k', { least: 1 }), axis]),
    operator(
      'gather',
      'Slices of an axis of x that whole numbers choose; their shape stands in the place of the axis.',
      [x, tensor('indices'), whole('axis', { default: 0 })],
    ),
    operator('scatter', 'x with updates where whole numbers say.', [x, tensor('indices'), tensor('updates')]),
    operator('resize', 'x brought to other extents: interpolated, repeated or padded.', [x, list('shape')]),
    operator('cast', 'The same values in another number type.', [x, { name: 'to', kind: 'dtype', optional: false }]),
    operator('transpose', 'The last two ranks change places. Moves nothing: its user reads in that order.', [x]),
    operator('permute', 'Rank i of the result is rank order[i]. Moves nothing.', [x, list('order')]),
    operator('reshape', 'The same elements in another shape, of which one extent may be -1. Moves nothing.', [
      x,
      list('shape'),
    ]),
    operator('slice', 'Indices from .. to of an axis. Moves nothing.', [
      x,
      whole('axis'),
      whole('from', { least: 0 }),
      whole('to', { least: 1 }),
    ]),
    operator('concat', 'Tensors one behind the other along an axis. Moves nothing.', [tensor('x'), axis], true),
  ].map((each) => [each.name, each]),
);

/** The parameters of an operator that are tensors, in order. */
export function tensorParameters({ parameters }: Operator): readonly OperatorParameter[] {
  return parameters.filter(({ kind }) => kind === 'tensor');
}

/** The value of an option that is left out, after those before it; undefined where it must be given. */
export function defaultOption({ default: otherwise }: OperatorParameter, before: Options): Value | undefined {
  if (typeof otherwise === 'string') return before[otherwise];
  return otherwise === undefined ? undefined : { kind: 'int', value: otherwise };
}

function operator(name: string, doc: string, parameters: readonly OperatorParameter[], variadic = false): Operator {
  const texts = parameters.map((each, index) => (variadic && index === 0 ? `${each.name}, ...` : textOf(each)));
  return { name, signature: `${name}(${texts.join(', ')})`, doc, parameters, variadic };
}

function textOf({ name, kind, optional, default: otherwise }: OperatorParameter): string {
  if (kind === 'tensor') return optional ? `${name}?` : name;
  const type = kind === 'ints' ? '[int]' : kind;
  return otherwise === undefined ? `${name}: ${type}` : `${name}: ${type} = ${otherwise}`;
}

function tensor(name: string, optional = false): OperatorParameter {
  return { name, kind: 'tensor', optional };
}

function whole(name: string, options: { default?: number | string; least?: number } = {}): OperatorParameter {
  return { name, kind: 'int', optional: options.default !== undefined, ...options };
}

function list(name: string): OperatorParameter {
  return { name, kind: 'ints', optional: false };
}
