import { memoryClocks, unknownUnder, type Memory, type MemoryRead, type MemoryWrite } from '../module.js';
import { unsigned, type Type } from '../types.js';
import { selection } from './expressions.js';
import { meetingLines, meetsOtherClocks } from './memory-meetings.js';
import { type Printing } from './module.js';
import { indent, literalText, range } from './text.js';

/** A port, or the two of one clock, as an always block has them: of a whole memory, or of a part of each word of it. */
interface Block {
  readonly clock: string;
  readonly read: ReadText | undefined;
  readonly write: WriteText | undefined;
}

interface ReadText {
  /** Where a word that is read goes. */
  readonly data: string;
  readonly enable: string;
  readonly address: string;
  /** When a read gives what is being written; undefined: never. */
  readonly bypass: string | undefined;
  /** When nobody knows what a read gives; undefined: never, or of another clock. */
  readonly unknown: string | undefined;
}

interface WriteText {
  readonly enable: string;
  readonly address: string;
  readonly data: string;
  /** A bit a lane; undefined: whole words are written. */
  readonly mask: string | undefined;
}

/** An array of words, or of parts of them. */
interface Words {
  readonly type: Type;
  readonly array: string;
  /** Bits of a lane. */
  readonly lane: number;
}

/** Lanes that a part of a wide memory has at most: 64 bits of bytes, as block memories have. */
const mostLanes = 8;

/**
 * A memory as an array with its synchronous ports, in the form that synthesis tools take for a block memory: a block for a 1rw or 1r1w memory of one clock, else one
 * for each port. One with many lanes prints as a `generate for` over parts of its words, each an array of at most eight lanes: the text does not grow with
 * the width, Yosys takes hundreds of lanes that way, and each part is a memory as targets have it.
 */
export function memoryLines(printing: Printing, memory: Memory): readonly string[] {
  const { expressions, names } = printing;
  const { type } = memory;
  const [addresses, address] = addressTexts(printing, memory);
  const words: Words = { type, array: names.take(memory.name), lane: memory.lane ?? type.width };
  const reads = memory.reads.map((read) => ({
    data: expressions.nameOf(read.net),
    enable: expressions.condition(read.enable),
    address: address(read, 'read'),
  }));
  const writes = memory.writes.map((write): WriteText => {
    const masked = write.mask !== undefined;
    return {
      enable: expressions.condition(write.enable),
      address: address(write, 'write'),
      data: masked ? expressions.named(write.data) : expressions.atom(write.data),
      mask: write.mask === undefined ? undefined : expressions.named(write.mask),
    };
  });
  const meets = (read: number, write: number): string => {
    const enable = memory.writes[write]?.enable;
    return `${enable === undefined ? '' : expressions.atom(enable)} && ${reads[read]?.address} == ${writes[write]?.address}`;
  };
  const clocks = memory.reads.map(({ clock }) => clock);
  const texts = reads.map((read, index): ReadText => {
    const unknown = unknownUnder(memory, index).filter((write) => memory.writes[write]?.clock === clocks[index]);
    return {
      ...read,
      bypass: memory.underWrite === 'new' ? meets(index, index) : undefined,
      unknown: unknown.length === 0 ? undefined : unknown.map((write) => meets(index, write)).join(' || '),
    };
  });
  const [apart, held] = meetingLines(printing, memory, texts, writes, hasParts(memory));
  const blocks = blocksOf(printing, memory, held, writes);
  return [
    '',
    ...expressions.flush(),
    ...addresses,
    ...apart,
    ...(hasParts(memory)
      ? partLines(printing, memory, words, blocks)
      : [
          ...arrayLines(words, memory, blocks),
          ...initialLines(printing, memory, words.array),
          ...blocks.flatMap((block) => accessLines(words, block)),
        ]),
  ];
}

/** How addresses are written, and wires that they need. */
function addressTexts(
  { expressions, names }: Printing,
  memory: Memory,
): readonly [readonly string[], (port: MemoryRead | MemoryWrite, use: string) => string] {
  const lines: string[] = [];
  const text = ({ address }: MemoryRead | MemoryWrite, use: string): string => {
    if (address.kind !== 'constant') return expressions.index(address);
    // A constant index would make Yosys take the memory apart into registers.
    const name = names.take(`${memory.name}_${use}_address`);
    lines.push(`wire ${range(address.type)}${name} = ${literalText(address.type, address.value)};`);
    return name;
  };
  return [lines, text];
}

/** The always blocks: one where one clock has a read and a write, else one for each port. */
function blocksOf(
  { expressions }: Printing,
  memory: Memory,
  reads: readonly ReadText[],
  writes: readonly WriteText[],
): readonly Block[] {
  const readClocks = memory.reads.map(({ clock }) => expressions.read(clock));
  const writeClocks = memory.writes.map(({ clock }) => expressions.read(clock));
  const paired = memory.ports !== '1r1w' || memoryClocks(memory).length === 1;
  if (paired) return reads.map((read, i) => ({ clock: readClocks[i] ?? '', read, write: writes[i] }));
  return [
    ...reads.map((read, i) => ({ clock: readClocks[i] ?? '', read, write: undefined })),
    ...writes.map((write, i) => ({ clock: writeClocks[i] ?? '', read: undefined, write })),
  ];
}

