import { expect } from 'vitest';
import { costOf } from '../../../src/mapping/nest/index.js';
import { hierarchyOf, mappingOf, nestOf, type MappingCase } from './cases.js';

/** The costs in the form of the cases. */
export function told(which: MappingCase, costs = costOf): object {
  const [nest, hierarchy] = [nestOf(which), hierarchyOf(which)];
  const { levels, flows, ...whole } = costs(nest, hierarchy, mappingOf(which));
  const name = (level: number): string => hierarchy.levels[level]?.name ?? 'mac';
  const ofOperands = <T>(made: (index: number) => T | undefined): object =>
    Object.fromEntries(
      nest.operands.flatMap((operand, index) => {
        const own = made(index);
        return own === undefined ? [] : [[operand.name, own]];
      }),
    );
  return {
    cycles: whole.cycles,
    utilisation: whole.utilisation,
    macs: whole.macs,
    mac_energy_pj: whole.macEnergy_pj,
    energy_pj: whole.energy_pj,
    levels: Object.fromEntries(
      levels.map((level, at) => [
        name(at),
        {
          cycles: level.cycles,
          energy_pj: level.energy_pj,
          operands: ofOperands((index) => {
            const counts = flows[index]?.levels[at];
            if (counts === undefined) return undefined;
            const { tile, reads, fills, updates, reductions } = counts;
            const words = { tile_words: tile, reads, fills, updates, temporal_reductions: reductions };
            return { ...words, utilised_instances: level.instances, energy_pj: level.operands[index] };
          }),
        },
      ]),
    ),
    networks: hierarchy.levels.map((level, at) => ({
      from: level.name,
      operands: ofOperands((index) => {
        const flow = flows[index]?.transfers[at];
        if (flow === undefined) return undefined;
        return {
          to: name(flow.to),
          transfers: flow.words,
          max_multicast: Math.max(...flow.bySize.keys()),
          by_multicast: Object.fromEntries(flow.bySize),
          spatial_reductions: flow.reductions,
        };
      }),
    })),
  };
}

/** What is expected, as near as the tool prints it: utilisation has four figures. Links between neighbours are another matter. */
export function near(value: unknown): unknown {
  if (typeof value === 'number') return expect.closeTo(value, 6);
  if (Array.isArray(value)) return value.map((each: unknown) => near(each));
  if (typeof value !== 'object' || value === null) return value;
  const dropped = ['accepted', 'fanout', 'avg_hops', 'neighbour_transfers'];
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]: readonly [string, unknown]) => {
      if (dropped.includes(key)) return [];
      return [[key, key === 'utilisation' ? expect.closeTo(Number(inner), 3) : near(inner)]];
    }),
  );
}
