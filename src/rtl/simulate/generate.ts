import type { Flat, FlatMemory, FlatNet, FlatRegister, Job, Loop } from './flatten.js';
import { Emitter, type Atom } from './emitter.js';
import { isNarrow, normal, raw } from './narrow.js';
import { wordsOf } from './runtime.js';
import type { Group, Step } from './schedule.js';
import { unsigned } from '../types.js';
import { allocate, type Heap, type Storage } from './storage.js';

/** What the generated program is made of. */
export interface Program {
  readonly source: string;
  readonly storage: ReadonlyMap<FlatNet, Storage>;
  readonly heap: Heap;
}

interface Context {
  readonly flat: Flat;
  readonly storage: ReadonlyMap<FlatNet, Storage>;
  readonly heap: Heap;
}

/** Writes the program: storage, one function a group, the commit of each clock. Evaluated with the runtime and the heap it gives its parts. */
export function generate(
  flat: Flat,
  steps: readonly Step[],
  storage: ReadonlyMap<FlatNet, Storage>,
  heap: Heap,
): Program {
  const context: Context = { flat, storage, heap };
  const functions: string[] = [];
  const calls: string[] = [];
  const add = (group: Group): string => {
    const name = `g${functions.length}`;
    functions.push(groupFunction(name, group, context));
    return `${name}();`;
  };
  for (const step of steps) {
    if (step.kind === 'group') calls.push(add(step.group));
    else calls.push(`for (let pass = 0; pass < ${step.passes}; pass++) { ${step.groups.map(add).join(' ')} }`);
  }
  const clocks = [...new Set([...flat.registers, ...flat.memories, ...flat.assertions].map((part) => part.clock))];
  const commits = clocks.map((clock, index) => commitFunction(`commit${index}`, clock, context));
  const source = [
    "'use strict';",
    ...declarations(context),
    ...functions,
    ...commits,
    `function evaluate() {\n${[...asynchronousResets(context), ...calls].join('\n')}\n}`,
    `return { evaluate, commits: { ${clocks.map((clock, index) => `${JSON.stringify(clock)}: commit${index}`).join(', ')} }, access: { ${accessors(context).join(',\n')} }, memories: [${flat.memories.map((memory) => `m${memory.id}`).join(', ')}] };`,
  ].join('\n');
  return { source, storage, heap };
}

function declarations({ flat, storage }: Context): readonly string[] {
  const lines: string[] = [];
  for (const net of flat.nets) {
    const place = storage.get(net);
    if (place?.kind === 'variable') lines.push(`let ${place.name} = 0;`);
    if (place?.kind === 'array') lines.push(`let ${place.name} = new ${arrayType(net)}(${net.loop?.cells ?? 1});`);
    if (place?.kind === 'wordArray')
      lines.push(`let ${place.name} = new Uint32Array(${(net.loop?.cells ?? 1) * place.words});`);
  }
  for (const memory of flat.memories) {
    const { type, depth } = memory.memory;
    const cells = memory.loop?.cells ?? 1;
    const kind = isNarrow(type) && type.signed ? 'Int32Array' : 'Uint32Array';
    lines.push(`const m${memory.id} = new ${kind}(${cells * depth * wordsOf(type.width)});`);
  }
  return lines;
}

const arrayType = (net: FlatNet): string => (net.type.signed ? 'Int32Array' : 'Uint32Array');

function chain(loop: Loop | undefined): readonly Loop[] {
  return loop === undefined ? [] : [...chain(loop.parent), loop];
}

/** Loops over all cells, the body knowing the row `i`, the column `j` and the cell `k` of each loop. */
function inLoops(
  loop: Loop | undefined,
  body: readonly string[],
  rowsDown = false,
  colsDown = false,
): readonly string[] {
  let lines = body;
  for (const one of [...chain(loop)].reverse()) {
    const { id, rows, cols, parent } = one;
    const base = parent === undefined ? '' : `k${parent.id} * ${rows * cols} + `;
    const down = one === loop;
    lines = [
      `${loopHead(`i${id}`, rows, down && rowsDown)} ${loopHead(`j${id}`, cols, down && colsDown)} {`,
      `const k${id} = ${base}i${id} * ${cols} + j${id};`,
      ...lines,
      '}',
    ];
  }
  return lines;
}

