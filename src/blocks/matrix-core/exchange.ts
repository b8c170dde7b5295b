import { exchangedOperands } from '../pe-array/exchange.js';
import type { CompleteGemm, Gemm, LocalMemory } from './command.js';
import type { MatrixCoreParameters } from './parameters.js';

/*
 * An input-stationary core is a weight-stationary one that computes the transposed product: what of M is said of N, what of activations of weights. Cycles,
 * layouts, values and hardware are those of that core; here is what exchanges them.
 */

/** The weight-stationary core that an input-stationary one is; any other is itself. */
export function weightView(parameters: MatrixCoreParameters): MatrixCoreParameters {
  if (parameters.dataflow !== 'input_stationary') return parameters;
  const known = views.get(parameters);
  if (known !== undefined) return known;
  const view: MatrixCoreParameters = {
    ...parameters,
    ...exchangedOperands(parameters),
    activationWords: parameters.weightWords,
    weightWords: parameters.activationWords,
    dataflow: 'weight_stationary',
  };
  views.set(parameters, view);
  return view;
}

/** The search for a mapping asks for the same one time and again. */
const views = new WeakMap<MatrixCoreParameters, MatrixCoreParameters>();

/** The memory that is in the place of another one. */
export function exchangedMemory<M extends LocalMemory>(memory: M): M | 'activations' | 'weights' {
  if (memory === 'activations') return 'weights';
  return memory === 'weights' ? 'activations' : memory;
}

/** The transposed product. */
export function exchangedGemm(gemm: Gemm): Gemm {
  const { m, n, activationBase, activationStride, weightBase, weightStride, ...others } = gemm;
  return {
    ...others,
    m: n,
    n: m,
    ...(weightBase === undefined ? {} : { activationBase: weightBase }),
    ...(weightStride === undefined ? {} : { activationStride: weightStride }),
    ...(activationBase === undefined ? {} : { weightBase: activationBase }),
    ...(activationStride === undefined ? {} : { weightStride: activationStride }),
  };
}

/** The same of one that leaves nothing out. */
export function exchangedComplete(gemm: CompleteGemm): CompleteGemm {
  return {
    ...gemm,
    m: gemm.n,
    n: gemm.m,
    activationBase: gemm.weightBase,
    activationStride: gemm.weightStride,
    weightBase: gemm.activationBase,
    weightStride: gemm.activationStride,
  };
}
