import type { MatrixCoreParameters } from '../blocks/models.js';
import { isMatrix, madeElements, type Operation, type VectorOperation } from '../workload/index.js';
import { needsScales } from './stores.js';

/** Whether a core's stores can turn sums into operands of its type. */
export function storesOperands({ requantise, dot, dataflow }: MatrixCoreParameters): boolean {
  return requantise && dot === 1 && dataflow !== 'input_stationary';
}

/**
 * The operations as a core with requantisers does them: results that another operation of the list reads leave as operands, and what follows them
 * is done by their stores, where these can: requantisation, and then ReLU, of all that the products make and nothing else makes; of integers also the
 * scales and biases of columns. Without requantisers the operations are as they were.
 */
export function withOperandStores(
  operations: readonly Operation[],
  parameters: MatrixCoreParameters,
): readonly Operation[] {
  if (!storesOperands(parameters)) return operations;
  const found = fusedStores(operations, needsScales(parameters));
  return operations.map((operation): Operation => {
    if (isMatrix(operation)) {
      const relu = found.stores.get(operation.name);
      return relu === undefined ? operation : { ...operation, requantised: { relu } };
    }
    const fusedInto = found.fused.get(operation.name);
    return fusedInto === undefined ? readingOperands(operation, found.stores) : { ...operation, fusedInto };
  });
}

/** What were sums to an operation are operands where a core stores them so. */
function readingOperands(operation: VectorOperation, stores: ReadonlyMap<string, boolean>): VectorOperation {
  const sums = (operation.uses ?? []).reduce((sum, { of, elements }) => sum + (stores.has(of) ? elements : 0), 0);
  const operands = Math.min(operation.readsResults, sums);
  return {
    ...operation,
    readsResults: operation.readsResults - operands,
    readsOperands: operation.readsOperands + operands,
  };
}

interface FusedStores {
  /** Products that store operands, and whether negative ones as zero. */
  readonly stores: ReadonlyMap<string, boolean>;
  /** Operations that stores do, with the products whose stores those are. */
  readonly fused: ReadonlyMap<string, readonly string[]>;
}

function fusedStores(operations: readonly Operation[], scaled: boolean): FusedStores {
  const users = new Map<string, number>();
  for (const { uses = [] } of operations) for (const { of } of uses) users.set(of, (users.get(of) ?? 0) + 1);
  const made = new Map(operations.map((operation) => [operation.name, operation]));
  const stores = new Map(
    operations.filter((each) => isMatrix(each) && users.has(each.name)).map((each) => [each.name, false]),
  );
  const fused = new Map<string, readonly string[]>();
  /** The products whose stores make what an operation reads, if they can do the operation too. */
  const productsOf = (operation: VectorOperation): readonly string[] | undefined => {
    const { uses = [], parameters, readsOperands, readsResults, repeat } = operation;
    const alone = uses.every(({ of, elements }) => {
      const maker = made.get(of);
      const all = maker !== undefined && madeElements(maker) === elements && maker.repeat === repeat;
      return all && users.get(of) === 1 && (maker.leaves ?? 0) === 0;
    });
    const read = uses.reduce((sum, { elements }) => sum + elements, 0);
    const whole = read === readsResults + readsOperands - parameters && read === operation.elements;
    if (uses.length === 0 || !alone || !whole || (parameters > 0 && !scaled)) return undefined;
    const products = uses.map(({ of }) => (stores.has(of) ? [of] : fused.get(of)));
    if (!products.every((each) => each !== undefined)) return undefined;
    const all = products.flat();
    return !storesDo(
      operation,
      all.some((each) => stores.get(each)),
    )
      ? undefined
      : all;
  };
  for (const operation of operations) {
    if (isMatrix(operation)) continue;
    const products = productsOf(operation);
    if (products === undefined) continue;
    fused.set(operation.name, products);
    if (operation.does === 'relu') for (const each of products) stores.set(each, true);
  }
  return { stores, fused };
}

/** Whether a store can do an operation after what it does already: nothing scales what is no longer negative but the store's own scales. */
function storesDo({ does }: VectorOperation, afterRelu: boolean): boolean {
  return does === 'requantise' || does === 'relu' || (does === 'batch_norm' && !afterRelu);
}
