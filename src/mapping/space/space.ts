import { libraryModels, type BlockModels } from '../../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin } from '../../diagnostics/index.js';
import { originKey, type Design, type Origins } from '../../ir/index.js';
import { nodeNames } from '../../technology/index.js';
import { clockOf, placement, type PlacedBlock } from '../instances.js';
import { isStandard } from '../memories.js';
import type { Hierarchy, Mesh } from '../nest/index.js';
import { hierarchyOfChoice, type End } from './hierarchy.js';
import { linksOf } from './links.js';
import { ordered } from './order.js';
import { passingsOf, type Passing } from './passing.js';
import { portOfRole, roles, waysOf, type Role, type Way } from './ways.js';

/** What a design of `Mac`s offers to a mapper. */
export interface Space {
  /** Path of the multiply-accumulators: `pe[*, *].mac`. */
  readonly mac: string;
  readonly macs: PlacedBlock;
  /** Their clock, which cycles are those of, in Hz. */
  readonly frequency: number;
  /** The hierarchy with the longest way of each operand, and after it those of every other choice among ways: what a mapper may let operands pass by. */
  readonly hierarchies: readonly Hierarchy[];
  /** The same hierarchies at an end of the ranges of energy, by the figures of `models`. */
  readonly at: (end: End, models: BlockModels) => readonly Hierarchy[];
  /** By hierarchy: what words pass between its levels. */
  readonly passings: readonly (readonly Passing[])[];
  /** The blocks that levels are, by name; a port of the design is none. */
  readonly blocks: ReadonlyMap<string, PlacedBlock>;
  /** Axes along which neighbours add up each other's sums. */
  readonly reduces: ReadonlySet<keyof Mesh>;
  /** What the reader should know. */
  readonly notes: readonly string[];
}

export interface SpaceOptions {
  /** Where the design was written, for diagnostics. */
  readonly origins?: Origins;
  readonly models?: BlockModels;
  /** Which end of the ranges of energy; the value itself where this is left out. */
  readonly end?: End;
}

/** Choices among ways that are followed; a design with more has its longest ones in it. */
const mostHierarchies = 64;

/**
 * The memories of each operand of the `Mac`s of a design, in one order from the outermost to the innermost. Undefined without problems where it has no `Mac`;
 * errors E730 (no figures of its process), E733 (a port that leads to no memory), E736 (memories that stand in no order).
 */
export function spaceOf(
  design: Design,
  options: SpaceOptions = {},
): readonly [Space | undefined, readonly Diagnostic[]] {
  const { models = libraryModels, origins, end = 'value' } = options;
  const placed = placement(design);
  const macs = placed.blocks
    .filter((block) => isStandard(block, 'Mac'))
    .toSorted((a, b) => b.count * clockOf(b) - a.count * clockOf(a));
  const [mac, ...idle] = macs;
  if (mac === undefined) return [undefined, []];
  const origin = origins?.get(originKey(design.name, 'module', design.name));
  const { node, voltage_v } = design.process;
  if (models.data.technology(node, voltage_v) === undefined)
    return [undefined, [diagnostic('E730', origin, { node, known: nodeNames.join(', ') })]];
  const found = waysOf(mac, linksOf(placed), models);
  const ways = roles.map((role) => [role, longestFirst(found[role])] as const);
  const dry = ways.filter(([, all]) => all.length === 0);
  if (dry.length > 0) return [undefined, dry.map(([role]) => withoutMemory(mac, role, origin))];
  const stops = ordered(ways.flatMap(([, all]) => all));
  if ('first' in stops) return [undefined, [diagnostic('E736', origin, { ...stops, mac: mac.path })]];
  const choices = choicesOf(ways);
  const followed = choices.slice(0, mostHierarchies);
  const at: Space['at'] = (which, by) => {
    const technology = by.data.technology(node, voltage_v);
    if (technology === undefined) throw new Error(`no figures of ${node}`);
    return followed.map((chosen) => hierarchyOfChoice({ mac, stops, ways: chosen, technology, models: by }, which));
  };
  const space: Space = {
    mac: mac.path,
    macs: mac,
    frequency: clockOf(mac),
    hierarchies: at(end, models),
    at,
    passings: followed.map((chosen) => passingsOf(mac, chosen)),
    blocks: new Map(stops.flatMap(({ path, placed: block }) => (block === null ? [] : [[path, block]]))),
    reduces: new Set(ways.flatMap(([, all]) => all.flatMap(({ reduces }) => [...reduces]))),
    notes: [...idle.map((each) => idleNote(each, mac)), ...manyNotes(choices.length)],
  };
  return [space, []];
}

const longestFirst = (ways: readonly Way[]): readonly Way[] => ways.toSorted((a, b) => b.stops.length - a.stops.length);

/** Every choice of one way for each operand, the first of each first. */
function choicesOf(ways: readonly (readonly [Role, readonly Way[]])[]): readonly Readonly<Record<Role, Way>>[] {
  const of = (role: Role): readonly Way[] => ways.find(([name]) => name === role)?.[1] ?? [];
  return of('input').flatMap((input) =>
    of('weight').flatMap((weight) => of('output').map((output) => ({ input, weight, output }))),
  );
}

function withoutMemory(mac: PlacedBlock, role: Role, origin: Origin | undefined): Diagnostic {
  return diagnostic('E733', origin, { path: mac.path, port: `${mac.path}.${portOfRole[role]}` });
}

function idleNote({ path }: PlacedBlock, mac: PlacedBlock): string {
  return `${path} is left idle: work is split over equal multiply-accumulators only, and ${mac.path} has most peak`;
}

function manyNotes(choices: number): readonly string[] {
  return choices <= mostHierarchies
    ? []
    : [`of ${choices} choices among the ways of operands, the first ${mostHierarchies} are followed`];
}
