import { components } from '../graph.js';
import { loopOf, readsOf, type FlatNet, type Job, type Loop } from './flatten.js';

/** Jobs that run together: within one loop, cell by cell, in this order. */
export interface Group {
  readonly loop: Loop | undefined;
  readonly jobs: readonly Job[];
  /** The order in which cells must be visited, where values ripple from cell to cell; ascending otherwise. */
  readonly rowsDown: boolean;
  readonly colsDown: boolean;
}

/** A group, or groups to be repeated until values that ripple through several loops have settled. */
export type Step =
  | { readonly kind: 'group'; readonly group: Group }
  | { readonly kind: 'repeat'; readonly passes: number; readonly groups: readonly Group[] };

/** One or more jobs that depend on each other through neighbours. */
interface Unit {
  readonly jobs: readonly Job[];
  readonly loop: Loop | undefined;
  readonly ripples: boolean;
}

const largestGroup = 120;

/** Orders the jobs so that each comes after what it reads, as few and as large loops as a greedy choice gives. */
export function schedule(jobs: readonly Job[]): readonly Step[] {
  const writer = new Map<FlatNet, Job>(jobs.map((job) => [job.target, job]));
  const before = new Map<Job, readonly Job[]>();
  for (const job of jobs)
    before.set(
      job,
      readsOf(job).flatMap((net) => (net.kind === 'value' ? (writer.get(net) ?? []) : [])),
    );
  const units = components(jobs, (job) => before.get(job) ?? []).map((component): Unit => {
    const [first] = component;
    const ripples = component.length > 1 || (first !== undefined && before.get(first)?.includes(first) === true);
    return { jobs: component, loop: first === undefined ? undefined : loopOf(first), ripples };
  });
  return order(units, before);
}

function order(units: readonly Unit[], before: ReadonlyMap<Job, readonly Job[]>): readonly Step[] {
  const unitOf = new Map<Job, Unit>(units.flatMap((unit) => unit.jobs.map((job) => [job, unit] as const)));
  const waits = new Map<Unit, number>();
  const wakes = new Map<Unit, Set<Unit>>();
  for (const unit of units) {
    const needed = new Set(
      unit.jobs.flatMap((job) => (before.get(job) ?? []).flatMap((other) => unitOf.get(other) ?? [])),
    );
    needed.delete(unit);
    waits.set(unit, needed.size);
    for (const other of needed) wakes.set(other, (wakes.get(other) ?? new Set()).add(unit));
  }
  const ready = new Map<Loop | undefined, Unit[]>();
  const put = (unit: Unit): void => {
    const list = ready.get(unit.loop);
    if (list === undefined) ready.set(unit.loop, [unit]);
    else list.push(unit);
  };
  for (const unit of units) if (waits.get(unit) === 0) put(unit);
  const steps: Step[] = [];
  const done = (unit: Unit): void => {
    for (const next of wakes.get(unit) ?? []) {
      const left = (waits.get(next) ?? 0) - 1;
      waits.set(next, left);
      if (left === 0) put(next);
    }
  };
  for (let loop = nextLoop(ready, undefined); loop !== 'none'; loop = nextLoop(ready, loop))
    steps.push(...takeGroups(ready.get(loop) ?? [], loop, before, done));
  return steps;
}

/** The loop to go on with: one that has work, another than the last if there is. */
function nextLoop(ready: ReadonlyMap<Loop | undefined, Unit[]>, last: Loop | undefined): Loop | undefined | 'none' {
  const waiting = [...ready].filter(([, units]) => units.length > 0).map(([loop]) => loop);
  if (waiting.length === 0) return 'none';
  // Work outside of loops first: it is cheap and often what a loop waits for.
  return waiting.includes(undefined) ? undefined : (waiting.find((loop) => loop !== last) ?? waiting[0]);
}

function takeGroups(
  list: Unit[],
  loop: Loop | undefined,
  before: ReadonlyMap<Job, readonly Job[]>,
  done: (unit: Unit) => void,
): readonly Step[] {
  const steps: Step[] = [];
  let open: Job[] = [];
  let inOpen = new Set<FlatNet>();
  const close = (): void => {
    if (open.length > 0) steps.push({ kind: 'group', group: { loop, jobs: open, rowsDown: false, colsDown: false } });
    open = [];
    inOpen = new Set();
  };
  for (let unit = list.shift(); unit !== undefined; unit = list.shift()) {
    const [first] = unit.jobs;
    if (unit.ripples || first === undefined) {
      close();
      steps.push(rippleStep(unit, before));
    } else {
      // A neighbour's value must be there for all cells before any cell reads it.
      const neighbour = first.kind === 'source' ? first.neighbour : undefined;
      if ((neighbour !== undefined && inOpen.has(neighbour)) || (loop === undefined && open.length >= largestGroup))
        close();
      open.push(first);
      inOpen.add(first.target);
    }
    done(unit);
  }
  close();
  return steps;
}

/** Values that run from cell to cell: one loop in their direction, or, where several loops are part of it, repeated ones. */
function rippleStep(unit: Unit, before: ReadonlyMap<Job, readonly Job[]>): Step {
  const sides = new Set(
    unit.jobs.flatMap((job) => (job.kind === 'source' && job.source.kind === 'neighbour' ? [job.source.side] : [])),
  );
  const within = new Set(unit.jobs);
  const local = components(unit.jobs, (job) =>
    job.kind === 'source' ? [] : (before.get(job) ?? []).filter((other) => within.has(other)),
  ).flat();
  const loops = new Set(unit.jobs.map(loopOf));
  const [loop] = loops;
  const rowsDown = sides.has('south');
  const colsDown = sides.has('east');
  if (loops.size === 1 && loop !== undefined)
    return { kind: 'group', group: { loop, jobs: local, rowsDown, colsDown } };
  const passes = [...loops].reduce((sum, one) => sum + (one === undefined ? 1 : one.rows + one.cols), 0) * local.length;
  return {
    kind: 'repeat',
    passes,
    groups: local.map((job) => ({ loop: loopOf(job), jobs: [job], rowsDown, colsDown })),
  };
}
