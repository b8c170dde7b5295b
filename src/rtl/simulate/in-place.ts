import type { Expr } from '../expression.js';
import { components } from '../graph.js';
import { loopOf, netOf, readsOf, type Flat, type FlatNet, type FlatRegister, type Job, type Loop } from './flatten.js';
import { isNarrow } from './narrow.js';

/** How a loop goes over its cells. */
export interface Direction {
  readonly rowsDown: boolean;
  readonly colsDown: boolean;
}

/** A source that a cell reads of the neighbour it comes from: what the cell before held until its turn. */
export type CarriedSource = Extract<Job, { kind: 'source' }>;

export type NextJob = Extract<Job, { kind: 'next' }>;

/**
 * Registers of a grid's cells that take their next values at the edge, cell after cell, without a second copy: the loop visits a cell before those that its
 * registers' old values are read from, but along a row, where the old value is carried on.
 */
export interface InPlace extends Direction {
  readonly loop: Loop;
  readonly clock: string;
  readonly registers: readonly FlatRegister[];
  /** The registers' next values. */
  readonly nexts: readonly NextJob[];
  /** What only these registers read, in the order of evaluation. */
  readonly jobs: readonly Job[];
  /** Those of the jobs that take a neighbour's register along the row. */
  readonly carried: ReadonlySet<CarriedSource>;
  /** Nets without a loop that all the registers are enabled by, and those that reset any of them. */
  readonly enables: readonly FlatNet[];
  readonly resets: readonly FlatNet[];
}

/** The loops whose registers can change in place, inner ones first. `kept` nets are read from elsewhere. */
export function inPlaceLoops(flat: Flat, jobs: readonly Job[], kept: ReadonlySet<FlatNet>): readonly InPlace[] {
  const groups = new Map<Loop, Map<string, FlatRegister[]>>();
  for (const register of flat.registers) {
    const { loop } = register.state;
    if (loop === undefined) continue;
    const clocks = groups.get(loop) ?? new Map<string, FlatRegister[]>();
    groups.set(loop, clocks);
    clocks.set(register.clock, [...(clocks.get(register.clock) ?? []), register]);
  }
  const readers = readersOf(jobs);
  const nextOf = new Map(jobs.map((job) => [job.target, job]));
  return [...groups]
    .flatMap(([loop, clocks]) =>
      [...clocks].flatMap(([clock, registers]) => {
        const found = inPlace(loop, clock, registers, { readers, nextOf, kept });
        return found === undefined ? [] : [found];
      }),
    )
    .toSorted((a, b) => depth(b.loop) - depth(a.loop));
}

const depth = (loop: Loop | undefined): number => (loop === undefined ? 0 : 1 + depth(loop.parent));

function readersOf(jobs: readonly Job[]): ReadonlyMap<FlatNet, readonly Job[]> {
  const readers = new Map<FlatNet, Job[]>();
  for (const job of jobs)
    for (const net of readsOf(job)) {
      const list = readers.get(net);
      if (list === undefined) readers.set(net, [job]);
      else list.push(job);
    }
  return readers;
}

interface Graph {
  readonly readers: ReadonlyMap<FlatNet, readonly Job[]>;
  /** The job that makes a net. */
  readonly nextOf: ReadonlyMap<FlatNet, Job>;
  readonly kept: ReadonlySet<FlatNet>;
}

function inPlace(loop: Loop, clock: string, registers: readonly FlatRegister[], graph: Graph): InPlace | undefined {
  const jobs = ownJobs(loop, registers, graph);
  // Values of many words are places, which would change under way.
  if (
    ![...registers.map(({ state }) => state), ...jobs.map(({ target }) => target)].every(({ type }) => isNarrow(type))
  )
    return undefined;
  const states = new Set(registers.map(({ state }) => state));
  const near = jobs.filter(
    (job): job is CarriedSource => job.kind === 'source' && job.neighbour !== undefined && states.has(job.neighbour),
  );
  const sides = new Set(near.map(sideOf));
  if ((sides.has('north') && sides.has('south')) || (sides.has('west') && sides.has('east'))) return undefined;
  const along = near.filter((job) => sideOf(job) === 'west' || sideOf(job) === 'east');
  return {
    loop,
    clock,
    registers,
    nexts: nextJobs(registers, graph),
    jobs,
    carried: new Set(along),
    rowsDown: sides.has('north'),
    colsDown: sides.has('east'),
    enables: commonEnables(nextJobs(registers, graph)),
    resets: uniformResets(registers),
  };
}

const sideOf = ({ source }: CarriedSource): string => (source.kind === 'neighbour' ? source.side : source.kind);

/** Jobs of the loop that nothing but the registers' next values depends on, each after what it reads. */
function ownJobs(loop: Loop, registers: readonly FlatRegister[], { readers, nextOf, kept }: Graph): readonly Job[] {
  const own = new Set<Job>(registers.flatMap(({ next }) => nextOf.get(next) ?? []));
  const refused = (job: Job): boolean =>
    (job.kind !== 'value' && job.kind !== 'source') ||
    loopOf(job) !== loop ||
    kept.has(job.target) ||
    (readers.get(job.target) ?? []).some(
      (reader) => !own.has(reader) || (reader.kind === 'source' && reader.neighbour === job.target),
    );
  const waiting: Job[] = [...own];
  for (let job = waiting.pop(); job !== undefined; job = waiting.pop())
    for (const net of readsOf(job)) {
      const maker = net.kind === 'value' ? nextOf.get(net) : undefined;
      // One that is refused now is asked again when the last of its readers has been taken.
      if (maker === undefined || own.has(maker) || refused(maker)) continue;
      own.add(maker);
      waiting.push(maker);
    }
  const values: readonly Job[] = [...own].filter((job) => job.kind !== 'next');
  return components(values, (job) =>
    readsOf(job).flatMap((net) => {
      const maker = nextOf.get(net);
      return maker !== undefined && own.has(maker) && net.kind === 'value' ? [maker] : [];
    }),
  ).flat();
}

/** The terms of a conjunction. */
export function conjuncts(expr: Expr): readonly Expr[] {
  return expr.kind === 'binary' && expr.operator === 'and' && expr.type.width === 1
    ? [...conjuncts(expr.left), ...conjuncts(expr.right)]
    : [expr];
}

function nextJobs(registers: readonly FlatRegister[], { nextOf }: Graph): readonly NextJob[] {
  return registers.map(({ next, state }) => {
    const job = nextOf.get(next);
    if (job?.kind !== 'next') throw new Error(`${state.path} has no next value`);
    return job;
  });
}

function commonEnables(nexts: readonly NextJob[]): readonly FlatNet[] {
  const all = nexts.map(({ register: { enable }, space }) => {
    const nets = (enable === undefined ? [] : conjuncts(enable)).flatMap((term) =>
      term.kind === 'reference' ? [netOf(space, term.name)] : [],
    );
    return new Set(nets.filter((net) => net.loop === undefined));
  });
  const [first = new Set<FlatNet>(), ...others] = all;
  return [...first].filter((net) => others.every((nets) => nets.has(net)));
}

function uniformResets(registers: readonly FlatRegister[]): readonly FlatNet[] {
  return [
    ...new Set(registers.flatMap(({ reset }) => (reset?.loop === undefined && reset !== undefined ? [reset] : []))),
  ];
}
