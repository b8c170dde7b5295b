import type { Module } from '../module.js';
import { holds, typeName, wrap, type Type } from '../types.js';
import { optimise } from '../passes/index.js';
import { flatten, memoryNets, readsOf, type Flat, type FlatMemory, type FlatNet, type Job } from './flatten.js';
import { mergeCopies } from './copies.js';
import { generate } from './generate.js';
import { inPlaceLoops } from './in-place.js';
import { powerUp } from './power-up.js';
import { bigOf, runtime, setBig, wordsOf } from './runtime.js';
import { schedule } from './schedule.js';
import { assignStorage, type Heap, type Storage } from './storage.js';

/** An assertion that did not hold. */
export interface Failure {
  readonly cycle: number;
  /** Path of the assertion in the hierarchy. */
  readonly path: string;
  readonly message: string;
}

/** A memory of the simulated hardware, by word; in a grid, cell after cell (row major). */
export interface MemoryAccess {
  readonly depth: number;
  readonly type: Type;
  read(address: number, cell?: number): bigint;
  write(address: number, value: number | bigint, cell?: number): void;
}

/** A module that runs, one evaluation a cycle. Everything is zero (memories: their initial contents) at the start. */
export interface Simulator {
  /** Edges so far of the default clock. */
  readonly cycle: number;
  readonly failures: readonly Failure[];
  /** Every cover point by its path in the hierarchy, and at how many edges its condition was high; in a grid, of all cells together. */
  readonly covered: ReadonlyMap<string, number>;
  /** Gives an input a value, which must fit it. */
  set(port: string, value: number | bigint): void;
  /** The value of an output (or input) of at most 53 bits. */
  get(port: string): number;
  /** The value of an output (or input) of any width. */
  getBig(port: string): bigint;
  /** Gives an input vector its elements of `width` bits each, element 0 in the low bits; each is cut to `width` bits. */
  setElements(port: string, width: number, values: ArrayLike<number>): void;
  /** The elements of an output vector, `type.width` of at most 32 bits each. */
  getElements(port: string, type: Type): number[];
  /** Edges of the clock, `count` of them; outputs then show the values after the last. */
  step(count?: number, clock?: string): void;
  /**
   * Gives every register a value of `draw`, which gives 32 bits at a time, as hardware that is switched on has one: what a reset leaves of it shows as it
   * would there. Memories keep their words.
   */
  powerUp(draw: () => number): void;
  /** A memory by its path, `u_core.acc`. */
  memory(path: string): MemoryAccess;
  /** A net by its path, if the simulator was compiled to `keep` them; `cell` of a grid, row major. */
  peek(path: string, cell?: number): bigint;
  /** Paths that `peek` takes. */
  readonly paths: readonly { readonly path: string; readonly type: Type; readonly cells: number }[];
}

export interface CompileOptions {
  /** Keep every named net readable by `peek`, at some cost in speed. */
  readonly keep?: boolean;
  /** Whether to simplify the design first; the default, unless nets are kept. */
  readonly optimise?: boolean;
}

interface Access {
  readonly get?: () => number;
  readonly set?: (value: number) => void;
  readonly array?: () => Int32Array | Uint32Array;
}

interface Parts {
  readonly evaluate: () => void;
  readonly commits: Readonly<Record<string, () => void>>;
  readonly access: Readonly<Record<number, Access>>;
  readonly memories: readonly (Int32Array | Uint32Array)[];
}

/** Makes a simulator of a module: JavaScript over typed arrays, grids as loops. */
export function compile(design: Module, options: CompileOptions = {}): Simulator {
  const module = (options.optimise ?? options.keep !== true) ? optimise(design) : design;
  const whole = flatten(module);
  const kept = keptNets(whole, options.keep === true);
  const flat = mergeCopies(whole, kept);
  const needed = neededJobs(flat, kept);
  const inPlace = inPlaceLoops(flat, needed, kept);
  const taken = new Set(inPlace.flatMap((plan) => [...plan.nexts, ...plan.jobs]));
  const jobs = needed.filter((job) => !taken.has(job));
  const steps = schedule(jobs);
  const heap: Heap = { size: 0, constants: new Map(), initial: [] };
  const storage = assignStorage(flat, steps, kept, inPlace, heap);
  const program = generate({ ...flat, nets: [...storage.keys()] }, steps, inPlace, storage, heap);
  return start(module, flat, storage, heap, program.source);
}

/** Nets that must be stored: what is read from outside or at an edge. */
function keptNets(flat: Flat, all: boolean): ReadonlySet<FlatNet> {
  const kept = new Set<FlatNet>();
  for (const port of flat.top.module.ports) {
    const net = flat.top.nets.get(port.name);
    if (net !== undefined) kept.add(net);
  }
  for (const memory of flat.memories) for (const net of memoryNets(memory)) kept.add(net);
  for (const { condition, reset } of flat.assertions) kept.add(condition).add(reset);
  for (const { next, reset } of flat.registers) {
    kept.add(next);
    if (reset !== undefined) kept.add(reset);
  }
  if (all) for (const space of flat.spaces) for (const net of space.nets.values()) kept.add(net);
  return kept;
}

