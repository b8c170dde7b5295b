import { dmaStartCycles } from '../blocks/models.js';
import type { VectorOperation } from '../workload/index.js';
import type { Machine } from './machine.js';
import type { Bits, Bottleneck, Bound } from './time.js';
import { takes, type VectorEngine } from './vector-engine.js';
import { pieceBeats, pieceCycles, vectorWork, type VectorWorkload } from './vector-work.js';

/** An operation on elements: on vector units, or, where no unit does it, the traffic of its operands and the time that takes. */
export interface VectorMapping {
  readonly cycles: number;
  readonly limit: Bottleneck;
  readonly bounds: readonly Bound[];
  readonly far: Bits;
  readonly near: Bits;
  readonly unit: VectorUse | null;
}

/** What the vector units do of an operation. */
export interface VectorUse {
  readonly path: string;
  /** Of one unit: its command list, in cycles of the core's clock. */
  readonly cycles: number;
  /** Beats in which lanes work, of all units. */
  readonly beats: number;
  readonly work: VectorWorkload;
}

/**
 * Time of an operation on elements, one repeat. Its inputs come from the outermost memory and its outputs go there, and what its commands hand to each other
 * lies in the near memory; vector units, memories and mover work side by side on different pieces. That streams are fed from memory has no hardware, and is
 * taken to cost what the words take. Without a unit that does it: the traffic alone, a lower bound, since the arithmetic takes no time.
 */
export function mapVector(machine: Machine, operation: VectorOperation): VectorMapping {
  return mapVectorResident(machine, operation, nothingResident) ?? trafficOnly(machine, operation);
}

/** What of an operation on elements lies in the near memory with others that are fused with it. */
export interface VectorResidence {
  /** Bits of its operands that are there. */
  readonly read: number;
  /** Its results stay there, and do not leave as well. */
  readonly results: boolean;
  /** Bits that such tensors take meanwhile. */
  readonly reserved: number;
}

const nothingResident: VectorResidence = { read: 0, results: false, reserved: 0 };

/** The same, beside tensors that lie in the near memory. Undefined where no unit does it, or the pieces of it do not fit. */
export function mapVectorResident(
  machine: Machine,
  operation: VectorOperation,
  residence: VectorResidence,
): VectorMapping | undefined {
  const { vector: engine, near } = machine;
  let best: VectorMapping | undefined;
  if (engine !== null && machine.parameters.dot === 1) {
    // As much at a time as lets the streams of a few commands lie in the near memory; or less, so that less waits for the first and the last.
    const { operandBits, lanes } = engine.parameters;
    const room =
      near === null ? lanes : (near.parameters.capacityBits - residence.reserved) / (streamsHeld * operandBits);
    if (residence.reserved > 0 && room < lanes) return undefined;
    for (const most of pieceSizes(lanes, operation.elements, room)) {
      const work = engineWork(engine, machine, operation, most);
      const mapped = work === undefined ? undefined : onUnits(machine, operation, { engine, work, residence });
      if (mapped !== undefined && (best === undefined || mapped.cycles < best.cycles)) best = mapped;
    }
  }
  return best;
}

/** Elements to try at a time: all of them if they fit, and every power of two of beats that does. A larger memory has those of a smaller one too. */
function pieceSizes(lanes: number, elements: number, room: number): readonly number[] {
  const sizes = elements <= room ? [elements] : [];
  for (let size = lanes; size < elements && (size <= room || sizes.length === 0); size *= 2) sizes.push(size);
  return sizes;
}

/** Bits that an operation reads and writes, each once. */
export function vectorBits(machine: Machine, operation: VectorOperation): Bits {
  const { activationBits, accumulatorBits, dot } = machine.parameters;
  return {
    read: operation.readsResults * accumulatorBits + (operation.readsOperands * activationBits) / dot,
    written: (operation.writesOperands * activationBits) / dot,
  };
}

/** Those of them that do not stay in the near memory. */
export function outwardBits(machine: Machine, operation: VectorOperation, residence: VectorResidence | null): Bits {
  const { read, written } = vectorBits(machine, operation);
  return { read: Math.max(0, read - (residence?.read ?? 0)), written: residence?.results === true ? 0 : written };
}

function engineWork(
  { parameters }: VectorEngine,
  machine: Machine,
  operation: VectorOperation,
  most: number,
): VectorWorkload | undefined {
  const work = vectorWork(parameters, operation, most);
  const commands = work?.pieces.reduce((longest, { piece }) => Math.max(longest, piece.steps.length), 0) ?? 0;
  return takes(parameters, machine.parameters, operation, commands) ? work : undefined;
}

/** Streams that a piece has in the near memory at a time, with the next one's that come in and the last one's that go out. */
export const streamsHeld = 8;

interface UnitWork {
  readonly engine: VectorEngine;
  readonly work: VectorWorkload;
  readonly residence: VectorResidence;
}

