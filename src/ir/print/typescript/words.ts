import { formatExact, isDimensionless } from '../../../units/index.js';
import { unique } from '../../lanes.js';
import type { Value } from '../../values.js';

/** What the text of a module of the builder is made with. */
export interface Writer {
  /** A name of the package, noted as imported. */
  readonly use: (name: string) => string;
  /** Names that variables of the module must not have. */
  readonly taken: ReadonlySet<string>;
}

/** Words that no variable of a module has. */
const reserved: ReadonlySet<string> = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected public return ' +
    'static super switch this throw true try typeof undefined var void while with yield'
  ).split(' '),
);

/** The variables of some names, in the order of the names: the name itself where it is free. */
export function variables(names: readonly string[], taken: ReadonlySet<string>): ReadonlyMap<string, string> {
  const all = new Set([...taken, ...reserved]);
  const found = new Map<string, string>();
  for (const name of names) {
    const variable = unique(name, all);
    all.add(variable);
    found.set(name, variable);
  }
  return found;
}

/** A text as a literal in single quotes. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner}'`;
}

/** `{ a: 1, b }`; nothing for nothing. */
export function object(entries: readonly (readonly [string, string])[]): string {
  if (entries.length === 0) return '';
  return `{ ${entries.map(([key, value]) => (key === value ? key : `${key}: ${value}`)).join(', ')} }`;
}

/** A value as an argument of a component. */
export function argument(value: Value): string {
  switch (value.kind) {
    case 'int':
    case 'bool':
      return String(value.value);
    case 'quantity':
      return isDimensionless(value.dimension) ? String(value.value) : quoted(formatExact(value.value, value.dimension));
    case 'string':
      return quoted(value.value);
    case 'dtype':
    case 'case':
      return quoted(value.name);
    case 'list':
      return `[${value.elements.map(argument).join(', ')}]`;
  }
}

/** `2`, or `[2, 3]` */
export function shapeArgument(shape: readonly number[]): string {
  return shape.length === 1 ? String(shape[0]) : `[${shape.join(', ')}]`;
}
