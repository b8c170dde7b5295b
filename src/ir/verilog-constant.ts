/** The value of a constant expression of Verilog: whole numbers, parameters, `+ - * / % << >>`, `$clog2`; undefined for all else. */
export function constantOf(tokens: readonly string[], values: ReadonlyMap<string, number>): number | undefined {
  // A range or default of that length is none of a port that one would write.
  if (tokens.length > longest) return undefined;
  const reading: Reading = { tokens, at: 0, values };
  const value = sum(reading, 0);
  return reading.at === tokens.length && value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}

const longest = 200;

interface Reading {
  readonly tokens: readonly string[];
  at: number;
  readonly values: ReadonlyMap<string, number>;
}

/** Loosest first. */
const levels: readonly (readonly string[])[] = [
  ['<<', '>>'],
  ['+', '-'],
  ['*', '/', '%'],
];

function sum(reading: Reading, level: number): number | undefined {
  const operators = levels[level];
  if (operators === undefined) return primary(reading);
  let left = sum(reading, level + 1);
  for (;;) {
    const operator = reading.tokens[reading.at];
    if (operator === undefined || !operators.includes(operator)) return left;
    reading.at += 1;
    const right = sum(reading, level + 1);
    left = left === undefined || right === undefined ? undefined : apply(operator, left, right);
  }
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    case '%':
      return left % right;
    case '<<':
      return left * 2 ** right;
    default:
      return Math.floor(left / 2 ** right);
  }
}

function primary(reading: Reading): number | undefined {
  const token = reading.tokens[reading.at] ?? '';
  reading.at += 1;
  if (token === '(') return closed(reading, sum(reading, 0));
  if (token === '-') return negative(primary(reading));
  if (token === '$clog2' && reading.tokens[reading.at] === '(') {
    reading.at += 1;
    const value = closed(reading, sum(reading, 0));
    return value === undefined ? undefined : Math.ceil(Math.log2(Math.max(1, value)));
  }
  return reading.values.get(token) ?? number(token);
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function closed(reading: Reading, value: number | undefined): number | undefined {
  const isClosed = reading.tokens[reading.at] === ')';
  reading.at += 1;
  return isClosed ? value : undefined;
}

const bases: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, h: 16 };

function number(token: string): number | undefined {
  const plain = token.replaceAll('_', '');
  if (/^\d+$/.test(plain)) return Number(plain);
  const based = /^\d*'s?([bodh])([\da-f]+)$/i.exec(plain);
  const value = based === null ? NaN : parseInt(based[2] ?? '', bases[(based[1] ?? '').toLowerCase()] ?? 10);
  return Number.isNaN(value) ? undefined : value;
}
