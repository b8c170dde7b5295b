import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import type { Einsum, Tensor } from '../ir/index.js';
import type { MatrixOperation } from './types.js';

/**
 * An einsum of two operands as a batch of matrix products. An index in both operands and the output is a batch index; in the
 * left and the output it makes m, in the right and the output n; in no output it is summed and makes k. A sum of indices in
 * one rank (`2 * p + r`) is a convolution: its im2col product is what this rule gives, as p stands in the output and r does
 * not. Error E724 for anything but two operands.
 */
export function einsumOperation(einsum: Einsum, origin?: Origin): [MatrixOperation | undefined, readonly Diagnostic[]] {
  const [left, right] = einsum.operands;
  if (left === undefined || right === undefined || einsum.operands.length !== 2) {
    const why = `a matrix core multiplies two operands, but this product has ${einsum.operands.length}`;
    return [undefined, [diagnostic('E724', origin, { output: einsum.output.name, why })]];
  }
  const sizes = { batch: 1, m: 1, k: 1, n: 1 };
  for (const { name, extent } of einsum.indices) {
    sizes[roleOf(name, left, right, einsum.output)] *= extent;
  }
  const unused = einsum.indices.find(({ name }) => !indexes(left, name) && !indexes(right, name));
  if (unused !== undefined) {
    const why = `no operand has the index "${unused.name}"`;
    return [undefined, [diagnostic('E724', origin, { output: einsum.output.name, why })]];
  }
  return [
    {
      kind: kindOf(einsum, sizes.batch),
      name: einsum.output.name,
      repeat: 1,
      ...sizes,
      leftElements: elements(left),
      rightElements: elements(right),
      parameters: 0,
      einsum,
    },
    [],
  ];
}

/** The dimension of the product that each index of an einsum is part of. */
export function einsumRoles(einsum: Einsum): ReadonlyMap<string, 'batch' | 'm' | 'k' | 'n'> {
  const [left, right] = einsum.operands;
  if (left === undefined || right === undefined) return new Map();
  return new Map(einsum.indices.map(({ name }) => [name, roleOf(name, left, right, einsum.output)]));
}

function roleOf(index: string, left: Tensor, right: Tensor, output: Tensor): 'batch' | 'm' | 'k' | 'n' {
  if (!indexes(output, index)) return 'k';
  if (indexes(left, index)) return indexes(right, index) ? 'batch' : 'm';
  return 'n';
}

function indexes(tensor: Tensor, index: string): boolean {
  return tensor.access.some((affine) => (affine.terms[index] ?? 0) !== 0);
}

function kindOf(einsum: Einsum, batch: number): MatrixOperation['kind'] {
  const windowed = einsum.operands.some((operand) =>
    operand.access.some((affine) => Object.keys(affine.terms).length > 1),
  );
  if (windowed) return 'convolution';
  return batch === 1 ? 'gemm' : 'contraction';
}

function elements(tensor: Tensor): number {
  return tensor.extents.reduce((product, extent) => product * extent, 1);
}
