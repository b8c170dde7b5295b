import {
  constant,
  moduleBuilder,
  mux,
  unsigned,
  type Module,
  type ModuleBuilder,
  type RegisterSignal,
  type Signal,
} from '../../../rtl/index.js';
import { commandBits, mostPending } from '../command.js';
import { countMask, drainCounter, drainQueue } from './drain.js';
import {
  addressTypes,
  commandField,
  extentBits,
  follower,
  holdCommand,
  holdField,
  wrapped,
  type AddressTypes,
  type HeldCommand,
} from './fields.js';
import type { MatrixCoreParameters } from '../parameters.js';
import {
  holdWindow,
  isLastPosition,
  nextPosition,
  stepKernel,
  walkOutput,
  type HeldWindow,
  type NextPosition,
} from './window.js';
import { queuedPhases } from './queued-phases.js';
import { leftType, tileCommand, type TileCommand } from './tile-command.js';
import { overlappedPhases, serialPhases, type Phases } from './weight-phases.js';

const extent = unsigned(extentBits);

/**
 * The sequencer of a weight-stationary core: `start` takes a command word, `done` is high in the command's last cycle. It says in each cycle
 * which words the first banks read, and what becomes of the sums. Tiles come N outermost, then M, K innermost.
 */
export function weightSequencer(name: string, parameters: MatrixCoreParameters): Module {
  const types = addressTypes(parameters);
  const m = moduleBuilder(name, { description: 'Cuts a multiplication into tiles and reads their operands.' });
  const run = m.input('run');
  const start = m.input('start');
  const word = m.input('command', unsigned(commandBits));
  m.unused(word);
  const held = {
    ...holdCommand(m, start, word, types),
    tileRows: holdField(m, start, word, 'tile_rows', 'tileRows', extentBits),
    ...(parameters.convolution ? { window: holdWindow(m, start, word, types) } : {}),
  };
  const next = nextTile(m, parameters, types);
  const facts = factsOf(m, parameters, next, held);
  const current = currentTile(m, parameters, types);
  const recent = parameters.overlapCommands ? m.wire('recent') : undefined;
  const phases = phasesOf(m, parameters, { run, start, next, current, held, facts, recent });
  advance(m, parameters, { next, held, facts, start, word, take: phases.take });
  takeTile(parameters, { current, next, held, facts, take: phases.take });
  reads(m, parameters, types, { phases, next, current, held, run });
  countsOf(m, parameters, { next, current, facts, take: phases.take });
  const { rows, cols, multiplierRegisters, adderRegisters, accumulateRegisters } = parameters;
  const sumCycles = rows * adderRegisters + multiplierRegisters + accumulateRegisters;
  const drain = {
    run,
    read: phases.read,
    last: phases.last,
    wait: mux((current.own ?? held).emit, cols + 1, current.columns).add(sumCycles),
    mostWait: sumCycles + cols + 1,
  };
  const [draining, done] = recent === undefined ? drainCounter(m, drain) : drainQueue(m, mostPending, drain);
  recent?.assign(phases.streaming.or(draining));
  m.output('busy', phases.busy.or(draining));
  m.output('done', done);
  return m.build();
}

interface PhasesOf {
  readonly run: Signal;
  readonly start: Signal;
  readonly next: NextTile;
  readonly current: CurrentTile;
  readonly held: Held;
  readonly facts: Facts;
  /** Of a core that overlaps commands: a multiplication streams or drains. */
  readonly recent: Signal | undefined;
}

function phasesOf(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  { run, start, next, current, held, facts, recent }: PhasesOf,
): Phases {
  const inputs = { run, start, present: next.present, vectors: current.rows, again: next.firstK.not() };
  if (current.own === undefined || next.first === undefined || recent === undefined)
    return (parameters.hideLoading ? overlappedPhases : serialPhases)(m, parameters, inputs);
  const { ending } = current.own;
  // A command's vectors meet the sums of the one before it in their order, or not: `inOrder` of the formulas.
  const adds = m.named('next_adds', next.first.and(held.accumulateIn));
  const dense = facts.lastN.or(held.m.eq(held.resultStride));
  const ordered = m.named('next_in_order', dense.and(next.results.le(current.results)));
  const phases = queuedPhases(m, parameters, {
    ...{ ...inputs, ending, recent: recent.or(next.first.not()) },
    again: inputs.again.or(adds.and(ordered)),
    behind: adds.and(ordered.not()),
  });
  m.output('room', next.present.not().or(phases.take.and(facts.lastK).and(facts.lastM).and(facts.lastN)));
  return phases;
}

/** How many rows and columns of the array count in a tile. */
function countsOf(
  m: ModuleBuilder,
  { rows, cols }: MatrixCoreParameters,
  { next, current, facts, take }: Omit<TakeTile, 'held'>,
): void {
  if (current.own !== undefined) {
    m.output('rows_left', current.own.rowsLeft);
    m.output('columns_left', current.columns.resize(leftType(cols).width));
    return;
  }
  m.output('row_counts', countMask(m, 'row_mask', rows, next.leftK, take.and(facts.lastDepth)));
  m.output('column_counts', countMask(m, 'column_mask', cols, next.leftN, take.and(facts.lastN)));
}

