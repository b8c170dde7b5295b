import { moduleBuilder, type ModuleBuilder } from '../builder.js';
import { memoryClocks, type Clock, type Memory, type Module } from '../module.js';
import { concat, constant, mux, select, some, vector, type Signal } from '../signal.js';
import { addressWidth, bit, unsigned } from '../types.js';
import type { Column, Tiling } from './fit.js';
import type { MacroPin, MacroPort } from './macro.js';
import { macroModule, maskPins } from './pins.js';

/** What a read and a write of a wrapper's memory are given as. */
interface ReadSignals {
  readonly enable: Signal;
  readonly address: Signal;
  readonly clock: Clock;
}

interface WriteSignals extends ReadSignals {
  readonly data: Signal;
  /** A bit a lane. */
  readonly mask: Signal | undefined;
}

/** The name of the wrapper of memories of this shape. */
export function wrapperName({ depth, type, ports, lane, underWrite, ...memory }: Memory): string {
  const shape = `${depth}x${type.width}${type.signed ? 's' : ''}_${ports}_${underWrite}`;
  const lanes = lane === undefined ? '' : `_mask${lane}`;
  return `accel_memory_${shape}${lanes}${memoryClocks(memory).length > 1 ? '_clocks' : ''}`;
}

/** The names of a wrapper's ports for the read or write `index` of a memory. */
export function wrapperPort({ ports }: Pick<Memory, 'ports'>, use: string, index: number): string {
  return ports === '2rw' ? `${use}_${index === 0 ? 'a' : 'b'}` : use;
}

/** The clock of a wrapper that stands for the one of a memory's port. */
export function wrapperClock(memory: Memory, clock: string): string {
  const clocks = memoryClocks(memory);
  return clocks.length === 1 ? 'clk' : clocks.indexOf(clock) === 0 ? 'clk' : 'clk_b';
}

/**
 * A module that does what a memory does, cycle by cycle, with instances of a macro. A word that the macro does not hold is held by registers; what a read is to
 * give under a write that the macro leaves open comes from the write: of this edge where reads see new words, of the edge before where they
 * see old ones, for then the macro is written an edge later.
 */
export function memoryWrapper(memory: Memory, tiling: Tiling): Module {
  const { macro } = tiling;
  const description = `${memory.depth} words of ${memory.type.width} bits in ${tiling.rows} x ${tiling.columns.length} ${macro.name}.`;
  const m = moduleBuilder(wrapperName(memory), { description });
  const other = memoryClocks(memory).length > 1 ? m.addClock('clk_b', 'rst_b') : m.clock;
  const clockOf = (clock: string): Clock => (wrapperClock(memory, clock) === 'clk' ? m.clock : other);
  const address = unsigned(addressWidth(memory.depth));
  const input = (use: string, index: number, type: Memory['type']): Signal =>
    m.input(wrapperPort(memory, use, index), type);
  const reads = memory.reads.map(({ clock }, i): ReadSignals => {
    return { enable: input('read', i, bit), address: input('read_address', i, address), clock: clockOf(clock) };
  });
  const given = memory.writes.map(({ clock }, i): WriteSignals => {
    const lanes = memory.lane === undefined ? undefined : unsigned(memory.type.width / memory.lane);
    return {
      enable: input('write', i, bit),
      address: input('write_address', i, address),
      data: input('write_data', i, memory.type).asUnsigned(),
      mask: lanes === undefined ? undefined : input('mask', i, lanes),
      clock: clockOf(clock),
    };
  });
  const [from] = given;
  const seen = seenUnder(memory, tiling);
  const late = seen === 'old' && from !== undefined ? later(m, from) : undefined;
  const writes = late === undefined ? given : [late];
  const words = instances(m, memory, tiling, reads, writes);
  const met = late ?? (seen === 'new' ? from : undefined);
  reads.forEach((read, i) => {
    const word = words[i] ?? constant(0, unsigned(memory.type.width));
    const patched = met === undefined ? word : underWrite(m, memory, read, met, word);
    const shown = macro.holds ? patched : held(m, wrapperPort(memory, 'read', i), read, patched);
    m.output(wrapperPort(memory, 'data', i), memory.type.signed ? shown.asSigned() : shown, memory.type);
  });
  return m.build();
}

/** What reads of a 1r1w memory see under a write, where the macro does not say so by itself. */
function seenUnder({ ports, underWrite }: Memory, { macro }: Tiling): 'old' | 'new' | undefined {
  if (ports !== '1r1w' || underWrite === 'keep' || underWrite === 'undefined') return undefined;
  return macro.under_write === underWrite ? undefined : underWrite;
}

/** The write of the edge before. */
function later(m: ModuleBuilder, write: WriteSignals): WriteSignals {
  const { clock, enable, address, data, mask } = write;
  const options = { clock, enable };
  return {
    clock,
    enable: m.delay('written', enable, 1, { clock }),
    address: m.delay('written_address', address, 1, options),
    data: m.delay('written_data', data, 1, options),
    mask: mask === undefined ? undefined : m.delay('written_mask', mask, 1, options),
  };
}

/** The word with what was written to it at the edge of its read. */
function underWrite(m: ModuleBuilder, memory: Memory, read: ReadSignals, write: WriteSignals, word: Signal): Signal {
  const { clock, enable } = read;
  const meets = m.named('meets', write.enable.and(read.address.eq(write.address)));
  const lane = memory.lane ?? memory.type.width;
  const lanes = write.mask === undefined ? meets : write.mask.and(repeatBit(meets, write.mask.width));
  const met = m.delay('met', lanes, 1, { clock, enable });
  const data = m.delay('met_data', write.data, 1, { clock, enable });
  const elements = Array.from({ length: memory.type.width / lane }, (_, i) =>
    mux(met.bit(i), data.element(i, lane), word.element(i, lane)),
  );
  return m.named('patched', vector(elements));
}

