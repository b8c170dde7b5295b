import { blockHardware, type Answer } from '../blocks/hardware.js';
import { checkArray } from './array-target.js';
import { checkCore } from './core-target.js';
import { checkOwn } from './own-target.js';
import { checkSram } from './sram-target.js';
import type { TargetResult, VerifyContext, VerifyRequest } from './target-result.js';
import { coreParameters, type Target } from './targets.js';
import { checkVector } from './vector-target.js';
import type { ScheduledWorkload } from './workload.js';

/** Runs what is asked for of one block on the built-in simulator, recording it where other simulators are asked for; undefined where its code is at fault. */
export async function checkTarget(
  target: Target,
  workload: ScheduledWorkload | null,
  request: VerifyRequest,
  context: VerifyContext,
): Promise<Answer<TargetResult>> {
  const { block, own } = target;
  if (own !== undefined) return checkOwn(target, own.code, own.module, request, context);
  const module = context.hardware?.(block) ?? target.module ?? blockHardware.get(block.name)?.module(block, block.id);
  if (module === undefined) throw new Error(`${block.name} has no hardware`);
  const parameters = coreParameters(target);
  if (block.name === 'PEArray') return [await checkArray(target, module, request, context), []];
  if (block.name === 'VectorUnit') return [await checkVector(target, module, request, context), []];
  if (parameters === null) return [await checkSram(target, module, request, context), []];
  const scheduled = workload?.schedules[0]?.core.block.id === block.id ? workload : null;
  return [await checkCore(target, parameters, module, scheduled, request, context), []];
}
