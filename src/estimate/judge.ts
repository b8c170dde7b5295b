import type { BlockModels } from '../blocks/models.js';
import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  evaluate,
  formatValue,
  originKey,
  printExpression,
  type Design,
  type Expr,
  type Mapping,
  type Origins,
  type Requirement,
  type Value,
} from '../ir/index.js';
import { finish, placement, type Steps } from '../mapping/index.js';
import { measureScope, type LateScope } from './measures.js';
import type { Judgement } from './types.js';

/** A late requirement of a module, where it was written and how it came out. */
export interface Judged {
  readonly judgement: Judgement;
  readonly module: string;
  /** Its place among the requirements of the module. */
  readonly index: number;
  readonly origin: Origin | undefined;
}

/**
 * Judges the late requirements of a design and of every module in it: each with the values of both sides and what the
 * judged figure is mostly made of. A requirement that fails is an E510 at its place; what keeps one from being judged (an
 * unknown workload, a measure without a model) is told instead of a judgement.
 */
export function judgeRequirements(
  design: Design,
  origins?: Origins,
  models?: BlockModels,
  pins?: readonly Mapping[],
): [readonly Judgement[], readonly Diagnostic[]] {
  const [judged, diagnostics] = finish(judgeSteps(design, measureScope(design, origins, models, pins), origins));
  return [judged.map(({ judgement }) => judgement), diagnostics];
}

/** The same in steps, with the late values of `scope`; of the requirements that are `wanted`. */
export function* judgeSteps(
  design: Design,
  scope: LateScope,
  origins?: Origins,
  wanted: (module: string, index: number) => boolean = () => true,
): Steps<readonly [readonly Judged[], readonly Diagnostic[]]> {
  const found: Judged[] = [];
  const seen = new Set<string>();
  for (const { path, module } of placement(design).modules) {
    if (seen.has(module.name)) continue;
    seen.add(module.name);
    for (const [index, requirement] of module.requirements.entries()) {
      if (!wanted(module.name, index)) continue;
      yield* scope.prepare(requirement.condition);
      const judgement = judge(requirement, scope, path);
      if (judgement === undefined) continue;
      const origin = origins?.get(originKey(module.name, 'requirement', index));
      found.push({ judgement, module: module.name, index, origin });
      yield;
    }
  }
  return [found, [...scope.diagnostics(), ...found.filter(({ judgement }) => !judgement.holds).map(failure)]];
}

/** E510 of a requirement that fails. */
export function failure({ judgement, module, origin }: Judged): Diagnostic {
  const { condition, message, dominated_by } = judgement;
  return diagnostic('E510', origin, { component: module, condition, message, dominated: dominated_by });
}

function judge(requirement: Requirement, scope: LateScope, path: string): Judgement | undefined {
  const within = scope.within(path);
  const [value] = evaluate(requirement.condition, within);
  if (value?.kind !== 'bool') return undefined;
  const sides = sidesOf(requirement.condition, (expr) => evaluate(expr, within)[0]);
  return {
    condition: sides === undefined ? printExpression(requirement.condition) : sides.text,
    message: requirement.message,
    holds: value.value,
    left: sides?.left ?? null,
    right: sides?.right ?? null,
    dominated_by: scope.dominates(requirement.condition, path),
  };
}

interface Sides {
  readonly text: string;
  readonly left: number | null;
  readonly right: number | null;
}

/** `area <= 6 mm^2 (7.2 mm^2)`: a comparison with the value of each side that is no literal. */
function sidesOf(condition: Expr, valueOf: (expr: Expr) => Value | undefined): Sides | undefined {
  if (condition.kind !== 'binary' || !['<', '<=', '>', '>=', '==', '!='].includes(condition.operator)) return undefined;
  const [left, right] = [valueOf(condition.left), valueOf(condition.right)];
  const found = [condition.left, condition.right].flatMap((expr, index) => {
    const value = index === 0 ? left : right;
    return expr.kind === 'literal' || value === undefined ? [] : [`${printExpression(expr)} is ${formatValue(value)}`];
  });
  return {
    text: `${printExpression(condition)}: ${found.join(', ')}`,
    left: numberOf(left),
    right: numberOf(right),
  };
}

function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'int' || value?.kind === 'quantity' ? value.value : null;
}
