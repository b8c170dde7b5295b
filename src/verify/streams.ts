import type { Beat } from '../blocks/hardware.js';
import { dtypeNamed, type Port } from '../ir/index.js';
import { signed, unsigned, type Simulator, type Type } from '../rtl/index.js';

/** A stream of a block as its values are driven and read. */
export interface Stream {
  readonly name: string;
  /** Elements of a beat. */
  readonly count: number;
  /** How an element reads: signed for the integer types, else as bits. */
  readonly element: Type;
}

/** The streams of a block that has no other ports. */
export interface Streams {
  readonly inputs: readonly Stream[];
  readonly outputs: readonly Stream[];
}

/** Widest element that is driven. */
const widest = 32;

/** The streams of a block; a text says why its ports cannot be driven, as a part of a sentence. */
export function streamsOf(ports: readonly Port[]): Streams | string {
  const found: { inputs: Stream[]; outputs: Stream[] } = { inputs: [], outputs: [] };
  for (const { name, direction, type, shape } of ports) {
    if (type.kind !== 'stream') return `its port "${name}" is no stream but ${type.kind}`;
    if (shape.length > 0) return `its port "${name}" is an array of ports`;
    const { width, exponent_bits, mantissa_bits } = dtypeNamed(type.element);
    if (!Number.isInteger(width) || width > widest)
      return `an element of its port "${name}" does not have a whole number of at most ${widest} bits`;
    const element = exponent_bits === 0 && mantissa_bits > 0 ? signed(width) : unsigned(width);
    found[direction === 'in' ? 'inputs' : 'outputs'].push({ name, count: type.count, element });
  }
  return found.inputs.length === 0 || found.outputs.length === 0 ? 'it has no stream in and out' : found;
}

/** Puts a beat on an input; without one the stream is idle. */
export function offer(simulator: Simulator, { name, element }: Stream, beat: Beat | undefined): void {
  simulator.set(`${name}_valid`, beat === undefined ? 0 : 1);
  if (beat === undefined) simulator.set(`${name}_data`, 0n);
  else simulator.setElements(`${name}_data`, element.width, beat);
}

/** The beat that an output shows. */
export function shownBeat(simulator: Simulator, { name, element }: Stream): Beat {
  return simulator.getElements(`${name}_data`, element);
}
