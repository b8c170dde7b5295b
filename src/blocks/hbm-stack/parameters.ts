import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramParameters, type DramParameters } from '../dram.js';

/** The typed view of a block named `HbmStack`: high-bandwidth memory of one of the declared generations. */
export function hbmParameters(block: Block, data: TechnologyData): DramParameters {
  return dramParameters(block, data, ['hbm2e', 'hbm3', 'hbm3e', 'hbm4']);
}
