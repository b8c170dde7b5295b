import {
  recostOf,
  widthOf,
  type ArrayTime,
  type Carried,
  type Hierarchy,
  type Mapping,
  type Nest,
  type NestCost,
} from '../../mapping/index.js';
import { exactly, times, zero, type Ranged } from '../../technology/index.js';
import type { PartEnergy } from '../energy.js';
import type { ArrayRates } from './rates.js';

type Exchange = ArrayTime['exchanges'][number];

/** Loops on one of the hierarchies of a space. */
export interface Looped {
  readonly nest: Nest;
  readonly choice: number;
  /** The hierarchy with what its levels keep in this mapping. */
  readonly hierarchy: Hierarchy;
  readonly mapping: Mapping;
  /** The words that it moves and its steps, whatever they cost. */
  readonly cost: NestCost;
}

/** Counts of loops at each end of the ranges of energy. */
export type Ends = Readonly<Record<keyof Ranged, NestCost>>;

export function endsOf({ hierarchies }: ArrayRates, { nest, choice, hierarchy, cost }: Looped): Ends {
  const at = (end: keyof Ranged): NestCost => {
    const own = hierarchies[end][choice] ?? hierarchy;
    const levels = own.levels.map((level, index) => ({
      ...level,
      keeps: hierarchy.levels[index]?.keeps ?? level.keeps,
    }));
    return recostOf(nest, { ...own, levels }, cost);
  };
  return { value: at('value'), least: at('least'), greatest: at('greatest') };
}

/** Energy of loops, one repeat: multiply-accumulators, every level, what words pass between them, and what all parts draw for the time. */
export function loopsEnergy(
  rates: ArrayRates,
  { hierarchy }: Pick<Looped, 'hierarchy'>,
  ends: Ends,
  { carried, exchanges }: Pick<ArrayTime, 'carried' | 'exchanges'>,
  seconds: number,
): readonly PartEnergy[] {
  const { space } = rates.machine;
  const joule = (of: (cost: NestCost) => number): Ranged => ({
    value: of(ends.value) * 1e-12,
    least: of(ends.least) * 1e-12,
    greatest: of(ends.greatest) * 1e-12,
  });
  return [
    { path: space.mac, part: 'mac', energy: joule((cost) => cost.macEnergy_pj) },
    { path: space.mac, part: 'clock', energy: times(rates.clock, ends.value.macs) },
    ...hierarchy.levels.map(({ name }, at): PartEnergy => ({
      path: name,
      part: 'access',
      energy: joule((cost) => cost.levels[at]?.energy_pj ?? 0),
    })),
    ...carried.flatMap((each) => carriedEnergy(rates, each)),
    ...exchanges.flatMap((each) => wireEnergies(rates, hierarchy, carried, each)),
    ...rates.idle.map(({ path, part, power }) => ({ path, part, energy: times(power, seconds) })),
  ];
}

/**
 * What words take over the wires between two levels, as the floorplan has them: shared by all who take a word, or give parts of a sum. A block of one's own
 * between them that states its power states that of its wires.
 */
function wireEnergies(
  rates: ArrayRates,
  { levels }: Hierarchy,
  carried: readonly Carried[],
  { operand, from, to, inward, outward, taken, given }: Exchange,
): readonly PartEnergy[] {
  const { machine } = rates;
  const [outer, inner] = [levels[from]?.name ?? '', levels[to]?.name ?? machine.space.mac];
  const stated = carried.some(
    ({ passing }) =>
      passing.operand === operand &&
      passing.outer === outer &&
      passing.inner === inner &&
      (passing.placed.block.external?.power_w ?? 0) > 0,
  );
  const words = inward + outward;
  if (stated || words === 0) return [];
  const energy = times(rates.wire(outer, inner, (taken + given) / words), words * widthOf(machine, operand));
  return energy.value === 0 ? [] : [{ path: outer, part: 'wires', energy }];
}

/** A mover takes what a bit through it does; a block of one's own its stated power over what it carries at full rate. */
function carriedEnergy({ mover, moverClocks }: ArrayRates, { passing, bits }: Carried): readonly PartEnergy[] {
  const { path, block, count } = passing.placed;
  if (block.external === undefined)
    return [
      { path, part: 'access', energy: times(mover, bits) },
      { path, part: 'clock', energy: times(moverClocks.get(path) ?? zero, bits) },
    ];
  const power = (block.external.power_w ?? 0) * count;
  return power === 0 || !Number.isFinite(passing.bandwidth)
    ? []
    : [{ path, part: 'stated', energy: times(exactly(power / passing.bandwidth), bits) }];
}
