import type { Operator, OperatorParameter } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { checkExpression, expectEarly, expectType } from './check-expression.js';
import { fault, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { Names, OperatorEntity } from './entities.js';
import { didYouMean } from './suggest.js';
import { early, int, tensor, type Checked, type Type } from './types.js';

/** The arguments of an operator by its parameters; those of a first parameter that stands for many are in order. */
export interface OperatorArguments {
  readonly tensors: readonly ast.CallArgument[];
  readonly options: ReadonlyMap<string, ast.CallArgument>;
}

/** Type of the call of an operator: a tensor, whatever is wrong with its arguments. */
export function callOperator(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  { operator }: OperatorEntity,
): Checked {
  const given = new Set<OperatorParameter>();
  for (const [index, argument] of node.arguments.entries()) {
    const parameter = parameterOf(checker, scope, node, operator, argument, index);
    if (parameter === undefined) {
      if (argument.value.kind !== 'CaseExpression') checkExpression(checker, scope, argument.value);
      continue;
    }
    const isMany = operator.variadic && parameter === operator.parameters[0];
    if (given.has(parameter) && !isMany) fault(checker, scope.file, argument, 'E216', { name: parameter.name });
    given.add(parameter);
    checkArgument(checker, scope, argument, parameter);
  }
  reportMissing(checker, scope, node, operator, given);
  return early(tensor);
}

function reportMissing(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  operator: Operator,
  given: ReadonlySet<OperatorParameter>,
): void {
  // An optional tensor needs those before it.
  const last = operator.parameters.findLastIndex((each) => each.kind === 'tensor' && given.has(each));
  for (const [index, parameter] of operator.parameters.entries()) {
    const needed = !parameter.optional || (parameter.kind === 'tensor' && index < last);
    if (needed && !given.has(parameter)) {
      const help = `write ${operator.signature}`;
      fault(checker, scope.file, node, 'E217', { function: operator.name, name: parameter.name }, { help });
      return;
    }
  }
  if (operator.variadic && node.arguments.filter(({ name }) => name === undefined).length === 1)
    fault(checker, scope.file, node, 'E309', { function: operator.name, expected: 'at least 2 tensors', found: 1 });
}

function checkArgument(
  checker: Checker,
  scope: Names,
  argument: ast.CallArgument,
  { name, kind }: OperatorParameter,
): void {
  const what = `"${name}"`;
  if (kind === 'tensor') expectType(checker, scope, argument.value, tensor, what);
  else expectEarly(checker, scope, argument.value, optionTypes[kind], what);
}

const optionTypes: Readonly<Record<Exclude<OperatorParameter['kind'], 'tensor'>, Type>> = {
  int,
  ints: { kind: 'list', element: int },
  dtype: { kind: 'dtype' },
};

/** The parameter of an argument, by its name or its place. */
function parameterAt(operator: Operator, name: string | undefined, index: number): OperatorParameter | undefined {
  const { parameters, variadic } = operator;
  if (name !== undefined) return parameters.find((each) => each.name === name);
  return variadic ? parameters[0] : parameters[index];
}

function parameterOf(
  checker: Checker,
  scope: Names,
  node: ast.CallExpression,
  operator: Operator,
  { name }: ast.CallArgument,
  index: number,
): OperatorParameter | undefined {
  const found = parameterAt(operator, name?.name, index);
  if (found !== undefined) return found;
  if (name === undefined) {
    // One diagnostic for all arguments too many.
    const { length } = operator.parameters;
    const expected = length === 1 ? '1 argument' : `${length} arguments`;
    const help = `write ${operator.signature}`;
    if (index === length)
      fault(
        checker,
        scope.file,
        node,
        'E309',
        { function: operator.name, expected, found: node.arguments.length },
        { help },
      );
  } else if (name.name !== '') {
    const known = operator.parameters.map((each) => each.name);
    const about = { function: operator.name, name: name.name };
    const meant = didYouMean(spanOf(scope.file, name), name.name, known);
    fault(checker, scope.file, name, 'E215', about, { help: `write ${operator.signature}`, ...meant });
  }
  return undefined;
}

/** Sorts the arguments of a call that has been checked. */
export function operatorArguments(operator: Operator, node: ast.CallExpression): OperatorArguments {
  const found = node.arguments.map((argument, index) => ({
    argument,
    parameter: parameterAt(operator, argument.name?.name, index),
  }));
  const rank = ({ parameter }: (typeof found)[number]): number =>
    parameter === undefined ? 0 : operator.parameters.indexOf(parameter);
  return {
    tensors: found
      .filter(({ parameter }) => parameter?.kind === 'tensor')
      .toSorted((a, b) => rank(a) - rank(b))
      .map(({ argument }) => argument),
    options: new Map(
      found.flatMap(({ argument, parameter }) =>
        parameter === undefined || parameter.kind === 'tensor' ? [] : [[parameter.name, argument] as const],
      ),
    ),
  };
}
