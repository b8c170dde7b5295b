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
import { commandBits } from '../command.js';
import { countMask, drainCounter } from './drain.js';
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
  };
  const next = nextTile(m, types);
  const facts = factsOf(m, parameters, next, held);
  const current = currentTile(m, types);
  const makePhases = parameters.hideLoading ? overlappedPhases : serialPhases;
  const again = next.firstK.not();
  const phases = makePhases(m, parameters, { run, start, present: next.present, vectors: current.rows, again });
  advance(m, parameters, { next, held, facts, start, word, take: phases.take });
  takeTile(parameters, { current, next, facts, take: phases.take });
  reads(m, parameters, types, { phases, next, current, held });
  m.output('row_counts', countMask(m, 'row_mask', parameters.rows, next.leftK, phases.take.and(facts.lastK)));
  m.output('column_counts', countMask(m, 'column_mask', parameters.cols, next.leftN, phases.take.and(facts.lastN)));
  const { rows, cols, multiplierRegisters, adderRegisters, accumulateRegisters } = parameters;
  const sumCycles = rows * adderRegisters + multiplierRegisters + accumulateRegisters;
  const [draining, done] = drainCounter(m, {
    run,
    read: phases.read,
    last: phases.last,
    wait: mux(held.emit, cols + 1, current.columns).add(sumCycles),
    mostWait: sumCycles + cols + 1,
  });
  m.output('busy', phases.busy.or(draining));
  m.output('done', done);
  return m.build();
}

interface Held extends HeldCommand {
  readonly tileRows: Signal;
}

/** The tile that is loaded next: what is left of each dimension from it on, where its words begin, and where the tiles around it began. */
interface NextTile {
  readonly present: RegisterSignal;
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
}

function nextTile(m: ModuleBuilder, types: AddressTypes): NextTile {
  return {
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
  readonly lastK: Signal;
  readonly lastM: Signal;
  readonly lastN: Signal;
  readonly rows: Signal;
}

function factsOf(m: ModuleBuilder, parameters: MatrixCoreParameters, next: NextTile, held: Held): Facts {
  const lastM = m.named('next_last_m', next.leftM.le(held.tileRows));
  return {
    lastK: m.named('next_last_k', next.leftK.le(parameters.rows)),
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
  const { lastK, lastM, lastN } = facts;
  const newColumn = m.named('new_column', lastK.and(lastM));
  const field = (name: Parameters<typeof commandField>[1], register: Signal): Signal =>
    commandField(word, name, register.width);
  const follow = follower(m, start, take);
  follow(next.present, constant(1), newColumn.and(lastN).not());
  follow(next.firstK, constant(1), lastK);
  follow(next.leftK, field('k', next.leftK), mux(lastK, held.k, next.leftK.subWrap(rows)));
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
  follow(
    next.activations,
    field('activationBase', next.activations),
    mux(lastK, row, next.activations.addWrap(held.activationStride)),
  );

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
  readonly lastN: RegisterSignal;
}

function currentTile(m: ModuleBuilder, types: AddressTypes): CurrentTile {
  return {
    rows: m.register('tile_vectors', extent),
    columns: m.register('tile_columns', extent),
    activations: m.register('tile_activations', types.activations),
    results: m.register('tile_results', types.results),
    firstK: m.register('tile_first_k', unsigned(1)),
    lastK: m.register('tile_last_k', unsigned(1)),
    lastN: m.register('tile_last_n', unsigned(1)),
  };
}

interface TakeTile {
  readonly current: CurrentTile;
  readonly next: NextTile;
  readonly facts: Facts;
  readonly take: Signal;
}

function takeTile(parameters: MatrixCoreParameters, { current, next, facts, take }: TakeTile): void {
  current.rows.next(facts.rows, take);
  current.columns.next(mux(facts.lastN, next.leftN, parameters.cols), take);
  current.activations.next(next.activations, take);
  current.results.next(next.results, take);
  current.firstK.next(next.firstK, take);
  current.lastK.next(facts.lastK, take);
  current.lastN.next(facts.lastN, take);
}

interface Reads {
  readonly phases: Phases;
  readonly next: NextTile;
  readonly current: CurrentTile;
  readonly held: Held;
}

/** What is read in this cycle. A block's deepest row of weights comes first, since it has the longest way down the chain. */
function reads(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  types: AddressTypes,
  { phases, next, current, held }: Reads,
): void {
  const { blockRows, hideLoading } = parameters;
  const { loading, loadCount, streaming, count } = phases;
  const weightRead = m.output('weight_read', loading.and(loadCount.lt(blockRows)));
  m.output('weight_first', weightRead.and(loadCount.eq(0)));
  const deepest = next.weights.addWrap(wrapped(blockRows - 1, types.weights));
  m.output('weight_address', deepest.subWrap(loadCount.resize(types.weights.width)));
  const vectorRead = m.output('activation_read', streaming.and(count.lt(current.rows)));
  if (hideLoading) m.output('activation_first', vectorRead.and(count.eq(0)));
  m.output('activation_partial', current.lastK);
  m.output('activation_address', current.activations.addWrap(count.resize(types.activations.width)));
  m.output('sum_emit', current.lastK.and(held.emit));
  m.output('sum_keep', current.lastK.and(held.emit).not());
  m.output('sum_add', current.firstK.not().or(held.accumulateIn));
  m.output('sum_partial', current.lastN);
  m.output('sum_address', current.results.addWrap(count.resize(types.results.width)));
}
