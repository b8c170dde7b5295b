import { unknownUnder } from '../module.js';
import { unsigned } from '../types.js';
import type { Emitter } from './emitter.js';
import type { FlatMemory, FlatNet, FlatRead, FlatWrite } from './flatten.js';
import { normal, raw } from './narrow.js';
import { wordsOf } from './runtime.js';
import { allocate, type Heap } from './storage.js';

/**
 * What an edge of a clock does at the ports of a memory. A read whose word nobody knows, because another port writes it at this edge, gives the old word with
 * every bit turned over: who counts on the old or the new one sees that it does not come.
 */
export function commitMemory(emitter: Emitter, flat: FlatMemory, clock: string, heap: Heap): void {
  const reads = flat.reads.flatMap((read, index) =>
    read.clock === clock ? [readPort(emitter, flat, read, index)] : [],
  );
  const writes = flat.writes
    .filter((port) => port.clock === clock)
    .map((write) => writePort(emitter, flat, write, heap));
  emitter.lines.push(...(flat.memory.underWrite === 'new' ? [...writes, ...reads] : [...reads, ...writes]));
}

const number = (emitter: Emitter, net: FlatNet): string => emitter.number(emitter.net(net));

/** Where the word of an address begins. */
function wordAt(emitter: Emitter, { memory, loop }: FlatMemory, address: FlatNet): string {
  const words = wordsOf(memory.type.width);
  const base = loop === undefined ? '' : `k${loop.id} * ${memory.depth * words} + `;
  return `${base}${number(emitter, address)} * ${words}`;
}

/** Whether a port does anything. */
function active(
  emitter: Emitter,
  { memory }: FlatMemory,
  { enable, address }: Pick<FlatRead, 'enable' | 'address'>,
): string {
  return `${number(emitter, enable)} !== 0 && ${number(emitter, address)} < ${memory.depth}`;
}

function readPort(emitter: Emitter, flat: FlatMemory, read: FlatRead, index: number): string {
  const { type } = flat.memory;
  const words = wordsOf(type.width);
  const data = emitter.net(read.data);
  const at = wordAt(emitter, flat, read.address);
  const array = `m${flat.id}`;
  const met = unknownUnder(flat.memory, index).flatMap((port) => {
    const write = flat.writes[port];
    if (write?.clock !== read.clock) return [];
    return [
      `(${number(emitter, write.enable)} !== 0 && ${number(emitter, write.address)} === ${number(emitter, read.address)})`,
    ];
  });
  const lines =
    data.kind === 'number'
      ? [`${data.js} = ${array}[${at}];`]
      : [`copyWords(${data.array}, ${data.offset}, ${array}, ${at}, ${words});`];
  if (met.length > 0) {
    const turned =
      data.kind === 'number'
        ? `${data.js} = ${normal(type, `~${data.js}`)};`
        : `notWords(${data.array}, ${data.offset}, ${type.width}, ${data.array}, ${data.offset});`;
    lines.push(`if (${met.join(' || ')}) ${turned}`);
  }
  return `if (${active(emitter, flat, read)}) { ${lines.join(' ')} }`;
}

function writePort(emitter: Emitter, flat: FlatMemory, write: FlatWrite, heap: Heap): string {
  return `if (${active(emitter, flat, write)}) {\n${writeWord(emitter, flat, write, heap)}\n}`;
}

function writeWord(emitter: Emitter, flat: FlatMemory, write: FlatWrite, heap: Heap): string {
  const { type, lane } = flat.memory;
  const at = wordAt(emitter, flat, write.address);
  const data = emitter.net(write.data);
  const array = `m${flat.id}`;
  if (write.mask === undefined || lane === undefined)
    return data.kind === 'number'
      ? `${array}[${at}] = ${data.js};`
      : `copyWords(${array}, ${at}, ${data.array}, ${data.offset}, ${wordsOf(type.width)});`;
  const lanes = type.width / lane;
  const bits = emitter.net(write.mask);
  const bitAt =
    bits.kind === 'number'
      ? `(${bits.js} >>> lane) & 1`
      : `(${bits.array}[${bits.offset} + (lane >>> 5)] >>> (lane & 31)) & 1`;
  if (data.kind === 'words') {
    return `for (let lane = 0; lane < ${lanes}; lane++) if ((${bitAt}) !== 0) copyBits(${array}, ${at}, lane * ${lane}, ${data.array}, ${data.offset}, lane * ${lane}, ${lane});`;
  }
  const raws = unsigned(type.width);
  const scratch = allocate(heap, 32);
  const merged = `W[${scratch}] = ${array}[${at}]; for (let lane = 0; lane < ${lanes}; lane++) if ((${bitAt}) !== 0) putBits(W, ${scratch}, lane * ${lane}, ${lane}, ${raw(type, data.js)} >>> (lane * ${lane}));`;
  return `${merged} ${array}[${at}] = ${type.signed ? normal(type, `W[${scratch}]`) : normal(raws, `W[${scratch}]`)};`;
}
