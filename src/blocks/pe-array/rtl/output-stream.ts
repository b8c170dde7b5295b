import { concat, constant, mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import type { PEArrayParameters } from '../parameters.js';
import { keepsParts } from '../partial-sums.js';
import { shiftLine } from './line.js';
import { partSteps } from './part-stream.js';
import {
  beatCounter,
  highAfter,
  rowBits,
  skew,
  type ResultSteps,
  type StreamControl,
  type Streams,
} from './streams.js';

/**
 * Output stationary: `steps` beats of both streams together make a result, which leaves in `rows` rows. Hidden, a result's last step waits until
 * the one before has moved out of the chain; else its first step does.
 */
export function outputStationaryInputs(
  m: ModuleBuilder,
  parameters: PEArrayParameters,
  streams: Streams,
): StreamControl {
  const { rows, cols, hideLoading, multiplierRegisters, adderRegisters, zeroGating } = parameters;
  const gates = zeroGating === true;
  // The registers of an element that gates are the last of what delays its operands.
  const bits = (name: string, bit: Signal): Signal =>
    gates ? earlyRowBits(m, name, rows, bit, run) : rowBits(m, name, rows, bit, run, true);
  const own = gates ? 1 : 0;
  const { run, weights, activations, weightsValid, activationsValid } = streams;
  const steps = (keepsParts(parameters) ? partSteps : resultSteps)(m, parameters, streams);
  const { open, taken, ends } = steps;

  const following = m.register('following', unsigned(1), { reset: 0 });
  const row = beatCounter(m, 'row', rows, m.named('row_follows', following.and(run)));
  following.next(ends, ends.or(row.last.and(following).and(run)));
  const behind = multiplierRegisters + adderRegisters - 1;
  const starts = shiftLine(m, 'drain_starts_q', ends, rows + behind, run, true);
  const last = hideLoading ? { last: bits('last_rows', ends) } : {};
  return {
    inputs: {
      run,
      activations: skew(m, 'activation', activations, rows, (r) => rows - r - own, run),
      valid: bits('valid_rows', taken),
      first: bits('first_rows', steps.first),
      ...last,
      ...(steps.joins === undefined ? {} : { joins: bits('join_rows', steps.joins) }),
      ...(steps.active === undefined ? {} : { active: bits('active_rows', steps.active) }),
      shift: drainShift(m, rows, starts, run),
      weights: [skew(m, 'weight', weights, cols, (c) => c + 1 - own, run)],
    },
    weightsReady: open.and(activationsValid),
    activationsReady: open.and(weightsValid),
    row: following,
    wave: rows + cols + behind - 1,
  };
}

function resultSteps(m: ModuleBuilder, parameters: PEArrayParameters, streams: Streams): ResultSteps {
  const { rows, steps, hideLoading } = parameters;
  const { run, weightsValid, activationsValid } = streams;
  const taken = m.wire('step_taken');
  const step = beatCounter(m, 'step', steps, taken);
  const ends = m.named('tile_ends', taken.and(step.last));
  const busy = highAfter(m, 'drain_left', hideLoading ? rows - 1 : rows, ends, run);
  const open = m.named('open', run.and(busy.not().or((hideLoading ? step.last : step.first).not())));
  taken.assign(open.and(weightsValid).and(activationsValid));
  return { open, taken, ends, first: step.first };
}

/** By row, the last row's first: at row r the bit of rows - 1 - r cycles ago. */
function earlyRowBits(m: ModuleBuilder, name: string, rows: number, bit: Signal, run: Signal): Signal {
  return rows === 1 ? bit : concat(bit, rowBits(m, name, rows - 1, bit, run, true));
}

/** By row: the chain of sums moves on. Row 0's sum leaves first; row r waits for it, then passes on those of the rows below. */
export function drainShift(m: ModuleBuilder, rows: number, start: Signal, run: Signal): Signal {
  const type = unsigned(rows);
  const passing = m.register('drain_rows', type, { enable: run, reset: 0 });
  const all = constant((1n << BigInt(rows - 1)) - 1n, type);
  passing.next(mux(start, all, rows === 1 ? constant(0, type) : passing.shr(1).extend(rows)));
  return passing;
}
