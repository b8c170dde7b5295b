import { readsOf, type Flat, type FlatNet, type Job, type Loop } from './flatten.js';
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
  heap: Heap,
): ReadonlyMap<FlatNet, Storage> {
  const local = localNets(steps, kept);
  const storage = new Map<FlatNet, Storage>();
  for (const net of flat.nets) storage.set(net, local.has(net) ? { kind: 'local' } : stored(net, heap));
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
