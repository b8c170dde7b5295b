import { wireEnergy, type Ranged, zero } from '../technology/index.js';
import type { CostedBlock, CostedDesign } from './hardware.js';

/**
 * Wires between the parts of a design, as long as the parts' areas make them: each part is a square, and two that speak with each other are neighbours. Equal
 * parts of which each has its own partner stand in pairs; where one serves many, these are one square together.
 */

/**
 * J of a bit from the middle of one block to that of the other, by their paths; nothing where one of them is no block of the design. `all` of one kind may
 * speak with all of the other, else they stand in pairs.
 */
export function linkEnergy(
  costed: CostedDesign,
  from: string | undefined,
  to: string | undefined,
  all = false,
): Ranged {
  const [a, b] = [blockAt(costed, from), blockAt(costed, to)];
  if (a === undefined || b === undefined) return zero;
  const groups = all ? 1 : Math.min(a.placed.count, b.placed.count);
  const length = (end: keyof Ranged): number => (Math.sqrt(a.area[end] / groups) + Math.sqrt(b.area[end] / groups)) / 2;
  return over(costed, length);
}

/**
 * J of a bit that one block hands to `each` of many inside (or that so many hand it, added up): out of its square, and by a tree over the places of theirs. Of n
 * points at random in a square of side s a tree has `0.75 s sqrt(n)`: for one of them the mean way from the middle of a side, for all the shortest tree.
 */
export function spreadEnergy(costed: CostedDesign, outer: string, inner: string, each: number): Ranged {
  const inside = blockAt(costed, inner);
  const outside = blockAt(costed, outer);
  if (inside === undefined) return zero;
  const instances = outside?.placed.count ?? 1;
  if (inside.placed.count <= instances) return linkEnergy(costed, outer, inner);
  const region = regionOf(costed, inner, outer);
  const trees = 0.75 * Math.sqrt(Math.max(1, Math.min(each, inside.placed.count / instances)));
  const length = (end: keyof Ranged): number =>
    Math.sqrt((outside?.area[end] ?? 0) / instances) / 2 + trees * Math.sqrt(region(end) / instances);
  return over(costed, length);
}

/** mm^2 of all that stands in the modules of a block, so long as another block does not stand there too. */
function regionOf({ blocks }: CostedDesign, path: string, other: string): (end: keyof Ranged) => number {
  const parent = path.slice(0, path.lastIndexOf('.') + 1);
  const own =
    parent === '' || other.startsWith(parent)
      ? blocks.filter(({ placed }) => placed.path === path)
      : blocks.filter(({ placed }) => placed.path.startsWith(parent));
  return (end) => own.reduce((sum, { area }) => sum + area[end], 0);
}

function blockAt({ blocks }: CostedDesign, path: string | undefined): CostedBlock | undefined {
  return path === undefined ? undefined : blocks.find(({ placed }) => placed.path === path);
}

function over({ technology }: CostedDesign, mm: (end: keyof Ranged) => number): Ranged {
  const each = wireEnergy(technology);
  const at = (end: keyof Ranged): number => each[end] * mm(end);
  return { value: at('value'), least: at('least'), greatest: at('greatest') };
}
