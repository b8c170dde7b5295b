import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramParameters, type DramParameters } from '../dram.js';

/** The typed view of a block named `DdrDram`: DDR memory of one of the declared generations. */
export function ddrParameters(block: Block, data: TechnologyData): DramParameters {
  return dramParameters(block, data, ['ddr3', 'ddr4', 'ddr5']);
}
