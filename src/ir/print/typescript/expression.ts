import { formatExact, isDimensionless } from '../../../units/index.js';
import type { BinaryOperator, Expr, Value } from '../../values.js';
import { argument, quoted, type Writer } from './words.js';

/** What an expression is when the module runs: what methods are called on, or a plain literal. */
type Form = 'amount' | 'condition' | 'literal';

const comparisons: Readonly<Partial<Record<BinaryOperator, string>>> = {
  '<=': 'le',
  '<': 'lt',
  '>=': 'ge',
  '>': 'gt',
  '==': 'eq',
  '!=': 'ne',
};

/** How a requirement speaks of the instances of its component, `tile.at(3)` for the step `tile[3]`, and of workloads. */
export interface Spoken {
  readonly instance: (step: string) => string;
  readonly workload: (name: string) => string;
}

/** A late expression in the words of the builder. */
export function printLate(expr: Expr, writer: Writer, spoken: Spoken): string {
  const print = (each: Expr): string => printLate(each, writer, spoken);
  const { use } = writer;
  /** As an amount or condition with methods, of whatever dimension. */
  const receiver = (each: Expr): string =>
    formOf(each) === 'condition' ? print(each) : `${use('mul')}(${print(each)})`;
  switch (expr.kind) {
    case 'literal':
      return literal(expr.value, writer);
    case 'unary':
      return expr.operator === '!' ? `${print(expr.operand)}.not()` : `${use('neg')}(${receiver(expr.operand)})`;
    case 'binary':
      return binary(expr, writer, print, receiver);
    case 'conditional': {
      const parts = [print(expr.condition), ...[expr.then, expr.else].map(receiver)];
      return `${use('choose')}(${parts.join(', ')})`;
    }
    case 'call':
      return `${use('call')}(${[quoted(expr.function), ...expr.arguments.map(print)].join(', ')})`;
    case 'list':
      return `[${expr.elements.map(print).join(', ')}]`;
    case 'measure': {
      const given = expr.arguments.length === 0 ? '' : `(${expr.arguments.map(argument).join(', ')})`;
      const [instance, ...more] = expr.path;
      if (instance === undefined) return `${use(expr.measure)}${given}`;
      const path = [spoken.instance(instance), ...more.map(quoted)].join(', ');
      return `${use('measuresOf')}(${path}).${expr.measure}${given}`;
    }
    case 'run':
      return `${use(expr.run)}(${spoken.workload(expr.workload)})`;
    case 'name':
    case 'member':
      throw new Error('a late requirement speaks of no names');
  }
}

function binary(
  { operator, left, right }: Extract<Expr, { kind: 'binary' }>,
  { use }: Writer,
  print: (expr: Expr) => string,
  receiver: (expr: Expr) => string,
): string {
  const comparison = comparisons[operator];
  if (comparison !== undefined) {
    const isPlain = (left.kind === 'measure' || left.kind === 'run') && right.kind === 'literal';
    if (isPlain) return `${print(left)}.${comparison}(${print(right)})`;
    const other = formOf(right) === 'amount' ? receiver(right) : print(right);
    return `${receiver(left)}.${comparison}(${other})`;
  }
  switch (operator) {
    case '&&':
      return `${print(left)}.and(${print(right)})`;
    case '||':
      return `${print(left)}.or(${print(right)})`;
    case '*':
      return `${use('mul')}(${print(left)}, ${print(right)})`;
    case '/':
      return `${use('div')}(${print(left)}, ${print(right)})`;
    case '^':
      return `${use('pow')}(${print(left)}, ${print(right)})`;
    default:
      return `${receiver(left)}.${operator === '+' ? 'plus' : 'minus'}(${formOf(right) === 'amount' ? receiver(right) : print(right)})`;
  }
}

function formOf(expr: Expr): Form {
  switch (expr.kind) {
    case 'literal':
      return expr.value.kind === 'bool' ? 'condition' : 'literal';
    case 'binary':
      return comparisons[expr.operator] !== undefined || expr.operator === '&&' || expr.operator === '||'
        ? 'condition'
        : 'amount';
    case 'unary':
      return expr.operator === '!' ? 'condition' : 'amount';
    case 'conditional':
      return formOf(expr.then) === 'condition' ? 'condition' : 'amount';
    default:
      return 'amount';
  }
}

function literal(value: Value, { use }: Writer): string {
  if (value.kind === 'bool') return `${use('truth')}(${value.value})`;
  if (value.kind !== 'quantity') return argument(value);
  if (!isDimensionless(value.dimension)) return quoted(formatExact(value.value, value.dimension));
  // JavaScript has no reals that are whole.
  return Number.isInteger(value.value) ? `${use('real')}(${value.value})` : String(value.value);
}
