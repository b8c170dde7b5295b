import { readsOf, type Flat, type FlatNet, type Job, type Loop } from './flatten.js';
import type { InPlace } from './in-place.js';
import { isNarrow } from './narrow.js';
import { wordsOf } from './runtime.js';
import type { Group, Step } from './schedule.js';

/**
 * Where a net's value is kept in generated code: in a constant of the one function that needs it; in a variable; in an array with an element a cell;
 * or, above 32 bits, in words of the common array `W` or of an array with several words a cell.
 */
export type Storage =
  | { readonly kind: 'local' }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly name: string }
  | { readonly kind: 'words'; readonly offset: number; readonly words: number }
  | { readonly kind: 'wordArray'; readonly name: string; readonly words: number };

/** The common array: its size so far and the constants in it. */
export interface Heap {
  size: number;
  readonly constants: Map<string, number>;
  readonly initial: { readonly offset: number; readonly width: number; readonly value: bigint }[];
}

export function allocate(heap: Heap, width: number): number {
  const offset = heap.size;
  heap.size += wordsOf(width);
  return offset;
}

export function groupsOf(steps: readonly Step[]): readonly Group[] {
  return steps.flatMap((step) => (step.kind === 'group' ? [step.group] : step.groups));
}

/** Chooses the storage of every net that is a state, an input, or the target of a job. `kept` ones can be read from outside. */
export function assignStorage(
  flat: Flat,
  steps: readonly Step[],
  kept: ReadonlySet<FlatNet>,
  inPlace: readonly InPlace[],
  heap: Heap,
): ReadonlyMap<FlatNet, Storage> {
  // What is read at an edge has been made by another function.
  const late = inPlace.flatMap(({ jobs, nexts }) => [...jobs, ...nexts]).flatMap(readsOf);
  const local = localNets(steps, new Set([...kept, ...late]));
  const storage = new Map<FlatNet, Storage>();
  const put = (net: FlatNet): void => {
    if (!storage.has(net)) storage.set(net, local.has(net) ? { kind: 'local' } : stored(net, heap));
  };
  for (const { jobs } of inPlace) for (const { target } of jobs) storage.set(target, { kind: 'local' });
  // States together and their next values together, in one order, so that one move takes all of them over.
  const beside = new Set(inPlace.flatMap(({ registers }) => registers));
  const registers = flat.registers.filter((register) => !beside.has(register));
  for (const { state } of registers) put(state);
  for (const { next } of registers) put(next);
  const targets = new Set(groupsOf(steps).flatMap(({ jobs }) => jobs.map(({ target }) => target)));
  for (const net of flat.nets) if (net.kind !== 'value' || targets.has(net)) put(net);
  return storage;
}

function stored(net: FlatNet, heap: Heap): Storage {
  const words = wordsOf(net.type.width);
  if (isNarrow(net.type))
    return net.loop === undefined ? { kind: 'variable', name: `v${net.id}` } : { kind: 'array', name: `a${net.id}` };
  return net.loop === undefined
    ? { kind: 'words', offset: allocate(heap, net.type.width), words }
    : { kind: 'wordArray', name: `a${net.id}`, words };
}

/** Nets that only the group that makes them reads, in the same cell. */
function localNets(steps: readonly Step[], kept: ReadonlySet<FlatNet>): ReadonlySet<FlatNet> {
  const groups = groupsOf(steps);
  const repeated = new Set(steps.flatMap((step) => (step.kind === 'repeat' ? step.groups : [])));
  const home = new Map<FlatNet, Group>();
  for (const group of groups)
    for (const job of group.jobs)
      if (job.kind !== 'gather' && job.kind !== 'next' && !repeated.has(group) && !kept.has(job.target))
        home.set(job.target, group);
  const local = new Set(home.keys());
  for (const group of groups) {
    for (const job of group.jobs)
      for (const net of readsOf(job))
        if (local.has(net) && (home.get(net) !== group || elsewhere(job, net))) local.delete(net);
  }
  return local;
}

/** Whether the job reads the net in another cell than its own. */
function elsewhere(job: Job, net: FlatNet): boolean {
  return job.kind === 'gather' || (job.kind === 'source' && job.neighbour === net) || loopDiffers(job, net);
}

function loopDiffers(job: Job, net: FlatNet): boolean {
  const loop: Loop | undefined = job.kind === 'value' || job.kind === 'next' ? job.space.loop : job.target.loop;
  return net.loop !== loop;
}