function onUnits(machine: Machine, operation: VectorOperation, { engine, work, residence }: UnitWork): VectorMapping {
  const { near, far, mover, frequency } = machine;
  const { parameters, units, placed } = engine;
  const pieces = work.pieces.reduce((sum, { count }) => sum + count, 0);
  const busy = Math.min(units, Math.ceil(pieces));
  let [list, run, readBeats, writtenBeats] = [0, 0, 0, 0];
  for (const { piece, count } of work.pieces) {
    const beats = pieceBeats(piece);
    list += Math.ceil(count / busy) * pieceCycles(parameters, piece);
    run += count * beats.run;
    readBeats += count * beats.read;
    writtenBeats += count * beats.written;
  }
  const once = outwardBits(machine, operation, residence);
  const streamed = {
    read: readBeats * parameters.lanes * parameters.operandBits,
    written: writtenBeats * parameters.lanes * parameters.resultBits,
  };
  // Without a memory between, all that streams take comes from the outermost one.
  const outside = far === null ? none : near === null ? streamed : once;
  const inside =
    near === null ? none : { read: streamed.read + outside.written, written: streamed.written + outside.read };
  const own = (list / engine.frequency) * frequency;
  const bounds: Bound[] = [{ part: { kind: 'compute', path: placed.path }, cycles: own }];
  if (near !== null)
    bounds.push({ part: { kind: 'memory', path: near.placed.path }, cycles: nearTime(machine, inside) });
  if (far !== null) bounds.push(farBound(machine, outside));
  const [first, ...others] = bounds.toSorted((a, b) => b.cycles - a.cycles);
  if (first === undefined) throw new Error(`${operation.name} has no bound`);
  const bandwidth = Math.min(far?.bandwidth ?? Infinity, mover?.bandwidth ?? Infinity);
  const moved = once.read + once.written;
  const ends = far === null || moved === 0 ? 0 : (moved / pieces / bandwidth + far.latency) * frequency;
  return {
    cycles: Math.ceil(first.cycles + ends),
    limit: first.part,
    bounds: [first, ...others],
    far: outside,
    near: inside,
    unit: { path: placed.path, cycles: own, beats: run, work },
  };
}

/** A word a cycle through each port, as of a core's operands. */
function nearTime({ near, frequency }: Machine, { read, written }: Bits): number {
  if (near === null) return 0;
  const { wordBits, ports } = near.parameters;
  const bits = ports === 'one_rw' || near.onePort ? read + written : Math.max(read, written);
  return (bits / wordBits / near.frequency) * frequency;
}

/** The outermost memory, or the mover in front of it with a start for each part of a stream that it moves at once. */
function farBound({ far, near, mover, frequency }: Machine, { read, written }: Bits): Bound {
  if (far === null) throw new Error('no outermost memory');
  const bits = read + written;
  const ofFar: Bound = {
    part: { kind: far.bottleneck === far.path ? 'memory' : 'port', path: far.bottleneck },
    cycles: (bits / far.bandwidth) * frequency,
  };
  if (mover === null || near === null) return ofFar;
  const moves = Math.ceil(bits / (near.parameters.capacityBits / streamsHeld));
  const starts = (moves * dmaStartCycles) / mover.frequency;
  const ofMover: Bound = {
    part: { kind: 'port', path: mover.bottleneck },
    cycles: (bits / mover.bandwidth + starts) * frequency,
  };
  return ofMover.cycles > ofFar.cycles ? ofMover : ofFar;
}

function trafficOnly(machine: Machine, operation: VectorOperation): VectorMapping {
  const { read, written } = vectorBits(machine, operation);
  const { far, near, mover, cores, frequency } = machine;
  const total = (read + written) / cores;
  const limited = (cycles: number, limit: Bottleneck, traffic: Pick<VectorMapping, 'far' | 'near'>): VectorMapping => ({
    ...{ cycles, limit, bounds: [{ part: limit, cycles }], unit: null },
    ...traffic,
  });
  if (far === null) {
    if (near === null) throw new Error(`${machine.core.path} reaches no memory`);
    const cycles = Math.ceil((total / (near.parameters.wordBits * near.frequency)) * frequency);
    return limited(cycles, { kind: 'memory', path: near.placed.path }, { far: none, near: { read, written } });
  }
  const slowMover = mover !== null && mover.bandwidth < far.bandwidth;
  const bandwidth = slowMover ? mover.bandwidth : far.bandwidth;
  const path = slowMover ? mover.bottleneck : far.bottleneck;
  return limited(
    Math.ceil((total / bandwidth + far.latency) * frequency),
    { kind: path === far.path ? 'memory' : 'port', path },
    { far: { read, written }, near: near === null ? none : { read: written, written: read } },
  );
}

const none: Bits = { read: 0, written: 0 };
