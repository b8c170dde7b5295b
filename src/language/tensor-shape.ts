import { shapeText } from '../ir/index.js';
import { begin } from './frame.js';
import type { Entity } from './entities.js';
import { emptyFrame, emptyScope } from './frame.js';
import { tensorsOf } from './graph.js';
import { bindDefaults } from './known-value.js';
import type { Program } from './program.js';

/**
 * The number type and shape of an input, weight, output or `let` of a workload graph, `int8[512, 4096]`, when every parameter of the workload
 * has its default. Undefined for what is no tensor, or where a mistake keeps it from being known.
 */
export function tensorShape(program: Program, entity: Entity): string | undefined {
  if (entity.kind !== 'tensor' && entity.kind !== 'let') return undefined;
  const workload = program.modules
    .get(entity.file)
    ?.declared.find((each) => each.kind === 'workload' && each.scope === entity.home);
  if (workload?.kind !== 'workload') return undefined;
  const e = begin(program);
  const root = emptyScope(workload.scope, emptyFrame());
  bindDefaults(e, root, workload.parameters);
  const tensor = tensorsOf(e, root, workload).get(entity);
  return tensor === undefined ? undefined : shapeText(tensor);
}
