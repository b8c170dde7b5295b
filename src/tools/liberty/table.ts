import type { Group } from './group.js';

/** A table of a Liberty file over one or two variables; `columns` has one value where there is one variable. */
export interface Table {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Row by row. */
  readonly values: readonly number[];
}

/** The names of a table's variables, and the indices that tables without their own have. */
export interface Template {
  readonly variables: readonly string[];
  readonly indices: readonly (readonly number[])[];
}

export function templateOf(group: Group): Template {
  const of = (name: string): string => group.attributes.get(name) ?? '';
  return {
    variables: [of('variable_1'), of('variable_2')],
    indices: [numbers(of('index_1')), numbers(of('index_2'))],
  };
}

/**
 * A table whose rows go with the variable `first` (a name's part), its columns with the other one.
 *
 * @param first as in `input_net_transition`
 */
export function tableOf(group: Group, templates: ReadonlyMap<string, Template>, first: string): Table | undefined {
  const template = templates.get(group.argument);
  const index = (which: 1 | 2): readonly number[] => {
    const own = numbers(group.attributes.get(`index_${which}`) ?? '');
    return own.length > 0 ? own : (template?.indices[which - 1] ?? []);
  };
  const values = numbers(group.attributes.get('values') ?? '');
  const [rows, columns] = [index(1), index(2)];
  if (values.length === 0) return undefined;
  if (values.length === 1) return { rows: [0], columns: [0], values };
  const isFirst = template === undefined || (template.variables[0] ?? '').includes(first);
  if (columns.length === 0) return isFirst ? { rows, columns: [0], values } : { rows: [0], columns: rows, values };
  if (isFirst) return { rows, columns, values };
  const turned = columns.flatMap((_, column) => rows.map((_row, row) => values[row * columns.length + column] ?? 0));
  return { rows: columns, columns: rows, values: turned };
}

/** The table's value, linear between its points and beyond them, as timing analysers take it. */
export function lookUp({ rows, columns, values }: Table, row: number, column: number): number {
  const [low, high, part] = between(rows, row);
  const [left, right, share] = between(columns, column);
  const at = (r: number, c: number): number => values[r * columns.length + c] ?? 0;
  const upper = at(low, left) + (at(low, right) - at(low, left)) * share;
  const lower = at(high, left) + (at(high, right) - at(high, left)) * share;
  return upper + (lower - upper) * part;
}

/** The two points about a value, and how far it is from the first towards the second. */
function between(points: readonly number[], value: number): readonly [number, number, number] {
  if (points.length < 2) return [0, 0, 0];
  let high = 1;
  while (high < points.length - 1 && (points[high] ?? Infinity) < value) high++;
  const [from, to] = [points[high - 1] ?? 0, points[high] ?? 0];
  return [high - 1, high, to === from ? 0 : (value - from) / (to - from)];
}

function numbers(text: string): readonly number[] {
  return text.split(/[\s,]+/).flatMap((word) => (word === '' ? [] : [Number(word)]));
}
