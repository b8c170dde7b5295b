import { describe, expect, it } from 'vitest';
import type { GraphNode } from '../../src/ir/index.js';
import { importOnnx } from '../../src/workload/index.js';
import { onnxBytes, type TestModel, type TestNode } from '../support/onnx.js';

/** The nodes that a model becomes. */
async function nodesOf(
  model: TestModel,
  extents: Readonly<Record<string, number>> = {},
): Promise<readonly GraphNode[]> {
  const given = new Map(Object.entries(extents));
  const [made, diagnostics] = await importOnnx(onnxBytes(model), 'net.onnx', { extents: given });
  if (made === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return made.graph.nodes;
}

/** The whole options of the first node. */
async function optionsOf(
  node: Omit<TestNode, 'inputs' | 'outputs'>,
  x: readonly number[],
): Promise<Readonly<Record<string, number>>> {
  const inputs = node.type === 'Conv' ? ['x', 'w'] : ['x'];
  const [first] = await nodesOf({
    nodes: [{ ...node, inputs, outputs: ['y'] }],
    inputs: { x },
    outputs: { y: [1] },
    weights: { w: [1, 1, 3, 2] },
  });
  const options = Object.entries(first?.options ?? {});
  return Object.fromEntries(options.map(([name, value]) => [name, value.kind === 'int' ? value.value : -1]));
}

describe('padding', () => {
  it.each([
    ['SAME_UPPER', { padding: 0, padding_bottom: 1, padding_left: 0, padding_right: 1 }],
    ['SAME_LOWER', { padding: 1, padding_bottom: 0, padding_left: 1, padding_right: 0 }],
    ['VALID', { padding: 0, padding_bottom: 0, padding_left: 0, padding_right: 0 }],
  ])('%s stands on the side that it says', async (auto_pad, expected) => {
    // Down 3 windows of 3 need 7 of 6 places; across 5 windows of 2 need 6 of 5.
    const options = await optionsOf({ type: 'Conv', attributes: { auto_pad, strides: [2, 1] } }, [1, 1, 6, 5]);
    expect(options).toMatchObject(expected);
  });

  it('that is written out is that before all axes, and then that behind them', async () => {
    const options = await optionsOf({ type: 'Conv', attributes: { pads: [1, 0, 2, 1] } }, [1, 1, 6, 5]);
    expect(options).toMatchObject({ padding: 1, padding_left: 0, padding_bottom: 2, padding_right: 1 });
  });

  it('of a pooling that rounds up reaches as far as its last window', async () => {
    const attributes = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 0, 0, 0], ceil_mode: 1 };
    // Down from -1 over 6 places: windows at -1, 1, 3 end at 5; across from 0 over 6: at 0, 2, 4, which ends at 6.
    expect(await optionsOf({ type: 'MaxPool', attributes }, [1, 1, 6, 6])).toMatchObject({
      ...{ padding: 1, padding_bottom: 0, padding_left: 0, padding_right: 1 },
    });
  });

  it('of a pooling that rounds up has no window behind the last place', async () => {
    const attributes = { kernel_shape: [1, 1], strides: [2, 2], ceil_mode: 1 };
    const nodes = [{ type: 'MaxPool', inputs: ['x'], outputs: ['y'], attributes }];
    const [pool] = await nodesOf({ nodes, inputs: { x: [1, 1, 2, 2] }, outputs: { y: [1] } });
    expect(pool?.extents).toEqual([1, 1, 1, 1]);
  });
});

describe('a batch norm', () => {
  const model = (outputs: TestModel['outputs']): TestModel => ({
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['c'] },
      { type: 'BatchNormalization', inputs: ['c', 's', 'b', 'm', 'v'], outputs: ['y'] },
    ],
    inputs: { x: [1, 3, 4, 4] },
    outputs,
    weights: { w: [8, 3, 1, 1], s: [8], b: [8], m: [8], v: [8] },
  });

  it('goes into the convolution before it, and stays where something else uses that', async () => {
    const alone = await nodesOf(model({ y: [1] }));
    expect(alone.map(({ operator, operands }) => [operator, operands])).toEqual([['conv2d', ['x', 'w', 'b']]]);
    const both = await nodesOf(model({ y: [1], c: [1] }));
    expect(both.map(({ operator }) => operator)).toEqual(['conv2d', 'batch_norm']);
  });
});

