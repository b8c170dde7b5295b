import type { Diagnostic } from '../diagnostics/index.js';
import {
  convert,
  dtypes,
  formatValue,
  listNames,
  locate,
  modelSettings,
  phases,
  problem,
  typeName,
  valueTypeName,
  type ModelSetting,
  type Problem,
  type Value,
  type ValueType,
  type Workload,
} from '../ir/index.js';
import type { DTypeName } from './dtypes.js';
import { isName } from './names.js';
import { callerOf } from './origin.js';
import { valueOfParameter, type ParameterValues, type Parameters } from './parameters.js';

/** How a workload's throughput is counted. */
export type Rate = 'token_rate' | 'sample_rate' | 'frequency';

/** The dimensions of a matrix product, which the operations of models and graphs have. */
export const productDimensions = ['batch', 'm', 'k', 'n'] as const;
export type ProductDimension = (typeof productDimensions)[number];

/** A workload that requirements and mappings may speak of: `D` are its dimensions, `T` its tensors, for mappings. */
export interface WorkloadDefinition<R extends Rate = Rate, D extends string = string, T extends string = string> {
  readonly kind: 'workload';
  readonly name: string;
  readonly rate: R;
  /** The names of the parameters that `settings` may give. */
  readonly parameters: readonly string[];
  readonly dimensions: readonly D[];
  readonly tensors: readonly T[];
  /** The workload with some parameters set otherwise than by default, and what is wrong with it. */
  readonly elaborate: (settings?: ReadonlyMap<string, Value>) => readonly [Workload | undefined, readonly Diagnostic[]];
}

interface SettingTypes {
  readonly phase: (typeof phases)[number];
  readonly int: number;
  readonly dtype: DTypeName;
}

/** Settings of a model: numbers, number types, and the phase of a language model. */
export type Settings = { readonly [S in ModelSetting]?: SettingTypes[(typeof modelSettings)[S]] };

/** The rate of a model with settings: tokens where it has a phase, else samples. */
type RateOf<S> = S extends { readonly phase: string } ? 'token_rate' : 'sample_rate';

/** A built-in model: `model('decode', 'llama-3.1-8b', { phase: 'decode', batch: 1 })`. */
export function model<const S extends Settings>(
  name: string,
  of: string,
  settings: S,
): WorkloadDefinition<RateOf<S>, ProductDimension, never>;
export function model(name: string, of: string): WorkloadDefinition<'sample_rate', ProductDimension, never>;
export function model(
  name: string,
  of: string,
  settings: Settings = {},
): WorkloadDefinition<Rate, ProductDimension, never> {
  const values: Record<string, Value> = {};
  const problems: Problem[] = isName(name) ? [] : [problem('E433', { name })];
  for (const [key, given] of Object.entries(settings)) {
    if (given === undefined) continue;
    const value = settingValue(key, given);
    if ('kind' in value) values[key] = value;
    else problems.push(value);
  }
  const origin = callerOf(model);
  const diagnostics = problems.map((each) => locate(each, origin));
  const made: Workload | undefined =
    problems.length > 0 ? undefined : { kind: 'model', name, model: of, settings: values };
  return {
    kind: 'workload',
    name,
    rate: settings.phase === undefined ? 'sample_rate' : 'token_rate',
    parameters: [],
    dimensions: productDimensions,
    tensors: [],
    elaborate: () => [made, diagnostics],
  };
}

const settingTypes: ReadonlyMap<string, ValueType> = new Map(
  Object.entries(modelSettings).map(([name, kind]): readonly [string, ValueType] => [
    name,
    kind === 'phase' ? { kind: 'enum', name: 'Phase', cases: phases } : { kind },
  ]),
);

function settingValue(name: string, given: unknown): Value | Problem {
  const type = settingTypes.get(name);
  if (type === undefined)
    return problem('E701', { name }, undefined, { help: `settings are ${listNames(settingTypes.keys())}` });
  const written = plainValue(given, type);
  const value = written === undefined ? undefined : convert(written, type);
  if (value === undefined) {
    const found = written === undefined ? 'something else' : typeName(written);
    return problem('E302', { what: `setting "${name}"`, expected: valueTypeName(type), found });
  }
  return value.kind === 'int' && value.value < 1 ? problem('E706', { name, value: formatValue(value) }) : value;
}

/** What JavaScript has, as the value that the setting's type makes of it. */
function plainValue(given: unknown, type: ValueType): Value | undefined {
  if (typeof given === 'number') {
    return Number.isSafeInteger(given)
      ? { kind: 'int', value: given }
      : { kind: 'quantity', value: given, dimension: {} };
  }
  if (typeof given !== 'string') return undefined;
  if (type.kind === 'enum' && type.cases.includes(given)) return { kind: 'case', enum: type.name, name: given };
  return type.kind === 'dtype' && dtypes.has(given) ? { kind: 'dtype', name: given } : { kind: 'string', value: given };
}

/**
 * A workload with parameters, as `workload w(batch: int in 1 ..= 64 = 8) { ... }` has them:
 * `workload({ batch: parameter.int(8, 1, 64) }, ({ batch }) => model('w', 'resnet50', { batch }))`. Command lines and searches set
 * them; what stands in requirements has the defaults. Name, dimensions and tensors must not depend on them.
 */
export function workload<S extends Parameters, R extends Rate, D extends string, T extends string>(
  parameters: S,
  make: (values: ParameterValues<S>) => WorkloadDefinition<R, D, T>,
): WorkloadDefinition<R, D, T> {
  const origin = callerOf(workload);
  const names = Object.keys(parameters);
  const defaults = make(defaultValues(parameters));
  return {
    ...defaults,
    parameters: names,
    elaborate: (settings = new Map()) => {
      const [values, wrong] = valueOfParameter(defaults.name, parameters, settings, origin);
      return values === undefined ? [undefined, wrong] : make(values).elaborate();
    },
  };
}

function defaultValues<S extends Parameters>(parameters: S): ParameterValues<S> {
  const values = Object.fromEntries(Object.entries(parameters).map(([name, each]) => [name, each.read(each.default)]));
  // Each value was read by the parameter that says its type.
  return values as ParameterValues<S>;
}
