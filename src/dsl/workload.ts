import type { Affine, Einsum, Tensor, Value, Workload } from '../ir/index.js';
import type { DTypeName } from './dtypes.js';

/** How a workload's throughput is counted. */
export type Rate = 'token_rate' | 'sample_rate' | 'frequency';

/** A workload that requirements may speak of. */
export interface WorkloadDefinition<R extends Rate = Rate> {
  readonly kind: 'workload';
  readonly name: string;
  readonly rate: R;
  readonly workload: Workload;
}

/** Settings of a model: numbers, number types, and the phase of a language model. */
export interface Settings {
  readonly phase?: 'prefill' | 'decode';
  readonly weights?: DTypeName;
  readonly activations?: DTypeName;
  readonly cache?: DTypeName;
  readonly [setting: string]: number | string | undefined;
}

/** The rate of a model with settings: tokens where it has a phase, else samples. */
type RateOf<S> = S extends { readonly phase: string } ? 'token_rate' : 'sample_rate';

/** A built-in model: `model('decode', 'llama-3.1-8b', { phase: 'decode', batch: 1 })`. */
export function model<const S extends Settings>(name: string, of: string, settings: S): WorkloadDefinition<RateOf<S>>;
export function model(name: string, of: string): WorkloadDefinition<'sample_rate'>;
export function model(name: string, of: string, settings: Settings = {}): WorkloadDefinition {
  const values = Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, settingValue(key, value)] as const],
  );
  const rate = settings.phase === undefined ? 'sample_rate' : 'token_rate';
  return {
    kind: 'workload',
    name,
    rate,
    workload: { kind: 'model', name, model: of, settings: Object.fromEntries(values) },
  };
}

const dtypeSettings: ReadonlySet<string> = new Set(['weights', 'activations', 'cache']);

function settingValue(key: string, value: number | string): Value {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? { kind: 'int', value } : { kind: 'quantity', value, dimension: {} };
  }
  if (key === 'phase') return { kind: 'case', enum: 'Phase', name: value };
  return dtypeSettings.has(key) ? { kind: 'dtype', name: value } : { kind: 'string', value };
}

/** An index of a tensor's rank: a name, or a sum such as `{ p: 2, r: 1, offset: -1 }` for `2 * p + r - 1`. */
export type Index = string | ({ readonly offset?: number } & Readonly<Record<string, number>>);

export interface TensorAccess {
  readonly name: string;
  readonly element: DTypeName;
  readonly indices: readonly Index[];
  /** Extents that do not follow from the largest index. */
  readonly extents?: readonly number[];
}

/** `tensor('I', 'int8', ['n', 'c', { p: 2, r: 1, offset: -1 }])` */
export function tensor(
  name: string,
  element: DTypeName,
  indices: readonly Index[],
  extents?: readonly number[],
): TensorAccess {
  return { name, element, indices, ...(extents === undefined ? {} : { extents }) };
}

/** `output += product of operands` over all indices, with the extent of each index. */
export function einsum(
  output: TensorAccess,
  operands: readonly TensorAccess[],
  where: Readonly<Record<string, number>>,
): Einsum {
  const make = ({ name, element, indices, extents }: TensorAccess): Tensor => {
    const access = indices.map(affine);
    return { name, element, extents: extents ?? access.map((index) => largest(index, where) + 1), access };
  };
  return {
    indices: Object.entries(where).map(([name, extent]) => ({ name, extent })),
    output: make(output),
    operands: operands.map(make),
  };
}

/** A workload of einsums, one after the other. */
export function einsums(name: string, ...steps: readonly Einsum[]): WorkloadDefinition<'frequency'> {
  return { kind: 'workload', name, rate: 'frequency', workload: { kind: 'einsums', name, einsums: steps } };
}

function affine(index: Index): Affine {
  if (typeof index === 'string') return { terms: { [index]: 1 }, offset: 0 };
  const { offset = 0, ...terms } = index;
  return { terms, offset };
}

function largest({ terms, offset }: Affine, where: Readonly<Record<string, number>>): number {
  return Object.entries(terms).reduce(
    (sum, [name, factor]) => sum + Math.max(0, factor) * ((where[name] ?? 1) - 1),
    offset,
  );
}
