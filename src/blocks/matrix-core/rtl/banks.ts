import {
  addressWidth,
  moduleBuilder,
  mux,
  unsigned,
  vector,
  type Module,
  type ModuleBuilder,
  type Signal,
} from '../../../rtl/index.js';
import { keepsParts } from '../../pe-array/partial-sums.js';
import { activationType, weightType } from '../../pe-array/rtl/cell.js';
import { floatFactors } from '../../pe-array/rtl/float.js';
import { gatedEdge } from '../../pe-array/rtl/zero-gate.js';
import { packing } from '../layout.js';
import type { MatrixCoreParameters } from '../parameters.js';
import { leftType, oneLess } from './tile-command.js';

/*
 * The memories' banks: one a row of activations, one a column of weights and of accumulators. A read's control hops from bank to bank, one a
 * cycle, so that each bank is read just when the array's wave needs it: no triangle of registers skews the operands.
 */

/** Lines of a memory of operands: a line holds the words that one beat of `spill` fills. */
export function operandLines(parameters: MatrixCoreParameters, memory: 'activations' | 'weights'): number {
  const words = memory === 'activations' ? parameters.activationWords : parameters.weightWords;
  return Math.ceil(words / packing(parameters, memory).wordsPerBeat);
}

/** Bits of a word address of a memory of operands. */
export function operandAddressBits(parameters: MatrixCoreParameters, memory: 'activations' | 'weights'): number {
  const { wordsPerBeat } = packing(parameters, memory);
  return addressWidth(operandLines(parameters, memory)) + Math.log2(wordsPerBeat);
}

/**
 * One bank of a memory of operands: gives the element read at `address` one cycle after `read`, and holds it while `run` is low. It fills
 * through a port of its own, beside the reads of a multiplication.
 */
function operandBank(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  memory: 'activations' | 'weights',
  run: Signal,
  read: Signal,
  address: Signal,
): Signal {
  const { wordsPerBeat } = packing(parameters, memory);
  const [bits, type] =
    memory === 'activations'
      ? [parameters.activationBits, activationType(parameters)]
      : [parameters.weightBits, weightType(parameters)];
  const lines = operandLines(parameters, memory);
  const fill = m.input('fill');
  const fillLine = m.input('fill_line', unsigned(addressWidth(lines)));
  const words = fillPorts(wordsPerBeat).map((port) => m.input(port, unsigned(bits)));
  const within = Math.log2(wordsPerBeat);
  const line = within === 0 ? address : address.slice(address.width - 1, within);
  const bank = m.memory('bank', { type: unsigned(wordsPerBeat * bits), depth: lines, ports: '1r1w' });
  const word = bank.read({ address: line, enable: read.and(run) });
  bank.write({ address: fillLine, enable: fill, data: vector(words) });
  const typed = (element: Signal): Signal => (type.signed ? element.asSigned() : element.asUnsigned());
  if (within === 0) return typed(word);
  const which = m.register(within === 1 ? 'upper' : 'place', unsigned(within), { enable: run });
  which.next(address.slice(within - 1, 0), read);
  let elements = Array.from({ length: wordsPerBeat }, (_, place) => word.element(place, bits));
  for (let bit = 0; bit < within; bit++) {
    const upper = which.bit(bit);
    elements = elements.flatMap((low, i) => {
      const high = elements[i + 1];
      return i % 2 === 1 || high === undefined ? [] : [mux(upper, high, low)];
    });
  }
  const [element = word] = elements;
  return typed(element);
}

/** The inputs of a bank by which the words of a beat fill it. */
export function fillPorts(wordsPerBeat: number): readonly string[] {
  return wordsPerBeat <= 2
    ? ['fill_low', 'fill_high'].slice(0, wordsPerBeat)
    : Array.from({ length: wordsPerBeat }, (_, place) => `fill_${place}`);
}

