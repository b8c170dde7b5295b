import type { Ranged } from '../technology/index.js';
import type { Interval } from './types.js';

export function interval(range: Ranged): Interval {
  return [range.least, range.greatest];
}
