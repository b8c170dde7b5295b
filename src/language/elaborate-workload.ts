import { diagnostic, type Origin } from '../diagnostics/index.js';
import type { Workload } from '../ir/index.js';
import { spanOf } from './declare.js';
import type { Elaborated, ElaborateOptions } from './elaborate.js';
import type { Entity, WorkloadEntity } from './entities.js';
import { begin } from './frame.js';
import type { Program } from './program.js';
import { readSettings } from './settings.js';
import { listNames } from './suggest.js';
import { elaborateWorkloadBody } from './workload.js';

/** The workloads that the entry file declares, in source order. */
export function listWorkloads(program: Program): readonly string[] {
  return [...ownWorkloads(program).keys()];
}

/**
 * The workloads that the entry file knows, by the names that they have there: its own, those it imports (`decode`, or
 * `models.decode` of a module imported as a whole), and those it passes on.
 */
export function listKnownWorkloads(program: Program): readonly string[] {
  return [...knownWorkloads(program).keys()];
}

/** Elaborates a workload that the entry file knows to the IR. */
export function elaborateWorkload(
  program: Program,
  name: string,
  options: ElaborateOptions = {},
): Elaborated<Workload> {
  const workloads = knownWorkloads(program);
  const workload = workloads.get(name);
  if (workload === undefined)
    return [undefined, [diagnostic('E228', undefined, { name, known: listNames([...workloads.keys()]) })]];
  const e = begin(program);
  const overrides = readSettings(e, workload, options.set ?? []);
  const result = overrides === undefined ? undefined : elaborateWorkloadBody(e, workload, overrides);
  return [result, e.report.diagnostics];
}

/** Where a workload that the entry file knows names its model, where it has one, and its settings, and where its einsums stand. */
export function workloadPlaces(
  program: Program,
  name: string,
): { readonly model?: Origin; readonly settings: ReadonlyMap<string, Origin>; readonly einsums: readonly Origin[] } {
  const workload = knownWorkloads(program).get(name);
  const settings = new Map<string, Origin>();
  const einsums: Origin[] = [];
  let named: { readonly model?: Origin } = {};
  for (const each of workload?.node.statements ?? []) {
    const file = workload?.file ?? program.entry.path;
    if (each.kind === 'ModelStatement') named = { model: spanOf(file, each.model) };
    else if (each.kind === 'SettingStatement') settings.set(each.name.name, spanOf(file, each));
    else if (each.kind === 'EinsumStatement') einsums.push(spanOf(file, each));
  }
  return { ...named, settings, einsums };
}

function ownWorkloads({ entry }: Program): ReadonlyMap<string, WorkloadEntity> {
  return workloadsAmong(entry.declared.map((entity) => [entity.name, entity]));
}

function knownWorkloads(program: Program): ReadonlyMap<string, WorkloadEntity> {
  const { scope, exports } = program.entry;
  const within = [...scope.names].flatMap(([name, entity]) =>
    entity.kind === 'namespace'
      ? [...entity.exports].map(([member, each]): readonly [string, Entity] => [`${name}.${member}`, each])
      : [],
  );
  // The file's own first, and in the order that they have there.
  return new Map([...ownWorkloads(program), ...workloadsAmong([...scope.names, ...exports, ...within])]);
}

/** The workloads among entities by name; of two of one name, the first. */
function workloadsAmong(entities: Iterable<readonly [string, Entity]>): ReadonlyMap<string, WorkloadEntity> {
  const workloads = new Map<string, WorkloadEntity>();
  for (const [name, entity] of entities)
    if (entity.kind === 'workload' && name !== '' && !workloads.has(name)) workloads.set(name, entity);
  return workloads;
}
