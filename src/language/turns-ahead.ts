import { visit } from '../syntax/index.js';
import type * as ast from '../syntax/index.js';
import type { LoopEntity, Names } from './entities.js';
import { innerScope, isBroken, stop, type Elaborating, type Scope } from './frame.js';
import { rangeOf } from './pick.js';
import { createReport } from './program.js';
import { regularLoop } from './regular-loop.js';
import { isSettled } from './settled.js';

/** A loop whose range follows from parameters, constants and the variables of loops around it, and those within it. */
interface Ahead {
  readonly member: ast.ForMember;
  readonly range: ast.Range;
  readonly names: Names;
  readonly variable: LoopEntity;
  readonly within: readonly Ahead[];
  /** A range within follows this loop's variable. */
  readonly moves: boolean;
}

/**
 * Counts the turns of the loops among these members before any is made, as far as their ranges tell them; too many end the
 * elaboration here. What counting finds wrong is reported where the loop itself is worked out.
 */
export function countTurnsAhead(e: Elaborating, scope: Scope, members: readonly ast.Member[]): void {
  const loops = readLoops(e, scope, members, new Set());
  if (loops.length === 0) return;
  const quiet: Elaborating = { ...e, report: createReport(), consts: new Map(e.consts), work: { ...e.work } };
  const apart: Scope = innerScope(scope, { ...scope.names }, { ...scope.frame });
  const { turns } = e.program.limits;
  let total = e.work.turns;
  for (const loop of loops) {
    total += count(quiet, apart, [loop], turns - total);
    if (total > turns) return void stop(e, scope, loop.range, 'the number of loop turns', turns);
  }
}

function readLoops(
  e: Elaborating,
  scope: Scope,
  members: readonly ast.Member[],
  around: ReadonlySet<LoopEntity>,
): readonly Ahead[] {
  return members.flatMap((member): readonly Ahead[] => {
    if (member.kind !== 'ForMember' || member.over.kind !== 'Range' || isBroken(e, member)) return [];
    if (regularLoop(e, scope, member) !== undefined) return [];
    const { over: range } = member;
    if (!isSettled(e, range.from, around) || !isSettled(e, range.to, around)) return [];
    const names = e.program.facts.bodies.get(member.body);
    const variable = names?.names.get(member.variable.name);
    if (names === undefined || variable?.kind !== 'loop') return [];
    const within = readLoops(e, scope, member.body, new Set([...around, variable]));
    return [{ member, range, names, variable, within, moves: within.some((each) => follows(e, each, variable)) }];
  });
}

function follows(e: Elaborating, loop: Ahead, variable: LoopEntity): boolean {
  let found = loop.within.some((each) => follows(e, each, variable));
  const enter = (node: Parameters<typeof visit>[0]): boolean => {
    found ||= e.program.facts.resolved.get(node) === variable;
    return !found;
  };
  visit(loop.range.from, enter);
  visit(loop.range.to, enter);
  return found;
}

/** The turns of loops that stand in `scope`; past `most` it need not be exact. */
function count(e: Elaborating, scope: Scope, loops: readonly Ahead[], most: number): number {
  let total = 0;
  for (const { range, names, variable, within, moves } of loops) {
    const turns = rangeOf(e, scope, range);
    if (turns === undefined || turns.count === 0) continue;
    total += turns.count;
    if (within.length === 0) continue;
    const inner = innerScope(scope, names);
    const distinct = moves ? turns.count : 1;
    for (let turn = 0; turn < distinct && total <= most; turn++) {
      inner.values.set(variable, { kind: 'int', value: turns.start + turn });
      total += count(e, inner, within, most - total) * (moves ? 1 : turns.count);
    }
  }
  return total;
}
