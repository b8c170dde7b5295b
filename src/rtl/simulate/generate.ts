import { commitFunction } from './commit.js';
import { wrapFunction, type Context } from './context.js';
import type { Flat, FlatNet } from './flatten.js';
import { Emitter } from './emitter.js';
import type { InPlace } from './in-place.js';
import { emitJob } from './jobs.js';
import { inLoops } from './loops.js';
import { isNarrow } from './narrow.js';
import { wordsOf } from './runtime.js';
import type { Group, Step } from './schedule.js';
import type { Heap, Storage } from './storage.js';

/** What the generated program is made of. */
export interface Program {
  readonly source: string;
  readonly storage: ReadonlyMap<FlatNet, Storage>;
  readonly heap: Heap;
}

/** Writes the program: storage, one function a group, the commit of each clock. Evaluated with the runtime and the heap it gives its parts. */
export function generate(
  flat: Flat,
  steps: readonly Step[],
  inPlace: readonly InPlace[],
  storage: ReadonlyMap<FlatNet, Storage>,
  heap: Heap,
): Program {
  const context: Context = { flat, inPlace, storage, heap };
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
  const ports = flat.memories.flatMap(({ reads, writes }) => [...reads, ...writes]);
  const clocks = [...new Set([...flat.registers, ...ports, ...flat.assertions].map((part) => part.clock))];
  const commits = clocks.map((clock, index) => commitFunction(`commit${index}`, clock, context));
  const source = [
    "'use strict';",
    ...declarations(context),
    ...functions,
    ...commits,
    `function settle() {\n${[...asynchronousResets(context), ...calls].join('\n')}\n}`,
    `function evaluate() {\nsettle();\n${again(context)}}`,
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

function groupFunction(name: string, group: Group, context: Context): string {
  const emitter = new Emitter(context.storage, context.heap);
  for (const job of group.jobs) emitJob(emitter, job);
  return wrapFunction(name, [emitter], inLoops(group.loop, emitter.lines, group.rowsDown, group.colsDown));
}

/** A reset that hardware makes is known after an evaluation: where one is high, what it resets is evaluated again. */
function again({ flat, storage, heap }: Context): string {
  const made = flat.registers.flatMap(({ register, reset }) =>
    register.reset?.kind === 'asynchronous' && reset?.kind === 'value' ? [reset] : [],
  );
  const emitter = new Emitter(storage, heap);
  const high = [...new Set(made)].map((net) => `${emitter.number(emitter.net(net))} !== 0`);
  return high.length === 0 ? '' : `if (${high.join(' || ')}) settle();\n`;
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
