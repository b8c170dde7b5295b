import type { Origin } from '../diagnostics/index.js';
import type { ModuleBuilder } from './builder.js';
import type { Clock, Memory, UnderWrite } from './module.js';
import { constant, convert, Signal, type SignalLike } from './signal.js';
import { addressWidth, bit, holds, unsigned, wrap, type Type } from './types.js';

export interface MemoryOptions {
  /** Type of a word. */
  readonly type: Type;
  readonly depth: number;
  /** One port that reads or writes, or one port of each kind. */
  readonly ports: '1rw' | '1r1w';
  /** What a read gives that meets a write of its word: `old` if not given (`keep` on 1rw: a writing port does not read). */
  readonly underWrite?: UnderWrite;
  /** Bits that one bit of the write mask enables; without, words are written whole. */
  readonly lane?: number;
  readonly initial?: readonly (number | bigint)[];
  /** Cycles from a read to its word: 1 if not given; with 2 the word goes through a register, which block memories of FPGAs have within. */
  readonly latency?: 1 | 2;
  readonly clock?: Clock;
}

export interface ReadPort {
  readonly address: SignalLike;
  readonly enable?: SignalLike;
}

export interface WritePort {
  readonly address: SignalLike;
  readonly data: SignalLike;
  readonly enable: SignalLike;
  readonly mask?: Signal;
}

export interface AccessPort extends WritePort {
  readonly write: Signal;
}

interface Ports {
  read?: Memory['read'];
  write?: Memory['write'];
}

/** A memory under construction. `read` and `write` once each on 1r1w, `access` once on 1rw; `addressType` is what the addresses are. */
export class MemoryHandle {
  readonly name: string;
  readonly type: Type;
  readonly addressType: Type;
  private readonly builder: ModuleBuilder;
  private readonly options: MemoryOptions;
  private readonly ports: Ports;

  constructor(builder: ModuleBuilder, name: string, options: MemoryOptions, ports: Ports) {
    this.builder = builder;
    this.name = name;
    this.type = options.type;
    this.addressType = unsigned(addressWidth(options.depth));
    this.options = options;
    this.ports = ports;
  }

  /** The word read: on the signal from the cycle after one with `enable` (with a latency of 2, the one after that), until the next read. */
  read(port: ReadPort): Signal {
    if (this.options.ports === '1rw' || this.ports.read !== undefined) this.reject('has no further read port');
    return this.declareRead(port.address, this.bit(port.enable ?? true, 'read enable'));
  }

  write(port: WritePort): void {
    if (this.options.ports === '1rw' || this.ports.write !== undefined) this.reject('has no further write port');
    this.declareWrite(port, this.bit(port.enable, 'write enable'));
  }

  /** The port of a 1rw memory: writes where `enable` and `write`, reads where `enable` (with `underWrite` `keep`, and not `write`). */
  access(port: AccessPort): Signal {
    if (this.options.ports !== '1rw' || this.ports.read !== undefined)
      this.reject('has no further port that reads and writes');
    const enable = this.bit(port.enable, 'enable');
    const write = this.bit(port.write, 'write');
    this.declareWrite(port, enable.and(write));
    const keeps = (this.options.underWrite ?? 'keep') === 'keep';
    return this.declareRead(port.address, keeps ? enable.and(write.not()) : enable);
  }

  private declareRead(address: SignalLike, enable: Signal): Signal {
    const net = `${this.name}_data`;
    if (this.ports.read === undefined) this.builder.claim(net);
    this.ports.read = { net, address: this.address(address), enable: enable.expr };
    const word = this.builder.reference(net, this.type);
    const { latency = 1, clock = this.builder.clock } = this.options;
    return latency === 1 ? word : this.builder.delay(`${net}_q`, word, 1, { clock });
  }

  private declareWrite(port: WritePort, enable: Signal): void {
    const { lane } = this.options;
    const data = convert(port.data, this.type, `the data of memory ${this.name}`, this.builder.scope).expr;
    const maskType = lane === undefined ? bit : unsigned(Math.max(1, Math.floor(this.type.width / lane)));
    if ((port.mask === undefined) !== (lane === undefined))
      this.reject(lane === undefined ? 'has a write mask but no lane width' : 'has lanes but no write mask');
    if (port.mask !== undefined && lane !== undefined && port.mask.width !== maskType.width)
      this.builder.report('E611', {
        target: `the mask of memory ${this.name}`,
        expected: maskType.width,
        actual: port.mask.width,
      });
    this.ports.write = {
      address: this.address(port.address),
      enable: enable.expr,
      data,
      mask: port.mask?.asUnsigned().expr,
    };
  }

  private address(address: SignalLike): Memory['read']['address'] {
    return convert(address, this.addressType, `the address of memory ${this.name}`, this.builder.scope).expr;
  }

  private bit(value: SignalLike, what: string): Signal {
    return convert(
      value instanceof Signal ? value : constant(value),
      bit,
      `the ${what} of memory ${this.name}`,
      this.builder.scope,
    );
  }

  private reject(reason: string): void {
    this.builder.report('E613', { memory: this.name, reason });
  }
}

/** A memory of the builder and the function that finishes it. */
export function buildMemory(
  builder: ModuleBuilder,
  name: string,
  options: MemoryOptions,
  origin: Origin | undefined,
): readonly [MemoryHandle, () => Memory | undefined] {
  const ports: Ports = {};
  const handle = new MemoryHandle(builder, name, options, ports);
  for (const reason of mistakes(options)) builder.report('E613', { memory: name, reason }, origin);
  const finish = (): Memory | undefined => {
    const { read, write } = ports;
    if (write === undefined)
      builder.report('E603', { module: builder.name, signal: `the write port of memory ${name}` }, origin);
    if (read === undefined)
      builder.report('E603', { module: builder.name, signal: `the read port of memory ${name}` }, origin);
    if (read === undefined || write === undefined) return undefined;
    const { type, depth, lane } = options;
    const underWrite = options.underWrite ?? (options.ports === '1rw' ? 'keep' : 'old');
    const initial = options.initial?.map((word) => wrap(type, BigInt(word)));
    return {
      name,
      type,
      depth,
      ports: options.ports,
      underWrite,
      clock: (options.clock ?? builder.clock).name,
      lane,
      initial,
      read,
      write,
      origin,
    };
  };
  return [handle, finish];
}

function mistakes(options: MemoryOptions): readonly string[] {
  const { type, depth, lane, initial = [] } = options;
  return [
    ...(Number.isInteger(depth) && depth >= 1 ? [] : [`has ${depth} words`]),
    ...(lane !== undefined && (!Number.isInteger(lane) || lane < 1 || type.width % lane !== 0)
      ? [`of ${type.width} bits cannot have lanes of ${lane} bits`]
      : []),
    ...(options.ports === '1r1w' && options.underWrite === 'keep'
      ? ['cannot keep its read data under a write of another port']
      : []),
    ...(initial.length > depth ? [`has ${initial.length} initial words for ${depth}`] : []),
    ...(initial.every((word) => holds(type, BigInt(word))) ? [] : ['has an initial word that does not fit']),
  ];
}
