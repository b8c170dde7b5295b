import type { Diagnostic, Origin } from '../diagnostics/index.js';
import type { Value, Workload } from '../ir/index.js';
import { einsumOperation } from './einsum.js';
import { findModel } from './models.js';
import { graphOperations } from './network.js';
import { buildModel, unknownWorkload } from './parse.js';
import { readSettings } from './settings.js';
import type { WorkloadGraph } from './types.js';

/** Where a workload of a source names its model and its settings, and where its einsums stand. */
export interface WorkloadPlaces {
  readonly model?: Origin;
  readonly settings?: ReadonlyMap<string, Origin>;
  readonly einsums?: readonly Origin[];
}

/** The graph of a workload of a design: a built-in model with settings, einsums, or a graph of operators. Errors E720, E722, E723, E724. */
export function workloadGraph(
  workload: Workload,
  places: WorkloadPlaces = {},
): [WorkloadGraph | undefined, readonly Diagnostic[]] {
  if (workload.kind === 'model') {
    const model = findModel(workload.model);
    if (model === undefined) return [undefined, [unknownWorkload(workload.model, places.model)]];
    return buildModel(workload.name, model, givenSettings(workload), (name) => places.settings?.get(name));
  }
  if (workload.kind === 'graph') return [graphOperations(workload), []];
  const results = workload.einsums.map((einsum, index) => einsumOperation(einsum, places.einsums?.[index]));
  const diagnostics = results.flatMap(([, found]) => found);
  if (diagnostics.length > 0) return [undefined, diagnostics];
  const operations = results.flatMap(([operation]) => (operation === undefined ? [] : [operation]));
  return [{ name: workload.name, operations, parameters: 0, yields: { of: 'run', count: 1 }, notes: [] }, []];
}

/** What is wrong with the model of a workload and its settings, without its graph. Errors E720, E722, E723. */
export function modelMistakes(workload: Workload, places: WorkloadPlaces): readonly Diagnostic[] {
  if (workload.kind !== 'model') return [];
  const model = findModel(workload.model);
  if (model === undefined) return [unknownWorkload(workload.model, places.model)];
  return readSettings(model.name, model.settings, givenSettings(workload), (name) => places.settings?.get(name))[1];
}

function givenSettings({ settings }: Workload & { readonly kind: 'model' }): ReadonlyMap<string, string | number> {
  return new Map(Object.entries(settings).map(([name, value]) => [name, settingText(value)]));
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
