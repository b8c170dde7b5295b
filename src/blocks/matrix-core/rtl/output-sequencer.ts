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
  reached,
  wrapped,
  type AddressTypes,
  type HeldCommand,
} from './fields.js';
import { keepsParts } from '../../pe-array/partial-sums.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { partSlot, type SlotSums } from './part-slot.js';

const extent = unsigned(extentBits);

/**
 * The sequencer of an output-stationary core: `start` takes a command word, `done` is high in the command's last cycle. A slot reads one
 * tile's K vectors of each operand; after it R cycles of control follow the tile's rows out of the array. Tiles come N outermost, then M.
 */
export function outputSequencer(name: string, parameters: MatrixCoreParameters): Module {
  const { rows, cols, multiplierRegisters, adderRegisters, accumulateRegisters } = parameters;
  const behind = multiplierRegisters + adderRegisters - 1 + accumulateRegisters;
  const types = addressTypes(parameters);
  const m = moduleBuilder(name, { description: 'Cuts a multiplication into tiles and reads their operands.' });
  const run = m.input('run');
  const start = m.input('start');
  const word = m.input('command', unsigned(commandBits));
  m.unused(word);
  const tile = tileRegisters(m, types);
  const held = holdCommand(m, start, word, types);
  const slot = slotOf(m, parameters, { run, start, tile, held });
  advance(m, parameters, { tile, held, slot, start, word });

  const read = m.output('activation_read', m.named('reading', tile.present.and(slot.count.lt(held.k))));
  m.output('weight_read', read);
  const ends = markSums(m, parameters, slot, { run, read, k: held.k });
  m.output('activation_address', tile.activations.addWrap(slot.count.resize(types.activations.width)));
  m.output('weight_address', tile.weights.addWrap(slot.count.resize(types.weights.width)));
  const tileRead = m.named('tile_read', ends);
  followRows(m, parameters, { run, tile, held, slot, ends: tileRead });
  m.output('column_counts', countMask(m, 'column_mask', cols, tile.leftN, tile.present.and(slot.lastN)));

  const valid = m.named('valid_rows', mux(slot.lastM, tile.leftM, rows));
  const columns = mux(held.emit, cols + 1, mux(slot.lastN, tile.leftN, cols));
  const [draining, done] = drainCounter(m, {
    run,
    read: tileRead,
    last: slot.last,
    wait: columns.add(valid).add(rows + behind - 1),
    mostWait: 2 * rows + cols + behind,
  });
  m.output('busy', tile.present.or(draining));
  m.output('done', done);
  return m.build();
}

/** The marks of a sum's first, last and joining steps. Gives whether the tile's sums are complete with this one. */
function markSums(
  m: ModuleBuilder,
  { adderRegisters, hideLoading }: MatrixCoreParameters,
  { count, sums }: Slot,
  { run, read, k }: { readonly run: Signal; readonly read: Signal; readonly k: Signal },
): Signal {
  m.output('activation_first', sums === undefined ? count.eq(0) : count.lt(adderRegisters));
  if (sums === undefined) {
    const tileEnds = m.named('tile_ends', count.add(1).eq(k));
    if (hideLoading) m.output('activation_last', read.and(tileEnds));
    return run.and(read).and(tileEnds);
  }
  m.output('activation_joins', sums.joins);
  if (hideLoading) m.output('activation_last', sums.ends);
  else m.output('activation_active', sums.active);
  return run.and(sums.ends);
}

/** The tile whose operands are read: what is left of M and N from it on, and where its words begin. */
interface Tile {
  readonly present: RegisterSignal;
  readonly leftM: RegisterSignal;
  readonly leftN: RegisterSignal;
  readonly activations: RegisterSignal;
  readonly weights: RegisterSignal;
  readonly results: RegisterSignal;
  /** Of the N tile's first M tile. */
  readonly resultColumn: RegisterSignal;
}

function tileRegisters(m: ModuleBuilder, types: AddressTypes): Tile {
  return {
    present: m.register('tile_present', unsigned(1), { reset: 0 }),
    leftM: m.register('tile_left_m', extent),
    leftN: m.register('tile_left_n', extent),
    activations: m.register('tile_activations', types.activations),
    weights: m.register('tile_weights', types.weights),
    results: m.register('tile_results', types.results),
    resultColumn: m.register('tile_result_column', types.results),
  };
}

/** The present slot: how far it is, whether its tile is a last one, and when it ends. */
interface Slot {
  readonly count: Signal;
  readonly lastM: Signal;
  readonly lastN: Signal;
  /** The slot ends, and the next tile's follows or (`last`) none. */
  readonly ends: Signal;
  readonly last: Signal;
  /** Where sums are kept in parts. */
  readonly sums?: SlotSums;
}

