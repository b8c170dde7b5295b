import type { External } from '../ir/index.js';
import { exactly, zero } from '../technology/index.js';
import type { BlockModel } from './cost.js';

/** The model of a user's own block: what its declaration states. Leakage that is stated replaces that of its area. */
export function statedModel(name: string, { area_m2, power_w, leakage_w }: External): BlockModel {
  return {
    name,
    assurance: () => 'modelled',
    cost: () => [
      {
        parts: area_m2 === null ? [] : [{ name: 'stated', area: exactly(area_m2 * 1e6) }],
        background: zero,
        peakPower: () => (power_w === null ? zero : exactly(power_w)),
        ...(leakage_w === null ? {} : { leakage: exactly(leakage_w) }),
        figures: new Map(),
      },
      [],
    ],
  };
}