/** Whether what is read of the memory is a wire: driven by its parts, or by what looks for edges that fall together. */
export function readsAreWires(memory: Memory): boolean {
  return hasParts(memory) || meetsOtherClocks(memory);
}

/** Whether the memory prints part by part. */
function hasParts({ type, lane = type.width }: Memory): boolean {
  return type.width / lane > mostLanes;
}

/** The array. Verilator asks whether it is meant that several clocks drive it. */
function arrayLines({ type, array }: Words, memory: Memory, blocks: readonly Block[]): readonly string[] {
  const marks = (memory.attributes ?? []).map(({ name, value }) => `(* ${name} = "${value}" *) `).join('');
  const line = `${marks}reg ${range(type)}${array} [0:${memory.depth - 1}];`;
  const writers = new Set(blocks.filter(({ write }) => write !== undefined).map(({ clock }) => clock));
  if (writers.size < 2) return [line];
  return ['/* verilator lint_off MULTIDRIVEN */', line, '/* verilator lint_on MULTIDRIVEN */'];
}

function accessLines(words: Words, { clock, read, write }: Block): readonly string[] {
  const lanes = write === undefined ? [] : lanesOf(words, write);
  return [
    `always @(posedge ${clock}) begin`,
    ...(read === undefined ? [] : indent(readLines(words, read, lanes))),
    ...(write === undefined
      ? []
      : [
          `  if (${write.enable}) begin`,
          ...lanes.map((lane) => `    ${lane.condition}${words.array}[${write.address}]${lane.bits} <= ${lane.value};`),
          '  end',
        ]),
    'end',
  ];
}

function readLines({ array, type }: Words, read: ReadText, lanes: readonly Lane[]): readonly string[] {
  const { data, enable, address, bypass, unknown } = read;
  return [
    `if (${enable}) begin`,
    `  ${data} <= ${array}[${address}];`,
    ...(bypass === undefined
      ? []
      : [
          `  if (${bypass}) begin`,
          ...lanes.map((lane) => `    ${lane.condition}${data}${lane.bits} <= ${lane.value};`),
          '  end',
        ]),
    ...(unknown === undefined ? [] : [`  if (${unknown}) ${data} <= {${type.width}{1'bx}};`]),
    'end',
  ];
}

interface Lane {
  readonly condition: string;
  readonly bits: string;
  readonly value: string;
}

function lanesOf({ type, lane }: Words, { mask, data }: WriteText): readonly Lane[] {
  if (mask === undefined) return [{ condition: '', bits: '', value: data }];
  const count = type.width / lane;
  return Array.from({ length: count }, (_, i) => {
    const [high, low] = [(i + 1) * lane - 1, i * lane];
    return {
      condition: `if (${selection(mask, unsigned(count), i, i)}) `,
      bits: count === 1 ? '' : high === low ? `[${high}]` : `[${high}:${low}]`,
      value: selection(data, type, high, low),
    };
  });
}

/** The parts of a memory with many lanes. */
function partLines(printing: Printing, memory: Memory, words: Words, blocks: readonly Block[]): readonly string[] {
  const { names } = printing;
  const { name } = memory;
  const { lane, array } = words;
  const all = words.type.width / lane;
  const lanes = Array.from({ length: mostLanes }, (_, i) => mostLanes - i).find((count) => all % count === 0) ?? 1;
  const type = unsigned(lanes * lane);
  const [i, label] = [names.take(`${name}_i`), names.take(`${name}_part`)];
  const part = (vector: string): string => element(vector, i, type.width);
  const declared: string[] = [];
  const own = blocks.map(({ clock, read, write }): Block => {
    const [data, written, mask] = ['data', 'write', 'mask'].map((use) => names.take(`${name}_part_${use}`));
    if (write !== undefined) declared.push(`wire ${range(type)}${written} = ${part(write.data)};`);
    if (write?.mask !== undefined)
      declared.push(`wire ${range(unsigned(lanes))}${mask} = ${element(write.mask, i, lanes)};`);
    if (read !== undefined) declared.push(`reg ${range(type)}${data};`, `assign ${part(read.data)} = ${data};`);
    return {
      clock,
      read: read === undefined ? undefined : { ...read, data: data ?? '' },
      write: write === undefined ? undefined : { ...write, data: written ?? '', mask },
    };
  });
  const { constants, lines } = partInitial(printing, memory, array, part);
  return [
    ...constants,
    `genvar ${i};`,
    'generate',
    `  for (${i} = 0; ${i} < ${all / lanes}; ${i} = ${i} + 1) begin : ${label}`,
    ...indent(
      [
        ...declared,
        ...arrayLines({ type, array, lane }, memory, own),
        ...lines,
        ...own.flatMap((block) => accessLines({ type, array, lane }, block)),
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
