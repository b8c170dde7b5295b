import { addressWidth, constant, mux, unsigned, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import type { PEArrayParameters } from '../parameters.js';
import { sumSteps } from '../partial-sums.js';
import { frameCounter, type Frames } from './frames.js';
import { beatCounter, leftAfter, type ResultSteps, type Streams } from './streams.js';

/**
 * Steps of results that are kept in parts. A beat is taken in a step of its own part alone, so that streams that pause put whole frames between their
 * beats; the steps wait for a result's first one. That is taken when the result before will have left the chain as this one ends (hidden), or has.
 */
export function partSteps(
  m: ModuleBuilder,
  { steps, rows, hideLoading, adderRegisters: parts }: PEArrayParameters,
  { run, weightsValid, activationsValid }: Streams,
): ResultSteps {
  const taken = m.wire('step_taken');
  const made = m.wire('step_made');
  const ends = m.wire('tile_ends');
  const step = beatCounter(m, 'step', steps, taken);
  const fills = m.named('fills', taken.and(step.last));
  // All beats are taken, and the parts not joined yet.
  const full = m.register('full', unsigned(1), { reset: 0 });
  full.next(ends.not(), fills.or(ends));
  const frames = frameCounter(m, parts, made, full.or(fills));
  const part = m.register('part', frames.phase.type, { reset: 0 });
  part.next(mux(step.last.or(part.eq(parts - 1)), 0, part.addWrap(1)).resize(part.width), taken);
  const waiting = m.named('waiting', step.first.and(full.not()).and(frames.phase.eq(0)));
  const [most, room] = hideLoading ? [rows - 1, sumSteps(steps, parts) - 1] : [rows, 0];
  const blocked = most <= room ? constant(0) : waiting.and(leftAfter(m, 'drain_left', most, ends, run).gt(room));
  const open = m.named('open', run.and(full.not()).and(frames.phase.eq(part)).and(blocked.not()));
  taken.assign(open.and(weightsValid).and(activationsValid));
  made.assign(run.and(waiting.not()).or(taken));
  ends.assign(run.and(frames.last));
  return {
    ...{ open, taken, ends },
    first: m.named('part_starts', partStarts(m, { steps, parts, taken, full }, frames, step.last)),
    joins: frames.joins,
    ...(hideLoading ? {} : { active: m.named('active', waiting.not().or(taken)) }),
  };
}

interface Begun {
  readonly steps: number;
  readonly parts: number;
  readonly taken: Signal;
  readonly full: Signal;
}

/** The part whose step this is has no product yet; with fewer products than parts it may get none. */
function partStarts(
  m: ModuleBuilder,
  { steps, parts, taken, full }: Begun,
  { phase, multiplying }: Frames,
  lastStep: Signal,
): Signal {
  // So many parts have a product, or all.
  const begun = m.register('begun', unsigned(addressWidth(parts + 1)), { reset: 0 });
  const most = Math.min(steps, parts);
  const more = mux(begun.eq(most), most, begun.addWrap(1));
  begun.next(mux(lastStep, 0, more).resize(begun.width), taken);
  const unfinished = begun.le(phase).and(full.not());
  return multiplying.and(steps < parts ? unfinished.or(full.and(phase.ge(steps))) : unfinished);
}
