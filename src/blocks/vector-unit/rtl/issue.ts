import {
  concat,
  constant,
  every,
  mux,
  unsigned,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
} from '../../../rtl/index.js';
import {
  byKinds,
  combinations,
  factorKinds,
  firstKinds,
  functionCodes,
  reductions,
  vectorFields,
  vectorOpcodes,
} from '../command.js';

/** The wires of the unit's ports that say when a beat enters, and the clock enable of all. */
export interface IssueWires {
  readonly run: Signal;
  readonly commandValid: Signal;
  readonly command: Signal;
  readonly aValid: Signal;
  readonly bValid: Signal;
  /** The lanes have functions. */
  readonly functions: boolean;
  /** Where there is a tree over the lanes: it writes the number of a command. */
  readonly written: Signal | undefined;
  /** Of the addition of a beat to those before it. */
  readonly sumCycles: number;
}

type FieldName = Exclude<keyof typeof vectorFields, 'beats'>;

/** The command whose beats enter. */
export type HeldFields = Readonly<Record<FieldName, Signal>>;

export interface Issue {
  readonly fields: HeldFields;
  /** The command writes a scalar register and has no beats. */
  readonly sets: Signal;
  /** A beat enters, or the command that has none. */
  readonly enters: Signal;
  /** The first one of the command, if it enters. */
  readonly first: Signal;
  /** The last one of the command, if it enters. */
  readonly last: Signal;
  /** The command reduces. */
  readonly reduces: Signal;
  readonly commandReady: Signal;
  readonly aReady: Signal;
  readonly bReady: Signal;
}

/**
 * Takes a command when none enters, or with the last beat of the one that does; lets a beat enter in each cycle in which the streams that are
 * operands have one.
 */
export function issue(m: ModuleBuilder, wires: IssueWires): Issue {
  const { run, commandValid, command, aValid, bValid, written } = wires;
  const busy = m.register('busy', unsigned(1), { reset: 0, enable: run });
  const remaining = m.register('remaining', unsigned(vectorFields.beats.width), { enable: run });
  const taken = m.wire('command_taken');
  const enters = m.wire('enters');
  const fields = holdFields(m, wires, taken);
  const sets = m.named('sets', fields.opcode.eq(vectorOpcodes.set));
  const reduces = m.named('reduces', sets.not().and(fields.reduce.ne(reductions.none)));
  const combines = fields.combine.ne(combinations.none);
  const wantsA = m.named('wants_a', sets.not().and(fields.firstKind.eq(firstKinds.a)));
  const byB = combines.and(fields.byKind.eq(byKinds.b));
  const wantsB = m.named('wants_b', sets.not().and(fields.factorKind.eq(factorKinds.b).or(byB)));
  const there = (wants: Signal, valid: Signal): Signal => wants.not().or(valid);
  const last = m.named('last', remaining.eq(1));
  const ends = m.named('last_enters', enters.and(last));
  const rests = written === undefined ? constant(0) : rest(m, wires, fields, enters, ends.and(reduces), written);
  const moves = m.named('moves', every(busy, run, rests.not()));
  enters.assign(every(moves, there(wantsA, aValid), there(wantsB, bValid)));
  const free = written === undefined ? ends : m.named('command_ends', mux(reduces, written, ends));
  const ready = m.named('command_ready', run.and(busy.not().or(free)));
  taken.assign(commandValid.and(ready));
  busy.next(taken.or(busy.and(free.not())));
  countDown(remaining, command, taken, enters);
  return {
    fields,
    sets,
    reduces,
    enters,
    first: written === undefined ? constant(0) : isFirst(m, run, taken, enters),
    last,
    commandReady: ready,
    aReady: m.named('a_taken', moves.and(wantsA).and(there(wantsB, bValid))),
    bReady: m.named('b_taken', moves.and(wantsB).and(there(wantsA, aValid))),
  };
}

/** Whether no beat of a reducing command may enter: the last one did, and its number is not written; or the sum with the one before is not there. */
function rest(
  m: ModuleBuilder,
  { run, sumCycles }: IssueWires,
  fields: HeldFields,
  enters: Signal,
  lastEnters: Signal,
  written: Signal,
): Signal {
  const drains = m.register('drains', unsigned(1), { reset: 0, enable: run });
  drains.next(lastEnters.or(drains.and(written.not())));
  if (sumCycles === 1) return drains;
  const entered = m.register('entered', unsigned(sumCycles - 1), { reset: 0, enable: run });
  const adds = fields.reduce.eq(reductions.sum);
  const added = m.named('added', enters.and(adds));
  entered.next(sumCycles === 2 ? added : concat(entered.slice(sumCycles - 3, 0), added));
  return m.named('rests', drains.or(entered.any()));
}

/** Whether a beat that enters is the first of its command. */
function isFirst(m: ModuleBuilder, run: Signal, taken: Signal, enters: Signal): Signal {
  const begun = m.register('begun', unsigned(1), { enable: run });
  begun.next(taken.not(), taken.or(enters));
  return m.named('first', begun.not());
}

function slice(word: Signal, { low, width }: { readonly low: number; readonly width: number }): Signal {
  return word.slice(low + width - 1, low);
}

function holdFields(m: ModuleBuilder, { command, functions, written }: IssueWires, taken: Signal): HeldFields {
  const hold = (name: FieldName): Signal => {
    const field = vectorFields[name];
    const register = m.register(`command_${field.name}`, unsigned(field.width));
    register.next(slice(command, field), taken);
    return register;
  };
  return {
    opcode: hold('opcode'),
    firstKind: hold('firstKind'),
    firstScalar: hold('firstScalar'),
    factorKind: hold('factorKind'),
    factorScalar: hold('factorScalar'),
    combine: hold('combine'),
    byKind: hold('byKind'),
    byScalar: hold('byScalar'),
    function: functions ? hold('function') : constant(functionCodes.none, unsigned(vectorFields.function.width)),
    relu: hold('relu'),
    reduce: written === undefined ? constant(reductions.none, unsigned(vectorFields.reduce.width)) : hold('reduce'),
    discard: hold('discard'),
    exchange: hold('exchange'),
    target: hold('target'),
    value: hold('value'),
  };
}

/** A command that sets a register counts as one beat. */
function countDown(remaining: RegisterSignal, command: Signal, taken: Signal, enters: Signal): void {
  const sets = slice(command, vectorFields.opcode).eq(vectorOpcodes.set);
  const beats = mux(sets, 1, slice(command, vectorFields.beats));
  remaining.next(mux(taken, beats, remaining.subWrap(1)).resize(remaining.width), taken.or(enters));
}
