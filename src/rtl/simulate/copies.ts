import type { Flat, FlatNet, Job } from './flatten.js';

/**
 * Makes one net of two where one only copies the other: ports of instances, what a grid is given by broadcast, outputs that are registers. The spaces
 * know the other net by the copy's name then; jobs that copied are gone.
 *
 * @param kept nets that are read from outside, or at an edge when registers may have changed: they stay
 */
export function mergeCopies(flat: Flat, kept: ReadonlySet<FlatNet>): Flat {
  const copies = new Map<FlatNet, FlatNet>();
  for (const job of flat.jobs) {
    const from = copiedBy(job);
    if (from !== undefined && !kept.has(job.target)) copies.set(job.target, from);
  }
  const net = (one: FlatNet): FlatNet => {
    let last = one;
    for (let next = copies.get(last); next !== undefined; next = copies.get(last)) last = next;
    return last;
  };
  for (const { nets } of flat.spaces) for (const [name, one] of nets) nets.set(name, net(one));
  const optional = (one: FlatNet | undefined): FlatNet | undefined => (one === undefined ? undefined : net(one));
  return {
    ...flat,
    nets: flat.nets.filter((one) => !copies.has(one)),
    jobs: flat.jobs.filter(({ target }) => !copies.has(target)).map((job) => withNets(job, net)),
    registers: flat.registers.map((register) => ({ ...register, reset: optional(register.reset) })),
    assertions: flat.assertions.map((assertion) => ({ ...assertion, reset: net(assertion.reset) })),
  };
}

/** What a job copies as it is into the same cell. */
function copiedBy(job: Job): FlatNet | undefined {
  if (job.kind === 'source') return job.source.kind === 'broadcast' ? job.vector : undefined;
  if (job.kind !== 'value' || job.expr.kind !== 'reference') return undefined;
  const from = job.space.nets.get(job.expr.name);
  const { type, loop } = job.target;
  const same = from?.type.width === type.width && from.type.signed === type.signed && from.loop === loop;
  return same ? from : undefined;
}

function withNets(job: Job, net: (one: FlatNet) => FlatNet): Job {
  switch (job.kind) {
    case 'value':
      return job;
    case 'next':
      return { ...job, reset: job.reset === undefined ? undefined : net(job.reset) };
    case 'source':
      return {
        ...job,
        vector: net(job.vector),
        neighbour: job.neighbour === undefined ? undefined : net(job.neighbour),
      };
    case 'gather':
      return { ...job, element: net(job.element) };
  }
}
