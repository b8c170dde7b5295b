import type { Expr } from '../expression.js';
import type { Memory } from '../module.js';
import { type Printing } from './module.js';
import { selection } from './expressions.js';
import { literalText, range } from './text.js';

/** A memory as an array with its synchronous ports, in the form that synthesis tools take for a block memory. */
export function memoryLines(printing: Printing, memory: Memory): readonly string[] {
  const { expressions, names } = printing;
  const { type, depth, read, write } = memory;
  const array = names.take(memory.name);
  const data = expressions.nameOf(read.net);
  const readEnable = expressions.condition(read.enable);
  const addresses: string[] = [];
  const address = (expr: Expr, use: string): string => {
    if (expr.kind !== 'constant') return expressions.index(expr);
    // A constant index would make Yosys take the memory apart into registers.
    const name = names.take(`${memory.name}_${use}_address`);
    addresses.push(`wire ${range(expr.type)}${name} = ${literalText(expr.type, expr.value)};`);
    return name;
  };
  const readAddress = address(read.address, 'read');
  const writeEnable = expressions.condition(write.enable);
  const writeAddress = address(write.address, 'write');
  const laned = memory.lane !== undefined && write.mask !== undefined;
  const writeData = laned ? expressions.named(write.data) : expressions.atom(write.data);
  const mask = write.mask === undefined ? '' : expressions.named(write.mask);
  const bypass =
    memory.underWrite === 'new' ? `${expressions.atom(write.enable)} && ${readAddress} == ${writeAddress}` : undefined;
  const lanes = lanesOf(memory, mask, writeData);
  const readLines = [
    `if (${readEnable}) begin`,
    `  ${data} <= ${array}[${readAddress}];`,
    ...(bypass === undefined
      ? []
      : [
          `  if (${bypass}) begin`,
          ...lanes.map((lane) => `    ${lane.condition}${data}${lane.bits} <= ${lane.value};`),
          '  end',
        ]),
    'end',
  ];
  const writeLines = [
    `if (${writeEnable}) begin`,
    ...lanes.map((lane) => `  ${lane.condition}${array}[${writeAddress}]${lane.bits} <= ${lane.value};`),
    'end',
  ];
  return [
    '',
    ...expressions.flush(),
    ...addresses,
    `reg ${range(type)}${array} [0:${depth - 1}];`,
    ...initialLines(printing, memory, array),
    `always @(posedge ${expressions.read(memory.clock)}) begin`,
    ...[...readLines, ...writeLines].map((line) => `  ${line}`),
    'end',
  ];
}

interface Lane {
  readonly condition: string;
  readonly bits: string;
  readonly value: string;
}

function lanesOf({ type, lane, write }: Memory, mask: string, data: string): readonly Lane[] {
  if (lane === undefined || write.mask === undefined) return [{ condition: '', bits: '', value: data }];
  const maskType = write.mask.type;
  return Array.from({ length: type.width / lane }, (_, i) => {
    const [high, low] = [(i + 1) * lane - 1, i * lane];
    const whole = lane === type.width;
    return {
      condition: `if (${selection(mask, maskType, i, i)}) `,
      bits: whole ? '' : high === low ? `[${high}]` : `[${high}:${low}]`,
      value: selection(data, type, high, low),
    };
  });
}

/** Contents at power-up: the words given, a loop where many are equal. */
function initialLines({ names }: Printing, memory: Memory, array: string): readonly string[] {
  const { initial, type } = memory;
  if (initial === undefined || initial.length === 0) return [];
  const [first = 0n] = initial;
  if (initial.length > 1 && initial.every((word) => word === first)) {
    const index = names.take(`${array}_word`);
    return [
      `integer ${index};`,
      'initial begin',
      `  for (${index} = 0; ${index} < ${initial.length}; ${index} = ${index} + 1) ${array}[${index}] = ${literalText(type, first)};`,
      'end',
    ];
  }
  return [
    'initial begin',
    ...initial.map((word, address) => `  ${array}[${address}] = ${literalText(type, word)};`),
    'end',
  ];
}
