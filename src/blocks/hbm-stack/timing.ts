import type { Block } from '../../ir/index.js';
import type { TechnologyData } from '../../technology/index.js';
import { dramBandwidth, dramLatency } from '../dram.js';
import type { MemoryTiming } from '../timing.js';
import { hbmParameters } from './parameters.js';

/** Sustained bandwidth and latency of a `HbmStack`: modelled, from its generation's figures (see `dram.ts`). */
export function hbmTiming(block: Block, data: TechnologyData): MemoryTiming {
  const parameters = hbmParameters(block, data);
  return { bandwidth: dramBandwidth(parameters), latency: dramLatency(parameters) };
}
