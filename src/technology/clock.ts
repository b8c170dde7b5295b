import { zero, type Ranged } from './figures.js';
import { exactly, product, quotient, sum, times } from './figures.js';
import { circuitFigure, gateArea, nodeFigure, registerGates, type Technology } from './nodes.js';

/** The flip-flops of a block: what its clock is taken to. */
export interface ClockLoad {
  /** Bits that take a new value in every cycle in which the block works. */
  readonly moving: number;
  /** Bits that mostly keep theirs, each word or group behind a gate of its own. */
  readonly standing: number;
  /** Gates of a register file, one a word. Then no bit is without a gate; in the least case one for the whole file stands before them, shut while nothing is written. */
  readonly gates?: number;
}

/** What the clock of a block takes beyond its registers' own energy: J of a cycle. */
export interface ClockEnergy {
  /** In every cycle: of flip-flops without a gate, of the gates, and of the tree to both. */
  readonly always: Ranged;
  /** In a cycle of work: of the tree from the gates to all moving flip-flops. */
  readonly working: Ranged;
}

export const noClock: ClockEnergy = { always: zero, working: zero };

/**
 * Energy of a block's clock tree, its flip-flops spread over `area` mm^2, as its hardware has them with gated clocks (`accel build --clock-gating`).
 *
 * `n` sinks have the capacitance of their clock pins, and a tree of `k sqrt(n area)` of wire, as trees of points at random have. Buffers take a share of
 * both. A cycle charges all of it once: C V^2. What flip-flops take whose data stands comes on top; those that move have it in the node's energy of a register.
 */
export function clockEnergy(technology: Technology, load: ClockLoad, area: Ranged): ClockEnergy {
  const { always, working } = sinksOf(technology, load);
  const standing = product(
    always,
    nodeFigure(technology, 'register', 1e-12),
    circuitFigure(technology, 'standing_register'),
  );
  return {
    always: sum(treeEnergy(technology, always, area), times(standing, technology.dynamicScale)),
    working: treeEnergy(technology, working, area),
  };
}

/** Area of gates and buffers, in mm^2: a gate is a flip-flop's and drives those behind it, and every 16 gates and flip-flops without one have a buffer. */
export function clockTreeArea(technology: Technology, load: ClockLoad): Ranged {
  const sinks = sinksOf(technology, load).always;
  const buffers = times(product(circuitFigure(technology, 'clock_buffer_gates'), sinks), 1 / sinksOfBuffer);
  const gates = product(gatesOf(technology, load), registerGates(technology, 1));
  return gateArea(technology, sum(buffers, gates));
}

/** What `clock_buffers` and `clock_tree_length` hold for. */
const sinksOfBuffer = 16;

/** Sinks that the clock reaches in every cycle, and those that it reaches beyond them where the block works. */
function sinksOf(technology: Technology, load: ClockLoad): ClockEnergy {
  const { moving, standing, gates } = load;
  const ungated = gates === undefined ? circuitFigure(technology, 'clock_ungated') : zero;
  const rest = (part: number): number => moving * Math.max(0, 1 - part);
  return {
    always: sum(gatesOf(technology, load), times(ungated, moving + standing)),
    working: { value: rest(ungated.value), least: rest(ungated.greatest), greatest: rest(ungated.least) },
  };
}

function gatesOf(technology: Technology, { moving, standing, gates }: ClockLoad): Ranged {
  return gates === undefined
    ? quotient(exactly(moving + standing), circuitFigure(technology, 'clock_gate_bits'))
    : { value: gates, least: Math.min(1, gates), greatest: gates };
}

/** J of one cycle of pins, wires and buffers to `sinks` flip-flops in `area` mm^2. */
function treeEnergy(technology: Technology, sinks: Ranged, area: Ranged): Ranged {
  const pin = nodeFigure(technology, 'clock_pin', 1e-15);
  const wire = product(
    nodeFigure(technology, 'wire_capacitance', 1e-12),
    circuitFigure(technology, 'clock_tree_length'),
  );
  const buffers = circuitFigure(technology, 'clock_buffers');
  const square = technology.voltage ** 2;
  const at = (end: keyof Ranged): number =>
    (sinks[end] * pin[end] + wire[end] * Math.sqrt(sinks[end] * area[end])) * (1 + buffers[end]) * square;
  return { value: at('value'), least: at('least'), greatest: at('greatest') };
}
