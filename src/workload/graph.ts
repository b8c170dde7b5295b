import type { Diagnostic, Origin } from '../diagnostics/index.js';
import type { Value, Workload } from '../ir/index.js';
import { einsumOperation } from './einsum.js';
import { findModel } from './models.js';
import { graphOperations } from './network.js';
import { buildModel, unknownWorkload } from './parse.js';
import type { WorkloadGraph } from './types.js';

/** The graph of a workload of a design: a built-in model with settings, einsums, or a graph of operators. Errors E720, E722, E723, E724. */
export function workloadGraph(workload: Workload, origin?: Origin): [WorkloadGraph | undefined, readonly Diagnostic[]] {
  if (workload.kind === 'model') {
    const model = findModel(workload.model);
    if (model === undefined) return [undefined, [unknownWorkload(workload.model, origin)]];
    const given = new Map(Object.entries(workload.settings).map(([name, value]) => [name, settingText(value)]));
    return buildModel(workload.name, model, given, origin);
  }
  if (workload.kind === 'graph') return [graphOperations(workload), []];
  const results = workload.einsums.map((einsum) => einsumOperation(einsum, origin));
  const diagnostics = results.flatMap(([, found]) => found);
  if (diagnostics.length > 0) return [undefined, diagnostics];
  const operations = results.flatMap(([operation]) => (operation === undefined ? [] : [operation]));
  return [{ name: workload.name, operations, parameters: 0, yields: { of: 'run', count: 1 }, notes: [] }, []];
}

function settingText(value: Value): string | number {
  switch (value.kind) {
    case 'int':
    case 'quantity':
      return value.value;
    case 'case':
    case 'dtype':
      return value.name;
    case 'string':
      return value.value;
    case 'bool':
      return String(value.value);
    case 'list':
      return value.elements.map(settingText).join(', ');
  }
}
