import { expect, test } from 'vitest';
import { matrixCoreParameters } from '../../src/blocks/models.js';
import { withOperandStores } from '../../src/mapping/index.js';
import { isMatrix, models, parseWorkload, type Operation } from '../../src/workload/index.js';
import { linear, vector } from '../../src/workload/operations.js';
import { core, type CoreOptions } from '../estimate/designs.js';

const planned = (operations: readonly Operation[], options: CoreOptions = {}) =>
  withOperandStores(operations, matrixCoreParameters(core({ requantise: true, ...options })));

/** What each operation is: a product by how it stores, an operation on elements by whose stores do it, or by what it reads. */
const shown = (operations: readonly Operation[]) =>
  operations.map((each) =>
    isMatrix(each)
      ? `${each.name}: ${each.requantised === undefined ? 'sums' : each.requantised.relu ? 'operands after ReLU' : 'operands'}`
      : `${each.name}: ${each.fusedInto === undefined ? `${each.readsResults} sums, ${each.readsOperands} operands` : `in ${each.fusedInto.join()}`}`,
  );

const relu = (name: string, of: string, parameters = 0): Operation =>
  vector('activation', 'relu', name, 32, { readsResults: 32, of: [[of, 32]], parameters });
const gelu = (name: string, of: string): Operation =>
  vector('activation', 'gelu', name, 32, { readsResults: 32, of: [[of, 32]] });
const first = linear('first', 4, 8, 8);

test('a ReLU is done by the stores of the product that it follows; the last product leaves sums', () => {
  expect(shown(planned([first, relu('h', 'first'), linear('last', 4, 8, 8, { of: 'h' })]))).toEqual([
    'first: operands after ReLU',
    'h: in first',
    'last: sums',
  ]);
});

test('what no store can do reads operands', () => {
  expect(shown(planned([first, gelu('h', 'first'), linear('last', 4, 8, 8, { of: 'h' })]))).toEqual([
    'first: operands',
    'h: 0 sums, 32 operands',
    'last: sums',
  ]);
});

test('a product whose results another operation reads as well is stored as it is', () => {
  const add = vector('addition', 'add', 'sum', 32, {
    readsResults: 32,
    readsOperands: 32,
    of: [
      ['first', 32],
      ['h', 32],
    ],
  });
  expect(shown(planned([first, relu('h', 'first'), add]))).toEqual([
    'first: operands',
    'h: 0 sums, 32 operands',
    'sum: 0 sums, 64 operands',
  ]);
});

test('scales and biases of columns are done by stores of integers, and of floats not', () => {
  const graph = [first, relu('h', 'first', 16)];
  expect(shown(planned(graph))[1]).toBe('h: in first');
  expect(shown(planned(graph, { operand: 'bf16' }))[1]).toBe('h: 0 sums, 48 operands');
});

test('scales come before a ReLU, not after it', () => {
  const norm = (name: string, of: string): Operation =>
    vector('normalisation', 'batch_norm', name, 32, { readsResults: 32, parameters: 16, of: [[of, 32]] });
  expect(shown(planned([first, norm('n', 'first'), relu('h', 'n')]))).toEqual([
    'first: operands after ReLU',
    'n: in first',
    'h: in first',
  ]);
  expect(shown(planned([first, relu('h', 'first'), norm('n', 'h')]))).toEqual([
    'first: operands after ReLU',
    'h: in first',
    'n: 32 sums, 16 operands',
  ]);
});

test.each([
  ['has no requantisers', { requantise: false }],
  ['multiplies groups', { operand: 'mxfp8', dot: 32 }],
])('a core that %s stores sums', (_, options: CoreOptions) => {
  expect(shown(planned([first, relu('h', 'first')], options))).toEqual(['first: sums', 'h: 32 sums, 0 operands']);
});

test('of resnet50 every ReLU behind a convolution is done by its stores, and every addition is not', () => {
  const operations = planned(parseWorkload('resnet50')[0]!.operations);
  const fused = operations.filter((each) => !isMatrix(each) && each.fusedInto !== undefined);
  expect(fused).toHaveLength(33);
  const sums = operations.filter((each) =>
    isMatrix(each) ? each.requantised === undefined : each.fusedInto === undefined && each.readsResults > 0,
  );
  expect(sums.map(({ name }) => name)).toEqual(['fc']);
});

test.each(models.map(({ name }) => name))('of %s no operation reads sums', (name) => {
  const [graph] = parseWorkload(name);
  for (const each of planned(graph!.operations))
    if (!isMatrix(each))
      expect([each.name, each.readsResults]).toEqual([each.name, each.fusedInto === undefined ? 0 : each.readsResults]);
});

test('stores that add take what lies in memory when their product begins', () => {
  const sum = (of: readonly string[]): Operation =>
    vector('addition', 'add_relu', 'sum', 32, { readsResults: 64, of: of.map((name) => [name, 32] as const) });
  const adding = (operations: readonly Operation[]) =>
    withOperandStores(operations, matrixCoreParameters(core({ requantise: true })), true);
  const second = linear('second', 4, 8, 8);
  // The last of two products adds the first one's results, and makes the sum's negative ones zero.
  const made = adding([first, second, sum(['first', 'second']), linear('last', 4, 8, 8, { of: 'sum' })]);
  expect(made.map((each) => (isMatrix(each) ? each.requantised : each.fusedInto))).toEqual([
    { relu: false },
    { relu: true, adds: true },
    ['second'],
    undefined,
  ]);
  // What something else reads too is not there without the sum; what is no longer negative is not summed; and a product adds once.
  const others = [linear('other', 4, 8, 8, { of: 'second' }), linear('last', 4, 8, 8, { of: 'sum' })];
  expect(shown(adding([first, second, sum(['first', 'second']), ...others]))[2]).toBe('sum: 0 sums, 64 operands');
  const after = [first, second, relu('h', 'second'), sum(['first', 'h'])];
  expect(shown(adding(after))[3]).not.toContain('in ');
  const stores = adding(parseWorkload('resnet50')[0]!.operations).flatMap((each) =>
    isMatrix(each) && each.requantised?.adds === true ? [each.name] : [],
  );
  expect(stores).toHaveLength(16);
  expect(stores.filter((name) => name.endsWith('downsample'))).toHaveLength(4);
});
