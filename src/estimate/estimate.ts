import { greatestExactK, libraryModels, operandsName, type MatrixCoreParameters } from '../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { originKey, type Design } from '../ir/index.js';
import {
  coreSchedule,
  discoverMachine,
  loadLatency,
  finish,
  isStandard,
  placement,
  withOperandStores,
  type CoreSchedule,
  type Group,
  type Machine,
  type PlacedBlock,
  type Steps,
} from '../mapping/index.js';
import { isMatrix, type MatrixOperation, type Operation, type WorkloadGraph } from '../workload/index.js';
import { arrayEstimateSteps } from './array/index.js';
import { assembled, withoutUnit } from './assemble.js';
import { energyRates, type EnergyRates } from './energy.js';
import { costDesign, type CostedDesign } from './hardware.js';
import { multiprocessorSteps } from './multiprocessor/index.js';
import { createMapper, plansOf, productPlans } from './mapper.js';
import { fusedRow, heldNear, plannedRow } from './rows.js';
import type { Working } from './total.js';
import { spreadOf, workloadMeasures, type MappedOperation } from './uncertainty/index.js';
import type { Estimate, EstimateOptions, Objective, OperationEstimate } from './types.js';

/** A workload mapped onto a design: everything that estimate and schedules are made of. */
export interface Mapped {
  readonly costed: CostedDesign;
  readonly machine: Machine;
  readonly rates: EnergyRates;
  /** How the operations are done, in groups. */
  readonly groups: readonly Group[];
  /** The workload's operations, as the cores store their results. */
  readonly operations: readonly Operation[];
  readonly objective: Objective;
  /** What the reader should know of the machine. */
  readonly idle: readonly string[];
}

/**
 * Estimates a workload on a design: each operation mapped for itself, its operands from and its results to the outermost
 * memory, one operation after another. Undefined where the design has no core to run on, no figures or no model of a block
 * (E730 to E734); warnings come with the estimate.
 */
export function estimate(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions = {},
): [Estimate | undefined, readonly Diagnostic[]] {
  return finish(estimateSteps(design, graph, options));
}

/** The same, operation by operation. */
export function* estimateSteps(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions = {},
): Steps<[Estimate | undefined, readonly Diagnostic[]]> {
  const { only } = options;
  const alone =
    only === undefined ? graph : { ...graph, operations: graph.operations.filter(({ name }) => name === only) };
  if (mapsLoops(design)) return yield* onArray(design, alone, options);
  const shared = yield* multiprocessorSteps(design, alone, options);
  if (shared !== undefined) return shared;
  const [mapped, diagnostics] = yield* mapWorkload(design, graph, options);
  if (mapped === undefined) return [undefined, diagnostics];
  const uncertainty = options.samples === undefined ? null : uncertaintyOf(design, graph, mapped, options);
  return [{ ...assemble(design, graph, mapped), uncertainty }, diagnostics];
}

/** Whether a design has no core of the library, and multiply-accumulators of its own array. */
export function mapsLoops(design: Design): boolean {
  const { blocks } = placement(design);
  const has = (name: string): boolean => blocks.some((placed) => isStandard(placed, name));
  return has('Mac') && !has('MatrixCore');
}

/** Whether a design has a core of the library, which runs lists of commands. */
export function hasCores(design: Design): boolean {
  return placement(design).blocks.some((placed) => isStandard(placed, 'MatrixCore'));
}

function* onArray(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions,
): Steps<[Estimate | undefined, readonly Diagnostic[]]> {
  const [costed, diagnostics] = costDesign(design, options.origins, options.models);
  if (costed === undefined) return [undefined, diagnostics];
  const [made, problems] = yield* arrayEstimateSteps(design, graph, costed, options);
  return [made, [...diagnostics, ...problems]];
}

/** The command list of one core for an operation, and what the estimate says of it. */
export interface OperationSchedule {
  readonly operation: MatrixOperation;
  /** The operations that its stores do too. */
  readonly stores: readonly string[];
  readonly core: PlacedBlock;
  readonly parameters: MatrixCoreParameters;
  readonly schedule: CoreSchedule;
  /** Cycles of the list, loads from a memory that answers in `latency` cycles: the row's `core_cycles`, of one repeat. */
  readonly cycles: number;
  readonly latency: number;
}

/**
 * The command lists that the estimate of a workload stands for, one for each matrix operation: what the hardware is given to
 * run when estimate and hardware are compared. Written out command by command, so for small operations only.
 */
