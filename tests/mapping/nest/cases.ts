import { readFileSync } from 'node:fs';
import type { Hierarchy, Level, Loop, Mapping, Nest, SpatialLoop } from '../../../src/mapping/nest/index.js';

/** Counts of an independent tool for one mapping, as `tests/data/mapping-cases.json` has them. */
export interface MappingCase {
  readonly id: string;
  readonly group: string;
  readonly require: boolean;
  readonly neighbour_links: boolean;
  readonly not_required_fields: readonly string[];
  readonly problem: {
    readonly dims: Readonly<Record<string, number>>;
    readonly operands: readonly {
      readonly name: string;
      readonly output: boolean;
      readonly projection: readonly (readonly (readonly [number, string])[])[];
    }[];
  };
  readonly architecture: {
    readonly levels: readonly RawLevel[];
    readonly mac: {
      readonly instances: number;
      readonly meshX: number;
      readonly meshY: number;
      readonly energy_pj: number;
    };
  };
  readonly mapping: readonly { readonly temporal: readonly RawLoop[]; readonly spatial: readonly RawLoop[] }[];
  readonly expect: Expected;
}

interface RawLevel {
  readonly name: string;
  readonly capacity_words: number | null;
  readonly block_words: number;
  readonly instances: number;
  readonly meshX: number;
  readonly meshY: number;
  readonly read_bw_words_per_cycle: number | null;
  readonly write_bw_words_per_cycle: number | null;
  readonly keeps: readonly string[];
  readonly energy_pj: Level['energy_pj'];
  readonly multicast_to_inner: Readonly<Record<string, boolean>>;
  readonly reduces_in_place: boolean;
}

interface RawLoop {
  readonly dim: string;
  readonly bound: number;
  readonly axis?: 'X' | 'Y';
  readonly remainder?: number;
}

/** What the tool counted; or why it refused. */
export type Expected = Readonly<Record<string, unknown>> & { readonly accepted: boolean };

export const mappingCases: readonly MappingCase[] = JSON.parse(
  readFileSync(new URL('../../data/mapping-cases.json', import.meta.url), 'utf8'),
).cases;

/** Whether the bounds of every dimension multiply to its extent. */
export function isPerfect({ mapping }: MappingCase): boolean {
  return mapping.every(({ temporal, spatial }) =>
    [...temporal, ...spatial].every((loop) => loop.remainder === undefined),
  );
}

export function nestOf({ problem }: MappingCase): Nest {
  return {
    dimensions: new Map(Object.entries(problem.dims)),
    operands: problem.operands.map(({ name, output, projection }) => ({
      name,
      output,
      ranks: projection.map((terms) => terms.map(([coefficient, dimension]) => ({ coefficient, dimension }))),
    })),
  };
}

export function hierarchyOf({ architecture: { levels, mac } }: MappingCase): Hierarchy {
  return {
    levels: levels.map((level) => ({
      name: level.name,
      capacity: level.capacity_words,
      block: level.block_words,
      instances: level.instances,
      mesh: { x: level.meshX, y: level.meshY },
      readBandwidth: level.read_bw_words_per_cycle,
      writeBandwidth: level.write_bw_words_per_cycle,
      keeps: new Set(level.keeps),
      multicasts: new Set(Object.entries(level.multicast_to_inner).flatMap(([name, does]) => (does ? [name] : []))),
      reducesInPlace: level.reduces_in_place,
      energy_pj: level.energy_pj,
    })),
    macs: { instances: mac.instances, mesh: { x: mac.meshX, y: mac.meshY }, energy_pj: mac.energy_pj },
  };
}

export function mappingOf({ mapping }: MappingCase): Mapping {
  const loop = ({ dim, bound, remainder }: RawLoop): Loop => ({
    dimension: dim,
    bound,
    ...(remainder === undefined ? {} : { remainder }),
  });
  const along = (raw: RawLoop): SpatialLoop => ({ ...loop(raw), axis: raw.axis === 'Y' ? 'y' : 'x' });
  return mapping.map(({ temporal, spatial }) => ({ temporal: temporal.map(loop), spatial: spatial.map(along) }));
}
