import { vectorCycles, type VectorCommand } from '../../blocks/models.js';
import type { VectorOperation } from '../../workload/index.js';
import type { Machine } from '../machine.js';
import type { VectorEngine } from '../vector-engine.js';
import type { VectorWorkload } from '../vector-work.js';
import { outwardBits, streamsHeld, type VectorMapping, type VectorResidence } from '../vector.js';
import { moverTime } from './matrix.js';
import { sideBySide } from './order.js';
import type { Move, Pending, PendingMove, Program } from './types.js';

export type VectorListProgram = Program<VectorCommand>;

/**
 * The lists of one vector unit and of the mover that brings what all of them take, for an operation on elements: pieces that move together are a group, of
 * which the near memory holds two or more. Undefined where no unit does the operation.
 */
export function vectorProgram(
  machine: Machine,
  operation: VectorOperation,
  { unit }: Pick<VectorMapping, 'unit'>,
  residence: VectorResidence | null,
): VectorListProgram | undefined {
  const { vector: engine, frequency } = machine;
  if (engine === null || unit === null) return undefined;
  const pieces = piecesOf(unit.work, engine.units);
  const traffic =
    machine.far === null || machine.near === null ? none : trafficOf(machine, operation, residence, pieces);
  const size = groupSize(machine, engine, pieces, traffic);
  const places = placesFor(machine, residence, size * (pieces[0]?.beside ?? 1) * (traffic.read + traffic.written));
  const { commands, moves } = listsOf(pieces, { size, places }, traffic);
  let reached = 0;
  const time = (command: VectorCommand, offered: number): number => {
    reached = Math.max(reached, offered) + (vectorCycles(engine.parameters, command) / engine.frequency) * frequency;
    return Math.ceil(reached);
  };
  return sideBySide(commands, moves, time, moverTime(machine));
}

/** How many commands the list of one unit has. */
export function vectorCommandCount({ unit }: Pick<VectorMapping, 'unit'>, units: number): number {
  if (unit === null) return 0;
  return unit.work.pieces.reduce((sum, { piece, count }) => {
    const busy = Math.min(units, Math.ceil(count));
    return sum + Math.ceil(count / busy) * piece.steps.reduce((steps, { times }) => steps + times, 0);
  }, 0);
}

/** A piece of one unit, as its commands; of the last ones only some units may have one. */
interface Piece {
  readonly commands: readonly VectorCommand[];
  /** How many units do one of its kind at the same time. */
  readonly beside: number;
}

function piecesOf({ pieces }: VectorWorkload, units: number): readonly Piece[] {
  const total = pieces.reduce((sum, { count }) => sum + count, 0);
  const busy = Math.min(units, Math.ceil(total));
  return pieces.flatMap(({ piece, count }) => {
    const commands = piece.steps.flatMap(({ command, times }) => Array.from({ length: times }, () => command));
    const all = Math.ceil(count);
    return Array.from({ length: Math.ceil(all / busy) }, (_, index) => ({
      commands,
      beside: Math.min(busy, all - index * busy),
    }));
  });
}

/** Bits that come in for a piece of one unit, and that leave. */
interface Traffic {
  readonly read: number;
  readonly written: number;
}

const none: Traffic = { read: 0, written: 0 };

function trafficOf(
  machine: Machine,
  operation: VectorOperation,
  residence: VectorResidence | null,
  pieces: readonly Piece[],
): Traffic {
  const { read, written } = outwardBits(machine, operation, residence);
  const all = pieces.reduce((sum, { beside }) => sum + beside, 0);
  return { read: read / all, written: written / all };
}

/** Pieces that move together: with few of them each start counts, with many the first ones are waited for. As many as take least, and fit. */
function groupSize(machine: Machine, engine: VectorEngine, pieces: readonly Piece[], traffic: Traffic): number {
  const { near, frequency } = machine;
  const first = pieces[0];
  if (near === null || first === undefined) return 1;
  const mover = moverTime(machine);
  const moveCycles = (bits: number): number => Math.max(mover.moving(bits), mover.passing(bits));
  const [read, written] = [traffic.read * first.beside, traffic.written * first.beside];
  const room = near.parameters.capacityBits / streamsHeld;
  const list = first.commands.reduce((sum, command) => sum + vectorCycles(engine.parameters, command), 0);
  const timeOf = (size: number): number => {
    const moved = [read, written].reduce((sum, bits) => sum + (bits > 0 ? moveCycles(size * bits) : 0), 0);
    const steps = Math.ceil(pieces.length / size);
    const working = (size * list * frequency) / engine.frequency;
    return steps * Math.max(moved, working) + Math.min(moved, working);
  };
  let best = 1;
  for (let size = 2; size <= pieces.length && size * Math.max(read, written) <= room; size *= 2)
    if (timeOf(size) < timeOf(best)) best = size;
  return best;
}

interface Lists {
  readonly commands: readonly Pending<VectorCommand>[];
  readonly moves: readonly PendingMove[];
}

/** Places in the near memory, by turns, for what comes in for a group and what leaves: two, and more where there is room. */
function placesFor({ near }: Machine, residence: VectorResidence | null, bits: number): number {
  const room = (near?.parameters.capacityBits ?? 0) - (residence?.reserved ?? 0);
  return bits === 0 ? 2 : Math.max(2, Math.min(mostPlaces, Math.floor(room / bits)));
}

const mostPlaces = 8;

interface Grouping {
  /** Pieces in a group. */
  readonly size: number;
  readonly places: number;
}

function listsOf(pieces: readonly Piece[], { size, places }: Grouping, { read, written }: Traffic): Lists {
  const commands: Pending<VectorCommand>[] = [];
  const moves: { -readonly [Key in keyof PendingMove]: PendingMove[Key] }[] = [];
  const ends: number[] = [];
  const leaving: number[] = [];
  for (let first = 0; first < pieces.length; first += size) {
    const group = pieces.slice(first, first + size);
    const count = group.reduce((sum, { beside }) => sum + beside, 0);
    const turn = ends.length % places;
    const waits: number[] = [];
    const move = (direction: Move['direction'], bits: number): Move => ({
      ...{ direction, what: 'elements', bits: bits * count },
      ...{ far: first, near: turn, beats: count },
    });
    if (read > 0) {
      waits.push(moves.length);
      moves.push({ move: move('in', read), after: ends.at(-places) ?? 0, wanted: commands.length, queue: 0 });
    }
    const before = leaving.at(-places);
    const freed = before === undefined ? undefined : moves[before];
    if (before !== undefined && freed !== undefined) {
      waits.push(before);
      freed.wanted = commands.length;
    }
    for (const { commands: own } of group)
      for (const command of own) commands.push({ command, moves: waits.splice(0) });
    ends.push(commands.length);
    if (written > 0) {
      leaving.push(moves.length);
      moves.push({ move: move('out', written), after: commands.length, wanted: Infinity, queue: 1 });
    }
  }
  return { commands, moves };
}
