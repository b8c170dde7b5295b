import { constant, mux, unsigned, type InstanceHandle, type ModuleBuilder, type Signal } from '../../../rtl/index.js';
import { mostPending, opcodes } from '../command.js';
import { commandField } from './fields.js';

/** Bits that count up to `mostPending`. */
const countBits = Math.ceil(Math.log2(mostPending + 1));

/**
 * Takes commands in order and starts who executes them. One is taken when none runs, or in the last cycle of the last that does; a load
 * marked `beside` waits for the mover alone. So at most one multiplication runs, and behind it loads of operands, one at a time.
 */
export function issue(
  m: ModuleBuilder,
  sequencer: InstanceHandle,
  moves: InstanceHandle,
  valid: Signal,
  word: Signal,
  convolution: boolean,
): void {
  const [multiplied, moved] = [sequencer.port('done'), moves.port('done')];
  const [multiplying, moving] = [sequencer.port('busy'), moves.port('busy')];
  const opcode = commandField(word, 'opcode', 4);
  const loads = opcode.eq(opcodes.load.activations).or(opcode.eq(opcodes.load.weights));
  const beside = m.named('beside', loads.and(commandField(word, 'moveBeside', 1)));
  const done = ends(m, multiplied, multiplying, moved);
  const pending = m.register('pending', unsigned(countBits), { reset: 0 });
  const room = pending.lt(mostPending).or(done);
  const free = m.named('free', moving.not().or(moved).and(multiplying.not().or(multiplied).or(beside)));
  const ready = m.output('commands_ready', m.named('ready', free.and(room)));
  const taken = m.named('taken', valid.and(ready));
  pending.next(mux(taken, pending.addWrap(1), pending.subWrap(1)), taken.xor(done));
  const multiplies = opcode.eq(opcodes.gemm);
  sequencer.connect('start', taken.and(multiplies));
  if (convolution) sequencer.connect('set_window', taken.and(opcode.eq(opcodes.window)));
  moves.connect('start', taken.and(multiplies.not()));
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
