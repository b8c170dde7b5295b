import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import { applyBinary, convert, formatValue, typeName, valueTypeName, type Value, type ValueType } from '../ir/index.js';
import { namedDimensions } from '../units/index.js';
import { make, sideOf, type Named, type Quantity, type Text } from './quantity.js';

/** A parameter of a design: its type, default and bounds, and how a value becomes what the body sees. */
export interface Parameter<T> {
  readonly type: ValueType;
  readonly default: Value;
  readonly bounds: readonly [least: Value, greatest: Value] | undefined;
  readonly faults: readonly Diagnostic[];
  readonly read: (value: Value) => T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** What a body sees of parameters `S`. */
export type ParameterValues<S extends Parameters> = {
  readonly [K in keyof S]: S[K] extends Parameter<infer T> ? T : never;
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
function quantity<D extends Named>(
  dimension: D,
  preset: Quantity<D> | Text<D>,
  least?: Quantity<D> | Text<D>,
  greatest?: Quantity<D> | Text<D>,
): Parameter<Quantity<D>> {
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

/** Parameters of a design. */
export const parameter = { int, bool, quantity };

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
  parameter: Parameter<unknown>,
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
