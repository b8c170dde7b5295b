import { elementOf, mostValues } from './data.js';
import { elementwise, joined, joinedAlong, rearranged, spread, type Known } from './fold.js';
import { constant, Unfit, type Tensor } from './net.js';
import { reshaped, sliced, splitSizes, squeezed, unsqueezed } from './shapes.js';
import { axesOf, axisOf, listed, whole, wholes, type Work } from './work.js';

/** What a node makes of operands whose elements are known; undefined where it must be imported as work. */
export function folded(work: Work): readonly Tensor[] | undefined {
  const { node, inputs } = work;
  const known = inputs.flatMap(({ extents, values, isConstant }) =>
    values === undefined || !isConstant ? [] : [{ extents, values }],
  );
  const fold = folds.get(node.type);
  if (fold === undefined || node.domain !== '' || known.length < inputs.length || known.length === 0) return undefined;
  const element = elementAfter(work);
  return fold(known, work).map(({ extents, values }, index) => {
    const label = node.outputs[index] ?? node.name;
    const cut = element.startsWith('int') ? values.map(Math.trunc) : values;
    return constant(label, element, extents, cut.length <= mostValues ? cut : undefined);
  });
}

function elementAfter(work: Work): string {
  const { node } = work;
  if (node.type === 'Cast') return elementOf(whole(work, 'to', 0)) ?? 'int32';
  if (truths.has(node.type)) return 'int8';
  return work.input(node.type === 'Where' ? 1 : 0).element;
}

type Fold = (known: readonly Known[], work: Work) => readonly Known[];

const truth = (holds: boolean): number => (holds ? 1 : 0);

const truths = new Map<string, (a: number, b: number) => number>([
  ['Equal', (a, b) => truth(a === b)],
  ['Greater', (a, b) => truth(a > b)],
  ['GreaterOrEqual', (a, b) => truth(a >= b)],
  ['Less', (a, b) => truth(a < b)],
  ['LessOrEqual', (a, b) => truth(a <= b)],
  ['And', (a, b) => truth(a !== 0 && b !== 0)],
  ['Or', (a, b) => truth(a !== 0 || b !== 0)],
  ['Not', (a) => truth(a === 0)],
]);

const functions = new Map<string, (...values: readonly number[]) => number>([
  ...truths,
  ['Add', (a = 0, b = 0) => a + b],
  ['Sub', (a = 0, b = 0) => a - b],
  ['Mul', (a = 0, b = 0) => a * b],
  ['Div', (a = 0, b = 0) => a / b],
  ['Mod', (a = 0, b = 0) => a - Math.floor(a / b) * b],
  ['Pow', (a = 0, b = 0) => a ** b],
  ['Min', (...all) => Math.min(...all)],
  ['Max', (...all) => Math.max(...all)],
  ['Sum', (...all) => all.reduce((sum, each) => sum + each, 0)],
  ['Neg', (a = 0) => -a],
  ['Abs', (a = 0) => Math.abs(a)],
  ['Floor', (a = 0) => Math.floor(a)],
  ['Ceil', (a = 0) => Math.ceil(a)],
  ['Round', (a = 0) => Math.round(a)],
  ['Sqrt', (a = 0) => Math.sqrt(a)],
  ['Where', (c = 0, a = 0, b = 0) => (c !== 0 ? a : b)],
]);

const reductions = new Map<string, (values: readonly number[]) => number>([
  ['ReduceProd', (values) => values.reduce((product, each) => product * each, 1)],
  ['ReduceSum', (values) => values.reduce((sum, each) => sum + each, 0)],
  ['ReduceMax', (values) => Math.max(...values)],
  ['ReduceMin', (values) => Math.min(...values)],
]);

const same: Fold = ([x]) => (x === undefined ? [] : [x]);

