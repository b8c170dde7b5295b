import { isBlock } from '../pe-array/group-unsupported.js';
import { peArrayUnsupported } from '../pe-array/unsupported.js';
import { weightView } from './exchange.js';
import { weightsPerBeat } from './layout.js';
import type { MatrixCoreParameters } from './parameters.js';

/** Words that a 24-bit field of a command can name. */
const mostWords = 2 ** 24;

/** Why the hardware of a `MatrixCore` does not cover these parameters; empty where it does. */
export function matrixCoreUnsupported(parameters: MatrixCoreParameters): readonly string[] {
  const {
    activation,
    requantise,
    addOnStore,
    convolution,
    dataflow,
    activationWords,
    weightWords,
    accumulatorWords,
    addressSpaceBits,
    spillBits,
  } = parameters;
  const reasons: string[] = [...peArrayUnsupported(parameters)];
  const stands = dataflow === 'input_stationary';
  if (requantise && stands)
    reasons.push(
      'a column of the array holds a row of the product; stores requantise with a scale for each column of it (weight stationary)',
    );
  if (convolution && stands)
    reasons.push(
      'activations stand in the array; convolutions walk over an image that streams through it (weight stationary)',
    );
  if (addOnStore) reasons.push('stores that add operands are a model without hardware; leave `add_on_store` out');
  if (requantise && (parameters.dot > 1 || isBlock(activation)))
    reasons.push(
      `an element multiplies ${parameters.dot} numbers of ${activation}; stores make operands for \`dot: 1\`, without \`requantise\` they are sums`,
    );
  if (convolution && dataflow === 'output_stationary')
    reasons.push(
      'a word of activations holds rows of the product; convolutions need one that holds channels (weight stationary)',
    );
  if (spillBits % 8 !== 0)
    reasons.push(`a beat of spill has ${spillBits} bits, no whole bytes: ${wholeBytes(weightView(parameters))}`);
  for (const [what, words] of [
    ['activation memory', activationWords],
    ['weight memory', weightWords],
    ['accumulators', accumulatorWords],
  ] as const)
    if (words > mostWords) reasons.push(`the ${what} has ${words} words; a command names ${mostWords}`);
  const view = weightView(parameters);
  if (weightsPerBeat(view) === 0)
    reasons.push(
      `${stands ? 'an activation' : 'a weight'} has ${view.weightBits} bits, a beat of spill ${spillBits}: the columns are at least ${Math.ceil(view.weightBits / (2 * view.activationBits))}`,
    );
  if (addressSpaceBits / spillBits > 2 ** 32)
    reasons.push(`spill reaches ${addressSpaceBits / spillBits} beats; a command names ${2 ** 32}`);
  return reasons;
}

/** The way out of a beat that is no whole number of bytes: two rows of the weights are one. */
function wholeBytes({ activation, activationBits }: MatrixCoreParameters): string {
  let columns = 1;
  while ((2 * columns * activationBits) % 8 !== 0) columns++;
  return `of ${activation} the columns are a multiple of ${columns}`;
}
