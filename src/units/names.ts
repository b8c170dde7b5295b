import { equal, isDimensionless } from './dimension.js';
import { baseUnits, type Dimension } from './types.js';

const perSecond = { s: -1 };

/** The named dimensions of the language: each is a type name. Where two names share a dimension the first one is shown. */
export const namedDimensions: ReadonlyMap<string, Dimension> = new Map<string, Dimension>([
  ['time', { s: 1 }],
  ['frequency', perSecond],
  ['information', { b: 1 }],
  ['bandwidth', { ...perSecond, b: 1 }],
  ['energy', { J: 1 }],
  ['power', { ...perSecond, J: 1 }],
  ['length', { m: 1 }],
  ['area', { m: 2 }],
  ['volume', { m: 3 }],
  ['current', { A: 1 }],
  ['charge', { s: 1, A: 1 }],
  ['voltage', { s: -1, J: 1, A: -1 }],
  ['resistance', { s: -1, J: 1, A: -2 }],
  ['capacitance', { s: 2, J: -1, A: 2 }],
  ['temperature', { K: 1 }],
  ['money', { USD: 1 }],
  ['mass', { g: 1 }],
  ['operations', { op: 1 }],
  ['op_rate', { ...perSecond, op: 1 }],
  ['tokens', { token: 1 }],
  ['token_rate', { ...perSecond, token: 1 }],
  ['samples', { sample: 1 }],
  ['sample_rate', { ...perSecond, sample: 1 }],
  ['requests', { request: 1 }],
  ['request_rate', { ...perSecond, request: 1 }],
  ['energy_per_bit', { J: 1, b: -1 }],
  ['energy_per_op', { J: 1, op: -1 }],
  ['energy_per_token', { J: 1, token: -1 }],
  ['energy_per_sample', { J: 1, sample: -1 }],
  ['op_efficiency', { op: 1, J: -1 }],
  ['op_intensity', { op: 1, b: -1 }],
  ['op_density', { ...perSecond, op: 1, m: -2 }],
  ['information_density', { b: 1, m: -2 }],
  ['bandwidth_density', { ...perSecond, b: 1, m: -1 }],
  ['power_density', { ...perSecond, J: 1, m: -2 }],
  ['money_per_area', { USD: 1, m: -2 }],
  ['money_per_information', { USD: 1, b: -1 }],
  ['money_per_energy', { USD: 1, J: -1 }],
  ['money_per_token', { USD: 1, token: -1 }],
  ['carbon_per_energy', { g: 1, J: -1 }],
  ['db', { dB: 1 }],
  ['dbm', { dBm: 1 }],
  ['db_per_length', { m: -1, dB: 1 }],
]);

/** What people call a dimension: `number`, a named one, or its formula in base units (`b/J`). */
export function dimensionName(dimension: Dimension): string {
  if (isDimensionless(dimension)) return 'number';
  for (const [name, named] of namedDimensions) if (equal(dimension, named)) return name;
  return unitFormula(dimension);
}

/**
 * The dimension as one unit text in base units that `parseUnit` reads back: `J/b`, `m^2`, `A/s^-1` (no products exist).
 * Half exponents, which `sqrt` makes, print as `s^0.5` and are for people only.
 */
export function unitFormula(dimension: Dimension): string {
  const exponents = baseUnits.flatMap((unit) => {
    const exponent = dimension[unit] ?? 0;
    return exponent === 0 ? [] : [{ unit, exponent }];
  });
  if (exponents.length === 0) return '1';
  const lead = exponents.find((factor) => factor.exponent > 0) ?? exponents[0];
  return [lead, ...exponents.filter((factor) => factor !== lead)]
    .map((factor, index) => {
      const exponent = (factor?.exponent ?? 0) * (index === 0 ? 1 : -1);
      return exponent === 1 ? factor?.unit : `${factor?.unit}^${exponent}`;
    })
    .join('/');
}
