import { libraryModels } from '../../blocks/models.js';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { originKey, type Design, type Mapping } from '../../ir/index.js';
import {
  chooseLoops,
  nestOfOperation,
  outermostOf,
  pinsOf,
  spaceOf,
  unmappable,
  unmetPins,
  type Effort,
  type Nest,
  type Pin,
  type Role,
  type Space,
  type Steps,
} from '../../mapping/index.js';
import { isMatrix, type MatrixOperation, type Operation, type WorkloadGraph } from '../../workload/index.js';
import { assembled, withoutUnit } from '../assemble.js';
import { sharedCache } from '../cache.js';
import type { CostedDesign } from '../hardware.js';
import type { Estimate, EstimateOptions, OperationEstimate } from '../types.js';
import { rowsAlike } from '../rows.js';
import { spreadOf } from '../uncertainty/index.js';
import { loopsMeasures, type LoopedOperation } from './measures.js';
import { arrayRates, idleOfCycle, type ArrayRates } from './rates.js';
import { loopsRow, runOf, type Run } from './row.js';
import { movedRow } from './vector.js';

/** Partial mappings that are looked at for all different operations together, about. */
const usualWork = 100_000;

/**
 * Estimates a workload on a design of its own multiply-accumulators, operation by operation: each mapped for itself onto the memories of the array, equal ones
 * once. Undefined without diagnostics where the design has none; errors E724 (loops that are not mapped), E734 (nothing fits), and those of `spaceOf`.
 *
 * @param costed the design with figures of technology
 */
export function* arrayEstimateSteps(
  design: Design,
  graph: WorkloadGraph,
  costed: CostedDesign,
  options: EstimateOptions,
): Steps<readonly [Estimate | undefined, readonly Diagnostic[]]> {
  const { origins, models = libraryModels, objective = 'latency' } = options;
  const [space, problems] = spaceOf(design, { models, ...(origins === undefined ? {} : { origins }) });
  if (space === undefined) return [undefined, problems];
  const origin = origins?.get(originKey(design.name, 'module', design.name));
  const rates = arrayRates(space, costed, models);
  const wantedLoops = new Map(
    graph.operations.filter(isMatrix).map((each) => [each, loopsWanted(each, options.pins ?? [])] as const),
  );
  for (const [{ name }, { nest }] of wantedLoops) {
    const why = unmappable(nest);
    if (why !== undefined) return [undefined, [diagnostic('E724', origin, { output: name, why })]];
  }
  const different = new Set([...wantedLoops.values()].map(({ key }) => key)).size;
  const work = Math.ceil((options.work ?? usualWork) / Math.max(1, different));
  // The fastest loops are the same whatever the design draws beside them.
  const idle = objective === 'latency' ? 0 : idleOfCycle(rates);
  const effort: Effort = { wanted: objective, idle, work, remainders: options.remainders ?? false };
  const { cache = sharedCache } = options;
  const machine = cache.nameOf([space.hierarchies, [...space.reduces], effort]);
  const runs = new Map<string, Run>();
  for (const [{ name }, { nest, pins, key }] of wantedLoops) {
    if (runs.has(key)) continue;
    const chosen = cache.ofArrays.of(`${machine} ${key}`, () => chooseLoops(space, nest, effort, pins));
    if (chosen.kind === 'conflict') {
      const unmet = unmetPins(space, nest, pins).map(({ words }) => words);
      return [
        undefined,
        [
          unmet.length > 0
            ? diagnostic('E747', origin, { operation: name, pins: unmet.join('; ') })
            : diagnostic('E734', origin, { path: space.mac, operation: name, why: chosen.words }),
        ],
      ];
    }
    runs.set(key, runOf(rates, nest, chosen));
    yield;
  }
  const runFor = (operation: MatrixOperation): Run => {
    const run = runs.get(wantedLoops.get(operation)?.key ?? '');
    if (run === undefined) throw new Error(`${operation.name} is not mapped`);
    return run;
  };
  const row = (operation: Operation): OperationEstimate =>
    isMatrix(operation) ? loopsRow(operation, rates, runFor(operation), objective) : movedRow(operation, rates);
  const made = assemble(design, graph, costed, rates, graph.operations.map(rowsAlike(row)), objective);
  if (options.samples === undefined) return [{ ...made, uncertainty: null }, []];
  const operations = graph.operations.map((operation): LoopedOperation =>
    isMatrix(operation) ? { operation, looped: runFor(operation).looped } : { operation, looped: null },
  );
  const measures = loopsMeasures(design, models, space, operations);
  return [{ ...made, uncertainty: spreadOf(costed.data, measures, options.samples) ?? null }, []];
}

/**
 * Pins of an einsum speak of its indices, and of its tensors by name or by what they are. Those of a model or a graph speak of `batch m k n`: of a convolution m are the
 * images with the positions of their outputs, k the channels with the kernel, n the filters and batch the groups.
 */
function pinsFor(operation: MatrixOperation, nest: Nest, written: readonly Mapping[]): readonly Pin[] {
  const { einsum, image } = operation;
  const [left, right] = einsum?.operands ?? [];
  const roles: readonly (readonly [Role, string | undefined])[] = [
    ['input', left?.name],
    ['weight', right?.name],
    ['output', einsum?.output.name],
  ];
  const stand: Readonly<Record<string, readonly string[]>> =
    image === undefined
      ? { batch: ['b'], m: ['m'], k: ['k'], n: ['n'] }
      : { batch: ['g'], m: ['n', 'p', 'q'], k: ['c', 'r', 's'], n: ['k'] };
  const dimensionsOf = (name: string): readonly string[] =>
    einsum === undefined ? (stand[name] ?? []) : nest.dimensions.has(name) ? [name] : [];
  return pinsOf(
    written,
    nest,
    dimensionsOf,
    (tensor) => roles.find(([role, name]) => tensor === role || tensor === name)?.[0],
  );
}

/** The loops of an operation, what is pinned of them, and a key by which equal ones are known. */
function loopsWanted(
  operation: MatrixOperation,
  written: readonly Mapping[],
): { readonly nest: Nest; readonly pins: readonly Pin[]; readonly key: string } {
  const nest = nestOfOperation(operation);
  const pins = pinsFor(operation, nest, written);
  return { nest, pins, key: JSON.stringify([[...nest.dimensions], nest.operands, pins]) };
}

function assemble(
  design: Design,
  graph: WorkloadGraph,
  costed: CostedDesign,
  rates: ArrayRates,
  operations: readonly OperationEstimate[],
  objective: Estimate['objective'],
): Omit<Estimate, 'uncertainty'> {
  const { space, frequency, width } = rates.machine;
  return assembled({
    design,
    graph,
    objective,
    costed,
    working: { frequency, macsPerCycle: space.macs.count, parameterBits: width.weight },
    operations,
    notes: [...graph.notes, ...space.notes, ...withoutUnit(operations), ...notesOf(space)],
  });
}

function notesOf(space: Space): readonly string[] {
  const [hierarchy] = space.hierarchies;
  const outer = hierarchy?.levels[outermostOf(hierarchy, 'input')];
  const passed = [...new Set(space.passings.flat().map(({ placed }) => placed.path))];
  return [
    ...(outer === undefined || space.blocks.has(outer.name)
      ? []
      : [`the memory behind ${outer.name} is taken to keep up; its energy is not counted`]),
    ...(passed.length === 0
      ? []
      : [
          `words pass ${passed.join(', ')}: a beat a cycle of the narrower side, and nobody else is taken to ask at the same time`,
        ]),
  ];
}