export function scheduleOperations(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions = {},
): [readonly OperationSchedule[] | undefined, readonly Diagnostic[]] {
  const [mapped, diagnostics] = finish(mapWorkload(design, graph, options));
  if (mapped === undefined) return [undefined, diagnostics];
  const { machine, groups, operations } = mapped;
  const schedules = groups.flatMap((group) =>
    productPlans([group]).map(({ operation, mapping }): OperationSchedule => {
      const { parameters, core } = machine;
      const schedule = coreSchedule(parameters, mapping);
      const cycles = mapping.coreCycles;
      const stores = storedWith(operations, operation.name);
      const done = repeated(operation, group.parts);
      return { operation: done, stores, core, parameters, schedule, cycles, latency: loadLatency(machine) };
    }),
  );
  return [schedules, diagnostics];
}

/** Names of the operations that a product's stores do too. */
export function storedWith(operations: readonly Operation[], product: string): readonly string[] {
  return operations
    .filter((each) => !isMatrix(each) && each.fusedInto?.includes(product) === true)
    .map(({ name }) => name);
}

/** Maps a workload's operations onto the design's cores, and fuses those that are better done together. */
export function* mapWorkload(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions,
): Steps<[Mapped | undefined, readonly Diagnostic[]]> {
  const { origins, models } = options;
  const [costed, diagnostics] = costDesign(design, origins, models);
  if (costed === undefined) return [undefined, diagnostics];
  const [machine, problems, idle] = discoverMachine(design, graph.name, origins, models);
  if (machine === undefined) return [undefined, [...diagnostics, ...problems]];
  const origin = origins?.get(originKey(design.name, 'module', design.name));
  const objective = options.objective ?? 'latency';
  const rates = energyRates(machine, costed);
  const pins = options.pins ?? [];
  const mapper = createMapper(machine, rates, objective, options.cache, pins, options.folding);
  const adds = machine.parameters.addOnStore && machine.near === null;
  const operations = withOperandStores(graph.operations, machine.parameters, adds).filter(
    (operation) =>
      options.only === undefined ||
      (operation.name === options.only && (isMatrix(operation) || operation.fusedInto === undefined)),
  );
  for (const operation of operations) {
    if (!isMatrix(operation)) continue;
    if ((yield* mapper.prepare(operation)) === undefined) {
      const unmet = mapper.unmet(operation).map(({ words }) => words);
      const why =
        unmet.length === 0
          ? noTile(operation.name, machine, origin)
          : diagnostic('E747', origin, { operation: operation.name, pins: unmet.join('; ') });
      return [undefined, [...diagnostics, why]];
    }
    yield;
  }
  const groups = yield* mapper.plan(operations, options.fusion !== false && pins.length === 0);
  return [
    { costed, machine, rates, groups, operations, objective, idle },
    [...diagnostics, ...overflowWarnings(machine, graph, origin)],
  ];
}

function noTile(operation: string, machine: Machine, origin: Origin | undefined): Diagnostic {
  const { rows, cols, activationWords, weightWords, accumulatorWords } = machine.parameters;
  const why = `its array of ${rows} x ${cols} has memories of ${activationWords}, ${weightWords} and ${accumulatorWords} words`;
  return diagnostic('E734', origin, { path: machine.core.path, operation, why });
}

/** W731 for dot products longer than the accumulators hold exactly. */
function overflowWarnings(machine: Machine, graph: WorkloadGraph, origin: Origin | undefined): readonly Diagnostic[] {
  const { accumulator } = machine.parameters;
  if (!accumulator.startsWith('int')) return [];
  const greatest = greatestExactK(machine.parameters);
  const operand = operandsName(machine.parameters);
  return graph.operations
    .filter((operation) => isMatrix(operation))
    .filter((operation) => operation.k > greatest)
    .map(({ name, k }) => diagnostic('W731', origin, { operation: name, k, greatest, operand, accumulator }));
}

/** Why a vector unit stands idle though there is work for it: its numbers are not the core's. */
function unfitNotes({ vector, core, parameters }: Machine, rows: readonly OperationEstimate[]): readonly string[] {
  if (vector === null || vector.parameters.result === parameters.activation) return [];
  if (rows.every((row) => !row.no_unit)) return [];
  const { placed } = vector;
  return [
    `${placed.path} leaves ${vector.parameters.result}, and ${core.path} multiplies ${operandsName(parameters)}: nothing turns one into the other`,
  ];
}

