import { macEnergy, macParameters, type BlockModels } from '../../blocks/models.js';
import { dtypeNamed } from '../../ir/index.js';
import type { Ranged, Technology } from '../../technology/index.js';
import { clockOf, type PlacedBlock } from '../instances.js';
import type { Hierarchy, Level, Mesh } from '../nest/index.js';
import { memoryFigures, outsideFigures } from './levels.js';
import { passingsOf, type Passing } from './passing.js';
import { roles, type Role, type Stop, type Way } from './ways.js';

/** What of a range the energies of a hierarchy are. */
export type End = keyof Ranged;

/** The memories of a choice of ways, in their order, with what each costs in its process. */
export interface Chosen {
  readonly mac: PlacedBlock;
  /** Outermost first; what none of the ways stops at is left out. */
  readonly stops: readonly Stop[];
  readonly ways: Readonly<Record<Role, Way>>;
  readonly technology: Technology;
  readonly models: BlockModels;
}

/**
 * The hierarchy of one way for each operand, whose names are `input`, `weight` and `output`. A word of a level is as wide as the widest of the operands that it
 * keeps. Where there are more instances of a memory than of what stands inside it, those that serve one are taken as one.
 *
 * @param end which end of the ranges of energy
 */
export function hierarchyOfChoice(chosen: Chosen, end: End): Hierarchy {
  const { mac, ways, technology } = chosen;
  const used = chosen.stops.filter(({ path }) =>
    roles.some((role) => ways[role].stops.some((stop) => stop.path === path)),
  );
  const passings = passingsOf(mac, ways);
  const levels: Level[] = [];
  let inside = { instances: mac.count, mesh: meshOf(mac) };
  for (const stop of used.toReversed()) {
    const count = stop.placed?.count ?? 1;
    const merged = Math.max(1, Math.floor(count / inside.instances));
    const own = { instances: Math.min(count, inside.instances), mesh: merged > 1 ? inside.mesh : placedMesh(stop) };
    const links = linksOf(chosen, passings, stop.path, own.instances);
    levels.unshift({ ...levelOf(chosen, stop, merged, end), ...own, ...(links.size === 0 ? {} : { links }) });
    inside = own;
  }
  const energy = macEnergy(macParameters(mac.block), technology)[end];
  return { levels, macs: { instances: mac.count, mesh: meshOf(mac), energy_pj: energy * 1e12 } };
}

/** What each operand may exchange with a level by what it passes there, where that is not there more often than the level: words a cycle of one instance. */
function linksOf(
  { mac }: Chosen,
  passings: readonly Passing[],
  level: string,
  instances: number,
): ReadonlyMap<string, number> {
  const links = new Map<string, number>();
  for (const { operand, outer, placed, bandwidth } of passings) {
    if (outer !== level || placed.count > instances || bandwidth === Infinity) continue;
    const words = bandwidth / (instances * widthOf(mac, operand) * clockOf(mac));
    links.set(operand, Math.min(words, links.get(operand) ?? Infinity));
  }
  return links;
}

function levelOf(
  { mac, ways, technology, models }: Chosen,
  { path, placed }: Stop,
  merged: number,
  end: End,
): Omit<Level, 'instances' | 'mesh'> {
  const keeps = roles.filter((role) => ways[role].stops.some((stop) => stop.path === path));
  const figures = placed === null ? outsideFigures : memoryFigures(placed, technology, models);
  const width = Math.max(...keeps.map((role) => widthOf(mac, role)));
  const block = Math.max(1, Math.floor((figures.accessBits ?? width) / width));
  const words = figures.bandwidth === null ? null : (merged * figures.bandwidth) / (width * clockOf(mac));
  const energy = (each: Ranged): number => each[end] * block * width * 1e12;
  const write = energy(figures.write);
  return {
    name: path,
    capacity: figures.capacityBits === null ? null : merged * Math.floor(figures.capacityBits / width),
    block,
    readBandwidth: words,
    writeBandwidth: words,
    keeps: new Set(keeps),
    multicasts: new Set(roles.filter((role) => reachesMany(ways[role], role, path))),
    reducesInPlace: false,
    energy_pj: { read: energy(figures.read), fill: write, update: write },
  };
}

/** Whether a word from the level, or one that passes it by, reaches all who want it at once; of sums, whether those of neighbours are added on their way. */
function reachesMany({ stops, reduces }: Way, role: Role, path: string): boolean {
  if (role === 'output') return reduces.size > 0;
  return stops.find((stop) => stop.path === path)?.streams ?? true;
}

function widthOf({ block }: PlacedBlock, role: Role): number {
  const { activation, weight, accumulator } = macParameters(block);
  return dtypeNamed({ input: activation, weight, output: accumulator }[role]).width;
}

const placedMesh = ({ placed }: Stop): Mesh => (placed === null ? { x: 1, y: 1 } : meshOf(placed));

/** Of each array of instances the last dimension lies along x, those before it along y. */
function meshOf({ shapes }: PlacedBlock): Mesh {
  const product = (extents: readonly number[]): number => extents.reduce((all, extent) => all * extent, 1);
  return {
    x: product(shapes.map((shape) => shape.at(-1) ?? 1)),
    y: product(shapes.map((shape) => product(shape.slice(0, -1)))),
  };
}
