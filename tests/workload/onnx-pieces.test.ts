import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { importOnnx } from '../../src/workload/index.js';
import { onnxBytes, type TestModel, type TestNode } from '../support/onnx.js';

/** The operators of a model, in order. */
async function operators(
  bytes: Uint8Array,
  extents: Readonly<Record<string, number>> = {},
): Promise<readonly string[]> {
  const [model, diagnostics] = await importOnnx(bytes, 'net.onnx', { extents: new Map(Object.entries(extents)) });
  if (model === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return model.graph.nodes.map(({ operator }) => operator);
}

const fixture = (name: string): Uint8Array => readFileSync(new URL(`../data/onnx/${name}`, import.meta.url));

describe('what an exporter writes in pieces', () => {
  it('an RMS norm, a SiLU and a GELU by tanh are one operator each', async () => {
    expect(await operators(fixture('pieces.onnx'), { batch: 2 })).toEqual([
      'rms_norm',
      'matmul',
      'silu',
      'matmul',
      'mul',
      'matmul',
      'gelu',
    ]);
  });

  it('a layer norm and a GELU of a transformer too, and biases are in their products', async () => {
    const found = await operators(fixture('transformer.onnx'), { batch: 2, sequence: 7 });
    const work = found.filter((each) => !['slice', 'reshape', 'permute'].includes(each));
    expect(work).toEqual([
      ...[
        'embedding',
        'add',
        'layer_norm',
        'matmul',
        'matmul',
        'apply',
        'cast',
        'apply',
        'apply',
        'add',
        'softmax',
        'matmul',
      ],
      ...['matmul', 'add', 'layer_norm', 'matmul', 'gelu', 'matmul', 'add'],
    ]);
  });
});

const node = (type: string, inputs: readonly string[], output: string, attributes = {}): TestNode => ({
  ...{ type, inputs, outputs: [output], attributes },
});

/** A layer norm of `x` in pieces. */
const norm: readonly TestNode[] = [
  node('ReduceMean', ['x'], 'mean', { axes: [-1] }),
  node('Sub', ['x', 'mean'], 'apart'),
  node('Mul', ['apart', 'apart'], 'square'),
  node('ReduceMean', ['square'], 'variance', { axes: [-1] }),
  node('Add', ['eps', 'variance'], 'above'),
  node('Sqrt', ['above'], 'root'),
  node('Div', ['apart', 'root'], 'y'),
];

const model = (nodes: readonly TestNode[], outputs: readonly string[] = ['y']): Uint8Array =>
  onnxBytes({
    nodes,
    inputs: { x: [2, 3, 8] },
    outputs: Object.fromEntries(outputs.map((name) => [name, [2, 3, 8]])),
    weights: { eps: [1], scale: [8], shift: [8], half: [1], two: [1] },
  } satisfies TestModel);

describe('a norm in pieces', () => {
  it('is one without a scale, with one, and with a shift', async () => {
    expect(await operators(model(norm))).toEqual(['layer_norm']);
    const wider = [...norm, node('Mul', ['scale', 'y'], 'z'), node('Add', ['z', 'shift'], 'w')];
    expect(await operators(model(wider, ['w']))).toEqual(['layer_norm']);
  });

  it.each([
    ['something else uses what is in between', norm, ['y', 'apart']],
    [
      'it is over another axis',
      norm.map((each) => ({ ...each, attributes: 'axes' in (each.attributes ?? {}) ? { axes: [1] } : {} })),
      ['y'],
    ],
    [
      'the mean is that of something else',
      norm.map((each) => (each.type === 'Sub' ? { ...each, inputs: ['eps', 'mean'] } : each)),
      ['y'],
    ],
    [
      'what is divided is not what the root is of',
      norm.map((each) => (each.type === 'Div' ? { ...each, inputs: ['x', 'root'] } : each)),
      ['y'],
    ],
  ])('is none where %s', async (_, nodes, outputs) => {
    expect(await operators(model(nodes, outputs))).not.toContain('layer_norm');
  });
});

describe('a GELU in pieces', () => {
  const erf = [node('Div', ['x', 'two'], 'a'), node('Erf', ['a'], 'b'), node('Add', ['b', 'eps'], 'c')];
  it.each([
    ['x (1 + erf) by a half', [...erf, node('Mul', ['x', 'c'], 'd'), node('Mul', ['d', 'half'], 'y')]],
    ['half of x by the rest', [...erf, node('Mul', ['x', 'half'], 'd'), node('Mul', ['d', 'c'], 'y')]],
    ['a half of the rest by x', [...erf, node('Mul', ['half', 'c'], 'd'), node('Mul', ['d', 'x'], 'y')]],
  ])('%s', async (_, nodes) => {
    expect(await operators(model(nodes))).toEqual(['gelu']);
  });

  it('is none where another tensor is multiplied', async () => {
    const other = [...erf, node('Relu', ['x'], 'o'), node('Mul', ['o', 'c'], 'd'), node('Mul', ['d', 'half'], 'y')];
    expect(await operators(model(other))).not.toContain('gelu');
  });
});

describe('a sum with constants behind a product', () => {
  const product = (add: TestNode, outputs = ['y']): Uint8Array =>
    onnxBytes({
      nodes: [node('MatMul', ['x', 'w'], 'p'), add],
      inputs: { x: [2, 3, 8] },
      outputs: Object.fromEntries(outputs.map((name) => [name, [2, 3, 5]])),
      weights: { w: [8, 5], list: [5], wide: [1, 1, 5], rows: [3, 1] },
    });

  it.each(['list', 'wide'])('of %s is its bias', async (name) => {
    expect(await operators(product(node('Add', ['p', name], 'y')))).toEqual(['matmul']);
    expect(await operators(product(node('Add', [name, 'p'], 'y')))).toEqual(['matmul']);
  });

  it('is a sum where it has a number for each row, or something else uses the product', async () => {
    expect(await operators(product(node('Add', ['p', 'rows'], 'y')))).toEqual(['matmul', 'add']);
    expect(await operators(product(node('Add', ['p', 'list'], 'y'), ['y', 'p']))).toEqual(['matmul', 'add']);
  });

  it.each([
    [[4, 1, 1], ['conv2d']],
    [[1, 4, 1, 1], ['conv2d']],
    [[6], ['conv2d', 'add']],
  ])('of %j behind a convolution', async (list, expected) => {
    const bytes = onnxBytes({
      nodes: [node('Conv', ['x', 'w'], 'p'), node('Add', ['p', 'list'], 'y')],
      inputs: { x: [1, 3, 6, 6] },
      outputs: { y: [1, 4, 6, 6] },
      weights: { w: [4, 3, 1, 1], list },
    });
    expect(await operators(bytes)).toEqual(expected);
  });
});
