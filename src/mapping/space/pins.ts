import type { Mapping as Written } from '../../ir/index.js';
import type { Hierarchy, Mesh, Nest } from '../nest/index.js';
import type { SearchOptions, SpatialDimensions } from '../search/index.js';
import type { Role } from './ways.js';

/** One thing that a mapping block pins of loops, with how it is written. */
export type Pin = { readonly words: string } & (
  | { readonly kind: 'spread'; readonly over: string; readonly dimensions: readonly string[] }
  | { readonly kind: 'tile'; readonly level: string; readonly dimension: string; readonly size: number }
  | { readonly kind: 'order'; readonly level: string; readonly dimensions: readonly string[] }
  | { readonly kind: 'bypass'; readonly level: string; readonly operand: Role }
  /** What no loops do: a tile of what several dimensions make together. */
  | { readonly kind: 'never' }
);

/**
 * What mapping blocks pin of the loops of a nest. Pins of dimensions that it does not have say nothing of it.
 *
 * @param dimensionsOf the nest's dimensions that make a written one together, outermost first: none where it has no such
 */
export function pinsOf(
  written: readonly Written[],
  nest: Nest,
  dimensionsOf: (name: string) => readonly string[],
  roleOf: (tensor: string) => Role | undefined,
): readonly Pin[] {
  return written.flatMap(({ spatial, tiles, orders, bypasses }): readonly Pin[] => [
    ...spatial.flatMap(({ dimension, axis }): readonly Pin[] => {
      const dimensions = dimensionsOf(dimension);
      const words = `spatial ${dimension} over ${axis}`;
      return dimensions.length === 0 ? [] : [{ kind: 'spread', over: axis, dimensions, words }];
    }),
    ...tiles.flatMap(({ dimension: name, size, level }): readonly Pin[] => {
      const [dimension, ...others] = dimensionsOf(name);
      const words = `tile ${name} = ${size} at ${level}`;
      if (dimension === undefined) return [];
      const most = nest.dimensions.get(dimension) ?? size;
      return [
        others.length > 0
          ? { kind: 'never', words }
          : { kind: 'tile', level, dimension, size: Math.min(size, most), words },
      ];
    }),
    ...orders.flatMap(({ dimensions: names, level }): readonly Pin[] => {
      const dimensions = names.flatMap((name) => dimensionsOf(name));
      const words = `order ${names.join(', ')} at ${level}`;
      return dimensions.length === 0 ? [] : [{ kind: 'order', level, dimensions, words }];
    }),
    ...bypasses.flatMap(({ tensors, level }) =>
      tensors.flatMap((tensor): readonly Pin[] => {
        const operand = roleOf(tensor);
        return operand === undefined ? [] : [{ kind: 'bypass', level, operand, words: `bypass ${tensor} at ${level}` }];
      }),
    ),
  ]);
}

/** A hierarchy and options of the search with what is pinned; undefined where a pin speaks of a level or an array that is not there, lets the outermost level be passed by, or is met by no loops. */
export function pinnedOn(
  hierarchy: Hierarchy,
  { dimensions }: Nest,
  spreadable: readonly SpatialDimensions[] | undefined,
  pins: readonly Pin[],
): ({ readonly hierarchy: Hierarchy } & Pick<SearchOptions, 'spatial' | 'tiles' | 'orders' | 'brief'>) | undefined {
  const spatial = spreadable?.slice(0, hierarchy.levels.length);
  if (pins.length === 0) return { hierarchy, ...(spatial === undefined ? {} : { spatial }) };
  const names = hierarchy.levels.map(({ name }) => plain(name));
  const at = (level: string): number => names.indexOf(level);
  const keeps = hierarchy.levels.map((level) => new Set(level.keeps));
  const over = new Map<number, string[]>();
  for (const pin of pins) {
    if (pin.kind === 'never') return undefined;
    const level = pin.kind === 'spread' ? arrayAt(names, pin.over) : at(pin.level);
    if (level === -1 || (pin.kind === 'bypass' && level === 0)) return undefined;
    if (pin.kind === 'bypass') keeps[level]?.delete(pin.operand);
    if (pin.kind === 'spread') over.set(level, [...(over.get(level) ?? []), ...pin.dimensions]);
  }
  const all = [...dimensions.keys()];
  return {
    hierarchy: {
      ...hierarchy,
      levels: hierarchy.levels.map((level, index) => ({ ...level, keeps: keeps[index] ?? level.keeps })),
    },
    spatial: hierarchy.levels.map((_, level): SpatialDimensions => {
      const along = (axis: keyof Mesh): readonly string[] =>
        (spatial?.[level]?.[axis] ?? all).filter((name) => over.get(level)?.includes(name) ?? true);
      return { x: along('x'), y: along('y') };
    }),
    tiles: pins.flatMap((pin) =>
      pin.kind === 'tile' ? [{ level: at(pin.level), dimension: pin.dimension, size: pin.size }] : [],
    ),
    orders: pins.flatMap((pin) => (pin.kind === 'order' ? [{ level: at(pin.level), dimensions: pin.dimensions }] : [])),
    brief: true,
  };
}

/** `pe.filter_spad` from `pe[*, *].filter_spad`. */
const plain = (name: string): string => name.replaceAll(/\[[^\]]*\]/g, '');

/** The level right outside of an array of instances: that whose loops in space are spread over it. */
function arrayAt(names: readonly string[], array: string): number {
  const inside = names.findIndex((name) => name === array || name.startsWith(`${array}.`));
  return inside === -1 ? -1 : inside - 1;
}

/** The fewest of some pins that cannot be met together: without any one of them the others can. None where no pins are needed for that. */
export function conflicting<P>(pins: readonly P[], meets: (pins: readonly P[]) => boolean): readonly P[] {
  let left = pins;
  for (const pin of pins) {
    const others = left.filter((each) => each !== pin);
    if (!meets(others)) left = others;
  }
  return left;
}
