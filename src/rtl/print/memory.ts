import type { Expr } from '../expression.js';
import type { Memory } from '../module.js';
import { unsigned, type Type } from '../types.js';
import { selection } from './expressions.js';
import { type Printing } from './module.js';
import { indent, literalText, range } from './text.js';

/** An array with its ports as an always block reads them: a whole memory, or a part of each word of it. */
interface Access {
  readonly type: Type;
  readonly array: string;
  /** Where a word that is read goes. */
  readonly data: string;
  readonly readEnable: string;
  readonly readAddress: string;
  /** When a read gives what is being written; undefined: never. */
  readonly bypass: string | undefined;
  readonly writeEnable: string;
  readonly writeAddress: string;
  readonly writeData: string;
  /** A bit a lane; undefined: whole words are written. */
  readonly mask: string | undefined;
  /** Bits of a lane. */
  readonly lane: number;
}

/** Lanes that a part of a wide memory has at most: 64 bits of bytes, as block memories have. */
const mostLanes = 8;

/**
 * A memory as an array with its synchronous ports, in the form that synthesis tools take for a block memory. One with many lanes prints as a
 * `generate for` over parts of its words, each an array of at most eight lanes: the text does not grow with the width, Yosys takes hundreds of
 * lanes that way, and each part is a memory as targets have it.
 */
export function memoryLines(printing: Printing, memory: Memory): readonly string[] {
  const { expressions, names } = printing;
  const { type, depth, read, write } = memory;
  const addresses: string[] = [];
  const address = (expr: Expr, use: string): string => {
    if (expr.kind !== 'constant') return expressions.index(expr);
    // A constant index would make Yosys take the memory apart into registers.
    const name = names.take(`${memory.name}_${use}_address`);
    addresses.push(`wire ${range(expr.type)}${name} = ${literalText(expr.type, expr.value)};`);
    return name;
  };
  const array = names.take(memory.name);
  const readEnable = expressions.condition(read.enable);
  const readAddress = address(read.address, 'read');
  const writeEnable = expressions.condition(write.enable);
  const writeAddress = address(write.address, 'write');
  const masked = write.mask !== undefined;
  const writeData = masked ? expressions.named(write.data) : expressions.atom(write.data);
  const mask = write.mask === undefined ? undefined : expressions.named(write.mask);
  const bypass =
    memory.underWrite === 'new' ? `${expressions.atom(write.enable)} && ${readAddress} == ${writeAddress}` : undefined;
  const data = expressions.nameOf(read.net);
  const lane = memory.lane ?? type.width;
  const ports = { readEnable, readAddress, bypass, writeEnable, writeAddress };
  const access: Access = { type, array, data, ...ports, writeData, mask, lane };
  const clock = expressions.read(memory.clock);
  return [
    '',
    ...expressions.flush(),
    ...addresses,
    ...(hasParts(memory)
      ? partLines(printing, memory, access, clock)
      : [
          `reg ${range(type)}${array} [0:${depth - 1}];`,
          ...initialLines(printing, memory, array),
          ...accessLines(access, clock),
        ]),
  ];
}

/** Whether the memory prints part by part: then what it reads is a wire, which its parts drive. */
export function hasParts({ type, lane = type.width }: Memory): boolean {
  return type.width / lane > mostLanes;
}

function accessLines(access: Access, clock: string): readonly string[] {
  const { array, data, readEnable, readAddress, bypass, writeEnable, writeAddress } = access;
  const lanes = lanesOf(access);
  return [
    `always @(posedge ${clock}) begin`,
    `  if (${readEnable}) begin`,
    `    ${data} <= ${array}[${readAddress}];`,
    ...(bypass === undefined
      ? []
      : [
          `    if (${bypass}) begin`,
          ...lanes.map((lane) => `      ${lane.condition}${data}${lane.bits} <= ${lane.value};`),
          '    end',
        ]),
    '  end',
    `  if (${writeEnable}) begin`,
    ...lanes.map((lane) => `    ${lane.condition}${array}[${writeAddress}]${lane.bits} <= ${lane.value};`),
    '  end',
    'end',
  ];
}

interface Lane {
  readonly condition: string;
  readonly bits: string;
  readonly value: string;
}

