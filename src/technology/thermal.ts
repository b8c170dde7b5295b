import type { Ranged } from './figures.js';
import { circuitFigure, type Technology } from './nodes.js';

/** The temperature, degC, that the nodes' figures of leakage hold at. */
const reference = 85;

/** What a die draws on itself: W that do not depend on its temperature, W of leakage at 85 degC, and its area in mm^2. */
export interface Heat {
  readonly power: Ranged;
  readonly leakage: Ranged;
  readonly area: Ranged;
}

/** Where power and temperature of a die agree. */
export interface Settled {
  /** Of the junction, degC; at most `limit`. */
  readonly junction: Ranged;
  /** Leakage there over that at 85 degC. */
  readonly leakage: Ranged;
  /** degC above which nothing is followed. */
  readonly limit: number;
  /** By the figures' values: `hot` would settle above the limit, `runaway` nowhere, as each kelvin leaks more than it takes away. */
  readonly ends: 'settles' | 'hot' | 'runaway';
  /** Whether it settles with every figure at its least. */
  readonly mayBeCold: boolean;
}

/**
 * The temperature that a die comes to: of the air around it, and its thermal resistance times its power, leakage with it, which doubles every so many kelvin.
 * The lower one of two temperatures where both agree is the stable one.
 */
export function settledHeat(technology: Technology, heat: Heat): Settled {
  const [ambient, resistance, whole, doubling] = [
    circuitFigure(technology, 'ambient'),
    circuitFigure(technology, 'thermal_resistance'),
    circuitFigure(technology, 'package_resistance'),
    circuitFigure(technology, 'leakage_doubling'),
  ];
  const limit = circuitFigure(technology, 'junction_limit').value;
  const at = (end: keyof Ranged, kelvin: number): End => {
    // A small die, or a block by itself, heats its package.
    const perWatt = Math.min(resistance[end] / heat.area[end], whole[end]);
    return fixedPoint(ambient[end], perWatt * heat.power[end], perWatt * heat.leakage[end], kelvin, limit);
  };
  const found = at('value', doubling.value);
  // Below 85 degC a leakage that doubles soon is less, above it more.
  const [cool, warm] = (['least', 'greatest'] as const).map((end) =>
    [doubling.least, doubling.value, doubling.greatest].map((kelvin) => at(end, kelvin)),
  );
  const all = [found, ...(cool ?? []), ...(warm ?? [])];
  const range = (of: (each: End) => number): Ranged => ({
    value: of(found),
    least: Math.min(of(found), ...(cool ?? all).map(of)),
    greatest: Math.max(of(found), ...(warm ?? all).map(of)),
  });
  return {
    junction: range((each) => each.junction),
    leakage: range((each) => each.factor),
    limit,
    ends: found.ends,
    mayBeCold: (cool ?? []).some(({ ends }) => ends === 'settles'),
  };
}

interface End {
  readonly junction: number;
  readonly factor: number;
  readonly ends: Settled['ends'];
}

/**
 * The least T with T = ambient + rise + leak 2^((T - 85) / kelvin), `rise` and `leak` in kelvin. The right side is convex, so Newton's steps from below come to it from
 * below, or to where it grows as fast as T: then there is none.
 */
function fixedPoint(ambient: number, rise: number, leak: number, kelvin: number, limit: number): End {
  const factor = (junction: number): number => 2 ** ((junction - reference) / kelvin);
  const ended = (junction: number, ends: Settled['ends']): End => ({ junction, factor: factor(junction), ends });
  let junction = ambient + rise;
  for (let step = 0; step < 100; step++) {
    if (junction > limit) return ended(limit, runsAway(ambient + rise, leak, kelvin) ? 'runaway' : 'hot');
    const own = leak * factor(junction);
    const missing = ambient + rise + own - junction;
    if (missing <= 1e-9) return ended(junction, 'settles');
    const slope = 1 - (own * Math.LN2) / kelvin;
    if (slope <= 0) return ended(limit, 'runaway');
    junction += missing / slope;
  }
  return ended(Math.min(junction, limit), 'settles');
}

/** Whether T = cold + leak 2^((T - 85) / kelvin) has no solution: where the right side grows as fast as T, it is still above it. */
function runsAway(cold: number, leak: number, kelvin: number): boolean {
  if (leak === 0) return false;
  const steepest = reference + kelvin * Math.log2(kelvin / (leak * Math.LN2));
  return cold + kelvin / Math.LN2 > steepest;
}
