import { diagnostic, type Diagnostic } from '../diagnostics/index.js';
import {
  evaluate,
  formatValue,
  originKey,
  printExpression,
  type Design,
  type Expr,
  type Origins,
  type Requirement,
  type Value,
} from '../ir/index.js';
import { placement } from '../mapping/index.js';
import { measureScope, type LateScope } from './measures.js';
import type { Judgement } from './types.js';

/**
 * Judges the late requirements of a design and of every module in it: each with the values of both sides and what the
 * judged figure is mostly made of. A requirement that fails is an E510 at its place; what keeps one from being judged (an
 * unknown workload, a measure without a model) is told instead of a judgement.
 */
export function judgeRequirements(design: Design, origins?: Origins): [readonly Judgement[], readonly Diagnostic[]] {
  const diagnostics: Diagnostic[] = [];
  const judgements: Judgement[] = [];
  const judged = new Set<string>();
  const scope = measureScope(design, origins);
  for (const { path, module } of placement(design).modules) {
    if (judged.has(module.name)) continue;
    judged.add(module.name);
    module.requirements.forEach((requirement, index) => {
      const origin = origins?.get(originKey(module.name, 'requirement', index));
      const judgement = judge(requirement, scope, path);
      if (judgement === undefined) return;
      judgements.push(judgement);
      if (!judgement.holds) {
        const { condition, message, dominated_by } = judgement;
        diagnostics.push(
          diagnostic('E510', origin, { component: module.name, condition, message, dominated: dominated_by }),
        );
      }
    });
  }
  return [judgements, [...scope.diagnostics(), ...diagnostics]];
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
