import {
  applyBinary,
  applyBuiltin,
  applyUnary,
  clockMember,
  convert,
  formatValue,
  locate,
  membersOf,
  type Result,
  type Value,
} from '../ir/index.js';
import { quantity } from '../units/index.js';
import type * as ast from '../syntax/index.js';
import { belowZero } from './below-zero.js';
import { deepest, isWholeLiteral } from './check-expression.js';
import { spanOf } from './declare.js';
import type { ConstEntity, Entity, FunctionEntity, LetEntity } from './entities.js';
import {
  emptyFrame,
  emptyScope,
  isBroken,
  mistake,
  mistaken,
  once,
  scopeOf,
  stop,
  type Elaborating,
  type Passed,
  type Scope,
} from './frame.js';
import { elementOf } from './list-elements.js';
import { memberOfPicked } from './pick.js';
import { toValueType } from './types.js';

/**
 * The value of an early expression; undefined where a mistake has been reported. Problems are those of the one
 * arithmetic of `src/ir`, told at the very operator.
 */
export function evaluate(e: Elaborating, scope: Scope, node: ast.Expression): Value | undefined {
  if (isBroken(e, node) || e.work.stopped) return broken(scope);
  if (e.work.depth >= deepest) return stop(e, scope, node, 'values that follow from each other', deepest);
  e.work.depth += 1;
  const value = work(e, scope, node);
  e.work.depth -= 1;
  return value;
}

function work(e: Elaborating, scope: Scope, node: ast.Expression): Value | undefined {
  switch (node.kind) {
    case 'NumberLiteral':
      if (!Number.isFinite(node.value)) return broken(scope);
      return isWholeLiteral(node)
        ? { kind: 'int', value: node.value }
        : { kind: 'quantity', value: node.value, dimension: {} };
    case 'QuantityLiteral': {
      const found = quantity(node.number.text, node.unit);
      return found === undefined || !Number.isFinite(found.value) ? broken(scope) : { kind: 'quantity', ...found };
    }
    case 'StringLiteral':
      return { kind: 'string', value: node.value };
    case 'BooleanLiteral':
      return { kind: 'bool', value: node.value };
    case 'ErrorExpression':
      return broken(scope);
    case 'ParenthesizedExpression':
      return evaluate(e, scope, node.inner);
    case 'NameExpression': {
      const entity = e.program.facts.resolved.get(node);
      return entity === undefined ? broken(scope) : valueOf(e, scope, node, entity);
    }
    case 'CaseExpression': {
      const entity = e.program.facts.resolved.get(node);
      return entity?.kind === 'enum' ? { kind: 'case', enum: entity.name, name: node.name.name } : broken(scope);
    }
    case 'ListExpression':
      return evaluateList(e, scope, node);
    case 'UnaryExpression': {
      const below = belowZero(node);
      if (below !== undefined) return below;
      const operand = evaluate(e, scope, node.operand);
      return operand === undefined ? undefined : settle(e, scope, node, applyUnary(node.operator, operand));
    }
    case 'BinaryExpression':
      return evaluateBinary(e, scope, node);
    case 'ConditionalExpression': {
      const condition = evaluate(e, scope, node.condition);
      if (condition?.kind !== 'bool') return broken(scope);
      return evaluate(e, scope, condition.value ? node.then : node.else);
    }
    case 'MemberExpression':
      return evaluateMember(e, scope, node);
    case 'IndexExpression':
      return elementOf(e, scope, node, evaluate(e, scope, node.object));
    case 'CallExpression':
      return evaluateCall(e, scope, node);
  }
}

function broken(scope: Scope): undefined {
  scope.frame.failed = true;
  return undefined;
}

/** The value of a result; a problem is told at `node`, or at the argument it is about. */
export function settle(e: Elaborating, scope: Scope, node: ast.Expression, result: Result): Value | undefined {
  if (result.ok) return result.value;
  const { about } = result.problem;
  const operands = node.kind === 'CallExpression' ? node.arguments.map((argument) => argument.value) : [];
  const at = about?.kind === 'operand' ? (operands[about.index] ?? node) : node;
  return mistaken(e, scope, locate(result.problem, spanOf(scope.names.file, at)));
}

/** The value of an entity, seen from `scope`. */
export function valueOf(e: Elaborating, scope: Scope, node: ast.NodeBase, entity: Entity): Value | undefined {
  switch (entity.kind) {
    case 'dtype':
      return { kind: 'dtype', name: entity.name };
    case 'const':
      return constValue(e, scope, entity);
    case 'parameter':
    case 'loop':
      return scopeOf(scope, entity.home)?.values.get(entity) ?? broken(scope);
    case 'let': {
      const home = scopeOf(scope, entity.home);
      return home === undefined ? broken(scope) : letValue(e, home, node, entity);
    }
    default:
      return broken(scope);
  }
}