interface Held extends HeldCommand {
  readonly tileRows: Signal;
  /** Of a core that does convolutions. */
  readonly window?: HeldWindow;
}

/** The tile that is loaded next: what is left of each dimension from it on, where its words begin, and where the tiles around it began. */
interface NextTile {
  readonly present: RegisterSignal;
  /** Of a core that overlaps commands: the first of its command. */
  readonly first?: RegisterSignal;
  readonly firstK: RegisterSignal;
  readonly leftK: RegisterSignal;
  readonly leftM: RegisterSignal;
  readonly leftN: RegisterSignal;
  readonly activations: RegisterSignal;
  /** Of the M tile's first K tile. */
  readonly activationRow: RegisterSignal;
  readonly weights: RegisterSignal;
  /** Of the N tile's first K tile. */
  readonly weightColumn: RegisterSignal;
  readonly results: RegisterSignal;
  readonly position?: NextPosition;
}

function nextTile(m: ModuleBuilder, parameters: MatrixCoreParameters, types: AddressTypes): NextTile {
  return {
    ...(parameters.convolution ? { position: nextPosition(m, types) } : {}),
    ...(parameters.overlapCommands ? { first: m.register('next_first', unsigned(1)) } : {}),
    present: m.register('next_present', unsigned(1), { reset: 0 }),
    firstK: m.register('next_first_k', unsigned(1)),
    leftK: m.register('next_left_k', extent),
    leftM: m.register('next_left_m', extent),
    leftN: m.register('next_left_n', extent),
    activations: m.register('next_activations', types.activations),
    activationRow: m.register('next_activation_row', types.activations),
    weights: m.register('next_weights', types.weights),
    weightColumn: m.register('next_weight_column', types.weights),
    results: m.register('next_results', types.results),
  };
}

/** Where the next tile stands in the order of tiles, and its rows. */
interface Facts {
  /** The last tile of K, or of the channels at a kernel's position. */
  readonly lastDepth: Signal;
  readonly lastK: Signal;
  readonly lastM: Signal;
  readonly lastN: Signal;
  readonly rows: Signal;
}

function factsOf(m: ModuleBuilder, parameters: MatrixCoreParameters, next: NextTile, held: Held): Facts {
  const { window } = held;
  const within = next.leftM.le(held.tileRows);
  // A convolution's rows are one tile.
  const lastM = m.named('next_last_m', window === undefined ? within : within.or(window.on));
  const depth = next.leftK.le(parameters.rows);
  const lastDepth = m.named(window === undefined ? 'next_last_k' : 'next_last_channels', depth);
  const lastK =
    window === undefined || next.position === undefined
      ? lastDepth
      : m.named('next_last_k', lastDepth.and(isLastPosition(m, window, next.position)));
  return {
    lastDepth,
    lastK,
    lastM,
    lastN: m.named('next_last_n', next.leftN.le(parameters.cols)),
    rows: mux(lastM, next.leftM, held.tileRows),
  };
}

interface Advance {
  readonly next: NextTile;
  readonly held: Held;
  readonly facts: Facts;
  readonly start: Signal;
  readonly word: Signal;
  readonly take: Signal;
}

/** Goes on to the tile after: K first, then M, then N. */
function advance(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  { next, held, facts, start, word, take }: Advance,
): void {
  const { rows, cols, blockRows } = parameters;
  const { lastK, lastDepth, lastM, lastN } = facts;
  const newColumn = m.named('new_column', lastK.and(lastM));
  const field = (name: Parameters<typeof commandField>[1], register: Signal): Signal =>
    commandField(word, name, register.width);
  const follow = follower(m, start, take);
  follow(next.present, constant(1), newColumn.and(lastN).not());
  follow(next.firstK, constant(1), lastK);
  if (next.first !== undefined) follow(next.first, constant(1), constant(0));
  follow(next.leftK, field('k', next.leftK), mux(lastDepth, held.k, next.leftK.subWrap(rows)));
  follow(
    next.leftM,
    field('m', next.leftM),
    mux(lastK, mux(lastM, held.m, next.leftM.subWrap(held.tileRows)), next.leftM),
  );
  follow(next.leftN, field('n', next.leftN), mux(newColumn, next.leftN.subWrap(cols), next.leftN));

  const nextRow = mux(
    lastM,
    held.activationBase,
    next.activationRow.addWrap(held.tileRows.resize(next.activationRow.width)),
  );
  const row = mux(lastK, nextRow, next.activationRow);
  follow(next.activationRow, field('activationBase', next.activations), row);
  const begins = field('activationBase', next.activations);
  const across = mux(lastK, row, next.activations.addWrap(held.activationStride));
  if (held.window === undefined || next.position === undefined) follow(next.activations, begins, across);
  else {
    const { window } = held;
    const position = stepKernel(m, { window, next: next.position, held, word, turns: lastDepth, follow });
    const after = mux(lastDepth, position, next.activations.addWrap(held.activationStride));
    follow(next.activations, begins, m.named('next_activations_after', mux(window.on, after, across)));
  }

  const column = mux(newColumn, next.weightColumn.addWrap(held.weightStride), next.weightColumn);
  follow(next.weightColumn, field('weightBase', next.weights), column);
  follow(
    next.weights,
    field('weightBase', next.weights),
    mux(lastK, column, next.weights.addWrap(wrapped(blockRows, next.weights.type))),
  );
  follow(
    next.results,
    field('resultBase', next.results),
    mux(newColumn, next.results.addWrap(held.resultStride), next.results),
  );
}

