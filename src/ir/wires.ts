import { dtypeWidth } from './dtypes.js';
import type { PortType } from './types.js';

/** One wire bundle of a port in hardware: `<port><suffix>`. */
export interface PortWire {
  /** With its underscore; empty for the one wire of an interrupt. */
  readonly suffix: string;
  readonly width: number;
  /** Who drives it: the source of a stream or requester of a memory, or the sink or responder. */
  readonly driver: 'source' | 'sink';
  /** What it is held at where the other side is not there. */
  readonly idle: 0 | 1;
  /** Suffixes of the wires that must be high for it to mean something; none: it always does. */
  readonly when: readonly string[];
}

/**
 * The wires of a port: the one place that says how each kind of port looks in Verilog.
 *
 * A stream that nobody takes is always ready: its values are dropped and its source is not held up. A memory port that nobody
 * answers is never ready.
 *
 * @param commandBits width of a command word; only `commands` ports have one
 */
export function portWires(type: PortType, commandBits: number | null): readonly PortWire[] {
  switch (type.kind) {
    case 'stream':
      return handshake(elementBits(type.element, type.count));
    case 'commands': {
      if (commandBits === null) throw new Error('a commands port without the width of its words');
      return [...handshake(commandBits), wire('_done', 1, 'sink')];
    }
    case 'memory': {
      const data = elementBits(type.element, type.count);
      return [
        wire('_valid', 1, 'source'),
        wire('_ready', 1, 'sink'),
        wire('_write', 1, 'source', ['_valid']),
        wire('_address', addressBits(type.size_bits, data), 'source', ['_valid']),
        wire('_data', data, 'source', ['_valid', '_write']),
        wire('_mask', Math.ceil(data / 8), 'source', ['_valid', '_write']),
        wire('_response_valid', 1, 'sink'),
        wire('_response_data', data, 'sink', ['_response_valid']),
      ];
    }
    case 'wires':
      return [wire('_data', type.count, 'source')];
    case 'interrupt':
      return [wire('', 1, 'source')];
    case 'axi':
    case 'axi_lite':
    case 'lanes':
    case 'link':
      throw new Error(`no block with hardware has a port of kind ${type.kind}`);
  }
}

function handshake(dataBits: number): readonly PortWire[] {
  return [
    wire('_valid', 1, 'source'),
    { ...wire('_ready', 1, 'sink'), idle: 1 },
    wire('_data', dataBits, 'source', ['_valid']),
  ];
}

function wire(suffix: string, width: number, driver: PortWire['driver'], when: readonly string[] = []): PortWire {
  return { suffix, width, driver, idle: 0, when };
}

function elementBits(element: string, count: number): number {
  const width = dtypeWidth(element);
  if (width === undefined) throw new Error(`no number type "${element}"`);
  return Math.ceil(width * count);
}

/** Bits of a word address; a memory of one word still has one. */
export function addressBits(size_bits: number, word_bits: number): number {
  const words = Math.ceil(size_bits / word_bits);
  let bits = 1;
  while (2 ** bits < words) bits++;
  return bits;
}
