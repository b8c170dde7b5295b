import type { Block } from '../../ir/index.js';
import { dramBandwidth, dramLatency } from '../dram.js';
import type { MemoryTiming } from '../timing.js';
import { hbmParameters } from './parameters.js';

/** Sustained bandwidth and latency of a `HbmStack`: modelled, from its generation's figures (see `dram.ts`). */
export function hbmTiming(block: Block): MemoryTiming {
  const parameters = hbmParameters(block);
  return { bandwidth: dramBandwidth(parameters), latency: dramLatency(parameters) };
}
