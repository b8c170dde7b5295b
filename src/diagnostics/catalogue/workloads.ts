import { error, warning } from '../define.js';

/** E70x: workloads as written. */
export const workloads = {
  E701: error('no such setting', (p: { name: string }) => `a workload has no setting "${p.name}"`),
  E702: error(
    'workload of two kinds',
    (p: { name: string; first: string; second: string }) =>
      `workload "${p.name}" has both ${p.first} and ${p.second}: keep one`,
  ),
  E703: error(
    'workload without work',
    (p: { name: string }) => `workload "${p.name}" has neither a model, nor an einsum, nor tensors with an output`,
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
  E710: error(
    'shapes that do not fit',
    (p: { operator: string; operands: string; why: string }) => `${p.operator} of ${p.operands}: ${p.why}`,
  ),
  E711: error(
    'number types that do not fit',
    (p: { operator: string; left: string; right: string }) =>
      `${p.operator} takes tensors of one number type, but these are ${p.left} and ${p.right}`,
  ),
  E712: error(
    'tensor of the wrong form',
    (p: { operator: string; expected: string; found: string }) =>
      `${p.operator} takes ${p.expected} but this is ${p.found}`,
  ),
  E713: error(
    'more than can be counted',
    (p: { what: string }) => `${p.what} are more than can be counted exactly, 2^53`,
  ),
  E714: error(
    'setting without a model',
    (p: { name: string }) => `"${p.name}" is a setting of a model, but this workload has none`,
  ),
  E715: error(
    'graph without an output',
    (p: { name: string }) => `workload "${p.name}" has tensors, but nothing comes out: give it "output y = ...;"`,
  ),
  E716: error(
    'option out of range',
    (p: { name: string; operator: string; least: number; value: string }) =>
      `"${p.name}" of ${p.operator} must be at least ${p.least}, but is ${p.value}`,
  ),
  E717: error('not an ONNX model', (p: { path: string; why: string }) => `"${p.path}" is not an ONNX model: ${p.why}`),
  E718: error(
    'extent of a model to be set',
    (p: { path: string; name: string; why: string }) => `extent "${p.name}" of "${p.path}": ${p.why}`,
  ),
  E719: error(
    'node of a model that cannot be imported',
    (p: { path: string; node: string; why: string }) => `${p.node} of "${p.path}": ${p.why}`,
  ),
  W710: warning('tensor without use', (p: { name: string }) => `nothing uses "${p.name}"`),
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
  E742: error(
    'unknown dimension',
    (p: { workload: string; name: string; known: string }) =>
      `${p.workload} has no dimension "${p.name}"; it has ${p.known}`,
  ),
  E743: error(
    'no axis of an array',
    (p: { what: string; known: string }) =>
      `a dimension is spread over an axis of an array, but this is ${p.what}: ${p.known}`,
  ),
  E744: error(
    'no memory level',
    (p: { what: string }) => `a mapping speaks of memories by their instances, but this is ${p.what}`,
  ),
  E745: error(
    'tile out of range',
    (p: { dimension: string; most: string; value: string }) =>
      `the tile of "${p.dimension}" must be ${p.most}, but is ${p.value}`,
  ),
  E746: error(
    'unknown tensor',
    (p: { workload: string; name: string; known: string }) =>
      `${p.workload} has no tensor "${p.name}"; it has ${p.known}`,
  ),
  E747: error(
    'mapping that cannot be met',
    (p: { operation: string; pins: string }) => `no loops of ${p.operation} were found that meet ${p.pins}`,
  ),
  W741: warning(
    'requirement of a system not judged',
    () => 'this requirement waits for an estimate, and systems are not estimated yet: it is kept, not judged',
  ),
  W740: warning(
    'mapping not applied',
    (p: { name: string; workload: string }) =>
      `mapping "${p.name}" of ${p.workload} is checked, and not applied yet: the mapper chose by itself`,
  ),
} as const;
