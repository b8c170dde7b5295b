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

test('palm decode reads every weight once, and its cache has one head for all queries', () => {
  // All parameters but the table that is the head too, and its norms.
  const linear = 540_356_474_880 - 119 * 18_432;
  const attention = 118 * 48 * 2 * 256 * 1024;
  expect(macs('palm-540b:decode,context=1024')).toBe(linear + attention);
  const cached = graph('palm-540b:decode,context=1024').operations.find(({ name }) => name === 'layers.scores');
  if (cached === undefined || !isMatrix(cached)) throw new Error('no scores');
  // Keys and values in bf16: 120,832 bytes a token.
  expect((2 * 2 * cached.repeat * cached.rightElements) / 1024).toBe(120_832);
  expect(
    graph('palm')
      .operations.filter(({ name }) => /norm|add$/.test(name))
      .map(({ name }) => name),
  ).toEqual([...['layers.attention.norm', 'layers.add', 'norm']]);
});

test('vit-l-16 has the published 61.6 G multiply-accumulates an image, within half a percent', () => {
  expect(Math.abs(macs('vit-l-16') / 61.6e9 - 1)).toBeLessThan(0.005);
  const layer = 197 * 12 * 1024 ** 2 + 2 * 197 ** 2 * 1024;
  expect(macs('vit-l-16')).toBe(24 * layer + 196 * 768 * 1024 + 1024 * 1000);
});

test('dit-xl-2 has the published 118.64 G multiply-accumulates a forward, within 0.02 percent', () => {
  expect(Math.abs(macs('dit-xl-2') / 118.64e9 - 1)).toBeLessThan(0.0002);
  expect(macs('dit-xl-2:batch=4')).toBe(4 * macs('dit-xl-2'));
});

test('whisper: the encoder takes 1500 positions through 32 layers, and a step of the decoder attends to them', () => {
  const h = 1280;
  const layer = 1500 * 12 * h ** 2 + 2 * 1500 ** 2 * h;
  const across = 32 * 1500 * 2 * h ** 2;
  const convolutions = 3000 * 3 * 128 * h + 1500 * 3 * h ** 2;
  expect(macs('whisper-large-v3:encode')).toBe(32 * layer + across + convolutions);
  const step = 14 * h ** 2 + 2 * h * (1500 + 448);
  expect(macs('whisper-large-v3:decode')).toBe(32 * step + 51_866 * h);
  expect(graph('whisper:encode').yields).toEqual({ of: 'sample', count: 1 });
  expect(graph('whisper:decode,batch=3').yields).toEqual({ of: 'token', count: 3 });
  expect(graph('whisper:encode').parameters).toBe(1_543_490_560);
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