function lanesOf({ type, lane, mask, writeData }: Access): readonly Lane[] {
  if (mask === undefined) return [{ condition: '', bits: '', value: writeData }];
  const count = type.width / lane;
  return Array.from({ length: count }, (_, i) => {
    const [high, low] = [(i + 1) * lane - 1, i * lane];
    return {
      condition: `if (${selection(mask, unsigned(count), i, i)}) `,
      bits: count === 1 ? '' : high === low ? `[${high}]` : `[${high}:${low}]`,
      value: selection(writeData, type, high, low),
    };
  });
}

/** The parts of a memory with many lanes. */
function partLines(printing: Printing, memory: Memory, access: Access, clock: string): readonly string[] {
  const { names } = printing;
  const { name, depth } = memory;
  const { lane, array } = access;
  const all = access.type.width / lane;
  const lanes = Array.from({ length: mostLanes }, (_, i) => mostLanes - i).find((count) => all % count === 0) ?? 1;
  const type = unsigned(lanes * lane);
  const [i, label] = [names.take(`${name}_i`), names.take(`${name}_part`)];
  const [data, write] = [names.take(`${name}_part_data`), names.take(`${name}_part_write`)];
  const mask = names.take(`${name}_part_mask`);
  const part = (vector: string): string => element(vector, i, type.width);
  const { constants, lines } = partInitial(printing, memory, array, part);
  return [
    ...constants,
    `genvar ${i};`,
    'generate',
    `  for (${i} = 0; ${i} < ${all / lanes}; ${i} = ${i} + 1) begin : ${label}`,
    ...indent(
      [
        `wire ${range(type)}${write} = ${part(access.writeData)};`,
        ...(access.mask === undefined
          ? []
          : [`wire ${range(unsigned(lanes))}${mask} = ${element(access.mask, i, lanes)};`]),
        `reg ${range(type)}${data};`,
        `assign ${part(access.data)} = ${data};`,
        `reg ${range(type)}${array} [0:${depth - 1}];`,
        ...lines,
        ...accessLines({ ...access, type, data, mask, writeData: write }, clock),
      ],
      '    ',
    ),
    '  end',
    'endgenerate',
  ];
}

/** Element `index` of a vector of elements of `width` bits. */
function element(vector: string, index: string, width: number): string {
  return width === 1 ? `${vector}[${index}]` : `${vector}[${width}*${index} +: ${width}]`;
}

/** The first contents of the parts: each takes its bits of the words, which are constants outside. */
function partInitial(
  printing: Printing,
  memory: Memory,
  array: string,
  part: (vector: string) => string,
): { readonly constants: readonly string[]; readonly lines: readonly string[] } {
  const constants = new Map<bigint, { readonly name: string; readonly line: string }>();
  const type: Type = unsigned(memory.type.width);
  for (const word of memory.initial ?? []) {
    if (constants.has(word)) continue;
    const name = printing.names.take(constants.size === 0 ? `${array}_initial` : `${array}_initial_${constants.size}`);
    const literal = literalText(type, BigInt.asUintN(type.width, word));
    constants.set(word, { name, line: `localparam ${range(type)}${name} = ${literal};` });
  }
  const text = (word: bigint): string => part(constants.get(word)?.name ?? '');
  return {
    constants: [...constants.values()].map(({ line }) => line),
    lines: initialLines(printing, memory, array, text),
  };
}

/** Contents at power-up: the words given, a loop where many are equal. */
function initialLines(
  { names }: Printing,
  { initial, type }: Memory,
  array: string,
  text = (word: bigint): string => literalText(type, word),
): readonly string[] {
  if (initial === undefined || initial.length === 0) return [];
  const [first = 0n] = initial;
  if (initial.length > 1 && initial.every((word) => word === first)) {
    const index = names.take(`${array}_word`);
    return [
      `integer ${index};`,
      'initial begin',
      `  for (${index} = 0; ${index} < ${initial.length}; ${index} = ${index} + 1) ${array}[${index}] = ${text(first)};`,
      'end',
    ];
  }
  return ['initial begin', ...initial.map((word, address) => `  ${array}[${address}] = ${text(word)};`), 'end'];
}