it('extents are sums and differences of products of names', async () => {
  const nodes = [{ type: 'Relu', inputs: ['x'], outputs: ['y'] }];
  const model = { nodes, inputs: { x: ['a - 2', '2 * a + b', 'a*b-1'] }, outputs: { y: [1] } };
  expect((await nodesOf(model, { a: 5, b: 3 }))[0]?.extents).toEqual([3, 13, 14]);
});

it('an index below zero counts from the end, in shapes too', async () => {
  const [made] = await nodesOf({
    nodes: [
      { type: 'Shape', inputs: ['x'], outputs: ['shape'] },
      { type: 'Gather', inputs: ['shape', 'last'], outputs: ['width'] },
      { type: 'Concat', inputs: ['rest', 'width'], outputs: ['to'], attributes: { axis: 0 } },
      { type: 'Reshape', inputs: ['x', 'to'], outputs: ['flat'] },
      { type: 'Relu', inputs: ['flat'], outputs: ['y'] },
    ],
    inputs: { x: [2, 3, 7] },
    outputs: { y: [1] },
    lists: { last: [-1], rest: [-1] },
  });
  expect(made?.extents).toEqual([6, 7]);
});

describe('batches of a product', () => {
  const product = async (a: readonly number[], b: readonly number[]): Promise<readonly string[]> => {
    const nodes = [{ type: 'MatMul', inputs: ['a', 'b'], outputs: ['y'] }];
    const made = await nodesOf({ nodes, inputs: { a, b }, outputs: { y: [1] } });
    return made.map(({ operator, extents }) => `${operator} ${extents.join(' ')}`);
  };

  it.each([
    [[2, 3, 4, 5], [5, 6], ['matmul 2 3 4 6']],
    [
      [2, 3, 4, 5],
      [1, 1, 5, 6],
      ['reshape 5 6', 'matmul 2 3 4 6'],
    ],
    [[4, 5], [2, 3, 5, 6], ['matmul 2 3 4 6']],
    [
      [2, 3, 4, 5],
      [2, 1, 5, 6],
      ['resize 2 3 5 6', 'matmul 2 3 4 6'],
    ],
    [[5], [2, 5, 6], ['reshape 1 5', 'matmul 2 1 6', 'reshape 2 6']],
    [[4, 5], [5], ['reshape 5 1', 'matmul 4 1', 'reshape 4']],
  ])('%j by %j', async (a, b, expected) => {
    expect(await product(a, b)).toEqual(expected);
  });
});

describe('a branch', () => {
  const branch = (type: string): { readonly graph: TestModel } => ({
    graph: { nodes: [{ type, inputs: ['x'], outputs: [`${type}_y`] }], inputs: {}, outputs: { [`${type}_y`]: [2, 3] } },
  });
  const model = (condition: string): TestModel => ({
    nodes: [
      {
        ...{ type: 'If', inputs: [condition], outputs: ['y'] },
        attributes: { then_branch: branch('Relu'), else_branch: branch('Tanh') },
      },
    ],
    inputs: { x: [2, 3], c: [1] },
    outputs: { y: [2, 3] },
    lists: { yes: [1], no: [0] },
  });

  it('is that of a constant condition', async () => {
    expect((await nodesOf(model('yes'))).map(({ operator }) => operator)).toEqual(['relu']);
    expect((await nodesOf(model('no'))).map(({ operator }) => operator)).toEqual(['tanh']);
  });

  it('is not modelled where the condition is known only as it runs', async () => {
    const [made, [found]] = await importOnnx(onnxBytes(model('c')), 'net.onnx');
    expect(made).toBeUndefined();
    expect(found?.message).toContain('which branch it takes is not known before it runs');
  });
});