/** The jobs that what is kept depends on. */
function neededJobs(flat: Flat, kept: ReadonlySet<FlatNet>): readonly Job[] {
  const writer = new Map(flat.jobs.map((job) => [job.target, job]));
  const needed = new Set<Job>();
  const waiting = [...kept].flatMap((net) => writer.get(net) ?? []);
  for (let job = waiting.pop(); job !== undefined; job = waiting.pop()) {
    if (needed.has(job)) continue;
    needed.add(job);
    for (const net of readsOf(job)) {
      const other = writer.get(net);
      if (other !== undefined) waiting.push(other);
    }
  }
  return flat.jobs.filter((job) => needed.has(job));
}

function start(
  module: Module,
  flat: Flat,
  storage: ReadonlyMap<FlatNet, Storage>,
  heap: Heap,
  source: string,
): Simulator {
  const words = new Uint32Array(Math.max(1, heap.size));
  for (const { offset, width, value } of heap.initial) setBig(words, offset, width, value);
  const failures: Failure[] = [];
  let cycle = 0;
  const failed = (path: string, message: string): void => {
    failures.push({ cycle, path, message });
  };
  const points = flat.assertions.flatMap(({ path, assertion }) => (assertion.cover === true ? [path] : []));
  const covered = new Map(points.map((path) => [path, 0]));
  const meet = (path: string): void => void covered.set(path, (covered.get(path) ?? 0) + 1);
  const parts = run(source, words, failed, meet);
  flat.memories.forEach((memory, index) => initialise(memory, parts.memories[index]));
  let stale = true;
  const fresh = (): void => {
    if (!stale) return;
    parts.evaluate();
    stale = false;
  };
  const states = flat.nets.filter(({ kind }) => kind === 'state');
  const defaultClock = module.clocks[0]?.name ?? 'clk';
  const port = (name: string): FlatNet => {
    const net = flat.top.nets.get(name);
    if (net === undefined || !module.ports.some((candidate) => candidate.name === name))
      throw new Error(`module ${module.name} has no port ${name}`);
    return net;
  };
  const readBig = (net: FlatNet, cell = 0): bigint => readNet(net, storage, parts, words, cell);
  const inputs = new Set(
    module.ports.filter((candidate) => candidate.direction === 'input').map((candidate) => candidate.name),
  );
  const writable = (name: string): FlatNet => {
    if (!inputs.has(name)) throw new Error(`${name} is not an input of module ${module.name}`);
    return port(name);
  };
  return {
    get cycle() {
      return cycle;
    },
    failures,
    covered,
    set(name, value) {
      const net = writable(name);
      if (!holds(net.type, BigInt(value)))
        throw new RangeError(`${value} does not fit ${name}, which is ${typeName(net.type)}`);
      const place = storage.get(net);
      if (place?.kind === 'words') setBig(words, place.offset, net.type.width, BigInt(value));
      else parts.access[net.id]?.set?.(Number(value));
      stale = true;
    },
    setElements(name, width, values) {
      const net = writable(name);
      if (values.length * width !== net.type.width)
        throw new RangeError(
          `${values.length} elements of ${width} bits are not the ${net.type.width} bits of ${name}`,
        );
      const place = storage.get(net);
      const [target, offset] = place?.kind === 'words' ? [words, place.offset] : [new Uint32Array(1), 0];
      for (let i = 0; i < values.length; i++) putElement(target, offset, i * width, width, values[i] ?? 0);
      if (place?.kind !== 'words') parts.access[net.id]?.set?.(Number(wrap(net.type, BigInt(target[0] ?? 0))));
      stale = true;
    },
    get(name) {
      const net = port(name);
      fresh();
      if (net.type.width > 53)
        throw new RangeError(`${name} has ${net.type.width} bits: read it with getBig or getElements`);
      return parts.access[net.id]?.get?.() ?? Number(readBig(net));
    },
    getBig(name) {
      fresh();
      return readBig(port(name));
    },
    getElements(name, type) {
      const net = port(name);
      fresh();
      const count = Math.floor(net.type.width / type.width);
      const place = storage.get(net);
      const [from, offset] =
        place?.kind === 'words' ? [words, place.offset] : [Uint32Array.of(parts.access[net.id]?.get?.() ?? 0), 0];
      return Array.from({ length: count }, (_, i) => {
        if (type.width > 32) return wideElement(from, offset, i * type.width, type);
        const value = runtime.getBits(from, offset, i * type.width, type.width);
        return type.signed ? (value << (32 - type.width)) >> (32 - type.width) : value;
      });
    },
    step(count = 1, clock = defaultClock) {
      const commit = parts.commits[clock];
      for (let i = 0; i < count; i++) {
        fresh();
        commit?.();
        if (clock === defaultClock) cycle++;
        stale = true;
      }
    },
    powerUp(draw) {
      const setVariable = (net: FlatNet, value: number): void => parts.access[net.id]?.set?.(value);
      const arrayOf = (net: FlatNet): Int32Array | Uint32Array | undefined => parts.access[net.id]?.array?.();
      powerUp({ nets: states, storage, words, setVariable, arrayOf }, draw);
      stale = true;
    },
    memory(path) {
      const index = flat.memories.findIndex((candidate) => candidate.path === path);
      const [found, array] = [flat.memories[index], parts.memories[index]];
      if (found === undefined || array === undefined) throw new Error(`there is no memory ${path}`);
      const access = memoryAccess(found, array);
      return { ...access, write: (address, value, cell) => void (access.write(address, value, cell), (stale = true)) };
    },
    peek(path, cell) {
      const net = flat.nets.find((candidate) => candidate.path === path);
      if (net === undefined) throw new Error(`there is no net ${path}`);
      fresh();
      return readBig(net, cell);
    },
    paths: flat.nets
      .filter((net) => !net.path.includes("'") && storage.has(net) && storage.get(net)?.kind !== 'local')
      .map((net) => ({ path: net.path, type: net.type, cells: net.loop?.cells ?? 1 })),
  };
}