function loopHead(name: string, count: number, descending: boolean): string {
  return descending
    ? `for (let ${name} = ${count - 1}; ${name} >= 0; ${name}--)`
    : `for (let ${name} = 0; ${name} < ${count}; ${name}++)`;
}

function wrapFunction(name: string, emitter: Emitter, lines: readonly string[]): string {
  const captures = [...emitter.arrays].map((array) => `const ${array}_ = ${array};`);
  return [`function ${name}() {`, ...captures, ...lines, '}'].join('\n');
}

function groupFunction(name: string, group: Group, context: Context): string {
  const emitter = new Emitter(context.storage, context.heap);
  for (const job of group.jobs) emitJob(emitter, job);
  return wrapFunction(name, emitter, inLoops(group.loop, emitter.lines, group.rowsDown, group.colsDown));
}

function emitJob(emitter: Emitter, job: Job): void {
  switch (job.kind) {
    case 'value':
      return emitter.store(job.target, emitter.value(job.space, job.expr));
    case 'next':
      return emitNext(emitter, job);
    case 'source':
      return emitSource(emitter, job);
    case 'gather':
      return emitGather(emitter, job);
  }
}

function emitNext(emitter: Emitter, job: Extract<Job, { kind: 'next' }>): void {
  const { register, state, target, reset, space } = job;
  const value = emitter.value(space, register.next);
  const enable = register.enable === undefined ? undefined : emitter.number(emitter.value(space, register.enable));
  const high = reset === undefined ? undefined : `${emitter.number(emitter.net(reset))} !== 0`;
  const resetValue =
    register.reset === undefined
      ? undefined
      : emitter.value(space, { kind: 'constant', type: register.type, value: register.reset.value });
  let atom = value;
  if (enable !== undefined) atom = choose(emitter, `${enable} !== 0`, atom, emitter.net(state));
  if (high !== undefined && resetValue !== undefined) atom = choose(emitter, high, resetValue, atom);
  emitter.store(target, atom);
}

function choose(emitter: Emitter, condition: string, then: Atom, otherwise: Atom): Atom {
  if (then.kind === 'number' && otherwise.kind === 'number')
    return { kind: 'number', js: `(${condition} ? ${then.js} : ${otherwise.js})` };
  if (then.kind === 'number' || otherwise.kind === 'number') throw new Error('a choice between a number and words');
  const offset = emitter.number(emitter.constant(`(${condition} ? ${then.offset} : ${otherwise.offset})`));
  if (then.array === otherwise.array) return { kind: 'words', array: then.array, offset };
  return {
    kind: 'words',
    array: emitter.number(emitter.constant(`(${condition} ? ${then.array} : ${otherwise.array})`)),
    offset,
  };
}

/** Where the cell of a loop finds its element of a vector. */
function elementIndex(
  kind: 'west' | 'east' | 'north' | 'south' | 'row' | 'column' | 'cell' | 'all',
  loop: Loop,
): string {
  if (kind === 'cell' || kind === 'all') return `(i${loop.id} * ${loop.cols} + j${loop.id})`;
  return kind === 'west' || kind === 'east' || kind === 'row' ? `i${loop.id}` : `j${loop.id}`;
}

