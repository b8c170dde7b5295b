/**
 * Choices at one level, with floors, to be gone through from the least: a heap of their indices. They grow, and are used again. Floors are found in two steps: a
 * cheap one for all, a better one for those that come to the top.
 */
export interface Children {
  count: number;
  floors: Float64Array;
  spreads: Int32Array;
  tiles: Int32Array;
  better: Uint8Array;
  /** Which choices stand for all of a cell of tiles, of which theirs is the largest. */
  cells: Uint8Array;
  heap: Int32Array;
  /** How many of the heap are left. */
  left: number;
}

export function childrenOf(dimensions: number): Children {
  const room = 256;
  return {
    count: 0,
    floors: new Float64Array(room),
    spreads: new Int32Array(room),
    tiles: new Int32Array(room * dimensions),
    better: new Uint8Array(room),
    cells: new Uint8Array(room),
    heap: new Int32Array(room),
    left: 0,
  };
}

export function add(
  children: Children,
  floor: number,
  spread: number,
  tiles: Int32Array,
  at: number,
  dimensions: number,
): void {
  const index = children.count++;
  if (index === children.floors.length) grow(children);
  children.floors[index] = floor;
  children.spreads[index] = spread;
  children.better[index] = 0;
  children.cells[index] = 0;
  for (let dimension = 0; dimension < dimensions; dimension++)
    children.tiles[index * dimensions + dimension] = tiles[at + dimension] ?? 1;
}

function grow(children: Children): void {
  const twice = <T extends Float64Array | Int32Array | Uint8Array>(from: T, made: T): T => {
    made.set(from);
    return made;
  };
  children.floors = twice(children.floors, new Float64Array(2 * children.floors.length));
  children.spreads = twice(children.spreads, new Int32Array(2 * children.spreads.length));
  children.tiles = twice(children.tiles, new Int32Array(2 * children.tiles.length));
  children.better = twice(children.better, new Uint8Array(2 * children.better.length));
  children.cells = twice(children.cells, new Uint8Array(2 * children.cells.length));
  children.heap = twice(children.heap, new Int32Array(2 * children.heap.length));
}

/** Makes the heap of all choices. */
export function heapify(children: Children): void {
  const { count, heap } = children;
  children.left = count;
  for (let index = 0; index < count; index++) heap[index] = index;
  for (let at = (count >> 1) - 1; at >= 0; at--) sink(children, at);
}

/** The index of the choice with the least floor; of equal ones the first. */
export const top = ({ heap }: Children): number => heap[0] ?? 0;

/** Takes the top away. */
export function pop(children: Children): void {
  children.left--;
  children.heap[0] = children.heap[children.left] ?? 0;
  sink(children, 0);
}

/** Raises the floor of the top. */
export function raise(children: Children, floor: number): void {
  const index = top(children);
  children.floors[index] = Math.max(floor, children.floors[index] ?? 0);
  children.better[index] = 1;
  sink(children, 0);
}

/** Adds a choice to the heap. */
export function push(children: Children, index: number): void {
  const { heap, floors } = children;
  let at = children.left++;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const other = heap[parent] ?? 0;
    if (!before(floors, index, other)) break;
    heap[at] = other;
    at = parent;
  }
  heap[at] = index;
}

function sink({ heap, floors, left }: Children, from: number): void {
  let at = from;
  const own = heap[at] ?? 0;
  const floor = floors[own] ?? 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= left) break;
    if (child + 1 < left && before(floors, heap[child + 1] ?? 0, heap[child] ?? 0)) child++;
    const index = heap[child] ?? 0;
    const less = floors[index] ?? 0;
    if (less > floor || (less === floor && index > own)) break;
    heap[at] = index;
    at = child;
  }
  heap[at] = own;
}

function before(floors: Float64Array, a: number, b: number): boolean {
  const one = floors[a] ?? 0;
  const other = floors[b] ?? 0;
  return one < other || (one === other && a < b);
}
