import { vectorUnitParameters, type MatrixCoreParameters, type VectorUnitParameters } from '../blocks/models.js';
import type { VectorOperation } from '../workload/index.js';
import { clockOf, type PlacedBlock } from './instances.js';
import { isStandard } from './memories.js';

/** The vector units of a design, equal ones: what operations on elements run on. */
export interface VectorEngine {
  readonly placed: PlacedBlock;
  readonly parameters: VectorUnitParameters;
  readonly units: number;
  readonly frequency: number;
}

/** Of the library's vector units in a design those with most lanes; null where there are none. */
export function vectorEngine(blocks: readonly PlacedBlock[]): VectorEngine | null {
  const engines = blocks
    .filter((placed) => isStandard(placed, 'VectorUnit'))
    .map((placed) => ({
      placed,
      parameters: vectorUnitParameters(placed.block),
      units: placed.count,
      frequency: clockOf(placed),
    }));
  const lanes = ({ parameters, units, frequency }: VectorEngine): number => parameters.lanes * units * frequency;
  return engines.toSorted((a, b) => lanes(b) - lanes(a))[0] ?? null;
}

/**
 * Whether a unit reads what an operation reads and leaves what a core multiplies. Of several commands each takes what the one before left, so that the unit's
 * operands must be its results then; sums and operands are not read by one stream.
 */
export function takes(
  { operand, result }: Pick<VectorUnitParameters, 'operand' | 'result'>,
  { activation, accumulator }: Pick<MatrixCoreParameters, 'activation' | 'accumulator'>,
  { readsResults, readsOperands }: Pick<VectorOperation, 'readsResults' | 'readsOperands'>,
  commands: number,
): boolean {
  if (result !== activation) return false;
  if (readsResults === 0) return operand === activation;
  return readsOperands === 0 && operand === accumulator && (commands === 1 || operand === result);
}
