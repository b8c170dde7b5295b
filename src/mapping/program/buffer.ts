import type { PlacedTile } from '../schedule.js';
import type { Move, PendingMove } from './types.js';

/** A step of a schedule: its tiles, the block of the outer dimension that it is in, and which product of several. */
export interface Step {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly block: number;
  readonly product: number;
}

/** What the near memory has of one operand: so many tiles of it, each in a place as large as the largest. */
export interface Places {
  /** The first beat. */
  readonly base: number;
  readonly count: number;
  readonly beats: number;
}

/** Where a command finds its words in the near memory, and the moves that it waits for. */
export interface Found {
  readonly near: number;
  readonly moves: readonly number[];
}

export type MutableMove = { -readonly [Key in keyof PendingMove]: PendingMove[Key] };

/** Something that comes in: which tile a step needs of it, and when it is another visit, for which it comes in anew. */
export interface Incoming {
  readonly what: Move['what'];
  readonly queue: number;
  readonly places: Places;
  readonly tileOf: (step: Step, address: number) => Tile;
  /** The same number: a tile that came in for one of them is still there. */
  readonly visitOf: (step: Step) => number;
}

export interface Tile {
  readonly index: number;
  /** Where it lies behind the outermost memory. */
  readonly far: number;
  readonly beats: number;
  readonly bits: number;
}

/** The near memory's places of something that comes in, the oldest given to what comes next. `command` is the number of the command that loads. */
export function incoming(
  moves: MutableMove[],
  { what, queue, places, tileOf, visitOf }: Incoming,
): (step: Step, address: number, command: number) => Found {
  const here = new Map<number, { readonly visit: number; readonly place: number; readonly move: number }>();
  /** By place: one more than the last command that read it. */
  const read = new Int32Array(places.count);
  let next = 0;
  return (step, address, command) => {
    const tile = tileOf(step, address);
    const visit = visitOf(step);
    let held = here.get(tile.index);
    if (held?.visit !== visit) {
      const place = next++ % places.count;
      const near = places.base + place * places.beats;
      const move: Move = { direction: 'in', what, far: tile.far, near, beats: tile.beats, bits: tile.bits };
      held = { visit, place, move: moves.length };
      here.set(tile.index, held);
      moves.push({ move, after: read[place] ?? 0, wanted: command, queue });
    }
    read[held.place] = command + 1;
    return { near: places.base + held.place * places.beats, moves: [held.move] };
  };
}

/** The near memory's places of results. A tile may take several stores, of which the first waits for the room and the last for nothing but gives the tile away. */
export function outgoing(
  moves: MutableMove[],
  {
    places,
    queue,
    bitsOf,
  }: { readonly places: Places; readonly queue: number; readonly bitsOf: (tile: PlacedTile) => number },
): (tile: PlacedTile, beats: number, far: number, address: number, command: number, last: boolean) => Found {
  const leaving = new Int32Array(places.count).fill(-1);
  let [tiles, begun] = [0, false];
  return (tile, beats, far, address, command, last) => {
    const place = tiles % places.count;
    const before = begun ? -1 : (leaving[place] ?? -1);
    const freed = moves[before];
    if (freed !== undefined) freed.wanted = command;
    const base = places.base + place * places.beats;
    begun = !last;
    if (last) {
      tiles++;
      leaving[place] = moves.length;
      const move: Move = { direction: 'out', what: 'results', far, near: base, beats, bits: bitsOf(tile) };
      moves.push({ move, after: command + 1, wanted: Infinity, queue });
    }
    return { near: base + address - tile.address, moves: freed === undefined ? [] : [before] };
  };
}
