import type { Value } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { unalias } from './alias.js';
import type { ComponentEntity } from './entities.js';
import { asType, evaluate } from './evaluate.js';
import { emptyFrame, emptyScope, isBroken, scopeOf, type Bound, type Elaborating, type Scope } from './frame.js';

/**
 * The component that `node` names, seen from `scope`, with what aliases bind of it or, where it is a parameter, the component
 * given for it; undefined where a mistake has been reported.
 */
export function boundComponent(e: Elaborating, scope: Scope, node: ast.Expression): Bound | undefined {
  if (isBroken(e, node)) return undefined;
  const { resolved } = e.program.facts;
  const entity = resolved.get(node.kind === 'MemberExpression' ? node.name : node);
  if (entity?.kind === 'parameter') return scopeOf(scope, entity.home)?.components.get(entity);
  const named = unalias(resolved, node, (each) => isBroken(e, each));
  if (named === undefined) return undefined;
  let bound: Bound | undefined = { component: named.component, values: new Map(), components: new Map() };
  for (const alias of named.aliases.toReversed()) {
    if (bound === undefined) return undefined;
    bound = withArguments(e, emptyScope(alias.scope, emptyFrame()), bound, alias.node.arguments);
  }
  return bound;
}

/** The same component with further arguments, worked out in `scope`; undefined where one is broken. */
export function withArguments(
  e: Elaborating,
  scope: Scope,
  bound: Bound,
  given: readonly ast.Argument[],
): Bound | undefined {
  const values = new Map(bound.values);
  const components = new Map(bound.components);
  let whole = true;
  for (const argument of given) {
    const parameter = bound.component.parameters.find((each) => each.name === argument.name.name);
    if (parameter === undefined || isBroken(e, argument.name)) whole = false;
    else if (takesComponent(e, parameter.node)) {
      const component = boundComponent(e, scope, argument.value);
      if (component === undefined) whole = false;
      else components.set(parameter.name, component);
    } else {
      const value = evaluate(e, scope, argument.value);
      if (value === undefined) whole = false;
      else values.set(parameter.name, asType(e, parameter.node.type, value));
    }
  }
  return whole ? { component: bound.component, values, components } : undefined;
}

/** Whether a parameter stands for a component. */
export function takesComponent(e: Elaborating, node: ast.Parameter): boolean {
  return e.program.facts.types.get(node.type)?.kind === 'component';
}

/** The interface of an instance whose component is a parameter. */
export function interfaceOf(e: Elaborating, node: ast.Expression): ComponentEntity | undefined {
  const entity = e.program.facts.resolved.get(node);
  const type = entity?.kind === 'parameter' ? e.program.facts.types.get(entity.node.type) : undefined;
  return type?.kind === 'component' ? type.interface : undefined;
}

/** What tells bound components apart, as plain data: equal for equal ones. */
export function identityOf(bound: Bound): readonly [string, string, readonly (readonly [string, Value])[], unknown[]] {
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
  const components = [...bound.components].toSorted(byName).map(([name, inner]) => [name, identityOf(inner)]);
  return [bound.component.file, bound.component.name, [...bound.values].toSorted(byName), components];
}
