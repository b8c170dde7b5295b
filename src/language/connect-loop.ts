import { endpointCount, joinsOfLoops, type Connection, type Endpoint, type JoinLoop } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { connect, endpointOf, excusePorts, portsAt, type Wiring } from './connect.js';
import { spanOf } from './declare.js';
import { stop, type Elaborating } from './frame.js';
import type { NamedInstance } from './name-instances.js';
import { corners, setTurns, type OpenLoop } from './regular-loop.js';

/** Where joins are gathered, and what their ports may be of. */
interface Gathering {
  readonly wiring: Wiring;
  readonly instances: readonly NamedInstance[];
}

/** Gathers what a regular loop joins, without going through its turns. */
export function connectLoop(e: Elaborating, loop: OpenLoop, wiring: Wiring, instances: readonly NamedInstance[]): void {
  gather(e, [loop], { wiring, instances });
}

/** The joins of the innermost of `loops`. */
function gather(e: Elaborating, loops: readonly OpenLoop[], to: Gathering): void {
  for (const member of loops.at(-1)?.body ?? []) {
    if (e.work.stopped) return;
    if ('body' in member) gather(e, [...loops, member], to);
    else joinTurns(e, member, loops, to);
  }
}

/** The joins of one member in all turns of the loops around it. */
function joinTurns(
  e: Elaborating,
  member: ast.ConnectMember | ast.UnusedMember,
  loops: readonly OpenLoop[],
  to: Gathering,
): void {
  const scope = loops.at(-1)?.scope;
  if (scope === undefined) return;
  const sides = member.kind === 'UnusedMember' ? [member.port] : [member.left, member.right];
  const joinAt = (turns: readonly number[]): readonly Endpoint[] | undefined => {
    setTurns(loops, turns);
    const picked = sides.map((side) => portsAt(e, scope, side, to.wiring, to.instances));
    const ends = picked.flatMap((ports) => ports?.slice(0, 1) ?? []);
    if (ends.length === sides.length) return ends.map(endpointOf);
    for (const ports of picked) excusePorts(ports, to.wiring);
    return undefined;
  };
  for (const corner of corners(loops)) if (joinAt(corner) === undefined) return;
  const first = joinAt([]) ?? [];
  const steps = loops.map(({ count }, k): JoinLoop => {
    const next = count > 1 ? (joinAt(loops.map((_, l) => (l === k ? 1 : 0))) ?? first) : first;
    return { count, steps: first.map((end, i) => moved(end, next[i] ?? end)) };
  });
  setTurns(loops, []);
  const counts = new Set(first.map(endpointCount));
  // The ends are as many in each turn: what is wrong with one turn is so with all.
  if (member.kind === 'ConnectMember' && counts.size > 1) return connect(e, scope, member, to.wiring, to.instances);
  if (counts.has(0)) return;
  const limit = e.program.limits.instances;
  const joins = joinsOfLoops(first, steps, limit) ?? turnByTurn(loops, limit)?.map((turn) => joinAt(turn) ?? first);
  setTurns(loops, []);
  if (joins === undefined) return void stop(e, scope, member, 'the number of connections', limit);
  const origin = spanOf(scope.names.file, member.kind === 'UnusedMember' ? member.port : member);
  for (const [from, end] of joins) {
    if (from === undefined) continue;
    if (member.kind === 'UnusedMember') to.wiring.unused.push({ part: from, origin });
    else if (end !== undefined) to.wiring.connections.push({ part: { kind: kindOf(member), from, to: end }, origin });
  }
}

/** All turns of the loops, the innermost fastest; undefined where they are more than `most`. */
function turnByTurn(loops: readonly OpenLoop[], most: number): readonly (readonly number[])[] | undefined {
  if (loops.reduce((product, { count }) => product * count, 1) > most) return undefined;
  return loops.reduce<readonly (readonly number[])[]>(
    (all, { count }) => all.flatMap((at) => Array.from({ length: count }, (_, turn) => [...at, turn])),
    [[]],
  );
}

function kindOf({ operator }: ast.ConnectMember): Connection['kind'] {
  return operator === '->' ? 'stream' : 'memory';
}

/** How an endpoint's indices differ from those of the turn before. */
function moved(before: Endpoint, after: Endpoint): readonly number[] {
  const [from, to] = [before, after].map(({ at, lane }) => [...at, ...lane].map(({ start }) => start));
  return (to ?? []).map((start, d) => start - (from?.[d] ?? 0));
}
