import type {
  Documented,
  ErrorMember,
  Expression,
  Identifier,
  LetMember,
  NodeBase,
  Parameter,
  StringLiteral,
  Type,
} from './ast.js';

export interface WorkloadDeclaration extends Documented {
  readonly kind: 'WorkloadDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly WorkloadStatement[];
}

export type WorkloadStatement =
  ModelStatement | SettingStatement | EinsumStatement | TensorStatement | OutputStatement | LetMember | ErrorMember;

/** `model "resnet50";` */
export interface ModelStatement extends NodeBase {
  readonly kind: 'ModelStatement';
  readonly model: StringLiteral;
}

/** `phase = .decode;` */
export interface SettingStatement extends NodeBase {
  readonly kind: 'SettingStatement';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `einsum O: int32[n, k] += A: int8[n, c] * B: int8[c, k] where n = 4, k = 8, c = 16;` */
export interface EinsumStatement extends Documented {
  readonly kind: 'EinsumStatement';
  readonly output: TensorAccess;
  readonly operands: readonly TensorAccess[];
  readonly bindings: readonly EinsumBinding[];
}

/** `I: int8[n, c, 2 * p + r - 1]`: a tensor and the affine index of each of its ranks. */
export interface TensorAccess extends NodeBase {
  readonly kind: 'TensorAccess';
  readonly name: Identifier;
  readonly element: Type;
  readonly indices: readonly Expression[];
}

/** `n = batch` bounds an index; `I = [n, c, 56, 56]` states a tensor's extents. */
export interface EinsumBinding extends NodeBase {
  readonly kind: 'EinsumBinding';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `input x: fp8_e4m3[512, 4096];`, `weight w: ...;`: what comes into a graph of operators. */
export interface TensorStatement extends Documented {
  readonly kind: 'TensorStatement';
  readonly role: 'input' | 'weight';
  readonly name: Identifier;
  readonly element: Type;
  readonly shape: readonly Expression[];
}

/** `output y = matmul(h, w2);`: what a graph of operators is for. */
export interface OutputStatement extends Documented {
  readonly kind: 'OutputStatement';
  readonly name: Identifier;
  readonly value: Expression;
}

/** `mapping m for w on D { ... }`: pins part of how a workload runs on a design. */
export interface MappingDeclaration extends Documented {
  readonly kind: 'MappingDeclaration';
  readonly exported: boolean;
  readonly name: Identifier;
  /** Names, or `ns.name` through a namespace import. */
  readonly workload: Expression;
  readonly design: Expression;
  readonly statements: readonly MappingStatement[];
}

export type MappingStatement = SpatialStatement | OrderStatement | BypassStatement | TileStatement | ErrorMember;

/** `spatial k over mxu.cols;` */
export interface SpatialStatement extends Documented {
  readonly kind: 'SpatialStatement';
  readonly dimension: Identifier;
  readonly axis: Expression;
}

/** `order n, p, q at l2;`: the loops over the tiles of a memory, outermost first. */
export interface OrderStatement extends Documented {
  readonly kind: 'OrderStatement';
  readonly dimensions: readonly Identifier[];
  readonly level: Expression;
}

/** `bypass weight at l2;` */
export interface BypassStatement extends Documented {
  readonly kind: 'BypassStatement';
  readonly tensors: readonly Identifier[];
  readonly level: Expression;
}

/** `tile k = 64 at l2;` */
export interface TileStatement extends Documented {
  readonly kind: 'TileStatement';
  readonly dimension: Identifier;
  readonly size: Expression;
  readonly level: Expression;
}
