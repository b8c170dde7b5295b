/** Workload graphs: the operators, and the shapes that they make of shapes. */
export { assembleGraph } from './assemble.js';
export { defaultOption, operators, tensorParameters, type Operator, type OperatorParameter } from './operators.js';
export { resultOf } from './shapes.js';
export {
  elementsOf,
  shapeText,
  type Misfit,
  type Operand,
  type Options,
  type Shape,
  type ShapeResult,
} from './misfit.js';
export { pooling, positions, touched, wholeOption, windowsOf, type Window } from './windows.js';
export { graphProblem } from './check.js';
