import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramBandwidth, dramLatency } from '../dram.js';
import type { MemoryTiming } from '../timing.js';
import { ddrParameters } from './parameters.js';

/** Sustained bandwidth and latency of a `DdrDram`: modelled, from its generation's figures (see `dram.ts`). */
export function ddrTiming(block: Block, data: TechnologyData): MemoryTiming {
  const parameters = ddrParameters(block, data);
  return { bandwidth: dramBandwidth(parameters), latency: dramLatency(parameters) };
}
