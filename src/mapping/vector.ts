import type { VectorOperation } from '../workload/index.js';
import type { Machine } from './machine.js';
import type { Bits, Bottleneck } from './time.js';

/** An operation that no unit of the design does: the traffic of its operands, and the time that takes. */
export interface VectorMapping {
  readonly cycles: number;
  readonly limit: Bottleneck;
  readonly far: Bits;
  readonly near: Bits;
}

/**
 * Time to read the inputs from, and write the outputs to, the outermost memory, one repeat: at its bandwidth or that of the
 * way to it. A lower bound, since the arithmetic takes no time.
 */
export function mapVector(machine: Machine, operation: VectorOperation): VectorMapping {
  const { activationBits, accumulatorBits, dot } = machine.parameters;
  const read = operation.readsResults * accumulatorBits + (operation.readsOperands * activationBits) / dot;
  const written = (operation.writesOperands * activationBits) / dot;
  const { far, near, mover, cores, frequency } = machine;
  const total = (read + written) / cores;
  if (far === null) {
    if (near === null) throw new Error(`${machine.core.path} reaches no memory`);
    const cycles = Math.ceil((total / (near.parameters.wordBits * near.frequency)) * frequency);
    return { cycles, limit: { kind: 'memory', path: near.placed.path }, far: none, near: { read, written } };
  }
  const slowMover = mover !== null && mover.bandwidth < far.bandwidth;
  const bandwidth = slowMover ? mover.bandwidth : far.bandwidth;
  const path = slowMover ? mover.bottleneck : far.bottleneck;
  return {
    cycles: Math.ceil((total / bandwidth + far.latency) * frequency),
    limit: { kind: path === far.path ? 'memory' : 'port', path },
    far: { read, written },
    near: near === null ? none : { read: written, written: read },
  };
}

const none: Bits = { read: 0, written: 0 };
