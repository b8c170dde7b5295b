import { applyBuiltin } from './builtins.js';
import { listNames, typeName } from './describe.js';
import { dtypes } from './dtypes.js';
import { applyBinary, applyUnary } from './operators.js';
import { problem, type About, type Problem } from './problems.js';
import type { Expr, Measure, Run, Value } from './values.js';

/**
 * What an expression's names mean. `lookup` answers undefined where there is no such value; `member` is asked first for
 * `object.name` where `object` is a name that is no value itself (`clk.frequency`). Late parts are asked of `measure` and
 * `run`; without them (an early expression) they are a problem. All three may answer `unknown`: the problem is already told.
 */
export interface Scope {
  readonly lookup: (name: string) => Value | undefined;
  readonly member?: (object: string, name: string) => Value | undefined;
  readonly measure?: (path: readonly string[], measure: Measure, args: readonly Value[]) => Value | undefined;
  readonly run?: (run: Run, workload: string) => Value | undefined;
}

/** The value of an expression, or undefined with the problems that say why. */
export type Evaluated = readonly [Value | undefined, readonly Problem[]];

/**
 * Evaluates an expression tree: the only evaluator of `Expr`, for parameter bounds, port widths, `let`s of declarations and
 * requirements. `&&`, `||` and `?:` evaluate only the sides that count. All problems of independent parts are given, each once.
 */
export function evaluate(expr: Expr, scope: Scope): Evaluated {
  switch (expr.kind) {
    case 'literal':
      return [expr.value, []];
    case 'name': {
      const value = scope.lookup(expr.name);
      return value === undefined ? failed(problem('E312', { name: expr.name }, at(expr))) : [value, []];
    }
    case 'member':
      return evaluateMember(expr, scope);
    case 'list':
      return evaluateList(expr, scope);
    case 'unary': {
      const [operand, problems] = evaluate(expr.operand, scope);
      return operand === undefined ? [undefined, problems] : finish(applyUnary(expr.operator, operand), expr, problems);
    }
    case 'binary':
      return evaluateBinary(expr, scope);
    case 'conditional':
      return evaluateConditional(expr, scope);
    case 'call': {
      const [values, problems] = evaluateAll(expr.arguments, scope);
      if (values === undefined) return [undefined, problems];
      return finish(applyBuiltin(expr.function, values), expr, problems, expr.arguments);
    }
    case 'measure': {
      const value = scope.measure?.(expr.path, expr.measure, expr.arguments);
      return value === undefined
        ? failed(problem('E315', { name: [...expr.path, expr.measure].join('.') }, at(expr)))
        : [value, []];
    }
    case 'run': {
      const value = scope.run?.(expr.run, expr.workload);
      return value === undefined
        ? failed(problem('E315', { name: `${expr.run}(${expr.workload})` }, at(expr)))
        : [value, []];
    }
  }
}

function at(expression: Expr): About {
  return { kind: 'expression', expression };
}

function failed(found: Problem): Evaluated {
  return [undefined, [found]];
}

/** The result of an operation; a problem about the n-th operand is one about that operand's expression. */
function finish(
  result: ReturnType<typeof applyUnary>,
  expr: Expr,
  problems: readonly Problem[],
  operands: readonly Expr[] = [],
): Evaluated {
  if (result.ok) return [result.value, problems];
  const subject = result.problem.about;
  const blamed = subject?.kind === 'operand' ? (operands[subject.index] ?? expr) : expr;
  return [undefined, [...problems, { ...result.problem, about: at(blamed) }]];
}

function evaluateAll(
  exprs: readonly Expr[],
  scope: Scope,
): readonly [readonly Value[] | undefined, readonly Problem[]] {
  const results = exprs.map((expr) => evaluate(expr, scope));
  const values = results.flatMap(([value]) => (value === undefined ? [] : [value]));
  const problems = results.flatMap(([, found]) => found);
  return [values.length === exprs.length ? values : undefined, problems];
}

function evaluateMember(expr: Extract<Expr, { kind: 'member' }>, scope: Scope): Evaluated {
  if (expr.object.kind === 'name') {
    const value = scope.member?.(expr.object.name, expr.name);
    if (value !== undefined) return [value, []];
  }
  const [object, problems] = evaluate(expr.object, scope);
  if (object === undefined) return [undefined, problems];
  const members = membersOf(object);
  const value = members.get(expr.name);
  if (value !== undefined) return [value, problems];
  const found = problem('E313', { name: expr.name, of: typeName(object), known: listNames(members.keys()) }, at(expr));
  return [undefined, [...problems, found]];
}

/** What stands after the `.` of a value: `operand.width`. Widths are information, the rest plain integers. */
export function membersOf(value: Value): ReadonlyMap<string, Value> {
  const dtype = value.kind === 'dtype' ? dtypes.get(value.name) : undefined;
  if (dtype === undefined) return new Map();
  return new Map<string, Value>([
    ['width', { kind: 'quantity', value: dtype.width, dimension: { b: 1 } }],
    ['exponent_bits', { kind: 'int', value: dtype.exponent_bits }],
    ['mantissa_bits', { kind: 'int', value: dtype.mantissa_bits }],
    ['bias', { kind: 'int', value: dtype.bias }],
  ]);
}

function evaluateList(expr: Extract<Expr, { kind: 'list' }>, scope: Scope): Evaluated {
  const [elements, problems] = evaluateAll(expr.elements, scope);
  if (elements === undefined) return [undefined, problems];
  const [first] = elements;
  const other = elements.find((element) => first !== undefined && typeName(element) !== typeName(first));
  if (first !== undefined && other !== undefined) {
    const found = problem('E314', { first: typeName(first), other: typeName(other) }, at(expr));
    return [undefined, [...problems, found]];
  }
  return [{ kind: 'list', elements }, problems];
}

function evaluateBinary(expr: Extract<Expr, { kind: 'binary' }>, scope: Scope): Evaluated {
  const [left, leftProblems] = evaluate(expr.left, scope);
  const decided = expr.operator === '&&' ? false : expr.operator === '||' ? true : undefined;
  if (left?.kind === 'bool' && left.value === decided) return [left, leftProblems];
  const [right, rightProblems] = evaluate(expr.right, scope);
  const problems = [...leftProblems, ...rightProblems];
  if (left === undefined || right === undefined) return [undefined, problems];
  return finish(applyBinary(expr.operator, left, right), expr, problems);
}

function evaluateConditional(expr: Extract<Expr, { kind: 'conditional' }>, scope: Scope): Evaluated {
  const [condition, problems] = evaluate(expr.condition, scope);
  if (condition === undefined) return [undefined, problems];
  if (condition.kind !== 'bool') {
    const found = problem(
      'E302',
      { what: 'a condition', expected: 'bool', found: typeName(condition) },
      at(expr.condition),
    );
    return [undefined, [...problems, found]];
  }
  const [value, more] = evaluate(condition.value ? expr.then : expr.else, scope);
  return [value, [...problems, ...more]];
}