/** The tile whose vectors are read. */
interface CurrentTile {
  readonly rows: RegisterSignal;
  /** Columns that count. */
  readonly columns: RegisterSignal;
  readonly activations: RegisterSignal;
  readonly results: RegisterSignal;
  readonly firstK: RegisterSignal;
  readonly lastK: RegisterSignal;
  /** Of a core that does not overlap commands. */
  readonly lastN?: RegisterSignal;
  /** Of one that does convolutions; else it is `lastK`. */
  readonly lastDepth?: RegisterSignal;
  /** Of a core that overlaps commands; else it is the one that runs. */
  readonly own?: TileCommand;
}

function currentTile(m: ModuleBuilder, parameters: MatrixCoreParameters, types: AddressTypes): CurrentTile {
  return {
    ...(parameters.convolution && !parameters.overlapCommands
      ? { lastDepth: m.register('tile_last_channels', unsigned(1)) }
      : {}),
    rows: m.register('tile_vectors', extent),
    columns: m.register('tile_columns', extent),
    activations: m.register('tile_activations', types.activations),
    results: m.register('tile_results', types.results),
    firstK: m.register('tile_first_k', unsigned(1)),
    lastK: m.register('tile_last_k', unsigned(1)),
    ...(parameters.overlapCommands
      ? { own: tileCommand(m, parameters) }
      : { lastN: m.register('tile_last_n', unsigned(1)) }),
  };
}

interface TakeTile {
  readonly current: CurrentTile;
  readonly next: NextTile;
  readonly held: Held;
  readonly facts: Facts;
  readonly take: Signal;
}

function takeTile(parameters: MatrixCoreParameters, { current, next, held, facts, take }: TakeTile): void {
  current.rows.next(facts.rows, take);
  current.columns.next(mux(facts.lastN, next.leftN, parameters.cols), take);
  current.activations.next(next.activations, take);
  current.results.next(next.results, take);
  current.firstK.next(next.firstK, take);
  current.lastK.next(facts.lastK, take);
  current.lastDepth?.next(facts.lastDepth, take);
  current.lastN?.next(facts.lastN, take);
  if (current.own === undefined) return;
  const { emit, accumulateIn, windowed, ending, rowsLeft } = current.own;
  emit.next(held.emit, take);
  accumulateIn.next(held.accumulateIn, take);
  if (held.window !== undefined) windowed?.next(held.window.on, take);
  ending.next(facts.lastK.and(facts.lastM).and(facts.lastN), take);
  rowsLeft.next(mux(facts.lastDepth, next.leftK, parameters.rows).resize(rowsLeft.width), take);
}

interface Reads {
  readonly phases: Phases;
  readonly next: NextTile;
  readonly current: CurrentTile;
  readonly held: Held;
  readonly run: Signal;
}

/** What is read in this cycle. A block's deepest row of weights comes first, since it has the longest way down the chain. */
function reads(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  types: AddressTypes,
  { phases, next, current, held, run }: Reads,
): void {
  const { blockRows, hideLoading } = parameters;
  const { loading, loadCount, streaming, count } = phases;
  const weightRead = m.output('weight_read', loading.and(loadCount.lt(blockRows)));
  m.output('weight_first', weightRead.and(loadCount.eq(0)));
  const deepest = next.weights.addWrap(wrapped(blockRows - 1, types.weights));
  m.output('weight_address', deepest.subWrap(loadCount.resize(types.weights.width)));
  const vectorRead = m.output('activation_read', streaming.and(count.lt(current.rows)));
  if (hideLoading) m.output('activation_first', vectorRead.and(count.eq(0)));
  if (current.own === undefined) m.output('activation_partial', current.lastDepth ?? current.lastK);
  const line = current.activations.addWrap(count.resize(types.activations.width));
  if (held.window === undefined || next.position === undefined) m.output('activation_address', line);
  else {
    const { window } = held;
    const on = current.own?.windowed ?? window.on;
    const walk = { window, on, next: next.position, begins: next.activations, take: phases.take };
    const pixel = walkOutput(m, { ...walk, reads: vectorRead.and(run) });
    m.output('activation_address', mux(on, pixel.address, line));
    m.output('activation_inside', pixel.inside);
  }
  const command = current.own ?? held;
  m.output('sum_emit', current.lastK.and(command.emit));
  m.output('sum_keep', current.lastK.and(command.emit).not());
  m.output('sum_add', current.firstK.not().or(command.accumulateIn));
  if (current.lastN !== undefined) m.output('sum_partial', current.lastN);
  m.output('sum_address', current.results.addWrap(count.resize(types.results.width)));
}
