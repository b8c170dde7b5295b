import type * as ast from '../syntax/index.js';
import { isMeasure } from './check-access.js';
import { callBuiltin } from './check-builtins.js';
import { exported, framesOfEntity, measureType, runType } from './check-entities.js';
import { checkExpression, expectType } from './check-expression.js';
import { callOperator } from './check-operator-calls.js';
import { typeOf } from './check-types.js';
import { fault, note, resolve, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import {
  describeEntity,
  lookup,
  type Entity,
  type FunctionEntity,
  type Names,
  type ParameterEntity,
} from './entities.js';
import { didYouMean } from './suggest.js';
import { typeText, unknown, unknownEarly, type Checked, type Type } from './types.js';

/** Type of a call: of a built-in or declared function, of a measure with an argument, of a run. */
export function checkCall(checker: Checker, scope: Names, node: ast.CallExpression): Checked {
  const { callee } = node;
  if (callee.kind === 'NameExpression') {
    const entity = resolve(checker, scope, callee, callee.name);
    return entity === undefined ? checkArgumentsOnly(checker, scope, node) : callEntity(checker, scope, node, entity);
  }
  if (callee.kind === 'MemberExpression') return callMember(checker, scope, node, callee);
  if (callee.kind !== 'ErrorExpression') fault(checker, scope.file, callee, 'E220', { what: 'this' });
  return checkArgumentsOnly(checker, scope, node);
}

/** Checks the arguments of a call of nobody knows what. */
function checkArgumentsOnly(checker: Checker, scope: Names, node: ast.CallExpression): Checked {
  for (const argument of node.arguments) {
    if (argument.value.kind !== 'CaseExpression') checkExpression(checker, scope, argument.value);
  }
  return unknownEarly;
}

function callMember(checker: Checker, scope: Names, node: ast.CallExpression, callee: ast.MemberExpression): Checked {
  const space = callee.object.kind === 'NameExpression' ? lookup(scope, callee.object.name) : undefined;
  if (space?.kind === 'namespace') {
    note(checker, scope, callee.object, space);
    const entity = exported(checker, scope, space, callee.name);
    return entity === undefined ? checkArgumentsOnly(checker, scope, node) : callEntity(checker, scope, node, entity);
  }
  const object = checkExpression(checker, scope, callee.object);
  if (object.type.kind === 'instance' && isMeasure(callee.name.name)) {
    return callMeasure(checker, scope, node, callee.name.name === 'peak');
  }
  if (object.type.kind !== 'unknown') fault(checker, scope.file, callee, 'E220', { what: `"${callee.name.name}"` });
  return checkArgumentsOnly(checker, scope, node);
}

function callEntity(checker: Checker, scope: Names, node: ast.CallExpression, entity: Entity): Checked {
  switch (entity.kind) {
    case 'function':
      return callFunction(checker, scope, node, entity);
    case 'builtin':
      return callBuiltin(checker, scope, node, entity.name);
    case 'measure':
      return callMeasure(checker, scope, node, entity.name === 'peak');
    case 'run':
      return callRun(checker, scope, node, entity.name);
    case 'operator':
      return callOperator(checker, scope, node, entity);
    case 'broken':
      return checkArgumentsOnly(checker, scope, node);
    default:
      fault(checker, scope.file, node.callee, 'E220', { what: `"${entity.name}" is ${describeEntity(entity)} and` });
      return checkArgumentsOnly(checker, scope, node);
  }
}

/** Reports a call with too few or too many arguments, having checked them. */
export function wrongCount(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  name: string,
  expected: string,
): Checked {
  fault(checker, scope.file, node, 'E309', { function: name, expected, found: node.arguments.length });
  return checkArgumentsOnly(checker, scope, node);
}

function callMeasure(checker: Checker, scope: Names, node: ast.CallExpression, isPeak: boolean): Checked {
  const [argument] = node.arguments;
  if (!isPeak) {
    fault(checker, scope.file, node, 'E220', { what: 'a measure without arguments' });
    return checkArgumentsOnly(checker, scope, node);
  }
  if (argument === undefined || node.arguments.length !== 1)
    return { ...wrongCount(checker, scope, node, 'peak', '1 argument'), late: true };
  expectType(checker, scope, argument.value, { kind: 'dtype' }, 'the argument of peak');
  return { type: measureType('peak'), late: true };
}

function callRun(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  run: Parameters<typeof runType>[0],
): Checked {
  const [argument] = node.arguments;
  if (argument === undefined || node.arguments.length !== 1)
    return { ...wrongCount(checker, scope, node, run, '1 argument, a workload'), late: true };
  const { type } = checkExpression(checker, scope, argument.value);
  if (type.kind === 'workload') return { type: runType(run, type.entity), late: true };
  if (type.kind !== 'unknown')
    fault(checker, scope.file, argument.value, 'E302', {
      what: `the argument of ${run}`,
      expected: 'a workload',
      found: typeText(type),
    });
  return { type: unknown, late: true };
}

/** Matches arguments, in order or by name, to parameters; reports what does not fit and what is missing. */
function callFunction(checker: Checker, scope: Names, node: ast.CallExpression, entity: FunctionEntity): Checked {
  const given = new Set<ParameterEntity>();
  let late = false;
  for (const [index, argument] of node.arguments.entries()) {
    const parameter = parameterOf(checker, scope, node, entity, argument, index);
    if (parameter === undefined) {
      if (argument.value.kind !== 'CaseExpression') checkExpression(checker, scope, argument.value);
      continue;
    }
    if (given.has(parameter)) fault(checker, scope.file, argument, 'E216', { name: parameter.name });
    given.add(parameter);
    if (argument.name !== undefined) note(checker, scope, argument.name, parameter);
    const type = typeOf(checker, parameter.home, parameter.node.type);
    late = expectType(checker, scope, argument.value, type, `"${parameter.name}"`).late || late;
  }
  for (const parameter of entity.parameters) {
    if (given.has(parameter) || parameter.node.default !== undefined) continue;
    fault(checker, scope.file, node, 'E217', { function: entity.name, name: parameter.name });
  }
  return { type: functionResult(checker, scope, node, entity), late };
}

function parameterOf(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  entity: FunctionEntity,
  argument: ast.CallArgument,
  index: number,
): ParameterEntity | undefined {
  const { name } = argument;
  if (name === undefined) {
    const parameter = entity.parameters[index];
    // One diagnostic for all arguments too many.
    if (parameter === undefined && index === entity.parameters.length) {
      const { length } = entity.parameters;
      fault(checker, scope.file, argument, 'E309', {
        function: entity.name,
        expected: length === 1 ? '1 argument' : `${length} arguments`,
        found: node.arguments.length,
      });
    }
    return parameter;
  }
  const parameter = entity.parameters.find((each) => each.name === name.name);
  if (parameter === undefined && name.name !== '') {
    const known = entity.parameters.map((each) => each.name);
    fault(
      checker,
      scope.file,
      name,
      'E215',
      { function: entity.name, name: name.name },
      didYouMean(spanOf(scope.file, name), name.name, known),
    );
  }
  return parameter;
}

/** The declared result of a function, else that of its expression; a function that calls itself is reported. */
export function functionResult(checker: Checker, scope: Names, node: ast.NodeBase, entity: FunctionEntity): Type {
  const before = checker.entities.get(entity);
  if (before !== undefined) return before.type;
  const start = checker.running.indexOf(entity);
  if (start >= 0) {
    const names = [...checker.running.slice(start), entity].map((each) => each.name);
    fault(checker, scope.file, node, 'E211', { cycle: names.join(' -> ') });
    return unknown;
  }
  checker.running.push(entity);
  checker.depth += framesOfEntity;
  const { value, result } = entity.node;
  const declared = result === undefined ? undefined : typeOf(checker, entity.scope, result);
  const checked =
    declared === undefined
      ? checkExpression(checker, entity.scope, value)
      : expectType(checker, entity.scope, value, declared, `the result of ${entity.name}`);
  if (checked.late) fault(checker, entity.scope.file, value, 'E212', { what: 'the result of a function' });
  checker.depth -= framesOfEntity;
  checker.running.pop();
  const type = declared ?? checked.type;
  checker.entities.set(entity, { type, late: false });
  return type;
}
