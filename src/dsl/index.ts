/** The embedded builder, `accel-hdl/dsl`: designs in TypeScript, to the same IR as `.accel` text. */
export { type Argument } from './arguments.js';
export type { Component, PortSet } from './component.js';
export { component, type ComponentOptions, type Returned, type Shown } from './define.js';
export { design, type DesignDefinition, type DesignOptions, type ProcessChoice } from './design.js';
export { external, type ExternalComponent, type ExternalOptions } from './external.js';
export type { ExternalScope } from './external-scope.js';
export type { ReadVerilog, VerilogFile } from './verilog.js';
export type { DTypeName } from './dtypes.js';
export { call, choose, pow, real, truth, type FunctionName } from './functions.js';
export { mapping, type MappingDefinition, type MappingScope, type OperandClass } from './mapping.js';
export type { Instance } from './handles.js';
export {
  area,
  cost,
  cycles,
  energy,
  energy_per_token,
  latency,
  leakage,
  peak,
  power_peak,
  tdp,
  throughput,
  utilization,
  type Measures,
} from './late.js';
export { parameter, required, type Parameter } from './parameters.js';
export { axi, axi_lite, commands, interrupt, lanes, link, memory, stream, wires, type PortSpec } from './port-types.js';
export type { Carried, Lanes, Memory, Plain, PortArray, Ports, Sink, Source, Stream, Wires } from './ports.js';
export {
  as,
  div,
  mul,
  neg,
  quantity,
  type Amount,
  type Condition,
  type Operand,
  type Quantity,
  type Text,
  type Unit,
} from './quantity.js';
export type { ClockHandle, InstanceArray, Scope } from './scope.js';
export { einsum, einsums, tensor, type EinsumStep, type Index, type TensorAccess } from './einsum.js';
export { graph, type GraphScope } from './graph.js';
export type { Operators } from './operators.generated.js';
export type { Extents, TensorHandle } from './tensors.js';
export { model, workload, type Rate, type Settings, type WorkloadDefinition } from './workload.js';
export * from './units.js';
export { measuresOf, valuesOf } from './values.js';
export * from './stdlib.generated.js';
