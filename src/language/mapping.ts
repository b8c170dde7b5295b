import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import { formatValue, type Mapping } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import type { Elaborated } from './elaborate.js';
import type { Entity, MappingEntity } from './entities.js';
import { evaluate } from './evaluate.js';
import { begin, emptyFrame, emptyScope, mistake, type Elaborating } from './frame.js';
import type { Program } from './program.js';
import { elaborateWorkloadBody } from './workload.js';

/** The mappings of the entry file, in source order, each as data; those with mistakes are left out. */
export function elaborateMappings(program: Program): Elaborated<readonly Mapping[]> {
  const e = begin(program);
  const made = program.entry.declared.flatMap((entity) => {
    if (entity.kind !== 'mapping') return [];
    const { start, end } = entity.node;
    const wrong = program.entry.unread.spans.some((span) => span.start < end && span.end > start);
    return wrong ? [] : (mappingOf(e, entity) ?? []);
  });
  return [made, e.report.diagnostics];
}

/** What is pinned, as it is gathered. */
type Pinned = { readonly [K in 'spatial' | 'orders' | 'tiles' | 'bypasses']: Mapping[K][number][] };

function mappingOf(e: Elaborating, { name, node, scope }: MappingEntity): Mapping | undefined {
  const { facts } = e.program;
  const meant = (at: ast.Expression): Entity | undefined =>
    facts.resolved.get(at.kind === 'MemberExpression' ? at.name : at);
  const [workload, design] = [meant(node.workload), meant(node.design)];
  if (workload?.kind !== 'workload' || design?.kind !== 'component') return undefined;
  const extents = extentsOf(e, workload);
  const root = emptyScope(scope, emptyFrame());
  const mapping: Pinned = { spatial: [], orders: [], tiles: [], bypasses: [] };
  for (const statement of node.statements) {
    switch (statement.kind) {
      case 'SpatialStatement':
        mapping.spatial.push({ dimension: statement.dimension.name, axis: pathOf(statement.axis) });
        break;
      case 'OrderStatement':
        mapping.orders.push({ dimensions: names(statement.dimensions), level: pathOf(statement.level) });
        break;
      case 'BypassStatement':
        mapping.bypasses.push({ tensors: names(statement.tensors), level: pathOf(statement.level) });
        break;
      case 'TileStatement': {
        const size = evaluate(e, root, statement.size);
        if (size?.kind !== 'int') return undefined;
        const dimension = statement.dimension.name;
        const extent = extents?.get(dimension) ?? Infinity;
        if (size.value < 1 || size.value > extent) {
          const most = extent === Infinity ? 'at least 1' : `between 1 and its extent, ${extent}`;
          return mistake(e, root, statement.size, 'E745', { dimension, most, value: formatValue(size) });
        }
        mapping.tiles.push({ dimension, size: size.value, level: pathOf(statement.level) });
        break;
      }
      default:
        return undefined;
    }
  }
  return { schema: 'accel-mapping/1', name, workload: workload.name, design: design.name, ...mapping };
}

/** The greatest extent of each index of a workload's einsums, its parameters at their defaults; undefined of another workload. */
function extentsOf(
  e: Elaborating,
  entity: Parameters<typeof elaborateWorkloadBody>[1],
): ReadonlyMap<string, number> | undefined {
  // What is wrong with the workload is told where it is elaborated for itself.
  const quiet = begin(e.program);
  const workload = elaborateWorkloadBody(quiet, entity, []);
  if (workload?.kind !== 'einsums') return undefined;
  const extents = new Map<string, number>();
  for (const { name, extent } of workload.einsums.flatMap(({ indices }) => indices))
    extents.set(name, Math.max(extent, extents.get(name) ?? 0));
  return extents;
}

function names(all: readonly ast.Identifier[]): readonly string[] {
  return all.map(({ name }) => name);
}

function pathOf(node: ast.Expression): string {
  if (node.kind === 'MemberExpression') return `${pathOf(node.object)}.${node.name.name}`;
  return node.kind === 'NameExpression' ? node.name : '';
}

/** W740 for each mapping of a workload on a design. */
export function unappliedMappings(
  program: Program,
  mappings: readonly Mapping[],
  workload: string,
  design: string,
): readonly Diagnostic[] {
  return mappings.flatMap((each) => {
    if (each.workload !== workload || each.design !== design) return [];
    const entity = program.entry.scope.names.get(each.name);
    const at =
      entity?.kind === 'mapping' ? { file: entity.file, start: entity.at.start, end: entity.at.end } : undefined;
    return [diagnostic('W740', at, { name: each.name, workload })];
  });
}