const repeatBit = (value: Signal, count: number): Signal => concat(...Array.from({ length: count }, () => value));

/** A word that is there in the cycle after its read, kept until the next read. */
function held(m: ModuleBuilder, name: string, { enable, clock }: ReadSignals, word: Signal): Signal {
  const fresh = m.delay(`${name}_fresh`, enable, 1, { clock });
  const kept = m.register(`${name}_kept`, word.type, { clock, enable: fresh });
  kept.next(word);
  return m.named(`${name}_word`, mux(fresh, word, kept));
}

/** The instances of the macro, and the word that each read of the memory gives in the cycle after. */
function instances(
  m: ModuleBuilder,
  memory: Memory,
  tiling: Tiling,
  reads: readonly ReadSignals[],
  writes: readonly WriteSignals[],
): readonly Signal[] {
  const { macro, rows, columns } = tiling;
  const module = macroModule(macro);
  const low = addressWidth(macro.words);
  const parts: Signal[][][] = reads.map(() => Array.from({ length: rows }, () => []));
  for (let row = 0; row < rows; row++) {
    for (const [index, column] of columns.entries()) {
      const name = `macro_${row}_${index}`;
      const wires = macro.ports.map((port) => portWires(memory, tiling, port, reads, writes, row, column));
      const clocks = macro.ports.map((port, i) => [port.clock, wires[i]?.clock ?? m.clock] as const);
      const tied = (macro.tied ?? []).map(({ pin, bits, value }) => [pin, constant(value, unsigned(bits))] as const);
      const inputs = Object.fromEntries([...wires.flatMap((wire) => wire.inputs), ...tied]);
      const instance = m.instance(name, module, inputs, Object.fromEntries(clocks));
      for (const { out } of macro.ports) if (out !== undefined) m.unused(instance.port(out));
      tiling.ports.reads.forEach(({ out }, i) => {
        if (out !== undefined) parts[i]?.[row]?.push(instance.port(out).truncate(column.bits));
      });
    }
  }
  return reads.map((read, i) => {
    const words = (parts[i] ?? []).map((bits) => vector(bits));
    const [only] = words;
    if (words.length === 1 && only !== undefined) return only;
    const { clock, enable } = read;
    const row = read.address.slice(read.address.width - 1, low);
    const name = wrapperPort(memory, 'read_row', i);
    return m.named(wrapperPort(memory, 'read_macros', i), select(m.delay(name, row, 1, { clock, enable }), words));
  });
}

interface PortWires {
  readonly clock: Clock | undefined;
  readonly inputs: readonly (readonly [string, Signal])[];
}

/** What the pins of a port of one macro are given. */
function portWires(
  memory: Memory,
  { macro, ports, rows }: Tiling,
  port: MacroPort,
  reads: readonly ReadSignals[],
  writes: readonly WriteSignals[],
  row: number,
  column: Column,
): PortWires {
  const low = addressWidth(macro.words);
  const here = ({ enable, address }: ReadSignals): Signal =>
    rows === 1 ? enable : enable.and(address.slice(address.width - 1, low).eq(row));
  const within = ({ address }: ReadSignals): Signal =>
    address.width > low ? address.truncate(low) : address.extend(low);
  const read = reads[ports.reads.indexOf(port)];
  const write = writes[ports.writes.indexOf(port)];
  const lane = column.lane === undefined ? undefined : write?.mask?.bit(column.lane);
  const writing = write === undefined ? constant(0, bit) : lane === undefined ? here(write) : here(write).and(lane);
  const reading = read === undefined ? constant(0, bit) : here(read);
  const addresses = [write, read].flatMap((one) => (one === undefined ? [] : [within(one)]));
  const [first = constant(0, unsigned(low)), second] = addresses;
  const address = second === undefined ? first : mux(writing, first, second);
  const level = ({ pin, active }: MacroPin, on: Signal): readonly [string, Signal] => [
    pin,
    active === 'high' ? on : on.not(),
  ];
  const data = write?.data.slice(column.low + column.bits - 1, column.low);
  return {
    clock: (write ?? read)?.clock,
    inputs: [
      ...(port.enable === undefined ? [] : [level(port.enable, some(reading, writing))]),
      ...(port.write === undefined ? [] : [level(port.write, writing)]),
      ...(port.mask === undefined ? [] : [level(port.mask, maskOf(memory, macro, column, write))]),
      [port.address, address],
      ...(port.in === undefined ? [] : [[port.in, (data ?? constant(0, bit)).extend(macro.bits)] as const]),
    ],
  };

  function maskOf(
    { lane: laneBits }: Memory,
    of: Tiling['macro'],
    { low: from }: Column,
    by: WriteSignals | undefined,
  ): Signal {
    const pins = maskPins(of);
    const group = of.mask_bits ?? of.bits;
    const bitOf = (pin: number): Signal => {
      const at = laneBits === undefined ? -1 : Math.floor((from + pin * group) / laneBits);
      const mask = column.lane === undefined ? by?.mask : undefined;
      return mask === undefined || at < 0 || at >= mask.width ? constant(1, bit) : mask.bit(at);
    };
    return vector(Array.from({ length: pins }, (_, pin) => bitOf(pin)));
  }
}
