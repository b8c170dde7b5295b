import { shown } from '../../diagnostics/index.js';
import { Malformed, readMessage, type Field } from './wire.js';
import { mostValues, rawValues } from './data.js';
import type { OnnxAttribute, OnnxExtent, OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValue } from './model.js';

/** Field numbers of `onnx.proto`: of each message those that are read. */
export const fieldNumbers = {
  ModelProto: { producer_name: 2, graph: 7, opset_import: 8 },
  OperatorSetIdProto: { domain: 1, version: 2 },
  GraphProto: { node: 1, name: 2, initializer: 5, input: 11, output: 12, value_info: 13, sparse_initializer: 15 },
  NodeProto: { input: 1, output: 2, name: 3, op_type: 4, attribute: 5, domain: 7 },
  AttributeProto: { name: 1, f: 2, i: 3, s: 4, t: 5, g: 6, floats: 7, ints: 8 },
  TensorProto: { dims: 1, data_type: 2, float_data: 4, int32_data: 5, int64_data: 7, name: 8, raw_data: 9 },
  SparseTensorProto: { values: 1, dims: 3 },
  ValueInfoProto: { name: 1, type: 2 },
  TypeProto: { tensor_type: 1 },
  Tensor: { elem_type: 1, shape: 2 },
  TensorShapeProto: { dim: 1 },
  Dimension: { dim_value: 1, dim_param: 2 },
} as const;

const numbers = fieldNumbers;

/** The model in the bytes of an ONNX file; what is wrong with them is a text. */
export function readOnnx(bytes: Uint8Array): OnnxModel | string {
  try {
    return modelOf(bytes);
  } catch (failure) {
    if (failure instanceof Error) return `its protobuf cannot be read (${failure.message})`;
    throw failure;
  }
}

function modelOf(bytes: Uint8Array): OnnxModel | string {
  let producer = '';
  let graph: OnnxGraph | undefined;
  let opset: number | undefined;
  readMessage(bytes, (field) => {
    if (field.number === numbers.ModelProto.producer_name) producer = field.text();
    else if (field.number === numbers.ModelProto.graph) graph = graphOf(field);
    else if (field.number === numbers.ModelProto.opset_import) {
      const [domain, version] = operatorSet(field);
      if (domain === '' || domain === 'ai.onnx') opset = version;
    }
  });
  if (graph === undefined) return 'it has no graph';
  if (graph.nodes.length === 0) return 'its graph has no operator';
  if (opset === undefined) return 'it does not say the version of its operators';
  return { producer, opset, graph };
}

function operatorSet(of: Field): readonly [string, number] {
  let [domain, version] = ['', 1];
  of.message((field) => {
    if (field.number === numbers.OperatorSetIdProto.domain) domain = field.text();
    else if (field.number === numbers.OperatorSetIdProto.version) version = field.whole();
  });
  return [domain, version];
}

function graphOf(of: Field): OnnxGraph {
  const n = numbers.GraphProto;
  let name = '';
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const [inputs, outputs, values]: readonly OnnxValue[][] = [[], [], []];
  of.message((field) => {
    if (field.number === n.node) nodes.push(nodeOf(field));
    else if (field.number === n.name) name = field.text();
    else if (field.number === n.initializer) initializers.push(tensorOf(field));
    else if (field.number === n.sparse_initializer) initializers.push(sparseOf(field));
    else if (field.number === n.input) inputs?.push(valueOf(field));
    else if (field.number === n.output) outputs?.push(valueOf(field));
    else if (field.number === n.value_info) values?.push(valueOf(field));
  });
  return { name, nodes, initializers, inputs: inputs ?? [], outputs: outputs ?? [], values: values ?? [] };
}

function nodeOf(of: Field): OnnxNode {
  const n = numbers.NodeProto;
  let [name, type, domain] = ['', '', ''];
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  of.message((field) => {
    if (field.number === n.input) inputs.push(field.text());
    else if (field.number === n.output) outputs.push(field.text());
    else if (field.number === n.name) name = field.text();
    else if (field.number === n.op_type) type = field.text();
    else if (field.number === n.domain) domain = field.text();
    else if (field.number === n.attribute) attributes.set(...attributeOf(field));
  });
  return { name, type, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes };
}