function notesOf(machine: Machine, groups: readonly Group[]): readonly string[] {
  const notes: string[] = [...fusionNotes(machine, groups)];
  const products = productPlans(groups);
  const product = products.some(
    ({ operation, mapping }) => operation.kind === 'convolution' && mapping.tiling.image === null,
  );
  if (product) {
    notes.push(
      'convolutions run as im2col products whose windows the near memory is taken to make: bounded (a MatrixCore { convolution: true } makes those of two dimensions itself)',
    );
  }
  if (machine.parameters.addOnStore && machine.near !== null) {
    notes.push(
      `${machine.core.path} adds nothing as it stores: what is added would come from ${machine.near.placed.path}, and \`add_on_store\` is of cores that ask the outermost memory themselves`,
    );
  }
  const folded = products.filter(({ mapping }) => mapping.tiling.image?.folded !== undefined);
  if (folded.length > 0) {
    const names = folded.map(({ operation }) => operation.name).join(', ');
    notes.push(
      `the images of ${names} are inputs and lie in memory folded, columns and rows of the kernel as channels: whoever writes them writes them so (--no-folding takes them as they are)`,
    );
  }
  if (machine.far?.kind === 'port') {
    notes.push(`the memory behind ${machine.far.path} is taken to keep up; its energy is not counted`);
  }
  const outgrown = products.find(({ mapping }) => machine.far === null && !heldNear(machine, mapping));
  if (outgrown !== undefined && machine.near !== null) {
    notes.push(
      `${outgrown.operation.name} does not fit ${machine.near.placed.path}, and nothing brings the rest in: its time is a bound`,
    );
  }
  return notes;
}

function fusionNotes({ near }: Machine, groups: readonly Group[]): readonly string[] {
  const fused = groups.filter(({ planned }) => planned.length > 1);
  if (fused.length === 0 || near === null) return [];
  const count = fused.reduce((sum, { planned }) => sum + planned.length, 0);
  return [
    `${count} operations are fused into ${fused.length} ${fused.length === 1 ? 'group' : 'groups'} whose intermediate results stay in ${near.placed.path} (--no-fusion runs each by itself)`,
  ];
}

/** How sure the totals are, each operation mapped as it is for the figures' own values. */
function uncertaintyOf(
  design: Design,
  graph: WorkloadGraph,
  { groups, costed }: Mapped,
  { models = libraryModels, samples = 0 }: EstimateOptions,
): Estimate['uncertainty'] {
  const operations = groups.flatMap(({ planned, parts }) =>
    planned.map((each): MappedOperation =>
      'chosen' in each
        ? { operation: repeated(each.operation, parts), mapping: each.mapping }
        : { operation: repeated(each.operation, parts), mapping: null, residence: each.residence },
    ),
  );
  return spreadOf(costed.data, workloadMeasures(design, models, graph.name, operations), samples) ?? null;
}

/** A part of an operation that is done so many times more. */
export function repeated<T extends Operation>(operation: T, parts: number): T {
  return parts === 1 ? operation : { ...operation, repeat: operation.repeat * parts };
}

/** The rows of all operations; those that stores do refer to the rows of their products. */
function rowsOf({ rates, groups, operations }: Mapped): readonly OperationEstimate[] {
  const rows = new Map<string, OperationEstimate>();
  const plans = plansOf(groups);
  return operations.map((operation) => {
    const plan = plans.get(operation.name);
    const fusedInto = isMatrix(operation) ? undefined : operation.fusedInto;
    const product = rows.get(fusedInto?.[0] ?? '');
    if (plan === undefined && (product === undefined || fusedInto === undefined || isMatrix(operation)))
      throw new Error(`${operation.name} is not planned`);
    const row =
      plan === undefined && product !== undefined && fusedInto !== undefined && !isMatrix(operation)
        ? fusedRow({ ...operation, fusedInto }, product)
        : plannedRow(operation, rates, plan);
    rows.set(operation.name, row);
    return row;
  });
}

function workingOf({ parameters, cores, frequency }: Machine): Working {
  const { rows, cols, dot, weightBits } = parameters;
  return { frequency, macsPerCycle: rows * cols * dot * cores, parameterBits: weightBits / dot };
}

function assemble(design: Design, graph: WorkloadGraph, mapped: Mapped): Omit<Estimate, 'uncertainty'> {
  const { costed, machine, objective, idle } = mapped;
  const operations = rowsOf(mapped);
  return assembled({
    design,
    graph,
    objective,
    costed,
    working: workingOf(machine),
    operations,
    notes: [
      ...[...graph.notes, ...idle, ...withoutUnit(operations), ...unfitNotes(machine, operations)],
      ...notesOf(machine, mapped.groups),
    ],
  });
}