function emitSource(emitter: Emitter, job: Extract<Job, { kind: 'source' }>): void {
  const { target, source, loop, vector, neighbour } = job;
  if (source.kind === 'broadcast') return emitter.store(target, emitter.net(vector));
  const { width } = target.type;
  const at = elementIndex(source.kind === 'neighbour' ? source.side : source.kind, loop);
  const edge = (): Atom => {
    const words = emitter.net(vector);
    if (words.kind === 'words' && width === 32)
      return {
        kind: 'number',
        js: target.type.signed
          ? `(${words.array}[${words.offset} + ${at}] | 0)`
          : `${words.array}[${words.offset} + ${at}]`,
      };
    if (words.kind === 'words' && width <= 32)
      return {
        kind: 'number',
        js: normal(target.type, `getBits(${words.array}, ${words.offset}, ${at} * ${width}, ${width})`),
      };
    if (words.kind === 'words' && width % 32 === 0)
      return { ...words, offset: `${words.offset} + ${at} * ${width / 32}` };
    if (words.kind === 'number')
      return { kind: 'number', js: normal(target.type, `${raw(vector.type, words.js)} >>> (${at} * ${width})`) };
    return emitter.bits(target.type, vector.type, words, `${at} * ${width}`);
  };
  if (source.kind !== 'neighbour' || neighbour === undefined) return emitter.store(target, edge());
  const [row, col] = { north: [-1, 0], south: [1, 0], west: [0, -1], east: [0, 1] }[source.side];
  const step = (row ?? 0) * loop.cols + (col ?? 0);
  const atEdge = {
    north: `i${loop.id} === 0`,
    south: `i${loop.id} === ${loop.rows - 1}`,
    west: `j${loop.id} === 0`,
    east: `j${loop.id} === ${loop.cols - 1}`,
  }[source.side];
  const near = emitter.net(neighbour, `(k${loop.id} ${step < 0 ? '-' : '+'} ${Math.abs(step)})`);
  emitter.store(target, choose(emitter, atEdge, edge(), near));
}

function emitGather(emitter: Emitter, job: Extract<Job, { kind: 'gather' }>): void {
  const { target, element, loop, side } = job;
  const { width } = element.type;
  const [i, j, k] = [`i${loop.id}`, `j${loop.id}`, `k${loop.id}`];
  const rowRange = side === 'north' ? [0, 1] : side === 'south' ? [loop.rows - 1, loop.rows] : [0, loop.rows];
  const colRange = side === 'west' ? [0, 1] : side === 'east' ? [loop.cols - 1, loop.cols] : [0, loop.cols];
  const base = loop.parent === undefined ? '' : `k${loop.parent.id} * ${loop.rows * loop.cols} + `;
  const value = emitter.net(element);
  const to = emitter.net(target);
  const at = elementIndex(side, loop);
  if (to.kind === 'number') emitter.lines.push(`let g${target.id} = 0;`);
  emitter.lines.push(
    `for (let ${i} = ${rowRange[0]}; ${i} < ${rowRange[1]}; ${i}++) for (let ${j} = ${colRange[0]}; ${j} < ${colRange[1]}; ${j}++) {`,
    `const ${k} = ${base}${i} * ${loop.cols} + ${j};`,
  );
  if (to.kind === 'number')
    emitter.lines.push(`g${target.id} |= ${raw(element.type, emitter.number(value))} << (${at} * ${width});`);
  else if (value.kind === 'words')
    emitter.lines.push(
      `copyBits(${to.array}, ${to.offset}, ${at} * ${width}, ${value.array}, ${value.offset}, 0, ${width});`,
    );
  else if (width === 32) emitter.lines.push(`${to.array}[${to.offset} + ${at}] = ${value.js};`);
  else emitter.lines.push(`putBits(${to.array}, ${to.offset}, ${at} * ${width}, ${width}, ${value.js});`);
  emitter.lines.push('}');
  if (to.kind === 'number') emitter.lines.push(`${to.js} = ${normal(target.type, `g${target.id}`)};`);
}

/** Registers with an asynchronous reset take its value at once. */
function asynchronousResets(context: Context): readonly string[] {
  return context.flat.registers.flatMap((flatRegister) => {
    const { register, state, reset } = flatRegister;
    if (reset === undefined || register.reset?.kind !== 'asynchronous') return [];
    const emitter = new Emitter(context.storage, context.heap);
    const value = register.reset.value;
    emitter.lines.push(`if (${emitter.number(emitter.net(reset))} !== 0) {`);
    const to = emitter.net(state);
    if (to.kind === 'number') emitter.lines.push(`${to.js} = ${value};`);
    else emitter.lines.push(`setBig(${to.array}, ${to.offset}, ${register.type.width}, ${value}n);`);
    emitter.lines.push('}');
    return [
      '{',
      ...[...emitter.arrays].map((array) => `const ${array}_ = ${array};`),
      ...inLoops(state.loop, emitter.lines),
      '}',
    ];
  });
}

