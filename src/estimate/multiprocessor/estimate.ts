import { blockModels, libraryModels, type BlockModels } from '../../blocks/models.js';
import { diagnostic, type Diagnostic } from '../../diagnostics/index.js';
import { originKey, type Design } from '../../ir/index.js';
import {
  bestRun,
  discoverMultiprocessors,
  elementRun,
  runOf,
  type Multiprocessors,
  type Run,
  type Steps,
} from '../../mapping/index.js';
import { isMatrix, type MatrixOperation, type VectorOperation, type WorkloadGraph } from '../../workload/index.js';
import { assembled, withoutUnit } from '../assemble.js';
import { totalEnergy, type PartEnergy } from '../energy.js';
import { costDesign, type CostedDesign } from '../hardware.js';
import { elementEnergy, multiprocessorRates, runEnergy, type MultiprocessorRates } from './energy.js';
import { elementRow, runRow } from './rows.js';
import { costedWith, hardwareMeasures } from '../uncertainty/measures.js';
import { spreadOf, type Measures } from '../uncertainty/index.js';
import type { Estimate, EstimateOptions, Objective } from '../types.js';

/** An operation with the tiles that were chosen for it, or one that no unit does. */
type Shared =
  | { readonly operation: MatrixOperation; readonly run: Run; readonly considered: number }
  | { readonly operation: VectorOperation; readonly run: null };

/**
 * The estimate of a workload on a design of tensor cores: each product shared by all multiprocessors, one operation after another. Undefined where the
 * design has none, or a matrix core beside them; E730, E731, E733, and E734 for registers or a shared memory that no tile fits.
 */
export function* multiprocessorSteps(
  design: Design,
  graph: WorkloadGraph,
  options: EstimateOptions,
): Steps<[Estimate | undefined, readonly Diagnostic[]] | undefined> {
  const { origins, models = libraryModels, objective = 'latency', samples } = options;
  const [machine, problems] = discoverMultiprocessors(design, origins, models);
  if (machine === undefined) return problems.length === 0 ? undefined : [undefined, problems];
  const [costed, diagnostics] = costDesign(design, origins, models);
  if (costed === undefined) return [undefined, diagnostics];
  const rates = multiprocessorRates(machine, costed);
  const shared: Shared[] = [];
  const known = new Map<string, ReturnType<typeof bestRun>>();
  for (const operation of graph.operations) {
    if (!isMatrix(operation)) {
      shared.push({ operation, run: null });
      continue;
    }
    const { batch, m, k, n, leftElements, rightElements } = operation;
    const key = [batch, m, k, n, leftElements, rightElements].join(' ');
    if (!known.has(key)) known.set(key, bestRun(machine, operation, scoreOf(rates, objective)));
    const found = known.get(key);
    if (found === undefined) {
      const origin = origins?.get(originKey(design.name, 'module', design.name));
      const why = 'no tile of 16 to 256 on a side fits its registers and shared memory';
      return [undefined, [diagnostic('E734', origin, { path: machine.core.path, operation: operation.name, why })]];
    }
    shared.push({ operation, ...found });
    yield;
  }
  const whole = wholeEstimate(design, graph, { machine, costed, rates, objective, shared });
  const uncertainty =
    samples === undefined ? null : (spreadOf(costed.data, measuresOf(design, models, shared), samples) ?? null);
  return [{ ...whole, uncertainty }, diagnostics];
}

interface Mapped {
  readonly machine: Multiprocessors;
  readonly costed: CostedDesign;
  readonly rates: MultiprocessorRates;
  readonly objective: Objective;
  readonly shared: readonly Shared[];
}

function wholeEstimate(
  design: Design,
  graph: WorkloadGraph,
  { machine, costed, rates, objective, shared }: Mapped,
): Omit<Estimate, 'uncertainty'> {
  const operations = shared.map((each) =>
    each.run === null
      ? elementRow(each.operation, rates, elementRun(machine, each.operation))
      : runRow(each.operation, rates, each.run, each.considered),
  );
  return assembled({
    design,
    graph,
    objective,
    costed,
    working: {
      frequency: machine.frequency,
      macsPerCycle: macsPerCycle(machine),
      parameterBits: machine.bits.right,
    },
    operations,
    notes: [...graph.notes, ...withoutUnit(operations), ...notesOf(machine)],
  });
}

/** Multiply-accumulates that all tensor cores do in a cycle. */
export function macsPerCycle({ parameters, core }: Multiprocessors): number {
  return parameters.m * parameters.n * parameters.k * core.count;
}

function notesOf({ measured, core, far }: Multiprocessors): readonly string[] {
  return [
    measured === null
      ? `a launch takes no time, and ${core.path} and ${far.path} reach their full rate: no constants of a measured chip are given (TensorCore { constants: .a100 })`
      : `what a launch takes, and the shares of their peaks that multipliers and memory reach, are those measured on ${measured.title}`,
    'instruction issue, what decides on hits in the cache, the switches between multiprocessors and cache, and clocks take no energy here',
  ];
}

/** What tiles are judged by: time and then traffic; energy and then time; their product and then time. */
function scoreOf(rates: MultiprocessorRates, objective: Objective): (run: Run) => readonly [number, number] {
  const energy = (run: Run): number => totalEnergy(runEnergy(rates, run)).value;
  switch (objective) {
    case 'latency':
      return ({ cycles, far }) => [cycles, far.read + far.written];
    case 'energy':
      return (run) => [energy(run), run.cycles];
    case 'edp':
      return (run) => [energy(run) * run.cycles, run.cycles];
  }
}

/** Latency, energy, power, area and TDP by other figures; tiles stay as they were chosen. */
function measuresOf(design: Design, models: BlockModels, shared: readonly Shared[]): Measures {
  return (data) => {
    const costed = costedWith(design, models, data);
    const [machine] = discoverMultiprocessors(design, undefined, blockModels(models.own, data));
    if (costed === undefined || machine === undefined) return undefined;
    const rates = multiprocessorRates(machine, costed);
    let [cycles, energy] = [0, 0];
    for (const each of shared) {
      const { repeat } = each.operation;
      const [time, parts] = again(rates, each);
      cycles += repeat * time;
      energy += repeat * totalEnergy(parts).value;
    }
    const latency = cycles / machine.frequency;
    return new Map([
      ['latency', latency] as const,
      ['energy', energy] as const,
      ['power', energy / latency] as const,
      ...hardwareMeasures(design, costed),
    ]);
  };
}

/** Cycles and energies of one repeat. */
function again(rates: MultiprocessorRates, each: Shared): readonly [cycles: number, parts: readonly PartEnergy[]] {
  const { machine } = rates;
  if (each.run === null) {
    const { cycles, far } = elementRun(machine, each.operation);
    return [cycles, elementEnergy(rates, cycles, far)];
  }
  const run = runOf(machine, each.operation, each.run.cut);
  return [run.cycles, runEnergy(rates, run)];
}
