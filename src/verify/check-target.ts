import { blockHardware } from '../blocks/hardware.js';
import { checkArray } from './array-target.js';
import { checkCore } from './core-target.js';
import { checkSram } from './sram-target.js';
import type { TargetResult, VerifyContext, VerifyRequest } from './target-result.js';
import { coreParameters, type Target } from './targets.js';
import type { ScheduledWorkload } from './workload.js';

/** Runs what is asked for of one block on the built-in simulator, recording it where other simulators are asked for. */
export async function checkTarget(
  target: Target,
  workload: ScheduledWorkload | null,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<TargetResult> {
  const { block } = target;
  const module = context.hardware?.(block) ?? blockHardware.get(block.name)?.module(block, block.id);
  if (module === undefined) throw new Error(`${block.name} has no hardware`);
  const parameters = coreParameters(target);
  if (block.name === 'PEArray') return checkArray(target, module, request, context);
  if (parameters === null) return checkSram(target, module, request, context);
  const own = workload?.schedules[0]?.core.block.id === block.id ? workload : null;
  return checkCore(target, parameters, module, own, request, context);
}
