import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramParameters, type DramParameters } from '../dram.js';

/** The typed view of a block named `LpddrDram`: LPDDR memory of one of the declared generations. */
export function lpddrParameters(block: Block, data: TechnologyData): DramParameters {
  return dramParameters(block, data, ['lpddr4x', 'lpddr5', 'lpddr5x']);
}
