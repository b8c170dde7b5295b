import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramCost } from '../dram.js';
import type { BlockCost } from '../cost.js';
import { ddrParameters } from './parameters.js';

/** What a `DdrDram` costs on the die (PHY and controller) and draws (see `dram.ts`). */
export function ddrCost(block: Block, data: TechnologyData): BlockCost {
  return dramCost(ddrParameters(block, data));
}
