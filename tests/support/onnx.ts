import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { fieldNumbers as numbers } from '../../src/workload/onnx/read.js';

/** A node: type, operands, results, and attributes that are whole numbers, lists of them, words, tensors or graphs. */
export interface TestNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  readonly domain?: string;
  readonly attributes?: Readonly<
    Record<string, number | readonly number[] | string | Uint8Array | { readonly graph: TestModel }>
  >;
}

export interface TestModel {
  readonly nodes: readonly TestNode[];
  /** Shapes of what comes in and goes out: numbers, names, or null for neither. */
  readonly inputs: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly outputs: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly values?: Readonly<Record<string, readonly (number | string | null)[]>>;
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  /** Data that each weight has. */
  readonly raw?: Uint8Array;
  /** Whole numbers of 64 bits, of one axis. */
  readonly lists?: Readonly<Record<string, readonly number[]>>;
  readonly opset?: number;
}

type Write = (writer: BinaryWriter) => unknown;

function message(...fields: readonly Write[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const field of fields) field(writer);
  return writer.finish();
}

const part =
  (number: number, bytes: Uint8Array): Write =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).bytes(bytes);
const text =
  (number: number, value: string): Write =>
  (writer) =>
    writer.tag(number, WireType.LengthDelimited).string(value);
const whole =
  (number: number, value: number): Write =>
  (writer) =>
    writer.tag(number, WireType.Varint).int64(value);

/** A tensor of whole numbers of 64 bits (type 7) or of floats without data (type 1). */
export function tensorBytes(
  name: string,
  extents: readonly number[],
  type: number,
  values: readonly number[] = [],
): Uint8Array {
  const n = numbers.TensorProto;
  return message(
    ...extents.map((extent) => whole(n.dims, extent)),
    whole(n.data_type, type),
    text(n.name, name),
    ...values.map((value) => whole(n.int64_data, value)),
  );
}

function weightBytes(name: string, extents: readonly number[], raw: Uint8Array | undefined): Uint8Array {
  const head = tensorBytes(name, extents, 1);
  if (raw === undefined) return head;
  const data = message(part(numbers.TensorProto.raw_data, raw));
  const whole = new Uint8Array(head.length + data.length);
  whole.set(head);
  whole.set(data, head.length);
  return whole;
}

function valueBytes(name: string, shape: readonly (number | string | null)[]): Uint8Array {
  const dims = shape.map((extent) =>
    part(
      numbers.TensorShapeProto.dim,
      extent === null
        ? message()
        : typeof extent === 'number'
          ? message(whole(numbers.Dimension.dim_value, extent))
          : message(text(numbers.Dimension.dim_param, extent)),
    ),
  );
  const tensor = message(whole(numbers.Tensor.elem_type, 1), part(numbers.Tensor.shape, message(...dims)));
  const type = message(part(numbers.TypeProto.tensor_type, tensor));
  return message(text(numbers.ValueInfoProto.name, name), part(numbers.ValueInfoProto.type, type));
}

function nodeBytes({ type, inputs, outputs, name = '', domain = '', attributes = {} }: TestNode): Uint8Array {
  const n = numbers.NodeProto;
  const a = numbers.AttributeProto;
  const given = Object.entries(attributes).map(([key, value]) => {
    const fields: readonly Write[] =
      typeof value === 'number'
        ? [whole(a.i, value)]
        : typeof value === 'string'
          ? [text(a.s, value)]
          : value instanceof Uint8Array
            ? [part(a.t, value)]
            : 'graph' in value
              ? [part(a.g, graphBytes(value.graph))]
              : value.map((each) => whole(a.ints, each));
    return part(n.attribute, message(text(a.name, key), ...fields));
  });
  return message(
    ...inputs.map((each) => text(n.input, each)),
    ...outputs.map((each) => text(n.output, each)),
    text(n.name, name),
    text(n.op_type, type),
    text(n.domain, domain),
    ...given,
  );
}

function graphBytes(model: TestModel): Uint8Array {
  const g = numbers.GraphProto;
  const values = (number: number, all: TestModel['inputs']): readonly Write[] =>
    Object.entries(all).map(([name, shape]) => part(number, valueBytes(name, shape)));
  return message(
    ...model.nodes.map((node) => part(g.node, nodeBytes(node))),
    text(g.name, 'test'),
    ...Object.entries(model.weights ?? {}).map(([name, extents]) =>
      part(g.initializer, weightBytes(name, extents, model.raw)),
    ),
    ...Object.entries(model.lists ?? {}).map(([name, list]) =>
      part(g.initializer, tensorBytes(name, [list.length], 7, list)),
    ),
    ...values(g.input, model.inputs),
    ...values(g.output, model.outputs),
    ...values(g.value_info, model.values ?? {}),
  );
}

/** The bytes of an ONNX model. */
export function onnxBytes(model: TestModel): Uint8Array {
  const graph = graphBytes(model);
  const opset = message(
    text(numbers.OperatorSetIdProto.domain, ''),
    whole(numbers.OperatorSetIdProto.version, model.opset ?? 17),
  );
  return message(
    text(numbers.ModelProto.producer_name, 'test'),
    part(numbers.ModelProto.graph, graph),
    part(numbers.ModelProto.opset_import, opset),
  );
}
