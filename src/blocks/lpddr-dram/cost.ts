import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramCost } from '../dram.js';
import type { BlockCost } from '../cost.js';
import { lpddrParameters } from './parameters.js';

/** What a `LpddrDram` costs on the die (PHY and controller) and draws (see `dram.ts`). */
export function lpddrCost(block: Block, data: TechnologyData): BlockCost {
  return dramCost(lpddrParameters(block, data));
}
