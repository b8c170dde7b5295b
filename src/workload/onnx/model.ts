/** An ONNX model as far as a workload follows from it: no weight is read, only how large each is. */
export interface OnnxModel {
  readonly producer: string;
  /** The version of the standard operators. */
  readonly opset: number;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  /** What the file says of the shapes of tensors within. */
  readonly values: readonly OnnxValue[];
}

export interface OnnxNode {
  readonly name: string;
  readonly type: string;
  /** Empty for the standard's own operators. */
  readonly domain: string;
  /** Names of tensors; empty for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export type OnnxAttribute =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'numbers'; readonly value: readonly number[] }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'other' };

export interface OnnxTensor {
  readonly name: string;
  readonly extents: readonly number[];
  /** Of `TensorProto.DataType`. */
  readonly type: number;
  /** The elements, of whole numbers and floats that are few enough to be a shape; undefined of others. */
  readonly values: readonly number[] | undefined;
}

/** An extent is known, named, or neither. */
export type OnnxExtent = number | string | undefined;

export interface OnnxValue {
  readonly name: string;
  readonly type: number;
  /** Undefined where not even the rank is known. */
  readonly extents: readonly OnnxExtent[] | undefined;
}
