import type { ImportedModel, ImportedOnnx } from '../workload/index.js';

/** What is said of the workloads of a `config.json`. */
export function configSummary(model: Omit<ImportedModel, 'text'>): readonly string[] {
  const {
    model_type,
    parameters,
    active_parameters: active,
    kv_bytes_per_token,
    kv_window_bytes,
    element,
    workloads,
  } = model;
  return [
    `${model_type}: workloads ${workloads.join(' and ')}`,
    `parameters  ${grouped(parameters)}${active < parameters ? `, of which a token uses ${grouped(active)}` : ''}`,
    kv_bytes_per_token === 0
      ? `no KV cache, in ${element}`
      : `KV cache    ${grouped(kv_bytes_per_token)} bytes a token in ${element}${kv_window_bytes === 0 ? '' : `, and ${grouped(kv_window_bytes)} bytes of windows`}`,
    ...model.not_modelled.map(({ field, value, why }) => `not modelled: ${field} = ${value} (${why})`),
  ];
}

/** What is said of the workload of an ONNX model. */
export function onnxSummary(model: Omit<ImportedOnnx, 'graph' | 'text'>): readonly string[] {
  const { producer, opset, workload, parameters, weights, extents, not_modelled } = model;
  const set = Object.entries(extents).map(([name, value]) => `${name}=${value}`);
  return [
    `ONNX${producer === '' ? '' : ` of ${producer}`}, operators of version ${opset}: workload ${workload}${set.length === 0 ? '' : ` with ${set.join(', ')}`}`,
    `parameters  ${grouped(parameters)} in the file, ${grouped(weights)} in the workload`,
    ...not_modelled.map(
      ({ operator, why, nodes }) => `not modelled: ${nodes.length} x ${operator} (${why}): ${someOf(nodes)}`,
    ),
  ];
}

const most = 8;

function someOf(names: readonly string[]): string {
  const more = names.length - most;
  return `${names.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
