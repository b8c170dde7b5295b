import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramCost } from '../dram.js';
import type { BlockCost } from '../cost.js';
import { hbmParameters } from './parameters.js';

/** What a `HbmStack` costs on the die (PHY and controller) and draws (see `dram.ts`). */
export function hbmCost(block: Block, data: TechnologyData): BlockCost {
  return dramCost(hbmParameters(block, data));
}
