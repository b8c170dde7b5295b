import { moduleBuilder, unsigned, vector, type Module, type ModuleBuilder, type Signal } from '../../rtl/index.js';
import { exchangedArray } from './exchange.js';
import type { PEArrayParameters } from './parameters.js';
import { buildArray } from './rtl/array.js';
import { processingElement } from './rtl/cell.js';
import { shiftLine } from './rtl/line.js';
import { outputStationaryInputs } from './rtl/output-stream.js';
import { weightStationaryInputs } from './rtl/weight-stream.js';

/**
 * The hardware of a `PEArray`: counters that tell tiles apart, shift registers that skew what enters and align what leaves, and the array.
 *
 * @param name name of the module, and the beginning of the names of those within
 */
export function peArray(name: string, given: PEArrayParameters): Module {
  const parameters = exchangedArray(given);
  // By what they are to a weight-stationary array.
  const [standing, streaming] =
    given.dataflow === 'input_stationary' ? ['activations', 'weights'] : ['weights', 'activations'];
  const { rows, cols, activationBits, weightBits, accumulatorBits, dataflow } = parameters;
  const m = moduleBuilder(name, { description: 'A systolic array of processing elements between streams.' });
  const sumsReady = m.input('sums_ready');
  const sumsValid = m.wire('sums_wait');
  // The one reason to stand still.
  const run = m.named('run', sumsValid.not().or(sumsReady));
  const streams = {
    run,
    weightsValid: m.input(`${standing}_valid`),
    weights: m.input(`${standing}_data`, unsigned(cols * weightBits)),
    activationsValid: m.input(`${streaming}_valid`),
    activations: m.input(`${streaming}_data`, unsigned(rows * activationBits)),
  };
  const makeInputs = dataflow === 'weight_stationary' ? weightStationaryInputs : outputStationaryInputs;
  const { inputs, weightsReady, activationsReady, row, wave } = makeInputs(m, parameters, streams);
  m.output(`${standing}_ready`, weightsReady);
  m.output(`${streaming}_ready`, activationsReady);
  const sums = buildArray(m, processingElement(`${name}_pe`, parameters), parameters, rows, inputs);
  sumsValid.assign(shiftLine(m, 'sums_valid_q', row, wave, run, true));
  m.output('sums_valid', sumsValid);
  m.output('sums_data', align(m, parameters, sums, run), unsigned(cols * accumulatorBits));
  return m.build();
}

/** A row of sums: column c leaves the array c cycles after column 0 and waits until the last one has. */
function align(m: ModuleBuilder, { cols, accumulatorBits }: PEArrayParameters, sums: Signal, run: Signal): Signal {
  return vector(
    Array.from({ length: cols }, (_, c) =>
      shiftLine(m, `sum_${c}`, sums.element(c, accumulatorBits), cols - 1 - c, run),
    ),
  );
}