function attributeOf(of: Field): readonly [string, OnnxAttribute] {
  const n = numbers.AttributeProto;
  let name = '';
  let value: OnnxAttribute = { kind: 'other' };
  const many: number[] = [];
  let isMany = false;
  of.message((field) => {
    if (field.number === n.name) name = field.text();
    else if (field.number === n.f) value = { kind: 'number', value: field.floats()[0] ?? 0 };
    else if (field.number === n.i) value = { kind: 'number', value: field.whole() };
    else if (field.number === n.s) value = { kind: 'text', value: field.text() };
    else if (field.number === n.t) value = { kind: 'tensor', value: tensorOf(field) };
    else if (field.number === n.g) value = { kind: 'graph', value: graphOf(field) };
    else if (field.number === n.ints || field.number === n.floats) {
      for (const each of field.number === n.ints ? field.wholes() : field.floats()) many.push(each);
      isMany = true;
    }
  });
  return [name, isMany ? { kind: 'numbers', value: many } : value];
}

function tensorOf(of: Field): OnnxTensor {
  const n = numbers.TensorProto;
  const extents: number[] = [];
  let [name, type] = ['', 0];
  let raw: Uint8Array | undefined;
  const found: number[] = [];
  const keep = (read: (most: number) => readonly number[]): void => {
    if (found.length <= mostValues) found.push(...read(mostValues + 1));
  };
  of.message((field) => {
    if (field.number === n.dims) extents.push(...field.wholes(mostRank));
    else if (field.number === n.data_type) type = field.whole();
    else if (field.number === n.name) name = field.text();
    else if (field.number === n.raw_data) raw = field.bytes();
    else if (field.number === n.int32_data || field.number === n.int64_data) keep(field.wholes);
    else if (field.number === n.float_data) keep(field.floats);
  });
  checkExtents(name, extents);
  const count = extents.reduce((product, extent) => product * extent, 1);
  const written = raw !== undefined && count <= mostValues ? rawValues(type, raw, count) : undefined;
  return { name, extents, type, values: written ?? (found.length === count ? found : undefined) };
}

const mostRank = 64;

function checkExtents(name: string, extents: readonly number[]): void {
  if (extents.length >= mostRank) throw new Malformed(`tensor "${shown(name)}" has more than ${mostRank - 1} extents`);
  if (extents.some((extent) => !Number.isSafeInteger(extent) || extent < 0))
    throw new Malformed(`tensor "${shown(name)}" has the extents ${extents.join(', ')}`);
}

/** A tensor of which only what is not zero is kept: as large as the whole of it. */
function sparseOf(of: Field): OnnxTensor {
  const extents: number[] = [];
  let tensor: OnnxTensor | undefined;
  of.message((field) => {
    if (field.number === numbers.SparseTensorProto.values) tensor = tensorOf(field);
    else if (field.number === numbers.SparseTensorProto.dims) extents.push(...field.wholes(mostRank));
  });
  const { name, type } = tensor ?? { name: '', type: 0 };
  checkExtents(name, extents);
  return { name, type, extents, values: undefined };
}

function valueOf(of: Field): OnnxValue {
  let name = '';
  let typed: Omit<OnnxValue, 'name'> = { type: 0, extents: undefined };
  of.message((field) => {
    if (field.number === numbers.ValueInfoProto.name) name = field.text();
    else if (field.number === numbers.ValueInfoProto.type)
      field.message((inner) => {
        if (inner.number === numbers.TypeProto.tensor_type) typed = tensorTypeOf(inner);
      });
  });
  return { name, ...typed };
}

function tensorTypeOf(of: Field): Omit<OnnxValue, 'name'> {
  let type = 0;
  let extents: OnnxExtent[] | undefined;
  of.message((field) => {
    if (field.number === numbers.Tensor.elem_type) type = field.whole();
    else if (field.number === numbers.Tensor.shape) {
      const all: OnnxExtent[] = [];
      field.message((inner) => {
        if (inner.number === numbers.TensorShapeProto.dim) all.push(extentOf(inner));
      });
      extents = all;
    }
  });
  return { type, extents };
}

/** Files say 0 or -1 of an extent that they do not know. */
function extentOf(of: Field): OnnxExtent {
  let extent: OnnxExtent;
  of.message((field) => {
    if (field.number === numbers.Dimension.dim_param) extent = field.text();
    else if (field.number === numbers.Dimension.dim_value) extent = field.whole();
  });
  if (typeof extent === 'string') return extent === '' ? undefined : extent;
  return extent !== undefined && extent > 0 ? extent : undefined;
}
