import { libraryModels, type BlockModels } from '../blocks/models.js';
import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import type { Design, Expr, Mapping, Measure, Origins, Run, Scope, Value } from '../ir/index.js';
import { workloadGraph } from '../workload/index.js';
import { estimateSteps } from './estimate.js';
import { estimateDesign } from './hardware.js';
import { finish, type Steps } from '../mapping/index.js';
import type { DesignEstimate, Estimate, EstimateOptions, InstanceEstimate } from './types.js';

/** The late values of a design, each worked out when it is first asked for. */
export interface LateScope {
  /** Estimates the workloads that an expression speaks of, step by step; without it they are when they are asked for. */
  readonly prepare: (expression: Expr) => Steps<void>;
  /** Whether the workloads that an expression speaks of have been estimated. */
  readonly ready: (expression: Expr) => boolean;
  /** The design without a workload. */
  readonly hardware: () => DesignEstimate | undefined;
  /** The scope of a requirement in the module at `path`. */
  readonly within: (path: string) => Scope;
  /** What the judged figure of a condition is mostly made of: `core 61 %, buffer 22 %`. */
  readonly dominates: (condition: Expr, path: string) => string;
  /** What kept values from being worked out, each once. */
  readonly diagnostics: () => readonly Diagnostic[];
}

/** The late values of a design whose blocks have the cost and timing of `models`. */
export function measureScope(
  design: Design,
  origins?: Origins,
  models: BlockModels = libraryModels,
  pins: readonly Mapping[] = [],
): LateScope {
  const found = new Map<string, Diagnostic>();
  const note = (diagnostics: readonly Diagnostic[]): void => {
    for (const each of diagnostics) found.set(`${each.code} ${each.message}`, each);
  };
  const hardware = once((): DesignEstimate | undefined => {
    const [result, diagnostics] = estimateDesign(design, origins, models);
    note(diagnostics);
    return result;
  });
  const runs = new Map<string, Estimate | undefined>();
  const run = function* (name: string): Steps<Estimate | undefined> {
    if (!runs.has(name))
      runs.set(
        name,
        yield* estimateWorkload(
          design,
          name,
          {
            models,
            pins: pins.filter(({ workload }) => workload === name),
            ...(origins === undefined ? {} : { origins }),
          },
          note,
        ),
      );
    return runs.get(name);
  };
  const running = (name: string): Estimate | undefined => finish(run(name));
  return {
    prepare: function* (expression) {
      for (const late of lateParts(expression)) if (late.kind === 'run') yield* run(late.workload);
    },
    ready: (expression) => lateParts(expression).every((late) => late.kind !== 'run' || runs.has(late.workload)),
    hardware,
    within: (path) => ({
      lookup: () => undefined,
      measure: (parts, measure, args) => {
        const estimated = hardware();
        if (estimated === undefined) return undefined;
        const [instances, share] = [instancesAt(estimated, path, parts), shareOf(design, path, parts)];
        const value =
          measure === 'cost' ? costOf(estimated, instances, share) : measureValue(instances, measure, args, share);
        if (value === undefined) note([diagnostic('E735', undefined, { measure: [...parts, measure].join('.') })]);
        return value;
      },
      run: (asked, workload) => {
        const estimated = running(workload);
        const value = estimated === undefined ? undefined : runValue(estimated, asked);
        if (estimated !== undefined && value === undefined)
          note([diagnostic('E735', undefined, { measure: `${asked}(${workload})` })]);
        return value;
      },
    }),
    dominates: (condition, path) => dominating(condition, path, hardware, running),
    diagnostics: () => [...found.values()],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function* estimateWorkload(
  design: Design,
  name: string,
  options: EstimateOptions,
  note: (diagnostics: readonly Diagnostic[]) => void,
): Steps<Estimate | undefined> {
  const workload = design.workloads.find((candidate) => candidate.name === name);
  if (workload === undefined) throw new Error(`the design has no workload ${name}`);
  const [graph, problems] = workloadGraph(workload);
  note(problems);
  if (graph === undefined) return undefined;
  const [result, diagnostics] = yield* estimateSteps(design, graph, options);
  note(diagnostics);
  return result;
}

/** The instances that a measure of `parts` within the module at `path` is about; a name without an index means all of its array. */
function instancesAt(estimated: DesignEstimate, path: string, parts: readonly string[]): readonly InstanceEstimate[] {
  const wanted = [...(path === '' ? [] : path.split('.')), ...parts].map(withoutIndex);
  return estimated.instances.filter((instance) => {
    const names = instance.path.split('.').map(withoutIndex);
    return wanted.every((name, index) => names[index] === name);
  });
}

/**
 * The part of equal instances that a measure is about: one of each array named with an index (`tile[3]`, and the `tile[*]` that
 * the module of a requirement stands in), all of an array named without one.
 */
function shareOf(design: Design, path: string, parts: readonly string[]): number {
  let module = design.modules.find(({ name }) => name === design.name);
  let share = 1;
  for (const name of [...(path === '' ? [] : path.split('.')), ...parts]) {
    const instance = module?.instances.find((each) => each.name === withoutIndex(name));
    if (instance === undefined) return share;
    if (name.includes('['))
      share /= Math.max(
        1,
        instance.shape.reduce((product, extent) => product * extent, 1),
      );
    const { of } = instance;
    module = of.kind === 'module' ? design.modules.find((each) => each.name === of.name) : undefined;
  }
  return share;
}

function withoutIndex(name: string): string {
  return name.replace(/\[.*$/, '');
}

const squareMillimetre = 1e-6;

function measureValue(
  instances: readonly InstanceEstimate[],
  measure: Exclude<Measure, 'cost'>,
  args: readonly Value[],
  share: number,
): Value {
  const total = (of: (instance: InstanceEstimate) => number): number =>
    share * instances.reduce((sum, each) => sum + of(each), 0);
  switch (measure) {
    case 'area':
      return { kind: 'quantity', value: total((each) => each.area_mm2) * squareMillimetre, dimension: { m: 2 } };
    case 'leakage':
      return watts(total((each) => each.leakage_w));
    case 'power_peak':
      return watts(total((each) => each.power_peak_w));
    case 'tdp':
      return watts(total((each) => each.tdp_w));
    case 'peak': {
      const [dtype] = args;
      const ofType = (each: InstanceEstimate): number =>
        dtype?.kind === 'dtype' && each.peak_ops_per_s?.dtype === dtype.name ? each.peak_ops_per_s.value : 0;
      return { kind: 'quantity', value: total(ofType), dimension: { op: 1, s: -1 } };
    }
  }
}

/** The die's cost by area; undefined where it is not known. */
function costOf(
  { die, area_mm2 }: DesignEstimate,
  instances: readonly InstanceEstimate[],
  share: number,
): Value | undefined {
  if (die === null) return undefined;
  const area = share * instances.reduce((total, each) => total + each.area_mm2, 0);
  return { kind: 'quantity', value: (die.cost_usd * area) / area_mm2, dimension: { USD: 1 } };
}

function watts(value: number): Value {
  return { kind: 'quantity', value, dimension: { J: 1, s: -1 } };
}

function runValue(estimated: Estimate, run: Run): Value | undefined {
  const { total } = estimated;
  switch (run) {
    case 'throughput': {
      const of = total.throughput_of;
      return {
        kind: 'quantity',
        value: total.throughput_per_s,
        dimension: of === 'run' ? { s: -1 } : { [of]: 1, s: -1 },
      };
    }
    case 'latency':
      return { kind: 'quantity', value: total.latency_s, dimension: { s: 1 } };
    case 'energy':
      return { kind: 'quantity', value: total.energy_j, dimension: { J: 1 } };
    case 'energy_per_token':
      return total.energy_per_token_j === null
        ? undefined
        : { kind: 'quantity', value: total.energy_per_token_j, dimension: { J: 1, token: -1 } };
    case 'utilization':
      return total.utilization === null ? undefined : { kind: 'quantity', value: total.utilization, dimension: {} };
    case 'cycles':
      return { kind: 'int', value: total.cycles };
  }
}

type Share = readonly [name: string, amount: number];

/** The largest parts of the first late value in a condition. */
function dominating(
  condition: Expr,
  path: string,
  hardware: () => DesignEstimate | undefined,
  running: (workload: string) => Estimate | undefined,
): string {
  const [late] = lateParts(condition);
  if (late === undefined) return '';
  if (late.kind === 'run') {
    const estimated = running(late.workload);
    if (estimated === undefined) return '';
    return late.run === 'energy' || late.run === 'energy_per_token'
      ? shares(estimated.total.energy.map((part): Share => [`${part.path} ${part.part}`, part.energy_j]))
      : shares(estimated.total.limits.map((entry): Share => [entry.limit.path, entry.cycles]));
  }
  const estimated = hardware();
  if (estimated === undefined) return '';
  const amount = amountOf(late.measure);
  return shares(instancesAt(estimated, path, late.path).map((instance): Share => [instance.path, amount(instance)]));
}

function amountOf(measure: Measure): (instance: InstanceEstimate) => number {
  switch (measure) {
    case 'leakage':
      return (instance) => instance.leakage_w;
    case 'power_peak':
      return (instance) => instance.power_peak_w;
    case 'tdp':
      return (instance) => instance.tdp_w;
    case 'peak':
      return (instance) => instance.peak_ops_per_s?.value ?? 0;
    case 'area':
    case 'cost':
      return (instance) => instance.area_mm2;
  }
}

function shares(parts: readonly Share[]): string {
  const total = parts.reduce((sum, [, amount]) => sum + amount, 0);
  return parts
    .filter(([, amount]) => amount > 0.01 * total)
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([name, amount]) => `${name} ${Math.round((100 * amount) / total)} %`)
    .join(', ');
}

/** The measures and runs that an expression speaks of, from left to right. */
export function lateParts(expr: Expr): readonly Extract<Expr, { kind: 'measure' | 'run' }>[] {
  switch (expr.kind) {
    case 'measure':
    case 'run':
      return [expr];
    case 'binary':
      return [expr.left, expr.right].flatMap(lateParts);
    case 'unary':
      return lateParts(expr.operand);
    case 'conditional':
      return [expr.condition, expr.then, expr.else].flatMap(lateParts);
    case 'call':
      return expr.arguments.flatMap(lateParts);
    case 'list':
      return expr.elements.flatMap(lateParts);
    case 'member':
      return lateParts(expr.object);
    case 'literal':
    case 'name':
      return [];
  }
}
