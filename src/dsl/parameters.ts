import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { applyBinary, convert, formatValue, typeName, valueTypeName, type Value, type ValueType } from '../ir/index.js';
import { namedDimensions } from '../units/index.js';
import type { DTypeName } from './dtypes.js';
import { make, sideOf, type Named, type Quantity, type Text } from './quantity.js';

/** A parameter: its type, default and bounds, and how a value becomes what the body sees; `A` is what may be given for it. */
export interface Parameter<T, A = T> {
  readonly type: ValueType;
  /** What stands in where nothing is given; of a required one a value of the type, for nothing but to be one. */
  readonly default: Value;
  /** Whether it must be given: of an extern component. */
  readonly required?: boolean;
  readonly bounds: readonly [least: Value, greatest: Value] | undefined;
  readonly faults: readonly Diagnostic[];
  readonly read: (value: Value) => T;
  /** Never there: what tsc checks arguments by. */
  readonly argument?: A | undefined;
}

export type Parameters = Readonly<Record<string, Parameter<unknown, unknown>>>;

/** What a body sees of parameters `S`. */
export type ParameterValues<S extends Parameters> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T, unknown> ? T : never;
};

/** `rows: parameter.int(16, 1, 256)`: default and inclusive bounds. */
function int(preset: number, least?: number, greatest?: number): Parameter<number> {
  const bounds = least === undefined || greatest === undefined ? undefined : ([whole(least), whole(greatest)] as const);
  return {
    type: { kind: 'int' },
    default: whole(preset),
    bounds,
    faults: [],
    read: (value) => (value.kind === 'int' ? value.value : preset),
  };
}

function whole(value: number): Value {
  return { kind: 'int', value };
}

function bool(preset: boolean): Parameter<boolean> {
  return {
    type: { kind: 'bool' },
    default: { kind: 'bool', value: preset },
    bounds: undefined,
    faults: [],
    read: (value) => (value.kind === 'bool' ? value.value : preset),
  };
}

/** `capacity: parameter.quantity('information', '1 MiB', '64 KiB', '8 MiB')` */
function quantity<const D extends Named>(
  dimension: D,
  preset: NoInfer<Quantity<D> | Text<D>>,
  least?: NoInfer<Quantity<D> | Text<D>>,
  greatest?: NoInfer<Quantity<D> | Text<D>>,
): Parameter<Quantity<D>, Quantity<D> | Text<D>> {
  const sides = [preset, least, greatest].map((each) => (each === undefined ? undefined : sideOf(each, quantity)));
  const [first, low, high] = sides.map((each) => each?.sample);
  return {
    type: { kind: 'quantity', dimension: namedDimensions.get(dimension) ?? {} },
    default: first ?? whole(0),
    bounds: low === undefined || high === undefined ? undefined : [low, high],
    faults: sides.flatMap((each) => each?.faults ?? []),
    read: (sample) =>
      make(dimension, 'early', { expr: { kind: 'literal', value: sample }, sample, faults: [], workloads: [] }),
  };
}

/** A plain number with or without a fraction. */
function real(preset: number, least?: number, greatest?: number): Parameter<number> {
  const plain = (value: number): Value => ({ kind: 'quantity', value, dimension: {} });
  return {
    type: { kind: 'real' },
    default: plain(preset),
    bounds: least === undefined || greatest === undefined ? undefined : [plain(least), plain(greatest)],
    faults: [],
    read: (value) => (value.kind === 'quantity' || value.kind === 'int' ? value.value : preset),
  };
}

function string(preset: string): Parameter<string> {
  return {
    type: { kind: 'string' },
    default: { kind: 'string', value: preset },
    bounds: undefined,
    faults: [],
    read: (value) => (value.kind === 'string' ? value.value : preset),
  };
}

/** A number type. */
function dtype(preset: DTypeName): Parameter<DTypeName> {
  return {
    type: { kind: 'dtype' },
    default: { kind: 'dtype', name: preset },
    bounds: undefined,
    faults: [],
    // `convert` lets no other names through.
    read: (value) => (value.kind === 'dtype' ? (value.name as DTypeName) : preset),
  };
}

/** A case of an enumeration: `parameter.choice('Mode', ['fast', 'small'], 'fast')`. */
function choice<const C extends string>(name: string, cases: readonly C[], preset: C): Parameter<C> {
  return {
    type: { kind: 'enum', name, cases },
    default: { kind: 'case', enum: name, name: preset },
    bounds: undefined,
    faults: [],
    read: (value) => cases.find((each) => value.kind === 'case' && value.name === each) ?? preset,
  };
}

/** A list: `parameter.list(parameter.int(0))`, empty where nothing is given. */
function list<T, A>(element: Parameter<T, A>): Parameter<readonly T[], readonly A[]> {
  const read = (value: Value): readonly T[] => (value.kind === 'list' ? value.elements.map(element.read) : []);
  return {
    type: { kind: 'list', element: element.type },
    default: { kind: 'list', elements: [] },
    bounds: undefined,
    faults: element.faults,
    read,
  };
}

/** Parameters of designs, workloads and extern components. */
export const parameter = { int, real, bool, string, dtype, choice, list, quantity };

/** A parameter of an extern component that must be given; its default is only the type's. */
export function required<P extends Parameter<unknown, unknown>>(of: P): P & { readonly required: true } {
  return { ...of, required: true };
}

/** The values of a design's parameters, given ones checked against types and bounds. */
export function valueOfParameter<S extends Parameters>(
  design: string,
  parameters: S | undefined,
  settings: ReadonlyMap<string, Value>,
  origin: Origin | undefined,
): readonly [ParameterValues<S> | undefined, readonly Diagnostic[]] {
  const declared = Object.entries(parameters ?? {});
  const diagnostics: Diagnostic[] = [];
  for (const name of settings.keys()) {
    if (declared.some(([known]) => known === name)) continue;
    const known = declared.map(([each]) => each).join(', ');
    diagnostics.push(diagnostic('E400', origin, { component: design, name, known: known === '' ? 'none' : known }));
  }
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of declared) {
    diagnostics.push(...parameter.faults);
    const value = checked(design, name, parameter, settings.get(name) ?? parameter.default, origin);
    if ('severity' in value) diagnostics.push(value);
    else values[name] = parameter.read(value);
  }
  return diagnostics.length > 0 ? [undefined, diagnostics] : [values as ParameterValues<S>, []];
}

function checked(
  component: string,
  name: string,
  parameter: Parameter<unknown, unknown>,
  given: Value,
  origin: Origin | undefined,
): Value | Diagnostic {
  const value = convert(given, parameter.type);
  if (value === undefined) {
    const texts = {
      what: `"${name}" of ${component}`,
      expected: valueTypeName(parameter.type),
      found: typeName(given),
    };
    return diagnostic('E302', origin, texts);
  }
  if (parameter.bounds === undefined) return value;
  const [least, greatest] = parameter.bounds;
  const inside = [applyBinary('<=', least, value), applyBinary('<=', value, greatest)];
  if (inside.every((each) => each.ok && each.value.kind === 'bool' && each.value.value)) return value;
  const texts = {
    component,
    name,
    value: formatValue(value),
    least: formatValue(least),
    greatest: formatValue(greatest),
  };
  return diagnostic('E402', origin, texts);
}
