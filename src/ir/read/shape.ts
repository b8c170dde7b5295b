import type { Json } from '../json.js';

/** Collects what does not fit: a JSON path and what is wrong there. */
export type Fail = (path: string, why: string) => void;

/** A type of JSON data: its JSON Schema, and the check that a value is one. Both come from one definition, so they agree. */
export interface Shape<T> {
  readonly schema: Json;
  readonly accepts: (value: unknown, path: string, fail: Fail) => value is T;
}

/** A shape with a name, to which schemas refer. */
export interface NamedShape<T> extends Shape<T> {
  readonly name: string;
  readonly definition: () => Json;
}

function shape<T>(schema: Json, accepts: (value: unknown, path: string, fail: Fail) => boolean): Shape<T> {
  return { schema, accepts: (value, path, fail): value is T => accepts(value, path, fail) };
}

function mismatch(path: string, fail: Fail, expected: string): false {
  fail(path, `expected ${expected}`);
  return false;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One of some strings. */
export function literal<const T extends string>(...values: readonly T[]): Shape<T> {
  return shape(values.length === 1 ? { const: values[0] ?? '' } : { enum: values }, (value, path, fail) =>
    values.some((each) => each === value) ? true : mismatch(path, fail, values.map((each) => `"${each}"`).join(' or ')),
  );
}

/** A string, of a pattern if one is given. */
export function text(pattern?: RegExp, what = 'a string'): Shape<string> {
  return shape(
    pattern === undefined ? { type: 'string' } : { type: 'string', pattern: pattern.source },
    (value, path, fail) =>
      typeof value === 'string' && (pattern === undefined || pattern.test(value)) ? true : mismatch(path, fail, what),
  );
}

export const boolean: Shape<boolean> = shape({ type: 'boolean' }, (value, path, fail) =>
  typeof value === 'boolean' ? true : mismatch(path, fail, 'true or false'),
);

/** A finite number. */
export const real: Shape<number> = shape({ type: 'number' }, (value, path, fail) =>
  typeof value === 'number' && Number.isFinite(value) ? true : mismatch(path, fail, 'a number'),
);

/** A number above zero. */
export const positiveReal: Shape<number> = shape({ type: 'number', exclusiveMinimum: 0 }, (value, path, fail) =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? true : mismatch(path, fail, 'a number above 0'),
);

/** An integer within 2^53, at least `least` if given. */
export function integer(least?: number): Shape<number> {
  const limit = 2 ** 53;
  return shape({ type: 'integer', minimum: least ?? -limit, maximum: limit }, (value, path, fail) =>
    typeof value === 'number' && Number.isInteger(value) && value >= (least ?? -limit) && value <= limit
      ? true
      : mismatch(path, fail, least === undefined ? 'an integer' : `an integer from ${least} up`),
  );
}

/** The shape, or null. */
export function nullable<T>(inner: Shape<T>): Shape<T | null> {
  return shape(
    { anyOf: [inner.schema, { type: 'null' }] },
    (value, path, fail) => value === null || inner.accepts(value, path, fail),
  );
}

/** One shape or the other. */
export function either<A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> {
  const silent: Fail = () => {};
  return shape(
    { anyOf: [one.schema, other.schema] },
    (value, path, fail) => one.accepts(value, path, silent) || other.accepts(value, path, fail),
  );
}

/** An array of elements, at least `least`. */
export function array<T>(element: Shape<T>, least = 0): Shape<readonly T[]> {
  const schema: Json = { type: 'array', items: element.schema, ...(least > 0 ? { minItems: least } : {}) };
  return shape(schema, (value, path, fail) => {
    if (!Array.isArray(value) || value.length < least)
      return mismatch(path, fail, least > 0 ? `an array of ${least} or more` : 'an array');
    return value.map((each: unknown, i) => element.accepts(each, `${path}[${i}]`, fail)).every(Boolean);
  });
}

/** An object with any names as keys. */
export function record<T>(element: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return shape({ type: 'object', additionalProperties: element.schema }, (value, path, fail) => {
    if (!isRecord(value)) return mismatch(path, fail, 'an object');
    return Object.entries(value)
      .map(([key, each]) => element.accepts(each, `${path}.${key}`, fail))
      .every(Boolean);
  });
}

type Fields<T> = { readonly [K in keyof T]-?: Shape<T[K]> };

/** An object with exactly these fields. */
export function object<T extends object>(fields: Fields<T>, optional: readonly (keyof T & string)[] = []): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>(Object.entries(fields));
  const required = [...shapes.keys()].filter((key) => !optional.some((each) => each === key));
  const properties = Object.fromEntries([...shapes].map(([key, field]) => [key, field.schema]));
  return shape({ type: 'object', properties, required, additionalProperties: false }, (value, path, fail) => {
    if (!isRecord(value)) return mismatch(path, fail, 'an object');
    const unknown = Object.keys(value).filter((key) => !shapes.has(key));
    for (const key of unknown) fail(`${path}.${key}`, 'there is no such field');
    const fits = [...shapes].map(([key, field]) => {
      if (key in value) return field.accepts(value[key], `${path}.${key}`, fail);
      return required.includes(key) ? mismatch(path, fail, `the field "${key}"`) : true;
    });
    return unknown.length === 0 && fits.every(Boolean);
  });
}

type Kinded = { readonly kind: string };
type Cases<T extends Kinded> = { readonly [K in T['kind']]: Fields<Omit<Extract<T, { readonly kind: K }>, 'kind'>> };

/** One of several objects told apart by `kind`. */
export function variants<T extends Kinded>(cases: Cases<T>): Shape<T> {
  const shapes = new Map<string, Shape<unknown>>(
    Object.entries<Fields<object>>(cases).map(([kind, fields]) => [kind, object({ kind: literal(kind), ...fields })]),
  );
  return shape({ oneOf: [...shapes.values()].map((each) => each.schema) }, (value, path, fail) => {
    const kind = isRecord(value) ? value['kind'] : undefined;
    const chosen = typeof kind === 'string' ? shapes.get(kind) : undefined;
    if (chosen === undefined)
      return mismatch(path, fail, `an object whose "kind" is one of ${[...shapes.keys()].join(', ')}`);
    return chosen.accepts(value, path, fail);
  });
}

/** A shape that stands among the schema's definitions: for recursive ones. Nesting deeper than the language's is refused. */
export function named<T>(name: string, make: () => Shape<T>): NamedShape<T> {
  let made: Shape<T> | undefined;
  let depth = 0;
  const inner = (): Shape<T> => (made ??= make());
  const outer = shape<T>({ $ref: `#/$defs/${name}` }, (value, path, fail) => {
    if (depth >= deepest) return mismatch(path, fail, `at most ${deepest} levels`);
    depth += 1;
    const fits = inner().accepts(value, path, fail);
    depth -= 1;
    return fits;
  });
  return { ...outer, name, definition: () => inner().schema };
}

const deepest = 512;
