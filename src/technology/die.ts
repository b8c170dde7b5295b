import { circuitFigure, type Technology } from './nodes.js';
import { ranged, type Ranged } from './figures.js';

/** Diameter of what of a wafer of 300 mm dies may stand on: 3 mm of the edge are left out. */
const usable_mm = 300 - 2 * 3;

/** Dies of less than 0.2 x 0.2 mm are not cut: such an area is that of a block. */
const least_mm2 = 0.04;

/** What one exposure covers, mm^2: 26 x 33 mm. */
export const reticle_mm2 = 26 * 33;

/** What a die costs before it is packaged. */
export interface DieCost {
  /** On a wafer, good or not; a mean, as are good ones. */
  readonly diesPerWafer: number;
  readonly yield: Ranged;
  /** USD */
  readonly wafer: Ranged;
  /** USD for each good die. */
  readonly cost: Ranged;
}

/**
 * Cost of a good die of `area` mm^2: the wafer's price over the good dies on it. Dies on a wafer of diameter d: pi d^2 / 4 A - pi d / sqrt(2 A) (de Vries,
 * IEEE Trans. Semiconductor Manufacturing 2005, gives it among others). Yield by the negative binomial model, (1 + A D / alpha)^-alpha. Undefined where the
 * wafer's price or its defects are not known, for an area that is no die's, and for a die that no wafer holds.
 */
export function dieCost(technology: Technology, area: Ranged): DieCost | undefined {
  const [price, defects] = [technology.figures.get('wafer_price'), technology.figures.get('defect_density')];
  const diesPerWafer = diesOf(area.value);
  if (price === undefined || defects === undefined || diesPerWafer < 1 || diesOf(area.greatest) < 1) return undefined;
  const alpha = circuitFigure(technology, 'defect_clustering');
  // Per cm^2.
  const density = ranged(defects, 1e-2);
  const good = (mm2: number, each: number, clustering: number): number =>
    (1 + (mm2 * each) / clustering) ** -clustering;
  const yielded: Ranged = {
    value: good(area.value, density.value, alpha.value),
    // Defects that stand apart hit more dies.
    least: good(area.greatest, density.greatest, alpha.greatest),
    greatest: good(area.least, density.least, alpha.least),
  };
  const wafer = ranged(price);
  return {
    diesPerWafer,
    yield: yielded,
    wafer,
    cost: {
      value: wafer.value / (diesPerWafer * yielded.value),
      least: wafer.least / (diesOf(Math.max(least_mm2, area.least)) * yielded.greatest),
      greatest: wafer.greatest / (diesOf(area.greatest) * yielded.least),
    },
  };
}

function diesOf(area_mm2: number): number {
  if (area_mm2 < least_mm2) return 0;
  return (Math.PI * usable_mm ** 2) / (4 * area_mm2) - (Math.PI * usable_mm) / Math.sqrt(2 * area_mm2);
}