const folds: ReadonlyMap<string, Fold> = new Map<string, Fold>([
  ...[...functions].map(([name, of]): [string, Fold] => [
    name,
    (known) => {
      checkSize(joined(known.map(({ extents }) => extents)));
      return [elementwise(known, (values) => of(...values))];
    },
  ]),
  ...[...reductions].map(([name, of]): [string, Fold] => [
    name,
    ([x = nothing], work) => {
      const axes = listed(work, 'axes', 1);
      const isWhole = axes === undefined || axesOf(axes, x.extents.length).length === x.extents.length;
      if (!isWhole) throw new NotFolded();
      const extents = whole(work, 'keepdims', 1) === 0 ? [] : x.extents.map(() => 1);
      return [{ extents, values: [of(x.values)] }];
    },
  ]),
  ['Cast', same],
  ['Identity', same],
  ['Reshape', ([x = nothing], work) => [{ extents: reshaped(work), values: x.values }]],
  ['Flatten', ([x = nothing], work) => [{ extents: reshaped(work), values: x.values }]],
  ['Squeeze', ([x = nothing], work) => [{ extents: squeezed(work), values: x.values }]],
  ['Unsqueeze', ([x = nothing], work) => [{ extents: unsqueezed(work), values: x.values }]],
  ['Concat', (known, work) => [joinedAlong(known, axisOf(whole(work, 'axis', 1), known[0]?.extents.length ?? 0))]],
  [
    'Transpose',
    ([x = nothing], work) => {
      const order = wholes(work, 'perm') ?? x.extents.map((_, axis) => x.extents.length - 1 - axis);
      const extents = order.map((axis) => x.extents[axis] ?? 1);
      return [rearranged(x, extents, (index) => x.extents.map((_, axis) => index[order.indexOf(axis)] ?? 0))];
    },
  ],
  [
    'Expand',
    ([x = nothing, shape = nothing]) => {
      const extents = joined([x.extents, shape.values]);
      checkSize(extents);
      return [spread(x, extents)];
    },
  ],
  [
    'Gather',
    ([x = nothing, chosen = nothing], work) => {
      const axis = axisOf(whole(work, 'axis', 0), x.extents.length);
      const extents = [...x.extents.slice(0, axis), ...chosen.extents, ...x.extents.slice(axis + 1)];
      checkSize(extents);
      const rank = chosen.extents.length;
      const most = x.extents[axis] ?? 0;
      const indices = { extents: chosen.extents, values: chosen.values.map((each) => (each < 0 ? each + most : each)) };
      return [
        rearranged(x, extents, (index) => {
          const [at] = rearranged(indices, [], () => index.slice(axis, axis + rank)).values;
          return [...index.slice(0, axis), at ?? 0, ...index.slice(axis + rank)];
        }),
      ];
    },
  ],
  [
    'Slice',
    ([x = nothing], work) => {
      const cuts = sliced(work);
      const extents = cuts.map(({ count }) => count);
      return [rearranged(x, extents, (index) => cuts.map(({ from, step }, axis) => from + step * (index[axis] ?? 0)))];
    },
  ],
  [
    'Split',
    ([x = nothing], work) => {
      const axis = axisOf(whole(work, 'axis', 0), x.extents.length);
      let from = 0;
      return splitSizes(work, axis).map((size) => {
        const start = from;
        from += size;
        const extents = x.extents.map((extent, rank) => (rank === axis ? size : extent));
        return rearranged(x, extents, (index) => index.map((each, rank) => (rank === axis ? each + start : each)));
      });
    },
  ],
  [
    'Range',
    ([from = nothing, to = nothing, by = nothing]) => {
      const [start = 0, limit = 0, step = 1] = [from.values[0], to.values[0], by.values[0]];
      const count = Math.max(0, Math.ceil((limit - start) / step));
      if (!Number.isFinite(count)) throw new Unfit('its step is 0');
      checkSize([count]);
      return [{ extents: [count], values: Array.from({ length: count }, (_, index) => start + index * step) }];
    },
  ],
]);

const nothing: Known = { extents: [], values: [] };

/** What is larger is no shape, and not worked out. */
function checkSize(extents: readonly number[]): void {
  if (extents.reduce((product, extent) => product * extent, 1) > mostValues) throw new NotFolded();
}

/** A constant is not worked out: it is too large, or nothing that a shape follows from. */
export class NotFolded extends Error {}
