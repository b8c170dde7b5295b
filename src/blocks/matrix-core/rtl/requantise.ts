import { floatFormat } from '../../../numbers/index.js';
import {
  addressWidth,
  concat,
  constant,
  moduleBuilder,
  mux,
  narrowFloat,
  perColumn,
  requantiseStages,
  requantiseWith,
  signed,
  unsigned,
  vector,
  type GridHandle,
  type InstanceHandle,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import { scaleWords } from '../command.js';
import { accumulatorPart } from '../layout.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { castOverflow } from '../parameters.js';
import { commandField, holdField } from './fields.js';

export interface OperandRowInputs {
  readonly start: Signal;
  readonly word: Signal;
  readonly busy: Signal;
  readonly storing: Signal;
  readonly ready: Signal;
}

/** The rows of a store of operands, in the part of the mover. */
export interface OperandRows {
  /** The store that runs is one of operands. */
  readonly active: Signal;
  /** A row of accumulators is read in this cycle. */
  readonly read: Signal;
  /** Two rows of operands are a beat, which is offered. */
  readonly offers: Signal;
  readonly data: Signal;
}

/** Rows of a store, up to 2^24 and an even number. */
const rowCountBits = 25;

/**
 * Reads a row of accumulators a cycle, and two rows later each beat has both halves. While a beat is not taken, rows, requantisers and
 * counts stand still.
 */
export function operandRows(m: ModuleBuilder, parameters: MatrixCoreParameters, inputs: OperandRowInputs): OperandRows {
  const { start, word, busy, storing, ready } = inputs;
  const { cols, activationBits } = parameters;
  const row = m.input('operand_row', unsigned(cols * activationBits));
  const active = holdField(m, start, word, 'stores_operands', 'moveRequantised', 1);
  const valid = m.wire('operand_valid');
  const odd = m.register('operand_odd', unsigned(1));
  const offers = m.named('operand_offers', valid.and(odd));
  const step = m.output('operand_step', m.named('operands_step', offers.not().or(ready)));
  const left = m.register('operand_rows_left', unsigned(rowCountBits), { reset: 0 });
  const working = m.named('operand_wanted', busy.and(storing).and(active).and(left.ne(0)));
  const read = m.named('operand_read', working.and(step));
  const words = commandField(word, 'moveWords', 24);
  const even = m.named('operand_rows', concat(words.add(1).slice(24, 1), constant(0, unsigned(1))));
  left.next(mux(start, even, left.subWrap(1)).resize(rowCountBits), start.or(read));
  valid.assign(m.delay('operand_valid_q', read, 1 + requantiseStages, { enable: step, reset: 0 }));
  odd.next(mux(start, 0, odd.not()).resize(1), start.or(valid.and(step)));
  const low = m.register('operand_low', row.type);
  low.next(row, m.named('operand_kept', valid.and(odd.not()).and(step)));
  m.output('operand_zero_point', holdField(m, start, word, 'zero_point', 'moveZeroPoint', activationBits));
  m.output('operand_to_even', holdField(m, start, word, 'half_away', 'moveAwayFromZero', 1).not());
  m.output('operand_relu', holdField(m, start, word, 'relu', 'moveRelu', 1));
  return { active, read, offers, data: concat(row, low) };
}

/** The requantisers of the columns, which take the row that a store has read, and their scales from the beats of a load. */
export function requantisers(
  m: ModuleBuilder,
  name: string,
  parameters: MatrixCoreParameters,
  moves: InstanceHandle,
  inputs: { readonly banks: GridHandle; readonly fill: Signal; readonly beat: Signal },
): void {
  if (floatFormat(parameters.activation) !== undefined) {
    const casts = m.grid('cast', [parameters.cols], caster(`${name}_cast`, parameters), {
      run: moves.port('operand_step'),
      sum: perColumn(inputs.banks.all('held')),
      relu: moves.port('operand_relu'),
    });
    moves.connect('operand_row', casts.all('result'));
    return;
  }
  const grid = m.grid('requantiser', [parameters.cols], requantiser(`${name}_requantiser`, parameters), {
    run: moves.port('operand_step'),
    sum: perColumn(inputs.banks.all('held')),
    fill: perColumn(inputs.fill),
    fill_line: moves.port('scales_line_address'),
    fill_data: perColumn(inputs.beat),
    zero_point: moves.port('operand_zero_point').asSigned(),
    to_even: moves.port('operand_to_even'),
    relu: moves.port('operand_relu'),
  });
  moves.connect('operand_row', grid.all('result'));
}

/** Makes operands of the sums of one column of floats: rounded once, negative ones zero where it is wanted. As many registers as a requantiser has. */
export function caster(name: string, parameters: MatrixCoreParameters): Module {
  const m = moduleBuilder(name, { description: 'Makes operands of the sums of one column.' });
  const format = floatFormat(parameters.activation);
  if (format === undefined) throw new Error('not a float');
  const run = m.input('run');
  const relu = m.input('relu');
  const sum = m.delay('sum_q', m.input('sum', unsigned(parameters.accumulatorBits)), 1, { enable: run });
  const code = narrowFloat(m, 'operand', sum, format, castOverflow(parameters));
  const negative = m.named('operand_dropped', relu.and(code.bit(code.width - 1)));
  const operand = m.named('operand_next', mux(negative, 0, code).resize(code.width));
  m.output('result', m.delay('operand_q', operand, requantiseStages - 1, { enable: run }));
  return m.build();
}

/** The requantiser of one column: bias, multiplier and shift are filled in the parts of an accumulator. */
export function requantiser(name: string, parameters: MatrixCoreParameters): Module {
  const { activationBits, accumulatorBits } = parameters;
  const part = accumulatorPart(parameters);
  const m = moduleBuilder(name, { description: 'Makes operands of the sums of one column.' });
  const run = m.input('run');
  const sum = m.input('sum', unsigned(accumulatorBits)).asSigned();
  const fill = m.input('fill', unsigned(accumulatorBits / part));
  const line = m.input('fill_line', unsigned(addressWidth(scaleWords)));
  const data = m.input('fill_data', unsigned(accumulatorBits));
  m.unused(data);
  /** The low `width` bits of word `index` of the scales. */
  const word = (what: string, index: number, width: number): Signal => {
    const here = m.named(`${what}_fills`, line.eq(index));
    const parts = Array.from({ length: Math.ceil(width / part) }, (_, at) => {
      const bits = Math.min(part, width - at * part);
      const register = m.register(`${what}_${partName(accumulatorBits / part, at)}`, unsigned(bits));
      register.next(data.slice(part * at + bits - 1, part * at), fill.bit(at).and(here));
      return register;
    });
    return vector(parts);
  };
  const how = {
    multiplier: word('multiplier', 1, 31),
    shift: word('shift', 2, 6),
    zeroPoint: m.input('zero_point', signed(activationBits)),
    toEven: m.input('to_even'),
    relu: m.input('relu'),
  };
  const bias = word('bias', 0, accumulatorBits).asSigned();
  m.output('result', requantiseWith(m, 'operand', how, sum, bias, activationBits, run).asUnsigned());
  return m.build();
}

/** What a part of a word is called, of so many. */
function partName(parts: number, at: number): string {
  return (parts === 2 ? ['low', 'high'][at] : undefined) ?? String(at);
}
