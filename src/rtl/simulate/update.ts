import type { Expr } from '../expression.js';
import type { Emitter } from './emitter.js';
import { netOf, type Space } from './flatten.js';
import { conjuncts, type InPlace, type NextJob } from './in-place.js';
import { edge, emitJob, nextValue, orReset } from './jobs.js';
import { inLoops, loopHead } from './loops.js';

/** Code of an edge, and the names that it takes from outside of its function. */
export interface Update {
  readonly lines: readonly string[];
  readonly emitters: readonly Emitter[];
}

/**
 * The new values of the registers of a loop's cells, in place: while nothing resets them and what enables all of them is high, which is asked once, a cell asks
 * only for what is its own.
 */
export function updateInPlace(plan: InPlace, fresh: () => Emitter): Update {
  const conditions = fresh();
  const high = (nets: InPlace['enables'], joined: string): string =>
    nets.map((net) => `${conditions.number(conditions.net(net))} !== 0`).join(joined);
  const [enabled, reset] = [high(plan.enables, ' && '), high(plan.resets, ' || ')];
  const running = cells(plan, fresh(), true);
  const guarded = enabled === '' ? running.lines : [`if (${enabled}) {`, ...running.lines, '}'];
  if (reset === '') return { lines: guarded, emitters: [conditions, running.emitter] };
  const any = cells(plan, fresh(), false);
  return {
    lines: [`if (${reset}) {`, ...any.lines, '} else {', ...guarded, '}'],
    emitters: [conditions, running.emitter, any.emitter],
  };
}

/** The loop over the cells, `running` where the plan's enables are high and its resets low. */
function cells(
  plan: InPlace,
  emitter: Emitter,
  running: boolean,
): { readonly lines: readonly string[]; readonly emitter: Emitter } {
  const { loop, rowsDown, colsDown } = plan;
  for (const job of plan.carried) emitter.lines.push(`let c${job.target.id} = ${emitter.number(edge(emitter, job))};`);
  const head = emitter.lines.splice(0);
  for (const job of plan.jobs) {
    if (job.kind === 'source' && plan.carried.has(job)) emitter.bind(job.target, `c${job.target.id}`);
    else emitJob(emitter, job);
  }
  const stores = plan.nexts.map((job) =>
    running ? runningStore(emitter, job, plan) : store(emitter, job, emitter.number(nextValue(emitter, job))),
  );
  const carries = [...plan.carried].map((job) =>
    job.neighbour === undefined ? '' : `c${job.target.id} = ${emitter.number(emitter.read(job.neighbour))};`,
  );
  const base = loop.parent === undefined ? '' : `k${loop.parent.id} * ${loop.rows * loop.cols} + `;
  const lines = inLoops(loop.parent, [
    `${loopHead(`i${loop.id}`, loop.rows, rowsDown)} {`,
    ...head,
    `${loopHead(`j${loop.id}`, loop.cols, colsDown)} {`,
    `const k${loop.id} = ${base}i${loop.id} * ${loop.cols} + j${loop.id};`,
    ...emitter.lines.splice(0),
    ...stores,
    ...carries,
    '}',
    '}',
  ]);
  return { lines, emitter };
}

const store = (emitter: Emitter, { state }: NextJob, js: string): string =>
  `${emitter.number(emitter.net(state))} = ${js};`;

function runningStore(emitter: Emitter, job: NextJob, plan: InPlace): string {
  const { register, space, reset } = job;
  const value = emitter.value(space, register.next);
  const terms = register.enable === undefined ? [] : conjuncts(register.enable);
  const own = terms.filter((term) => !isOneOf(term, space, plan.enables));
  const guard = own.map((term) => `${emitter.number(emitter.value(space, term))} !== 0`).join(' && ');
  // A reset of the cell's own, which is asked in each.
  if (reset?.loop !== undefined) {
    const held =
      guard === ''
        ? value
        : { ...value, js: `(${guard} ? ${emitter.number(value)} : ${emitter.number(emitter.net(job.state))})` };
    return store(emitter, job, emitter.number(orReset(emitter, job, held)));
  }
  const assignment = store(emitter, job, emitter.number(value));
  return guard === '' ? assignment : `if (${guard}) ${assignment}`;
}

function isOneOf(term: Expr, space: Space, nets: InPlace['enables']): boolean {
  return term.kind === 'reference' && nets.includes(netOf(space, term.name));
}