/** A bank of activations: the array's row of them two cycles after `read`, with their valid bit and marks. */
export function activationBank(name: string, parameters: MatrixCoreParameters): Module {
  const m = moduleBuilder(name, { description: 'A bank of activations: one row of the array reads it.' });
  const run = m.input('run');
  const address = m.input('address', unsigned(operandAddressBits(parameters, 'activations')));
  const read = m.input('read');
  // A wave of sums takes as many cycles a row as they have registers.
  const later = parameters.dataflow === 'weight_stationary' ? parameters.adderRegisters - 1 : 0;
  const read1 = step(m, run, 'read', read, { reset: 0, later });
  step(m, run, 'address', address, { later });
  // Beside the image nothing is read, and nothing counts.
  const inside = parameters.convolution ? m.input('inside') : undefined;
  const inside1 = inside === undefined ? undefined : step(m, run, 'inside', inside, { later });
  const reads = inside === undefined ? read : read.and(inside);
  const element = operandBank(m, parameters, 'activations', run, reads, address);
  const { zeroGating, dataflow } = parameters;
  // Elements that gate have the last registers themselves, or a zero is found before them.
  const late = zeroGating && dataflow === 'output_stationary';
  const next = (name: string, value: Signal, reset?: number): Signal =>
    late ? value : m.delay(`${name}_q`, value, 1, reset === undefined ? { enable: run } : { enable: run, reset });
  if (late || !zeroGating) m.output('activation', next('activation', element), activationType(parameters));
  if (dataflow === 'weight_stationary') {
    // In the last K tile the rows beyond K do not count.
    const counts = parameters.overlapCommands
      ? stepLeft(m, run, 'left', m.input('left', leftType(parameters.rows)), later).ne(0)
      : inPartial(m, run, later);
    const read2 = inside1 === undefined ? read1 : read1.and(inside1);
    const valid = read2.and(counts);
    if (zeroGating) gatedRow(m, parameters, run, element, valid);
    else m.output('valid', next('valid', valid, 0));
    if (parameters.hideLoading) m.output('swap', step(m, run, 'first', m.input('first'), { reset: 0, later }));
  } else {
    m.output('valid', next('valid', read1, 0));
    m.output('starts', next('starts', step(m, run, 'first', m.input('first'))));
    const mark = (given: string, output: string): Signal =>
      m.output(output, next(output, step(m, run, given, m.input(given), { reset: 0 }), 0));
    if (parameters.hideLoading) mark('last', 'ends');
    if (keepsParts(parameters)) {
      mark('joins', 'joining');
      if (!parameters.hideLoading) mark('active', 'keeping');
    }
  }
  return m.build();
}

/** Whether a row counts, by the mask of the multiplication that runs. */
function inPartial(m: ModuleBuilder, run: Signal, later: number): Signal {
  const partial = step(m, run, 'partial', m.input('partial'), { later });
  const counts = m.input('counts');
  return partial.not().or(counts);
}

/** The register by which a bank hands on how many rows or columns count from the next one on, where commands overlap: those from itself on. */
export function stepLeft(m: ModuleBuilder, run: Signal, name: string, value: Signal, later = 0): Signal {
  const register = m.register(`${name}_q`, value.type, { enable: run });
  register.next(value);
  const less = oneLess(register);
  m.output(`${name}_out`, later === 0 ? less : m.delay(`${name}_later`, less, later, { enable: run }));
  return register;
}

/** Whether a bank of activations says that one is zero. */
export function marksZeros(parameters: MatrixCoreParameters): boolean {
  const { zeroGating, dataflow } = parameters;
  return zeroGating && dataflow === 'weight_stationary' && floatFactors(parameters) !== undefined;
}

/** An activation and its marks, where zeros are gated. */
function gatedRow(
  m: ModuleBuilder,
  parameters: MatrixCoreParameters,
  run: Signal,
  element: Signal,
  valid: Signal,
): void {
  const row = gatedEdge(m, parameters, 'activation', run, element, valid);
  m.output('activation', row.operand, activationType(parameters));
  m.output('valid', row.valid);
  if (row.zero !== undefined) m.output('zero', row.zero);
}

/** A bank of weights: its column's element one cycle after `read` (weight stationary) or two, as the activations (output stationary). */
export function weightBank(name: string, parameters: MatrixCoreParameters): Module {
  const m = moduleBuilder(name, { description: 'A bank of weights: one column of the array reads it.' });
  const run = m.input('run');
  const address = m.input('address', unsigned(operandAddressBits(parameters, 'weights')));
  const read = m.input('read');
  step(m, run, 'read', read, { reset: 0 });
  step(m, run, 'address', address);
  const element = operandBank(m, parameters, 'weights', run, read, address);
  const late = parameters.dataflow === 'output_stationary' && !parameters.zeroGating;
  m.output('weight', late ? m.delay('weight_q', element, 1, { enable: run }) : element, weightType(parameters));
  return m.build();
}

/**
 * The register by which a bank hands control on to the next: the value of the cycle before. As `name_out` it leaves in that cycle, or so many
 * more cycles later.
 */
export function step(
  m: ModuleBuilder,
  run: Signal,
  name: string,
  value: Signal,
  { reset, later = 0 }: { readonly reset?: number; readonly later?: number } = {},
): Signal {
  const options = reset === undefined ? { enable: run } : { enable: run, reset };
  const register = m.register(`${name}_q`, value.type, options);
  register.next(value);
  if (later === 0) return m.output(`${name}_out`, register);
  m.output(`${name}_out`, m.delay(`${name}_later`, register, later, options));
  return register;
}