/** The value of a `let` in the scope it stands in; worked out once. */
export function letValue(e: Elaborating, home: Scope, node: ast.NodeBase, entity: LetEntity): Value | undefined {
  if (home.values.has(entity)) return home.values.get(entity) ?? broken(home);
  const { node: declared } = entity;
  // Of an interface: the value is that of the component that stands for it.
  if (declared.kind === 'LetSignature') return broken(home);
  const value = once(e, home, node, entity, () => evaluate(e, home, declared.value));
  const typed = value === undefined || entity.node.type === undefined ? value : asType(e, entity.node.type, value);
  home.values.set(entity, typed);
  return typed;
}

/** The value as one of a declared type: an `int` where a real was declared becomes one; the checker has seen that the rest fits. */
export function asType(e: Elaborating, node: ast.Type | undefined, value: Value): Value {
  const declared = node === undefined ? undefined : e.program.facts.types.get(node);
  const type = declared === undefined ? undefined : toValueType(declared);
  return type === undefined ? value : (convert(value, type) ?? value);
}

function constValue(e: Elaborating, scope: Scope, entity: ConstEntity): Value | undefined {
  if (e.consts.has(entity)) return e.consts.get(entity) ?? broken(scope);
  // The checker has reported constants that are defined by themselves.
  e.consts.set(entity, undefined);
  const value = evaluate(e, emptyScope(entity.scope, emptyFrame()), entity.node.value);
  const typed = value === undefined ? undefined : asType(e, entity.node.type, value);
  e.consts.set(entity, typed);
  return typed ?? broken(scope);
}

/** Elements of the lists within a list, itself included. */
const sizes = new WeakMap<Value, number>();

function sizeOf(value: Value): number {
  if (value.kind !== 'list') return 1;
  const before = sizes.get(value);
  if (before !== undefined) return before;
  const size = value.elements.reduce((total, element) => total + sizeOf(element), 1);
  sizes.set(value, size);
  return size;
}

function evaluateList(e: Elaborating, scope: Scope, node: ast.ListExpression): Value | undefined {
  const elements = node.elements.map((element) => evaluate(e, scope, element));
  const values = elements.filter((element) => element !== undefined);
  if (values.length < elements.length) return undefined;
  // `[1, 2.5]` is a list of reals.
  const mixed = values.some((value) => value.kind === 'quantity');
  const list: Value = { kind: 'list', elements: mixed ? values.map(widen) : values };
  if (sizeOf(list) > e.program.limits.instances) return stop(e, scope, node, 'a list', e.program.limits.instances);
  return list;
}

function widen(value: Value): Value {
  return value.kind === 'int' ? { kind: 'quantity', value: value.value, dimension: {} } : value;
}

/** A chain `a + b + c ...` leans left and may be long: it is walked, not recursed into. */
function evaluateBinary(e: Elaborating, scope: Scope, node: ast.BinaryExpression): Value | undefined {
  const chain: ast.BinaryExpression[] = [];
  let first: ast.Expression = node;
  while (first.kind === 'BinaryExpression' && !isBroken(e, first)) {
    chain.push(first);
    first = first.left;
  }
  let left = evaluate(e, scope, first);
  for (const each of chain.toReversed()) left = applyOne(e, scope, each, left);
  return left;
}

/** `&&` and `||` evaluate their right side only where it counts. */
function applyOne(
  e: Elaborating,
  scope: Scope,
  node: ast.BinaryExpression,
  left: Value | undefined,
): Value | undefined {
  const decided = node.operator === '&&' ? false : node.operator === '||' ? true : undefined;
  if (left?.kind === 'bool' && left.value === decided) return left;
  const right = evaluate(e, scope, node.right);
  if (left === undefined || right === undefined) return undefined;
  return settle(e, scope, node, applyBinary(node.operator, left, right));
}

function evaluateMember(e: Elaborating, scope: Scope, node: ast.MemberExpression): Value | undefined {
  const { facts } = e.program;
  const meant = facts.resolved.get(node.name);
  // `ns.name` of a module imported as a whole.
  if (meant?.kind === 'const' && !facts.checked.has(node.object)) return constValue(e, scope, meant);
  const type = facts.checked.get(node.object)?.type;
  switch (type?.kind) {
    case 'clock':
      return clockValue(e, scope, node);
    case 'instance':
    case 'port':
    case 'block':
      return memberOfPicked(e, scope, node);
    default: {
      const object = evaluate(e, scope, node.object);
      return object === undefined ? undefined : (membersOf(object).get(node.name.name) ?? broken(scope));
    }
  }
}

function clockValue(e: Elaborating, scope: Scope, node: ast.MemberExpression): Value | undefined {
  const entity = e.program.facts.resolved.get(node.object);
  if (entity?.kind !== 'clock') return broken(scope);
  return frequencyMember(scope, entity.name, node.name.name);
}

/** `clk.frequency` of a clock of the frame; notes that it was asked for. */
export function frequencyMember(scope: Scope, clock: string, member: string): Value | undefined {
  scope.frame.read.add(clock);
  const frequency = scope.frame.frequencies.get(clock);
  return frequency === undefined ? broken(scope) : clockMember(frequency, member);
}

