import { expect, test } from 'vitest';
import { isMatrix, macsOf, models, parseWorkload, type WorkloadGraph } from '../../src/workload/index.js';

function graph(text: string): WorkloadGraph {
  const [found, diagnostics] = parseWorkload(text);
  expect(diagnostics).toEqual([]);
  if (found === undefined) throw new Error(`no workload ${text}`);
  return found;
}

const macs = (text: string): number =>
  graph(text).operations.reduce((total, operation) => total + macsOf(operation), 0);

test('every model has exactly its published parameters', () => {
  for (const model of models)
    expect([model.name, graph(model.name).parameters]).toEqual([model.name, model.parameters]);
});

test('resnet50 has 4,089,184,256 multiply-accumulates and 25,557,032 parameters', () => {
  expect(macs('resnet50')).toBe(4_089_184_256);
  expect(graph('resnet50').parameters).toBe(25_557_032);
});

test('resnet50 has 53 convolutions and one fully connected layer, the stride in the 3x3 layers', () => {
  const operations = graph('resnet50').operations;
  expect(operations.filter((operation) => operation.kind === 'convolution')).toHaveLength(53);
  expect(operations.filter((operation) => operation.kind === 'gemm')).toHaveLength(1);
  expect(operations.find(({ name }) => name === 'layer2.0.conv1')).toMatchObject({ m: 56 * 56, k: 256, n: 128 });
  expect(operations.find(({ name }) => name === 'layer2.0.conv2')).toMatchObject({ m: 28 * 28, k: 9 * 128, n: 128 });
});

test('a batch multiplies the work, not the parameters', () => {
  expect(macs('resnet50:batch=8')).toBe(8 * 4_089_184_256);
  expect(graph('resnet50:batch=8').parameters).toBe(25_557_032);
  expect(graph('resnet50:batch=8').yields).toEqual({ of: 'sample', count: 8 });
});

test('bert-large at 512 tokens: 24 layers of 12 h^2 a token and two attention products', () => {
  const layer = 512 * 12 * 1024 ** 2 + 2 * 512 ** 2 * 1024;
  expect(macs('bert-large')).toBe(24 * layer + 1024 ** 2);
});

test('llama decode reads every weight of the linear layers once for each token of the batch', () => {
  const linear = 8_030_261_248 - 128_256 * 4096 - 65 * 4096;
  const attention = 32 * 32 * 2 * 128 * 1024;
  expect(macs('llama-3.1-8b:decode,context=1024')).toBe(linear + attention);
  expect(macs('llama-3.1-8b:decode,batch=4,context=1024')).toBe(4 * (linear + attention));
});

test('grouped queries share a key and value head: the cache is held once', () => {
  const scores = graph('llama-3.1-8b:decode,context=1024').operations.find(({ name }) => name === 'layers.scores');
  if (scores === undefined || !isMatrix(scores)) throw new Error('no scores');
  expect(scores).toMatchObject({ batch: 8, m: 4, k: 128, n: 1024, rightElements: 8 * 128 * 1024 });
});

test('prefill makes a token of each position, decode one a sequence', () => {
  expect(graph('llama-3.1-8b:prefill,batch=2,context=100').yields).toEqual({ of: 'token', count: 200 });
  expect(graph('llama-3.1-8b:decode,batch=2,context=100').yields).toEqual({ of: 'token', count: 2 });
});

test('gemm(M, K, N)', () => {
  expect(graph('gemm(50, 37, 41)').operations).toMatchObject([{ kind: 'gemm', batch: 1, m: 50, k: 37, n: 41 }]);
});
