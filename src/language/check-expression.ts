import { decibelHelp } from '../ir/index.js';
import { isLevel, parseUnit } from '../units/index.js';
import type * as ast from '../syntax/index.js';
import { belowZero } from './below-zero.js';
import { warnOfTakenName } from './check-unit-names.js';
import { checkCall } from './check-calls.js';
import { checkIndex, checkMember } from './check-access.js';
import { typeOfEntity } from './check-entities.js';
import { binaryType } from './check-operators.js';
import { fault, note, resolve, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { Names } from './entities.js';
import { didYouMean, listNames } from './suggest.js';
import {
  bool,
  common,
  early,
  fits,
  int,
  numericDimension,
  real,
  typeText,
  unknown,
  unknownEarly,
  type Checked,
  type Type,
} from './types.js';

/** Expressions within expressions, and within what they speak of. */
export const deepest = 1500;

/**
 * Type and stage of an expression in `scope`. `expected` gives `.case` its enum and lists their element; whether the type
 * fits is asked by `expectType`. Each node is checked once.
 */
export function checkExpression(checker: Checker, scope: Names, node: ast.Expression, expected?: Type): Checked {
  const before = checker.checked.get(node);
  if (before !== undefined) return before;
  if (checker.depth >= deepest) {
    fault(checker, scope.file, node, 'E230', { what: 'values that follow from each other', limit: String(deepest) });
    return unknownEarly;
  }
  checker.depth += 1;
  if (checker.depth > checker.deepest) checker.deepest = checker.depth;
  const checked = inspect(checker, scope, node, expected);
  checker.depth -= 1;
  checker.checked.set(node, checked);
  if (checked.type.kind === 'unknown') checker.broken.add(node);
  return checked;
}

/** Checks an expression that must have a type: E302 where it has another. */
export function expectType(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  expected: Type,
  what: string,
): Checked {
  const checked = checkExpression(checker, scope, node, expected);
  if (!fits(checked.type, expected)) {
    const parameters = { what, expected: typeText(expected), found: typeText(checked.type) };
    fault(checker, scope.file, node, 'E302', parameters, kelvinHelp(node));
    return { type: unknown, late: checked.late };
  }
  return checked;
}

/** `4K` is no four thousand: said where a literal in kelvin has the wrong dimension. */
function kelvinHelp(...nodes: readonly ast.Expression[]): { readonly help?: string } {
  const literal = nodes.map(strip).find((node) => node.kind === 'QuantityLiteral' && node.unit === 'K');
  if (literal?.kind !== 'QuantityLiteral') return {};
  const { text } = literal.number;
  return {
    help: `\`${text} K\` is a temperature, ${text} kelvin; thousands are \`${text} * 1000\`, or \`${text} KiB\` of memory`,
  };
}

/** Checks an expression that must have a type and be known before the estimate: E302, E212. */
export function expectEarly(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  expected: Type | undefined,
  what: string,
): Type {
  const checked =
    expected === undefined ? checkExpression(checker, scope, node) : expectType(checker, scope, node, expected, what);
  if (!checked.late) return checked.type;
  fault(checker, scope.file, node, 'E212', { what });
  return unknown;
}

function inspect(checker: Checker, scope: Names, node: ast.Expression, expected: Type | undefined): Checked {
  switch (node.kind) {
    case 'NumberLiteral':
      return early(isWholeLiteral(node) ? int : real);
    case 'QuantityLiteral':
      return early(quantityType(checker, scope, node));
    case 'StringLiteral':
      return early({ kind: 'string' });
    case 'BooleanLiteral':
      return early(bool);
    case 'ErrorExpression':
      return unknownEarly;
    case 'ParenthesizedExpression':
      return checkExpression(checker, scope, node.inner, expected);
    case 'NameExpression': {
      const entity = resolve(checker, scope, node, node.name);
      return entity === undefined ? unknownEarly : typeOfEntity(checker, scope, node, entity);
    }
    case 'CaseExpression':
      return early(caseType(checker, scope, node, expected));
    case 'ListExpression':
      return checkList(checker, scope, node, expected);
    case 'UnaryExpression':
      return checkUnary(checker, scope, node);
    case 'BinaryExpression':
      return checkBinary(checker, scope, node);
    case 'ConditionalExpression':
      return checkConditional(checker, scope, node, expected);
    case 'MemberExpression':
      return checkMember(checker, scope, node);
    case 'IndexExpression':
      return checkIndex(checker, scope, node);
    case 'CallExpression':
      return checkCall(checker, scope, node);
  }
}

/** An integer, also one written with an exponent: `1e12`. */
export function isWholeLiteral(node: ast.NumberLiteral): boolean {
  return node.integer || (!node.text.includes('.') && Number.isSafeInteger(node.value));
}

function quantityType(checker: Checker, scope: Names, node: ast.QuantityLiteral): Type {
  const unit = parseUnit(node.unit);
  if (unit === undefined) return unknown;
  warnOfTakenName(checker, scope, node);
  const { value, text } = node.number;
  // A number that is too large by itself has been reported.
  if (Number.isFinite(value) && !Number.isFinite(value * unit.scale)) {
    fault(checker, scope.file, node, 'E310', { operation: `${text} ${node.unit}` });
    return unknown;
  }
  return { kind: 'quantity', dimension: unit.dimension };
}

function caseType(checker: Checker, scope: Names, node: ast.CaseExpression, expected: Type | undefined): Type {
  const name = node.name.name;
  if (name === '' || expected?.kind === 'unknown') return unknown;
  if (expected?.kind !== 'enum') {
    if (expected === undefined) fault(checker, scope.file, node, 'E213', { name });
    else
      fault(checker, scope.file, node, 'E302', {
        what: 'this',
        expected: typeText(expected),
        found: `the case ".${name}" of an enum`,
      });
    return unknown;
  }
  const { entity } = expected;
  if (!entity.cases.includes(name)) {
    const meant = didYouMean(spanOf(scope.file, node.name), name, entity.cases);
    fault(
      checker,
      scope.file,
      node.name,
      'E214',
      { enum: entity.name, name },
      { help: `it has ${listNames(entity.cases)}`, ...meant },
    );
    return unknown;
  }
  note(checker, scope, node, entity);
  return expected;
}

function checkList(checker: Checker, scope: Names, node: ast.ListExpression, expected: Type | undefined): Checked {
  const wanted = expected?.kind === 'list' ? expected.element : undefined;
  let element: Type = unknown;
  let late = false;
  for (const each of node.elements) {
    const checked = checkExpression(checker, scope, each, wanted);
    late ||= checked.late;
    if (checked.type.kind === 'tensor') {
      const what = { what: 'an element of a list', expected: 'a value', found: typeText(checked.type) };
      fault(checker, scope.file, each, 'E302', what);
      return { type: unknown, late };
    }
    const both = common(element, checked.type);
    if (both === undefined) {
      fault(checker, scope.file, each, 'E314', { first: typeText(element), other: typeText(checked.type) });
      return { type: unknown, late };
    }
    element = both;
  }
  return { type: { kind: 'list', element }, late };
}

function checkUnary(checker: Checker, scope: Names, node: ast.UnaryExpression): Checked {
  const { type, late } = checkExpression(checker, scope, node.operand);
  if (type.kind === 'unknown') return { type: node.operator === '!' ? bool : unknown, late };
  const right = node.operator === '!' ? type.kind === 'bool' : numericDimension(type) !== undefined;
  const dimension = numericDimension(type) ?? {};
  if (right && isLevel(dimension) && belowZero(node) === undefined) {
    const help = decibelHelp('-', dimension);
    fault(checker, scope.file, node, 'E320', { operation: 'take the negative of dbm' }, { help });
    return { type: unknown, late };
  }
  if (right) return { type, late };
  fault(checker, scope.file, node, 'E303', { operator: node.operator, operands: typeText(type) });
  return { type: unknown, late };
}

/** A chain `a + b + c ...` leans left and may be long: it is walked, not recursed into. */
function checkBinary(checker: Checker, scope: Names, node: ast.BinaryExpression): Checked {
  const chain: ast.BinaryExpression[] = [];
  let first: ast.Expression = node;
  while (first.kind === 'BinaryExpression' && !checker.checked.has(first)) {
    chain.push(first);
    first = first.left;
  }
  let left: Checked | undefined;
  for (const each of chain.toReversed()) {
    left = checkOneBinary(checker, scope, each, left);
    checker.checked.set(each, left);
    if (left.type.kind === 'unknown') checker.broken.add(each);
  }
  return left ?? unknownEarly;
}

function checkOneBinary(
  checker: Checker,
  scope: Names,
  node: ast.BinaryExpression,
  known: Checked | undefined,
): Checked {
  // `.case == x`: the enum comes from the other side.
  const caseFirst = known === undefined && isEquality(node.operator) && strip(node.left).kind === 'CaseExpression';
  const early = caseFirst ? checkExpression(checker, scope, node.right) : undefined;
  const left = known ?? checkExpression(checker, scope, node.left, early?.type);
  const right = early ?? checkExpression(checker, scope, node.right, isEquality(node.operator) ? left.type : undefined);
  const late = left.late || right.late;
  const result = binaryType(node.operator, left.type, right.type, literalInteger(node.right));
  if (!('code' in result)) return { type: result, late };
  switch (result.code) {
    case 'E301':
      fault(checker, scope.file, node, 'E301', result, kelvinHelp(node.left, node.right));
      break;
    case 'E303':
      fault(checker, scope.file, node, 'E303', result, operatorHelp(node.operator, left.type, right.type));
      break;
    case 'E308':
      fault(checker, scope.file, node.right, 'E308', result);
      break;
    case 'E320':
      fault(checker, scope.file, node, 'E320', result, { help: result.help });
      break;
  }
  return { type: resultDespite(node.operator), late };
}

/** Tensors are joined by operators of their own. */
function operatorHelp(operator: ast.BinaryOperator, left: Type, right: Type): { readonly help?: string } {
  const name = { '+': 'add', '-': 'sub', '*': 'mul' }[operator as string];
  const tensors = left.kind === 'tensor' && right.kind === 'tensor';
  return tensors && name !== undefined ? { help: `of tensors, write ${name}(a, b)` } : {};
}

/** A comparison is a bool even where its sides do not fit: what uses it is checked on. */
function resultDespite(operator: ast.BinaryOperator): Type {
  return ['+', '-', '*', '/', '^'].includes(operator) ? unknown : bool;
}

function isEquality(operator: ast.BinaryOperator): boolean {
  return operator === '==' || operator === '!=';
}

/** The expression without its parentheses. */
export function strip(node: ast.Expression): ast.Expression {
  return node.kind === 'ParenthesizedExpression' ? strip(node.inner) : node;
}

function literalInteger(node: ast.Expression): number | undefined {
  const bare = strip(node);
  if (bare.kind === 'NumberLiteral') return Number.isInteger(bare.value) ? bare.value : undefined;
  if (bare.kind === 'UnaryExpression' && bare.operator === '-') {
    const inner = literalInteger(bare.operand);
    return inner === undefined ? undefined : -inner;
  }
  return undefined;
}

function checkConditional(
  checker: Checker,
  scope: Names,
  node: ast.ConditionalExpression,
  expected: Type | undefined,
): Checked {
  const condition = expectType(checker, scope, node.condition, bool, 'a condition');
  const then = checkExpression(checker, scope, node.then, expected);
  const other = checkExpression(checker, scope, node.else, expected ?? then.type);
  const late = condition.late || then.late || other.late;
  const both = common(then.type, other.type);
  if (both !== undefined) return { type: both, late };
  fault(checker, scope.file, node.else, 'E302', {
    what: 'the other choice',
    expected: typeText(then.type),
    found: typeText(other.type),
  });
  return { type: unknown, late };
}
