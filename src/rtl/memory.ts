import type { Origin } from '../diagnostics/index.js';
import type { ModuleBuilder } from './builder.js';
import type { Expr } from './expression.js';
import { memoryClocks, type Clock, type Memory, type MemoryRead, type MemoryWrite, type UnderWrite } from './module.js';
import { constant, convert, Signal, type SignalLike } from './signal.js';
import { addressWidth, bit, holds, unsigned, wrap, type Type } from './types.js';

export interface MemoryOptions {
  /** Type of a word. */
  readonly type: Type;
  readonly depth: number;
  /** One port that reads or writes, one port of each kind, or two ports that each read or write. */
  readonly ports: Memory['ports'];
  /**
   * What a read gives that meets a write of its word: `old` if not given, `keep` on 1rw and 2rw (a writing port does not read), `undefined` on a 1r1w of two
   * clocks, which can say nothing else. On 2rw it is about the port's own write; under one of the other port a read is undefined.
   */
  readonly underWrite?: UnderWrite;
  /** Bits that one bit of the write mask enables; without, words are written whole. */
  readonly lane?: number;
  readonly initial?: readonly (number | bigint)[];
  /** Cycles from a read to its word: 1 if not given; with 2 the word goes through a register, which block memories of FPGAs have within. */
  readonly latency?: 1 | 2;
  /** Of the ports that name none of their own. */
  readonly clock?: Clock;
}

export interface ReadPort {
  readonly address: SignalLike;
  readonly enable?: SignalLike;
  /** The clock of the port, and of what it reads; the memory's if not given. */
  readonly clock?: Clock;
}

export interface WritePort {
  readonly address: SignalLike;
  readonly data: SignalLike;
  readonly enable: SignalLike;
  readonly mask?: Signal;
  /** The clock of the port; the memory's if not given. */
  readonly clock?: Clock;
}

export interface AccessPort extends WritePort {
  readonly write: Signal;
}

interface Ports {
  readonly reads: MemoryRead[];
  readonly writes: MemoryWrite[];
}

/**
 * A memory under construction. `read` and `write` once each on 1r1w, `access` once on 1rw and twice on 2rw; `addressType` is what the addresses are.
 * Two ports of one clock that write the same word at once break an assertion; whatever the clocks, nobody knows the word then.
 */
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
    if (this.options.ports !== '1r1w' || this.ports.reads.length > 0) this.reject('has no further read port');
    return this.declareRead(`${this.name}_data`, port, this.bit(port.enable ?? true, 'read enable'));
  }

  write(port: WritePort): void {
    if (this.options.ports !== '1r1w' || this.ports.writes.length > 0) this.reject('has no further write port');
    this.declareWrite(port, this.bit(port.enable, 'write enable'));
  }

  /** A port of a 1rw or 2rw memory: writes where `enable` and `write`, reads where `enable` (with `underWrite` `keep`, and not `write`). */
  access(port: AccessPort): Signal {
    const { ports, underWrite = 'keep' } = this.options;
    const before = this.ports.reads.length;
    if (before >= { '1rw': 1, '1r1w': 0, '2rw': 2 }[ports]) this.reject('has no further port that reads and writes');
    const enable = this.bit(port.enable, 'enable');
    const write = this.bit(port.write, 'write');
    this.declareWrite(port, enable.and(write));
    if (ports === '2rw' && before === 1) this.assertApart();
    const net = ports === '2rw' ? `${this.name}_${before === 0 ? 'a' : 'b'}_data` : `${this.name}_data`;
    return this.declareRead(net, port, underWrite === 'keep' ? enable.and(write.not()) : enable);
  }

  /** Two ports of one clock do not write one word at one edge. Of two clocks no clock sees both. */
  private assertApart(): void {
    const [a, b] = this.ports.writes;
    if (a === undefined || b === undefined || a.clock !== b.clock) return;
    const of = (expr: Expr): Signal => new Signal(expr, this.builder.scope);
    const meet = of(a.enable)
      .and(of(b.enable))
      .and(of(a.address).eq(of(b.address)));
    const message = `both ports of memory ${this.name} write one word`;
    this.builder.assert(`${this.name}_conflict`, meet.not(), message, this.builder.clockOf(a.clock));
  }

  private declareRead(net: string, port: ReadPort, enable: Signal): Signal {
    if (!this.ports.reads.some((read) => read.net === net)) this.builder.claim(net);
    const clock = this.clockOf(port);
    const origin = this.builder.line();
    this.ports.reads.push({ net, clock: clock.name, address: this.address(port.address), enable: enable.expr, origin });
    const word = this.builder.reference(net, this.type);
    return this.options.latency === 2 ? this.builder.delay(`${net}_q`, word, 1, { clock }) : word;
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
    this.ports.writes.push({
      clock: this.clockOf(port).name,
      address: this.address(port.address),
      enable: enable.expr,
      data,
      mask: port.mask?.asUnsigned().expr,
      origin: this.builder.line(),
    });
  }

  private clockOf(port: ReadPort): Clock {
    return port.clock ?? this.options.clock ?? this.builder.clock;
  }

  private address(address: SignalLike): Expr {
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
  const ports: Ports = { reads: [], writes: [] };
  const handle = new MemoryHandle(builder, name, options, ports);
  for (const reason of mistakes(options)) builder.report('E613', { memory: name, reason }, origin);
  const finish = (): Memory | undefined => {
    const missing = missingPorts(options, ports);
    for (const port of missing)
      builder.report('E603', { module: builder.name, signal: `the ${port} of memory ${name}` }, origin);
    if (missing.length > 0) return undefined;
    const { type, depth, lane } = options;
    const initial = options.initial?.map((word) => wrap(type, BigInt(word)));
    const unruled = { name, type, depth, ports: options.ports, lane, initial, ...ports, origin };
    const underWrite = options.underWrite ?? usualRule(unruled);
    if (options.ports === '1r1w' && memoryClocks(unruled).length > 1 && underWrite !== 'undefined') {
      const reason = `is read and written with two clocks, so nobody knows the word that a read gives under a write: it cannot be the ${underWrite} one`;
      builder.report('E613', { memory: name, reason }, origin);
    }
    return { ...unruled, underWrite };
  };
  return [handle, finish];
}

function missingPorts({ ports }: MemoryOptions, { reads, writes }: Ports): readonly string[] {
  if (ports === '2rw' && writes.length === 1) return ['second port'];
  return [...(writes.length === 0 ? [`write port`] : []), ...(reads.length === 0 ? [`read port`] : [])];
}

/** What a read gives under a write where nothing is said. */
function usualRule(memory: Pick<Memory, 'ports' | 'reads' | 'writes'>): UnderWrite {
  if (memory.ports !== '1r1w') return 'keep';
  return memoryClocks(memory).length > 1 ? 'undefined' : 'old';
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