function evaluateCall(e: Elaborating, scope: Scope, node: ast.CallExpression): Value | undefined {
  const entity = calledEntity(e, node);
  if (entity?.kind === 'function') return callFunction(e, scope, node, entity);
  if (entity?.kind !== 'builtin') return broken(scope);
  const args = node.arguments.map((argument) => evaluate(e, scope, argument.value));
  const values = args.filter((value) => value !== undefined);
  if (values.length < args.length) return undefined;
  return emptySum(e, node, entity.name, values) ?? settle(e, scope, node, applyBuiltin(entity.name, values));
}

/** `sum` of a list without elements: nothing, of the list's dimension, which only its type knows. */
function emptySum(e: Elaborating, node: ast.CallExpression, name: string, [list]: readonly Value[]): Value | undefined {
  if (name !== 'sum' || list?.kind !== 'list' || list.elements.length > 0) return undefined;
  return zeroOf(e, node);
}

/** The number 0 of the type of an expression. */
export function zeroOf(e: Elaborating, node: ast.Expression): Value | undefined {
  const type = e.program.facts.checked.get(node)?.type;
  return type?.kind === 'quantity' ? { kind: 'quantity', value: 0, dimension: type.dimension } : undefined;
}

/** What the callee of a call means. */
export function calledEntity(e: Elaborating, node: ast.CallExpression): Entity | undefined {
  const { callee } = node;
  return e.program.facts.resolved.get(callee.kind === 'MemberExpression' ? callee.name : callee);
}

/** Where the parameters of a call have their values from. */
function passedTo(e: Elaborating, node: ast.CallExpression, entity: FunctionEntity): readonly Passed[] {
  const known = e.calls.get(node);
  if (known !== undefined) return known;
  const given = argumentsOf(node, entity);
  const passed = entity.parameters.map((parameter) => ({ parameter, argument: given.get(parameter.name) }));
  e.calls.set(node, passed);
  return passed;
}

/** The argument of each parameter of a called function, where one is given. */
export function argumentsOf(node: ast.CallExpression, entity: FunctionEntity): ReadonlyMap<string, ast.Expression> {
  return new Map(
    node.arguments.flatMap((argument, index) => {
      const name = argument.name?.name ?? entity.parameters[index]?.name;
      return name === undefined ? [] : [[name, argument.value] as const];
    }),
  );
}

function callFunction(
  e: Elaborating,
  scope: Scope,
  node: ast.CallExpression,
  entity: FunctionEntity,
): Value | undefined {
  const { turns, nesting } = e.program.limits;
  e.work.calls += 1;
  if (e.work.calls > turns) return stop(e, scope, node, 'the number of function calls', turns);
  if (e.work.within >= nesting) return stop(e, scope, node, 'calls within calls', nesting);
  e.work.within += 1;
  const value = callBody(e, scope, node, entity);
  e.work.within -= 1;
  return value;
}

function callBody(e: Elaborating, scope: Scope, node: ast.CallExpression, entity: FunctionEntity): Value | undefined {
  const inner = emptyScope(entity.scope, scope.frame);
  for (const { parameter, argument } of passedTo(e, node, entity)) {
    const source = argument ?? parameter.node.default;
    const value = source === undefined ? undefined : evaluate(e, argument === undefined ? inner : scope, source);
    if (value === undefined) return broken(scope);
    const typed = asType(e, parameter.node.type, value);
    inner.values.set(parameter, typed);
    if (
      parameter.node.bounds !== undefined &&
      !withinBounds(e, inner, parameter.node, typed, argument ?? node, scope, entity.name)
    )
      return undefined;
  }
  const value = evaluate(e, inner, entity.node.value);
  return value === undefined ? undefined : asType(e, entity.node.result, value);
}

/** Whether a value lies in its parameter's bounds, worked out in `inner`; E402 at `at` of `scope` where it does not. */
export function withinBounds(
  e: Elaborating,
  inner: Scope,
  node: ast.Parameter,
  value: Value,
  at: ast.NodeBase,
  scope: Scope,
  owner: string,
): boolean {
  if (node.bounds === undefined) return true;
  const least = evaluate(e, inner, node.bounds.from);
  const greatest = evaluate(e, inner, node.bounds.to);
  if (least === undefined || greatest === undefined) return false;
  // An open range stands on integers only.
  const last: Value =
    node.bounds.inclusive || greatest.kind !== 'int' ? greatest : { kind: 'int', value: greatest.value - 1 };
  if (notAbove(least, value) && notAbove(value, last)) return true;
  const texts = { value: formatValue(value), least: formatValue(least), greatest: formatValue(last) };
  const related = [{ origin: spanOf(inner.names.file, node.bounds), message: 'the bounds are declared here' }];
  mistake(e, scope, at, 'E402', { component: owner, name: node.name.name, ...texts }, { related });
  return false;
}

function notAbove(left: Value, right: Value): boolean {
  const result = applyBinary('<=', left, right);
  return result.ok && result.value.kind === 'bool' && result.value.value;
}
