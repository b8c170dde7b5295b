import { expect, test } from 'vitest';
import type { Affine, Einsum, Tensor } from '../../src/ir/index.js';
import { einsumOperation, macsOf, workloadGraph, type MatrixOperation } from '../../src/workload/index.js';

const affine = (terms: Record<string, number>): Affine => ({ terms, offset: 0 });

/** `tensor('A', 'm k', { m: 3, k: 4 })` is A[m, k]; `p+r` and `2p+r` are sums. */
function tensor(name: string, ranks: string, sizes: Record<string, number>): Tensor {
  const access = ranks
    .split(' ')
    .map((rank) =>
      affine(
        Object.fromEntries(
          rank.split('+').map((term) => [term.replace(/^\d+/, ''), Number(/^\d+/.exec(term)?.[0] ?? 1)]),
        ),
      ),
    );
  const extents = access.map(({ terms }) =>
    Object.entries(terms).reduce((sum, [index, factor]) => sum + factor * ((sizes[index] ?? 1) - 1), 1),
  );
  return { name, element: 'int8', extents, access };
}

function einsum(sizes: Record<string, number>, output: string, ...operands: readonly string[]): Einsum {
  return {
    indices: Object.entries(sizes).map(([name, extent]) => ({ name, extent })),
    output: tensor('O', output, sizes),
    operands: operands.map((ranks, index) => tensor('AB'[index] ?? 'C', ranks, sizes)),
  };
}

function operation(given: Einsum): MatrixOperation {
  const [found, diagnostics] = einsumOperation(given);
  expect(diagnostics).toEqual([]);
  if (found === undefined) throw new Error('no operation');
  return found;
}

test('a matrix product', () => {
  expect(operation(einsum({ m: 3, k: 4, n: 5 }, 'm n', 'm k', 'k n'))).toMatchObject({
    kind: 'gemm',
    batch: 1,
    m: 3,
    k: 4,
    n: 5,
    leftElements: 12,
    rightElements: 20,
  });
});

test('a convolution with stride 2 is its im2col product, its input not repeated', () => {
  const sizes = { n: 2, k: 128, c: 64, p: 28, q: 28, r: 3, s: 3 };
  const found = operation(einsum(sizes, 'n k p q', 'n c 2p+r 2q+s', 'k c r s'));
  expect(found).toMatchObject({ kind: 'convolution', batch: 1, m: 2 * 28 * 28, k: 64 * 9, n: 128 });
  expect(found.leftElements).toBe(2 * 64 * 57 * 57);
});

test('a depthwise convolution is a batch of channels', () => {
  expect(operation(einsum({ c: 32, p: 10, r: 3 }, 'c p', 'c p+r', 'c r'))).toMatchObject({
    kind: 'convolution',
    batch: 32,
    m: 10,
    k: 3,
    n: 1,
  });
});

test('heads of attention are a batched contraction', () => {
  expect(operation(einsum({ h: 16, i: 512, j: 512, d: 64 }, 'h i j', 'h i d', 'h j d'))).toMatchObject({
    kind: 'contraction',
    batch: 16,
    m: 512,
    k: 64,
    n: 512,
  });
});

test('a contraction that is neither keeps its multiply-accumulates', () => {
  const sizes = { a: 3, b: 4, c: 5, d: 6, e: 7 };
  expect(macsOf(operation(einsum(sizes, 'a b d', 'a b c', 'c d e')))).toBe(3 * 4 * 5 * 6 * 7);
});

test('E724: one operand or three', () => {
  expect(einsumOperation(einsum({ i: 4 }, 'i', 'i'))[1]).toMatchObject([{ code: 'E724' }]);
  expect(einsumOperation(einsum({ i: 4, j: 3 }, 'i', 'i j', 'j', 'j'))[1]).toMatchObject([{ code: 'E724' }]);
});

test('a design workload: a model with settings, or einsums', () => {
  const settings = {
    phase: { kind: 'case', enum: 'Phase', name: 'prefill' },
    batch: { kind: 'int', value: 2 },
  } as const;
  const [model] = workloadGraph({ kind: 'model', name: 'w', model: 'llama-3.1-8b', settings });
  expect(model).toMatchObject({ name: 'w', yields: { of: 'token', count: 2 * 2048 } });
  const [einsums] = workloadGraph({
    kind: 'einsums',
    name: 'e',
    einsums: [einsum({ m: 3, k: 4, n: 5 }, 'm n', 'm k', 'k n')],
  });
  expect(einsums?.operations).toHaveLength(1);
});

test('E720 and E722 from a design workload', () => {
  expect(workloadGraph({ kind: 'model', name: 'w', model: 'resnet51', settings: {} })[1]).toMatchObject([
    { code: 'E720' },
  ]);
  const settings = { phase: { kind: 'string', value: 'decode' } } as const;
  expect(workloadGraph({ kind: 'model', name: 'w', model: 'resnet50', settings })[1]).toMatchObject([{ code: 'E722' }]);
});
