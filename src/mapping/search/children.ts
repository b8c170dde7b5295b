/** Choices at one level, kept to be gone through from the best: they grow, and are used again. */
export interface Children {
  count: number;
  floors: Float64Array;
  spreads: Int32Array;
  tiles: Int32Array;
}

export function childrenOf(dimensions: number): Children {
  const room = 256;
  return {
    count: 0,
    floors: new Float64Array(room),
    spreads: new Int32Array(room),
    tiles: new Int32Array(room * dimensions),
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
  for (let dimension = 0; dimension < dimensions; dimension++)
    children.tiles[index * dimensions + dimension] = tiles[at + dimension] ?? 1;
}

function grow(children: Children): void {
  const twice = <T extends Float64Array | Int32Array>(from: T, made: T): T => {
    made.set(from);
    return made;
  };
  children.floors = twice(children.floors, new Float64Array(2 * children.floors.length));
  children.spreads = twice(children.spreads, new Int32Array(2 * children.spreads.length));
  children.tiles = twice(children.tiles, new Int32Array(2 * children.tiles.length));
}

/** Indices of the choices by their floors; equal ones as they came. */
export function byFloor({ count, floors }: Children): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index).sort(
    (a, b) => (floors[a] ?? 0) - (floors[b] ?? 0) || a - b,
  );
}
