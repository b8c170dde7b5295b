import { error } from '../define.js';

/** E70x: workloads as written. */
export const workloads = {
  E701: error('no such setting', (p: { name: string }) => `a workload has no setting "${p.name}"`),
  E702: error(
    'workload of two kinds',
    (p: { name: string }) => `workload "${p.name}" has both a model and einsums: keep one`,
  ),
  E703: error(
    'workload without work',
    (p: { name: string }) => `workload "${p.name}" has neither a model nor an einsum`,
  ),
  E704: error(
    'index without extent',
    (p: { name: string }) => `index "${p.name}" needs its extent: "where ${p.name} = ..."`,
  ),
  E705: error(
    'index not affine',
    (p: { found: string }) => `an index is a sum of integers times indices, but this is ${p.found}`,
  ),
  E706: error(
    'extent not positive',
    (p: { name: string; value: string }) => `"${p.name}" must be at least 1, but is ${p.value}`,
  ),
  E707: error(
    'wrong number of extents',
    (p: { name: string; expected: number; found: number }) =>
      `tensor ${p.name} has rank ${p.expected}, but ${p.found} extents are given`,
  ),
  E708: error(
    'index of the output missing',
    (p: { name: string }) => `index "${p.name}" of the output stands in no operand`,
  ),
  E709: error(
    'tensor written two ways',
    (p: { name: string; first: string; other: string }) =>
      `tensor ${p.name} is ${p.first} elsewhere, but ${p.other} here`,
  ),
  E740: error(
    'nothing to sweep',
    (p: { what: string }) =>
      `a sweep is over a parameter of the design, of an instance or of a workload, but this is ${p.what}`,
  ),
  E741: error(
    'range without a step',
    (p: { name: string; type: string }) =>
      `"${p.name}" is ${p.type}: a range of it needs a step, "step 4" or "step * 2"`,
  ),
} as const;
