import { constant, mux, unsigned, type InstanceHandle, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { mostPending, opcodes } from '../command.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { commandField } from './fields.js';

/** Bits that count up to `mostPending`. */
const countBits = Math.ceil(Math.log2(mostPending + 1));

/**
 * Takes commands in order and starts who executes them. One is taken when none runs, or in the last cycle of the last that does; a load
 * marked `beside` waits for the mover alone. So at most one multiplication runs, and behind it loads of operands, one at a time. Where commands
 * overlap, several multiplications may run, and loads behind the last of them when it is alone.
 */
export function issue(
  m: ModuleBuilder,
  sequencer: InstanceHandle,
  mover: InstanceHandle,
  valid: Signal,
  word: Signal,
  { convolution, overlapCommands }: Pick<MatrixCoreParameters, 'convolution' | 'overlapCommands'>,
): void {
  const [multiplied, moved] = [sequencer.port('done'), mover.port('done')];
  const [multiplying, moving] = [sequencer.port('busy'), mover.port('busy')];
  const opcode = commandField(word, 'opcode', 4);
  const loads = opcode.eq(opcodes.load.activations).or(opcode.eq(opcodes.load.weights));
  const beside = m.named('beside', loads.and(commandField(word, 'moveBeside', 1)));
  const done = ends(m, multiplied, multiplying, moved);
  const pending = m.register('pending', unsigned(countBits), { reset: 0 });
  const room = pending.lt(mostPending).or(done);
  const multiplies = opcode.eq(opcodes.gemm);
  const still = moving.not().or(moved);
  const queue = overlapCommands ? multiplicationQueue(m, multiplied) : undefined;
  const rest = queue === undefined ? multiplying.not().or(multiplied).or(beside) : queue.rest(beside);
  const free = m.named('free', still.and(rest));
  const moves = free.and(room);
  const go = queue === undefined ? moves : mux(multiplies, still.and(sequencer.port('room')).and(room), moves);
  const ready = m.output('commands_ready', m.named('ready', go));
  const taken = m.named('taken', valid.and(ready));
  pending.next(mux(taken, pending.addWrap(1), pending.subWrap(1)), taken.xor(done));
  const starts = taken.and(multiplies);
  queue?.count(starts);
  sequencer.connect('start', starts);
  if (convolution) sequencer.connect('set_window', taken.and(opcode.eq(opcodes.window)));
  // A move does not wait for what tells that there is room for a multiplication, which is known late.
  mover.connect('start', (queue === undefined ? taken : valid.and(moves)).and(multiplies.not()));
}

/**
 * Counts the multiplications that are taken and not done, where commands overlap: a load marked `beside` waits for all but the last of them, every other
 * move for all. A multiplication waits until the last tile of the one before it streams.
 */
function multiplicationQueue(
  m: ModuleBuilder,
  ended: Signal,
): { readonly rest: (beside: Signal) => Signal; readonly count: (starts: Signal) => void } {
  const count = m.register('multiplications', unsigned(countBits), { reset: 0 });
  const left = m.named('multiplications_left', count.subWrap(ended.resize(countBits)));
  return {
    rest: (beside) => mux(beside, left.le(1), left.eq(0)),
    count: (starts) => count.next(left.addWrap(starts.resize(countBits)), starts.or(ended)),
  };
}

/**
 * Tells the ends of commands in the order of the commands, one a cycle: a load that ends before the multiplication that it runs beside is
 * told after it.
 */
function ends(m: ModuleBuilder, multiplied: Signal, multiplying: Signal, moved: Signal): Signal {
  const count = unsigned(countBits);
  const behind = m.register('ended_behind', count, { reset: 0 });
  const owed = m.register('ends_owed', count, { reset: 0 });
  const none = constant(0, count);
  const both = m.named('ended_behind_now', behind.addWrap(moved.resize(countBits)));
  const inOrder = mux(multiplying, none, moved.resize(countBits)).resize(countBits);
  const told = m.named('ends_now', owed.addWrap(mux(multiplied, both.addWrap(1), inOrder).resize(countBits)));
  const done = m.output('commands_done', m.named('ended', told.ne(0)));
  behind.next(mux(multiplied, none, both), multiplying);
  owed.next(told.subWrap(done.resize(countBits)), done);
  return done;
}
