import type { Mapping } from '../ir/index.js';
import { einsumRoles, type MatrixOperation } from '../workload/index.js';
import type { Machine } from './machine.js';
import type { Share } from './matrix.js';
import type { Order } from './plan.js';
import type { Extents, Tiling } from './tiling.js';

type Dimension = keyof Extents;

/** One thing that a mapping block pins of a product on cores, with how it is written. */
export type CorePin = { readonly words: string } & (
  | { readonly kind: 'tile'; readonly dimension: Dimension; readonly size: number; readonly at: 'core' | 'near' }
  /** Which dimension the outermost loop over the core's tiles cuts; null: either. */
  | { readonly kind: 'order'; readonly outer: Order['outer'] | null }
  /** Along what the work is split over equal cores. */
  | { readonly kind: 'split'; readonly along: 'batch' | 'm' | 'n' }
  /** What no mapping on cores does, whatever else is chosen. */
  | { readonly kind: 'never' }
);

/**
 * What mapping blocks pin of a product: tiles of the core and of its near memory, the order of the loops over the core's tiles, which are those of the memory
 * behind it, and what lies along the array and the cores. Dimensions are `batch m k n`, of an einsum its indices; pins of others say nothing of it.
 */
export function corePins(
  machine: Machine,
  operation: MatrixOperation,
  written: readonly Mapping[],
): readonly CorePin[] {
  const roleOf = rolesOf(operation);
  const [core, near] = [plain(machine.core.path), plain(machine.near?.placed.path ?? machine.far?.path ?? '')];
  return written.flatMap(({ spatial, tiles, orders, bypasses }) => [
    ...spatial.flatMap(({ dimension, axis }): readonly CorePin[] => {
      const role = roleOf(dimension);
      return role === undefined ? [] : spread(machine, core, axis, role, `spatial ${dimension} over ${axis}`);
    }),
    ...tiles.flatMap(({ dimension, size, level }): readonly CorePin[] => {
      const role = roleOf(dimension);
      const words = `tile ${dimension} = ${size} at ${level}`;
      if (role === undefined) return [];
      const at = level === core ? 'core' : level === near && machine.near !== null ? 'near' : undefined;
      if (at === undefined || role === 'several' || role === 'batch') return [{ kind: 'never', words }];
      const { dot } = machine.parameters;
      const numbers = role === 'k' ? size / dot : size;
      return [
        Number.isInteger(numbers)
          ? { kind: 'tile', dimension: role, size: numbers, at, words }
          : { kind: 'never', words },
      ];
    }),
    ...orders.flatMap(({ dimensions, level }): readonly CorePin[] => {
      const words = `order ${dimensions.join(', ')} at ${level}`;
      const roles = dimensions.flatMap((each) => roleOf(each) ?? []);
      if (roles.length === 0) return [];
      return [level === near ? ordered(roles, words) : { kind: 'never', words }];
    }),
    ...bypasses.flatMap(({ tensors, level }): readonly CorePin[] => {
      const words = `bypass ${tensors.join(', ')} at ${level}`;
      return [{ kind: 'never', words }];
    }),
  ]);
}

type Role = Dimension | 'batch' | 'several';

/** The dimension of the product that a name stands for; `several`: it is one of a few that make one dimension together. */
function rolesOf({ einsum }: MatrixOperation): (name: string) => Role | undefined {
  if (einsum === undefined) return (name) => (['batch', 'm', 'k', 'n'] as const).find((each) => each === name);
  const roles = einsumRoles(einsum);
  return (name) => {
    const role = roles.get(name);
    if (role === undefined || role === 'batch') return role;
    return [...roles.values()].filter((each) => each === role).length > 1 ? 'several' : role;
  };
}

/** Which dimension lies along the rows, and along the columns. */
const along = {
  weight_stationary: { rows: 'k', cols: 'n' },
  output_stationary: { rows: 'm', cols: 'n' },
  input_stationary: { rows: 'k', cols: 'm' },
} as const;

function spread(machine: Machine, core: string, axis: string, role: Role, words: string): readonly CorePin[] {
  const { rows, cols } = along[machine.parameters.dataflow];
  if (axis === `${core}.rows` || axis === `${core}.cols`)
    return role === (axis.endsWith('.rows') ? rows : cols) ? [] : [{ kind: 'never', words }];
  const cores = (core === axis || core.startsWith(`${axis}.`)) && machine.cores > 1;
  return cores && (role === 'batch' || role === 'm' || role === 'n')
    ? [{ kind: 'split', along: role, words }]
    : [{ kind: 'never', words }];
}

/** K is innermost always, and products follow one another; of the other two either may be outermost. */
function ordered(roles: readonly Role[], words: string): CorePin {
  const batch = roles.indexOf('batch');
  const k = roles.indexOf('k');
  const outer = roles.find((role) => role === 'm' || role === 'n') ?? null;
  const possible =
    !roles.includes('several') && batch <= 0 && (k === -1 || (k === roles.length - 1 && roles.length > 1));
  return possible ? { kind: 'order', outer, words } : { kind: 'never', words };
}

/** `tile.core` from `tile[*].core`. */
const plain = (path: string): string => path.replaceAll(/\[[^\]]*\]/g, '');

/** What the search is left with. */
export interface Pinned {
  readonly possible: boolean;
  /** The only size to try along a dimension. */
  readonly sizes: Partial<Readonly<Record<Dimension, number>>>;
  readonly share: (share: Share) => boolean;
  readonly order: (tiling: Tiling, order: Order) => boolean;
}

export const free: Pinned = { possible: true, sizes: {}, share: () => true, order: () => true };

export function pinned(pins: readonly CorePin[]): Pinned {
  if (pins.length === 0) return free;
  const sizes: Partial<Record<Dimension, number>> = {};
  let possible = true;
  for (const pin of pins) {
    if (pin.kind === 'never') possible = false;
    if (pin.kind !== 'tile' || pin.at !== 'core') continue;
    possible &&= (sizes[pin.dimension] ?? pin.size) === pin.size;
    sizes[pin.dimension] = pin.size;
  }
  return {
    possible,
    sizes,
    share: ({ split }) => pins.every((pin) => pin.kind !== 'split' || pin.along === split),
    order: (tiling, order) =>
      pins.every((pin) => {
        if (pin.kind === 'order') return pin.outer === null || pin.outer === order.outer;
        if (pin.kind !== 'tile' || pin.at === 'core') return true;
        return nearTile(tiling, order, pin.dimension) === Math.min(pin.size, tiling.extents[pin.dimension]);
      }),
  };
}

/** How much of a dimension the near memory keeps of the operand that has most of it. */
function nearTile({ extents, tile, counts }: Tiling, order: Order, dimension: Dimension): number {
  if (dimension === 'k') return order.outerKept === 'tiles' && order.innerKept === 'tiles' ? tile.k : extents.k;
  const kept = dimension === order.outer ? order.outerKept : order.innerKept;
  if (kept === 'tiles' || (kept === 'panel' && dimension !== order.outer)) return tile[dimension];
  return kept === 'whole' || order.block >= counts[dimension]
    ? extents[dimension]
    : Math.min(extents[dimension], order.block * tile[dimension]);
}
