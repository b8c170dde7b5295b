import type { Expr, Measure } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { isMeasure } from './check-access.js';
import type { FunctionEntity } from './entities.js';
import { belowZero } from './below-zero.js';
import { argumentsOf, calledEntity, evaluate, zeroOf } from './evaluate.js';
import { emptyScope, isBroken, scopeOf, stop, type Elaborating, type InstanceNode, type Scope } from './frame.js';
import { indexOf } from './list-elements.js';
import { pick, type Pick } from './pick.js';

/** More nodes than any requirement needs: inlined `let`s could double a tree over and over. */
const largestTree = 100_000;

interface Lowering {
  readonly e: Elaborating;
  nodes: number;
  readonly at: { readonly scope: Scope; readonly node: ast.NodeBase };
}

/**
 * A late expression as a tree: its early parts are literals, `let`s and functions are inlined, measures carry the path of
 * their instance. Undefined where a mistake has been reported.
 */
export function lowerLate(e: Elaborating, scope: Scope, node: ast.Expression): Expr | undefined {
  return lower({ e, nodes: 0, at: { scope, node } }, scope, node, []);
}

function lower(l: Lowering, scope: Scope, node: ast.Expression, path: readonly string[]): Expr | undefined {
  const { e } = l;
  if (isBroken(e, node) || e.work.stopped) return undefined;
  l.nodes += 1;
  if (l.nodes > largestTree) return stop(e, l.at.scope, l.at.node, 'the size of a requirement', largestTree);
  const late = e.program.facts.checked.get(node)?.late ?? false;
  if (!late && scope.late === undefined) return literal(e, scope, node);
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return lower(l, scope, node.inner, path);
    case 'NameExpression':
      return lowerName(l, scope, node, path);
    case 'ListExpression': {
      const elements = lowerAll(l, scope, node.elements, path);
      return elements === undefined ? undefined : { kind: 'list', elements };
    }
    case 'UnaryExpression': {
      if (belowZero(node) !== undefined) return literal(e, scope, node);
      const operand = lower(l, scope, node.operand, path);
      return operand === undefined ? undefined : { kind: 'unary', operator: node.operator, operand };
    }
    case 'BinaryExpression': {
      const [left, right] = lowerAll(l, scope, [node.left, node.right], path) ?? [];
      return left === undefined || right === undefined
        ? undefined
        : { kind: 'binary', operator: node.operator, left, right };
    }
    case 'ConditionalExpression': {
      const [condition, then, other] = lowerAll(l, scope, [node.condition, node.then, node.else], path) ?? [];
      if (condition === undefined || then === undefined || other === undefined) return undefined;
      return { kind: 'conditional', condition, then, else: other };
    }
    case 'MemberExpression':
      return late ? lowerMember(l, scope, node, path) : literal(e, scope, node);
    case 'IndexExpression':
      return late ? lowerIndex(l, scope, node, path) : literal(e, scope, node);
    case 'CallExpression':
      return lowerCall(l, scope, node, path);
    default:
      return literal(e, scope, node);
  }
}

function literal(e: Elaborating, scope: Scope, node: ast.Expression): Expr | undefined {
  const value = evaluate(e, scope, node);
  return value === undefined ? undefined : { kind: 'literal', value };
}

function lowerAll(
  l: Lowering,
  scope: Scope,
  nodes: readonly ast.Expression[],
  path: readonly string[],
): readonly Expr[] | undefined {
  const lowered = nodes.map((each) => lower(l, scope, each, path));
  const all = lowered.filter((each) => each !== undefined);
  return all.length === nodes.length ? all : undefined;
}

function lowerName(l: Lowering, scope: Scope, node: ast.NameExpression, path: readonly string[]): Expr | undefined {
  const entity = l.e.program.facts.resolved.get(node);
  const argument = entity === undefined ? undefined : scope.late?.get(entity);
  if (argument !== undefined) return argument;
  if (entity?.kind === 'measure') return { kind: 'measure', path, measure: entity.name, arguments: [] };
  if (entity?.kind !== 'let' || entity.node.kind !== 'LetMember') return literal(l.e, scope, node);
  const home = scopeOf(scope, entity.home);
  return home === undefined ? undefined : lower(l, home, entity.node.value, path);
}

/** `instance.area`, a late `let` of an instance, or of several: then a list. */
function lowerMember(l: Lowering, scope: Scope, node: ast.MemberExpression, path: readonly string[]): Expr | undefined {
  const { name } = node.name;
  return overInstances(l, scope, node.object, path, (instance, at) => {
    const { child } = instance;
    if (child?.kind === 'module' || child?.kind === 'chip') {
      const { root } = child;
      const entity = root.names.names.get(name);
      if (entity?.kind === 'let' && entity.node.kind === 'LetMember') return lower(l, root, entity.node.value, at);
    }
    return isMeasure(name) ? measure(at, name, []) : undefined;
  });
}