/** Puts an element of at most 53 bits, from bit `low` on. */
function putElement(to: Uint32Array, offset: number, low: number, width: number, value: number): void {
  if (width <= 32) return runtime.putBits(to, offset, low, width, value);
  const high = Math.floor(value / 2 ** 32);
  runtime.putBits(to, offset, low, 32, value - high * 2 ** 32);
  runtime.putBits(to, offset, low + 32, width - 32, high);
}

/** An element of 33 to 53 bits, from bit `low` on. */
function wideElement(from: Uint32Array, offset: number, low: number, { width, signed }: Type): number {
  const high = runtime.getBits(from, offset, low + 32, width - 32);
  const value = high * 2 ** 32 + runtime.getBits(from, offset, low, 32);
  return signed && value >= 2 ** (width - 1) ? value - 2 ** width : value;
}

function run(
  source: string,
  words: Uint32Array,
  failed: (path: string, message: string) => void,
  covered: (path: string) => void,
): Parts {
  const names = Object.keys(runtime);
  return new Function(...names, 'W', 'failed', 'covered', source)(...Object.values(runtime), words, failed, covered);
}

function initialise(memory: FlatMemory, array: Int32Array | Uint32Array | undefined): void {
  if (array === undefined) return;
  const access = memoryAccess(memory, array);
  for (let cell = 0; cell < (memory.loop?.cells ?? 1); cell++)
    memory.memory.initial?.forEach((word, address) => access.write(address, word, cell));
}

function memoryAccess(flat: FlatMemory, array: Int32Array | Uint32Array): MemoryAccess {
  const { depth, type } = flat.memory;
  const words = wordsOf(type.width);
  const at = (address: number, cell: number): number => {
    if (!Number.isInteger(address) || address < 0 || address >= depth)
      throw new RangeError(`memory ${flat.path} has no word ${address}`);
    return (cell * depth + address) * words;
  };
  return {
    depth,
    type,
    read: (address, cell = 0) =>
      array instanceof Uint32Array && type.width > 32
        ? bigOf(array, at(address, cell), type.width, type.signed)
        : BigInt(array[at(address, cell)] ?? 0),
    write: (address, value, cell = 0) => {
      if (!holds(type, BigInt(value)))
        throw new RangeError(`${value} does not fit a word of ${flat.path}, which is ${typeName(type)}`);
      if (array instanceof Uint32Array && type.width > 32) setBig(array, at(address, cell), type.width, BigInt(value));
      else array[at(address, cell)] = Number(value);
    },
  };
}

function readNet(
  net: FlatNet,
  storage: ReadonlyMap<FlatNet, Storage>,
  parts: Parts,
  words: Uint32Array,
  cell: number,
): bigint {
  const place = storage.get(net);
  const access = parts.access[net.id];
  switch (place?.kind) {
    case 'variable':
      return BigInt(access?.get?.() ?? 0);
    case 'array':
      return BigInt(access?.array?.()[cell] ?? 0);
    case 'words':
      return bigOf(words, place.offset, net.type.width, net.type.signed);
    case 'wordArray': {
      const array = access?.array?.();
      return array instanceof Uint32Array ? bigOf(array, cell * place.words, net.type.width, net.type.signed) : 0n;
    }
    default:
      throw new Error(`${net.path} is not kept; compile with keep`);
  }
}
