import { baseUnits, type Dimension } from '../../units/index.js';
import type { Json } from '../json.js';
import type {
  AddressRange,
  Affine,
  Block,
  BlockCode,
  Clock,
  Connection,
  Design,
  Einsum,
  Endpoint,
  External,
  ExternalVerilog,
  GraphNode,
  GraphTensor,
  GraphWorkload,
  Instance,
  Module,
  Port,
  PortType,
  Process,
  Requirement,
  Span1,
  Tensor,
  Workload,
} from '../types.js';
import { operators } from '../graph/index.js';
import { measures, runs, type Expr, type Value } from '../values.js';
import {
  array,
  boolean,
  either,
  integer,
  literal,
  named,
  nullable,
  object,
  positiveReal,
  real,
  record,
  text,
  variants,
  type NamedShape,
  type Shape,
} from './shape.js';

const name = text(/^[A-Za-z_][A-Za-z0-9_]*$/, 'a name');
const count = integer(1);

const dimension: Shape<Dimension> = object<Dimension>(
  {
    s: real,
    b: real,
    J: real,
    A: real,
    m: real,
    K: real,
    USD: real,
    g: real,
    op: real,
    token: real,
    sample: real,
    request: real,
    dB: real,
    dBm: real,
  },
  baseUnits,
);

const value: NamedShape<Value> = named('Value', () =>
  variants<Value>({
    int: { value: integer() },
    quantity: { value: real, dimension },
    bool: { value: boolean },
    string: { value: text() },
    dtype: { name },
    case: { enum: name, name },
    list: { elements: array(value) },
  }),
);

const expr: NamedShape<Expr> = named('Expr', () =>
  variants<Expr>({
    literal: { value },
    name: { name },
    member: { object: expr, name },
    list: { elements: array(expr) },
    unary: { operator: literal('-', '!'), operand: expr },
    binary: {
      operator: literal('||', '&&', '==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '^'),
      left: expr,
      right: expr,
    },
    conditional: { condition: expr, then: expr, else: expr },
    call: { function: name, arguments: array(expr) },
    measure: { path: array(text()), measure: literal(...measures), arguments: array(value) },
    run: { run: literal(...runs), workload: name },
  }),
);

const span = object<Span1>({ start: integer(0), step: integer(), count });
const endpoint = object<Endpoint>({ instance: nullable(name), at: array(span), port: name, lane: array(span) });
const shapeOf = array(integer(0));

const portType: Shape<PortType> = variants<PortType>({
  stream: { element: name, count },
  memory: { element: name, count, size_bits: count },
  axi: { data_bits: count, address_bits: count },
  axi_lite: {},
  commands: {},
  lanes: { count },
  link: {},
  wires: { count },
  interrupt: {},
});

const port = object<Port>({ name, direction: literal('in', 'out'), type: portType, shape: shapeOf });

const instance = object<Instance>({
  name,
  of: variants<Instance['of']>({ module: { name }, block: { id: name } }),
  shape: shapeOf,
  clocks: record(name),
});

const connection = object<Omit<Connection, 'medium'>>({
  kind: literal('stream', 'memory', 'pass'),
  from: endpoint,
  to: endpoint,
});
const requirement = object<Requirement>({ condition: expr, message: nullable(text()) });

const affine = object<Affine>({ terms: record(integer()), offset: integer() });
const tensor = object<Tensor>({ name, element: name, extents: array(count), access: array(affine) });
const einsum = object<Einsum>({
  indices: array(object<Einsum['indices'][number]>({ name, extent: count })),
  output: tensor,
  operands: array(tensor, 1),
});

const workload: Shape<Workload> = variants<Workload>({
  model: { name, model: text(), settings: record(value) },
  einsums: { name, einsums: array(einsum, 1) },
  graph: {
    name,
    tensors: array(
      object<GraphTensor>({ name, role: literal('input', 'weight'), element: name, extents: array(count) }),
    ),
    nodes: array(
      object<GraphNode>({
        name,
        operator: literal(...operators.keys()),
        operands: array(name),
        options: record(value),
        element: name,
        extents: array(count),
      }),
    ),
    outputs: array(object<GraphWorkload['outputs'][number]>({ name, tensor: name }), 1),
  },
});

const module = object<Module & { readonly address_map: readonly AddressRange[] }>(
  {
    name,
    clocks: array(name),
    ports: array(port),
    instances: array(instance),
    connections: array(connection),
    unused: array(endpoint),
    requirements: array(requirement),
    address_map: array(
      object<AddressRange>({ registers: endpoint, base_bytes: integer(0), size_bytes: integer(1) }),
      1,
    ),
  },
  ['address_map'],
);

const external = object<External>({
  verilog: nullable(
    object<ExternalVerilog>({
      files: array(text(), 1),
      module: text(),
      parameters: record(either(integer(), text())),
      clock_ports: array(name),
      command_bits: record(integer(1)),
    }),
  ),
  code: nullable(object<BlockCode>({ package: nullable(text()), file: text() })),
  area_m2: nullable(real),
  power_w: nullable(real),
  leakage_w: nullable(real),
});

const block = object<Block & { readonly external: External }>(
  {
    id: name,
    name,
    parameters: record(value),
    clocks: array(name),
    ports: array(port),
    derived: record(value),
    external,
  },
  ['external'],
);

/** The shape of a design file. */
export const designShape: Shape<Design> = object<Design>({
  schema: literal('accel-design/1'),
  name,
  process: object<Process>({ node: name, voltage_v: nullable(positiveReal) }),
  clocks: array(object<Clock>({ name, frequency_hz: positiveReal, reset: literal('sync', 'async') }), 1),
  modules: array(module, 1),
  blocks: array(block),
  workloads: array(workload),
});

/** The JSON Schema (draft 2020-12) of a design file, as shipped in `schema/design.json`. */
export function designSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://accel-hdl.org/schema/accel-design-1.json',
    title: 'accel-design/1',
    ...Object.fromEntries(Object.entries(designShape.schema ?? {})),
    $defs: Object.fromEntries([value, expr].map((shape) => [shape.name, shape.definition()])),
  };
}