function measure(path: readonly string[], name: Measure, args: Extract<Expr, { kind: 'measure' }>['arguments']): Expr {
  return { kind: 'measure', path, measure: name, arguments: args };
}

type Make = (instance: InstanceNode, path: readonly string[]) => Expr | undefined;

/** One tree for each instance that an expression picks; a list where it picks several by a range. */
function overInstances(
  l: Lowering,
  scope: Scope,
  object: ast.Expression,
  path: readonly string[],
  make: Make,
): Expr | undefined {
  const picked = pick(l.e, scope, object);
  if (picked === undefined) return undefined;
  const type = l.e.program.facts.checked.get(object)?.type;
  const several = type?.kind === 'instance' && type.many;
  const elements: Expr[] = [];
  for (const each of picked) {
    if (each.kind !== 'instance') return undefined;
    for (const segment of segments(each.node, each.at, type?.kind === 'instance' && type.rank > 0)) {
      const expr = make(each.node, [...path, segment]);
      if (expr === undefined) return undefined;
      l.nodes += 1;
      if (l.nodes > largestTree) return stop(l.e, l.at.scope, l.at.node, 'the size of a requirement', largestTree);
      elements.push(expr);
    }
  }
  const [only] = elements;
  return several || only === undefined ? { kind: 'list', elements } : only;
}

/** The steps of a path: `tile` for all elements together, `tile[3]` for one of them. */
function* segments(node: InstanceNode, at: readonly Pick[], together: boolean): Generator<string> {
  const prefix = node.prefix.map(String);
  if (together || at.length + prefix.length === 0) {
    yield prefix.length === 0 ? node.name : `${node.name}[${prefix.join(', ')}]`;
    return;
  }
  for (const indices of each(at)) yield `${node.name}[${[...prefix, ...indices].join(', ')}]`;
}

function* each(at: readonly Pick[]): Generator<readonly string[]> {
  const [first, ...rest] = at;
  if (first === undefined) {
    yield [];
    return;
  }
  for (let i = 0; i < first.count; i++) {
    for (const inner of each(rest)) yield [String(first.start + i * first.step), ...inner];
  }
}

/** An element or a part of a late list. */
function lowerIndex(l: Lowering, scope: Scope, node: ast.IndexExpression, path: readonly string[]): Expr | undefined {
  const list = lower(l, scope, node.object, path);
  if (list?.kind !== 'list') return undefined;
  const picked = indexOf(l.e, scope, node, list.elements.length);
  if (picked === undefined) return undefined;
  if (picked.single) return list.elements[picked.start];
  return { kind: 'list', elements: list.elements.slice(picked.start, picked.start + picked.count) };
}

function lowerCall(l: Lowering, scope: Scope, node: ast.CallExpression, path: readonly string[]): Expr | undefined {
  const { e } = l;
  const args = node.arguments.map((argument) => argument.value);
  const entity = calledEntity(e, node);
  switch (entity?.kind) {
    case 'builtin': {
      const lowered = lowerAll(l, scope, args, path);
      const [list] = lowered ?? [];
      const zero = list?.kind === 'list' && list.elements.length === 0 && zeroOf(e, node);
      if (entity.name === 'sum' && zero) return { kind: 'literal', value: zero };
      return lowered === undefined ? undefined : { kind: 'call', function: entity.name, arguments: lowered };
    }
    case 'function':
      return inline(l, scope, node, entity, path);
    case 'run': {
      const [workload] = args;
      const meant =
        workload === undefined
          ? undefined
          : e.program.facts.resolved.get(workload.kind === 'MemberExpression' ? workload.name : workload);
      return meant?.kind === 'workload' ? { kind: 'run', run: entity.name, workload: meant.name } : undefined;
    }
    default: {
      const [dtype] = args;
      const value = dtype === undefined ? undefined : evaluate(e, scope, dtype);
      if (value === undefined) return undefined;
      if (entity?.kind === 'measure') return measure(path, entity.name, [value]);
      const { callee } = node;
      return callee.kind === 'MemberExpression'
        ? overInstances(l, scope, callee.object, path, (_, at) => measure(at, 'peak', [value]))
        : undefined;
    }
  }
}

/** A call of a declared function with a late argument: its body, with the arguments in place of the parameters. */
function inline(
  l: Lowering,
  scope: Scope,
  node: ast.CallExpression,
  entity: FunctionEntity,
  path: readonly string[],
): Expr | undefined {
  const given = argumentsOf(node, entity);
  const late = new Map<FunctionEntity['parameters'][number], Expr>();
  const inner = emptyScope(entity.scope, scope.frame, late);
  for (const parameter of entity.parameters) {
    const argument = given.get(parameter.name);
    const source = argument ?? parameter.node.default;
    const lowered = source === undefined ? undefined : lower(l, argument === undefined ? inner : scope, source, path);
    if (lowered === undefined) return undefined;
    late.set(parameter, lowered);
    if (lowered.kind === 'literal') inner.values.set(parameter, lowered.value);
  }
  return lower(l, inner, entity.node.value, path);
}
