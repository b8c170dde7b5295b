import { formatValue, type Requirement } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { strip } from './check-expression.js';
import { spanOf } from './declare.js';
import { diagnostic } from '../diagnostics/index.js';
import { evaluate } from './evaluate.js';
import { mistaken, type Elaborating, type Scope } from './frame.js';
import { lowerLate } from './lower.js';
import { textOf } from './pick.js';

function isLate(e: Elaborating, member: ast.RequireMember): boolean {
  return e.program.facts.checked.get(member.condition)?.late ?? false;
}

/** Judges a requirement that is known now. A false one is reported, and what follows from it is not. */
export function judgeRequirement(e: Elaborating, scope: Scope, member: ast.RequireMember): void {
  if (isLate(e, member)) return;
  const value = evaluate(e, scope, member.condition);
  if (value?.kind !== 'bool') {
    scope.frame.failed = true;
    return;
  }
  if (value.value) return;
  const component = scope.frame.component?.name ?? 'this';
  const message = member.message?.value ?? null;
  const condition = textOf(e, scope, member.condition);
  const values = valuesOf(e, scope, strip(member.condition));
  const origin = spanOf(scope.names.file, member.condition);
  mistaken(e, scope, diagnostic('E501', origin, { component, condition, message, values }));
  scope.frame.muted = true;
}

/** What the sides of a comparison are: `rows is 12`. Literals speak for themselves. */
function valuesOf(e: Elaborating, scope: Scope, condition: ast.Expression): string | null {
  if (condition.kind !== 'BinaryExpression') return null;
  if (condition.operator === '&&' || condition.operator === '||') return null;
  const texts = [condition.left, condition.right].flatMap((side) => {
    const bare = strip(side);
    if (bare.kind === 'NumberLiteral' || bare.kind === 'QuantityLiteral' || bare.kind === 'CaseExpression') return [];
    const value = evaluate(e, scope, side);
    return value === undefined ? [] : [`${textOf(e, scope, side)} is ${formatValue(value)}`];
  });
  return texts.length === 0 ? null : texts.join(', ');
}

/** A requirement that only the estimate can judge, as a tree whose early parts are literals; undefined for an early or broken one. */
export function lowerRequirement(e: Elaborating, scope: Scope, member: ast.RequireMember): Requirement | undefined {
  if (!isLate(e, member)) return undefined;
  const condition = lowerLate(e, scope, member.condition);
  if (condition === undefined) {
    scope.frame.failed = true;
    return undefined;
  }
  return { condition, message: member.message?.value ?? null };
}