interface SlotInputs {
  readonly run: Signal;
  readonly start: Signal;
  readonly tile: Tile;
  readonly held: HeldCommand;
}

function slotOf(m: ModuleBuilder, parameters: MatrixCoreParameters, { run, start, tile, held }: SlotInputs): Slot {
  const { rows, cols, multiplierRegisters, adderRegisters, hideLoading } = parameters;
  const count = m.register('count', extent);
  const lastM = m.named('last_m', tile.leftM.le(rows));
  const lastN = m.named('last_n', tile.leftN.le(cols));
  const final = lastM.and(lastN);
  // Hidden, a tile's rows have left the array's chain before the next ones enter it; else the array is empty before the next tile.
  const pause = rows - 1 + (cols - 1) + multiplierRegisters + adderRegisters - 1 + rows;
  const step = (ends: Signal): void => count.next(mux(start.or(ends), 0, count.addWrap(1)), start.or(run));
  if (keepsParts(parameters)) {
    const inputs = { run, present: tile.present, final, count, k: held.k, pause };
    const { sums, ends } = partSlot(m, parameters, inputs);
    step(ends);
    return { count, lastM, lastN, ends, last: ends.and(final), sums };
  }
  const read = count.add(1).ge(held.k);
  const room = hideLoading ? read.and(reached(count, rows - 1)) : count.add(1).ge(held.k.add(pause));
  const ends = m.named('slot_ends', run.and(tile.present).and(mux(final, read, room)));
  step(ends);
  return { count, lastM, lastN, ends, last: ends.and(final) };
}

interface Advance {
  readonly tile: Tile;
  readonly held: HeldCommand;
  readonly slot: Slot;
  readonly start: Signal;
  readonly word: Signal;
}

/** Goes on to the tile after: M first, then N. */
function advance(m: ModuleBuilder, parameters: MatrixCoreParameters, { tile, held, slot, start, word }: Advance): void {
  const { rows, cols } = parameters;
  const { lastM, ends } = slot;
  const field = (name: Parameters<typeof commandField>[1], register: Signal): Signal =>
    commandField(word, name, register.width);
  const follow = follower(m, start, ends);
  follow(tile.present, constant(1), slot.last.not());
  follow(tile.leftM, field('m', tile.leftM), mux(lastM, held.m, tile.leftM.subWrap(rows)));
  follow(tile.leftN, field('n', tile.leftN), mux(lastM, tile.leftN.subWrap(cols), tile.leftN));
  const across = tile.activations.addWrap(held.activationStride);
  follow(tile.activations, field('activationBase', tile.activations), mux(lastM, held.activationBase, across));
  follow(
    tile.weights,
    field('weightBase', tile.weights),
    mux(lastM, tile.weights.addWrap(held.weightStride), tile.weights),
  );
  const column = m.named(
    'next_result_column',
    mux(lastM, tile.resultColumn.addWrap(held.resultStride), tile.resultColumn),
  );
  follow(tile.resultColumn, field('resultBase', tile.results), column);
  const below = tile.results.addWrap(wrapped(rows, tile.results.type));
  follow(tile.results, field('resultBase', tile.results), mux(lastM, column, below));
}

interface FollowRows {
  readonly run: Signal;
  readonly tile: Tile;
  readonly held: HeldCommand;
  readonly slot: Slot;
  readonly ends: Signal;
}

/** After a tile's last read: a cycle of control for each row of the array, of which those of the result are valid. */
function followRows(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  { run, tile, held, slot, ends }: FollowRows,
): void {
  const { rows } = parameters;
  const following = m.register('following', unsigned(1), { reset: 0 });
  const row = m.register('row', extent);
  const validRows = m.register('row_count', extent);
  const results = m.register('row_results', tile.results.type);
  const partial = m.register('row_partial', unsigned(1));
  following.next(ends, ends.or(run.and(reached(row, rows - 1))));
  row.next(mux(ends, 0, row.addWrap(1)), run);
  validRows.next(mux(slot.lastM, tile.leftM, rows), ends);
  results.next(tile.results, ends);
  partial.next(slot.lastN, ends);
  m.output('sum_read', following.and(row.lt(validRows)));
  m.output('sum_start', following.and(row.eq(0)));
  m.output('sum_emit', held.emit);
  m.output('sum_keep', held.emit.not());
  m.output('sum_add', held.accumulateIn);
  m.output('sum_partial', partial);
  m.output('sum_address', results.addWrap(row.resize(results.width)));
}
