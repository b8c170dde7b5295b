import { copied, type Atom, type Emitter } from './emitter.js';
import type { Job, Loop } from './flatten.js';
import type { NextJob } from './in-place.js';
import { normal, raw } from './narrow.js';

/** Writes the code of a job in the cell of the loops around. */
export function emitJob(emitter: Emitter, job: Job): void {
  switch (job.kind) {
    case 'value':
      if (emitter.isPlace(job.target)) emitter.lines.push(...emitter.valueInto(job.target, job.space, job.expr));
      else emitter.store(job.target, emitter.value(job.space, job.expr));
      return;
    case 'next':
      if (emitter.isPlace(job.target)) emitWideNext(emitter, job);
      else emitter.store(job.target, nextValue(emitter, job));
      return;
    case 'source':
      return emitSource(emitter, job);
    case 'gather':
      return emitGather(emitter, job);
  }
}

/** The next value of a register of many words, each part only where it counts. */
function emitWideNext(emitter: Emitter, { register, state, target, reset, space }: NextJob): void {
  const value = emitter.valueInto(target, space, register.next);
  const { enable, type } = register;
  const held =
    enable === undefined
      ? value
      : [
          `if (${emitter.number(emitter.value(space, enable))} !== 0) {`,
          ...value,
          '} else {',
          ...copied(emitter.net(target), emitter.net(state), type),
          '}',
        ];
  if (reset === undefined || register.reset === undefined) return void emitter.lines.push(...held);
  const after = emitter.value(space, { kind: 'constant', type, value: register.reset.value });
  const high = emitter.number(emitter.net(reset));
  emitter.lines.push(`if (${high} !== 0) {`, ...copied(emitter.net(target), after, type), '} else {', ...held, '}');
}

/** What a register holds after the next edge. */
export function nextValue(emitter: Emitter, job: NextJob): Atom {
  const { register, state, space } = job;
  const value = emitter.value(space, register.next);
  const enable = register.enable === undefined ? undefined : emitter.number(emitter.value(space, register.enable));
  return orReset(
    emitter,
    job,
    enable === undefined ? value : choose(emitter, `${enable} !== 0`, value, emitter.net(state)),
  );
}

/** A value, or the one that the register has after a reset. */
export function orReset(emitter: Emitter, job: NextJob, value: Atom): Atom {
  const { register, reset, space } = job;
  if (reset === undefined || register.reset === undefined) return value;
  const high = `${emitter.number(emitter.net(reset))} !== 0`;
  const after = emitter.value(space, { kind: 'constant', type: register.type, value: register.reset.value });
  return choose(emitter, high, after, value);
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
  kind: 'west' | 'east' | 'north' | 'south' | 'row' | 'column' | 'cell' | 'all' | 'broadcast',
  loop: Loop,
): string {
  if (kind === 'cell' || kind === 'all') return `(i${loop.id} * ${loop.cols} + j${loop.id})`;
  return kind === 'west' || kind === 'east' || kind === 'row' ? `i${loop.id}` : `j${loop.id}`;
}

function emitSource(emitter: Emitter, job: Extract<Job, { kind: 'source' }>): void {
  const { target, source, loop, vector, neighbour } = job;
  if (source.kind === 'broadcast') return emitter.store(target, emitter.net(vector));
  if (source.kind !== 'neighbour' || neighbour === undefined) return emitter.store(target, edge(emitter, job));
  const [row, col] = { north: [-1, 0], south: [1, 0], west: [0, -1], east: [0, 1] }[source.side];
  const step = (row ?? 0) * loop.cols + (col ?? 0);
  const atEdge = {
    north: `i${loop.id} === 0`,
    south: `i${loop.id} === ${loop.rows - 1}`,
    west: `j${loop.id} === 0`,
    east: `j${loop.id} === ${loop.cols - 1}`,
  }[source.side];
  const near = emitter.net(neighbour, `(k${loop.id} ${step < 0 ? '-' : '+'} ${Math.abs(step)})`);
  emitter.store(target, choose(emitter, atEdge, edge(emitter, job), near));
}

/** The cell's element of a source's vector. */
export function edge(emitter: Emitter, job: Extract<Job, { kind: 'source' }>): Atom {
  const { target, source, loop, vector } = job;
  const at = elementIndex(source.kind === 'neighbour' ? source.side : source.kind, loop);
  const { width } = target.type;
  const words = emitter.net(vector);
  if (words.kind === 'number')
    return { kind: 'number', js: normal(target.type, `${raw(vector.type, words.js)} >>> (${at} * ${width})`) };
  if (width <= 32 && 32 % width === 0) {
    // Elements that do not cross words: 2^shift of them in one.
    const shift = Math.log2(32 / width);
    const word = `${words.array}[${words.offset} + (${at} >>> ${shift})]`;
    return { kind: 'number', js: normal(target.type, `${word} >>> ((${at} & ${2 ** shift - 1}) * ${width})`) };
  }
  if (width <= 32)
    return {
      kind: 'number',
      js: normal(target.type, `getBits(${words.array}, ${words.offset}, ${at} * ${width}, ${width})`),
    };
  if (width % 32 === 0) return { ...words, offset: `${words.offset} + ${at} * ${width / 32}` };
  return emitter.bits(target.type, vector.type, words, `${at} * ${width}`);
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
