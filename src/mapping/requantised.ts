import type { MatrixCoreParameters } from '../blocks/models.js';
import {
  isMatrix,
  madeElements,
  type MatrixOperation,
  type Operation,
  type Use,
  type VectorOperation,
} from '../workload/index.js';
import { needsScales } from './stores.js';

/** Whether a core's stores can turn sums into operands of its type. */
export function storesOperands({ requantise, dot, dataflow }: MatrixCoreParameters): boolean {
  return requantise && dot === 1 && dataflow !== 'input_stationary';
}

/**
 * The operations as a core with requantisers does them: results that another operation of the list reads leave as operands, and what follows them
 * is done by their stores, where these can: requantisation, and then ReLU, of all that the products make and nothing else makes; of integers also the
 * scales and biases of columns. Where they can add (`adds`), they also do the addition of what lies in memory by then. Without requantisers the operations are as they were.
 */
export function withOperandStores(
  operations: readonly Operation[],
  parameters: MatrixCoreParameters,
  adds = false,
): readonly Operation[] {
  if (!storesOperands(parameters)) return operations;
  const found = fusedStores(operations, needsScales(parameters), adds);
  return operations.map((operation): Operation => {
    if (isMatrix(operation)) {
      const requantised = found.stores.get(operation.name);
      return requantised === undefined ? operation : { ...operation, requantised };
    }
    const fusedInto = found.fused.get(operation.name);
    return fusedInto === undefined ? readingOperands(operation, found.stores) : { ...operation, fusedInto };
  });
}

/** What were sums to an operation are operands where a core stores them so. */
function readingOperands(operation: VectorOperation, stores: Stores): VectorOperation {
  const sums = (operation.uses ?? []).reduce((sum, { of, elements }) => sum + (stores.has(of) ? elements : 0), 0);
  const operands = Math.min(operation.readsResults, sums);
  return {
    ...operation,
    readsResults: operation.readsResults - operands,
    readsOperands: operation.readsOperands + operands,
  };
}

type Store = NonNullable<MatrixOperation['requantised']>;
type Stores = ReadonlyMap<string, Store>;

interface FusedStores {
  /** Products that store operands, and how. */
  readonly stores: Stores;
  /** Operations that stores do, with the products whose stores those are. */
  readonly fused: ReadonlyMap<string, readonly string[]>;
}

function fusedStores(operations: readonly Operation[], scaled: boolean, adds: boolean): FusedStores {
  const users = new Map<string, number>();
  for (const { uses = [] } of operations) for (const { of } of uses) users.set(of, (users.get(of) ?? 0) + 1);
  const made = new Map(operations.map((operation) => [operation.name, operation]));
  const stores = new Map<string, Store>(
    operations.filter((each) => isMatrix(each) && users.has(each.name)).map((each) => [each.name, { relu: false }]),
  );
  const fused = new Map<string, readonly string[]>();
  /** Whether something is read whole, as often as it is made, and by nothing else. */
  const readAlone = ({ of, elements }: Use, repeat: number): boolean => {
    const maker = made.get(of);
    const all = maker !== undefined && madeElements(maker) === elements && maker.repeat === repeat;
    return all && users.get(of) === 1 && (maker.leaves ?? 0) === 0;
  };
  /** The products whose stores make what an operation reads, if they can do the operation too. */
  const productsOf = (operation: VectorOperation): readonly string[] | undefined => {
    const { uses = [], parameters, readsOperands, readsResults, repeat } = operation;
    const alone = uses.every((use) => readAlone(use, repeat));
    const read = uses.reduce((sum, { elements }) => sum + elements, 0);
    const whole = read === readsResults + readsOperands - parameters && read === operation.elements;
    if (uses.length === 0 || !alone || !whole || (parameters > 0 && !scaled)) return undefined;
    const products = uses.map(({ of }) => (stores.has(of) ? [of] : fused.get(of)));
    if (!products.every((each) => each !== undefined)) return undefined;
    const all = products.flat();
    return !storesDo(
      operation,
      all.map((each) => stores.get(each)),
    )
      ? undefined
      : all;
  };
  const places = new Map(operations.map(({ name }, index) => [name, index]));
  /** The last of the products whose stores make what something reads. */
  const lastOf = (name: string): number =>
    Math.max(...(fused.get(name) ?? [name]).map((each) => places.get(each) ?? Infinity));
  /** The product whose stores can add what an addition has besides, which is in memory before it begins. */
  const addedTo = (operation: VectorOperation): string | undefined => {
    const { does, uses = [], elements, parameters, readsOperands, readsResults, repeat } = operation;
    const whole = readsResults + readsOperands - parameters === 2 * elements;
    if ((does !== 'add' && does !== 'add_relu') || !whole || (parameters > 0 && !scaled)) return undefined;
    const [last, first, ...others] = uses.toSorted((a, b) => lastOf(b.of) - lastOf(a.of));
    if (last === undefined || first === undefined || others.length > 0 || first.elements !== elements) return undefined;
    if (lastOf(first.of) >= lastOf(last.of) || !readAlone(last, repeat)) return undefined;
    const [product = '', ...more] = fused.get(last.of) ?? [last.of];
    const store = stores.get(product);
    return store?.relu === false && store.adds === undefined && more.length === 0 ? product : undefined;
  };
  for (const operation of operations) {
    if (isMatrix(operation)) continue;
    const products = productsOf(operation);
    const { does } = operation;
    if (products !== undefined) {
      fused.set(operation.name, products);
      if (does === 'relu') for (const each of products) stores.set(each, { ...stores.get(each), relu: true });
      continue;
    }
    const product = adds ? addedTo(operation) : undefined;
    if (product === undefined) continue;
    fused.set(operation.name, [product]);
    stores.set(product, { relu: does === 'add_relu', adds: true });
  }
  return { stores, fused };
}

/** Whether stores can do an operation after what they do already: nothing scales what is no longer negative, or has something added, but the store's own scales. */
function storesDo({ does }: VectorOperation, stores: readonly (Store | undefined)[]): boolean {
  const scaled = stores.some((store) => store?.relu === true || store?.adds === true);
  return does === 'requantise' || does === 'relu' || (does === 'batch_norm' && !scaled);
}