/** What an edge of a clock does: memories and assertions first, on values of the evaluation, then all registers at once. */
function commitFunction(name: string, clock: string, context: Context): string {
  const parts: string[] = [];
  const emitter = new Emitter(context.storage, context.heap);
  const take = (loop: Loop | undefined): void => {
    parts.push(...inLoops(loop, emitter.lines.splice(0)));
  };
  for (const check of context.flat.assertions) {
    if (check.clock !== clock) continue;
    emitter.lines.push(
      `if (${emitter.number(emitter.net(check.reset))} === 0 && ${emitter.number(emitter.net(check.condition))} === 0) failed(${JSON.stringify(check.path)}, ${JSON.stringify(check.assertion.message)});`,
    );
    take(check.loop);
  }
  for (const memory of context.flat.memories) {
    if (memory.clock !== clock) continue;
    commitMemory(emitter, memory, context.heap);
    take(memory.loop);
  }
  const registers = context.flat.registers.filter((register) => register.clock === clock);
  const lines = registers.flatMap((register) => commitRegister(register, context.storage));
  return wrapFunction(name, emitter, [...parts, ...lines]);
}

function commitRegister({ state, next }: FlatRegister, storage: ReadonlyMap<FlatNet, Storage>): readonly string[] {
  const [to, from] = [storage.get(state), storage.get(next)];
  if (to === undefined || from === undefined || from.kind === 'local' || to.kind === 'local')
    throw new Error(`${state.path} has no storage`);
  if (to.kind === 'words' && from.kind === 'words')
    return [`W.copyWithin(${to.offset}, ${from.offset}, ${from.offset + from.words});`];
  if (to.kind === 'words' || from.kind === 'words')
    throw new Error(`${state.path} and its next value are kept differently`);
  if (to.kind === 'variable') return [`${to.name} = ${from.name};`];
  return [`{ const t = ${to.name}; ${to.name} = ${from.name}; ${from.name} = t; }`];
}

function commitMemory(emitter: Emitter, flat: FlatMemory, heap: Heap): void {
  const { memory } = flat;
  const words = wordsOf(memory.type.width);
  const base = flat.loop === undefined ? '' : `k${flat.loop.id} * ${memory.depth * words} + `;
  const number = (net: FlatNet): string => emitter.number(emitter.net(net));
  const at = (address: FlatNet): string => `${base}${number(address)} * ${words}`;
  const data = emitter.net(flat.data);
  const array = `m${flat.id}`;
  const guard = (enable: FlatNet, address: FlatNet): string =>
    `if (${number(enable)} !== 0 && ${number(address)} < ${memory.depth})`;
  const read =
    data.kind === 'number'
      ? `${guard(flat.readEnable, flat.readAddress)} ${data.js} = ${array}[${at(flat.readAddress)}];`
      : `${guard(flat.readEnable, flat.readAddress)} copyWords(${data.array}, ${data.offset}, ${array}, ${at(flat.readAddress)}, ${words});`;
  const write = `${guard(flat.writeEnable, flat.writeAddress)} {\n${writeWord(emitter, flat, at(flat.writeAddress), heap)}\n}`;
  emitter.lines.push(...(memory.underWrite === 'new' ? [write, read] : [read, write]));
}

function writeWord(emitter: Emitter, flat: FlatMemory, at: string, heap: Heap): string {
  const { memory, mask } = flat;
  const { type, lane } = memory;
  const data = emitter.net(flat.writeData);
  const array = `m${flat.id}`;
  if (mask === undefined || lane === undefined)
    return data.kind === 'number'
      ? `${array}[${at}] = ${data.js};`
      : `copyWords(${array}, ${at}, ${data.array}, ${data.offset}, ${wordsOf(type.width)});`;
  const lanes = type.width / lane;
  const bits = emitter.net(mask);
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

/** Functions that read and write the nets without a loop that have a storage of their own, by number; and arrays by number. */
function accessors({ flat, storage }: Context): readonly string[] {
  return flat.nets.flatMap((net) => {
    const place = storage.get(net);
    if (place?.kind === 'variable')
      return [`${net.id}: { get: () => ${place.name}, set: (value) => { ${place.name} = value; } }`];
    if (place?.kind === 'array' || place?.kind === 'wordArray') return [`${net.id}: { array: () => ${place.name} }`];
    return [];
  });
}
