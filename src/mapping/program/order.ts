import type { Pending, PendingMove, Program, Timed } from './types.js';

/** How long a mover and the outermost memory take, which work on neighbouring moves at a time: the mover decodes one while data of the one before it pass. */
export interface MoverTime {
  /** Cycles of a move in the mover: its start, and its bits through the narrower port. */
  readonly moving: (bits: number) => number;
  /** Cycles in the outermost memory. */
  readonly passing: (bits: number) => number;
  /** From a request to the outermost memory to its first data. A move whose room is free so long before its turn has its data there. */
  readonly latency: number;
}

/** When a unit tells a command done that is offered in a cycle, in the order of its list. */
export type UnitTime<Command> = (command: Command, offered: number) => number;

/**
 * Two lists side by side, each in its order, each command behind its barrier. The unit's list is given; the mover's is made: whenever it is free it takes of
 * the moves that may go the one whose data, or room, is wanted first. So what is held twice comes in while the unit works, however long before its use.
 */
export function sideBySide<Command>(
  commands: readonly Pending<Command>[],
  moves: readonly PendingMove[],
  time: UnitTime<Command>,
  mover: MoverTime,
): Program<Command> {
  const placeOf = new Int32Array(moves.length).fill(-1);
  const ends: number[] = [];
  const told: number[] = [];
  const unit: Timed<Command>[] = [];
  const order: Timed<PendingMove['move']>[] = [];
  const advance = (): void => {
    for (let next = commands[unit.length]; next !== undefined; next = commands[unit.length]) {
      let place = -1;
      for (const move of next.moves) {
        const at = placeOf[move] ?? -1;
        if (at < 0) return;
        place = Math.max(place, at);
      }
      const done = time(next.command, Math.ceil(ends[place] ?? 0));
      told.push(done);
      unit.push({ command: next.command, after: place + 1, done });
    }
  };
  const queues = queuesOf(moves);
  let [moved, passed, free] = [0, 0, 0];
  for (let count = 0; count < moves.length; count++) {
    advance();
    const { index, from } = firstOf(moves, queues, told, free, mover.latency);
    const chosen = moves[index];
    if (chosen === undefined) throw new Error('moves and commands wait for each other');
    queues[chosen.queue]?.next();
    const { bits } = chosen.move;
    // The next move is chosen when this one's data begin to pass, and the mover is through with it.
    const begins = Math.max(passed, from);
    moved = Math.max(moved, from) + mover.moving(bits);
    passed = begins + mover.passing(bits);
    free = Math.max(moved, begins);
    placeOf[index] = order.length;
    const done = Math.max(moved, passed, ends.at(-1) ?? 0);
    ends.push(done);
    order.push({ command: chosen.move, after: chosen.after, done: Math.ceil(done) });
  }
  advance();
  if (unit.length < commands.length) throw new Error('a command waits for a move that is not made');
  return { unit, moves: order, cycles: Math.ceil(Math.max(ends.at(-1) ?? 0, told.at(-1) ?? 0)) };
}

interface Queue {
  readonly head: () => number | undefined;
  readonly next: () => void;
}

function queuesOf(moves: readonly PendingMove[]): readonly Queue[] {
  const lists: number[][] = [];
  for (const [index, { queue }] of moves.entries()) (lists[queue] ??= []).push(index);
  return Array.from(lists, (list = []): Queue => {
    let at = 0;
    return { head: () => list[at], next: () => void at++ };
  });
}

/** The move that is made next, and from when on: of those that may go now the one that is wanted first, else the one that may go first. */
function firstOf(
  moves: readonly PendingMove[],
  queues: readonly Queue[],
  told: readonly number[],
  free: number,
  latency: number,
): { readonly index: number; readonly from: number } {
  let [best, from, wanted] = [-1, Infinity, Infinity];
  for (const { head } of queues) {
    const index = head();
    const pending = index === undefined ? undefined : moves[index];
    if (index === undefined || pending === undefined) continue;
    const { after, move } = pending;
    const ready = after === 0 ? 0 : told[after - 1];
    if (ready === undefined) continue;
    const at = Math.max(free, ready + (move.direction === 'in' ? latency : 0));
    if (best < 0 || at < from || (at === from && pending.wanted < wanted))
      [best, from, wanted] = [index, at, pending.wanted];
  }
  return { index: best, from };
}
