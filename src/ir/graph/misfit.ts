import type { Value } from '../values.js';

/** A tensor as a rule sees it; `name` is empty for what has none. */
export interface Operand {
  readonly name: string;
  readonly element: string;
  readonly extents: readonly number[];
}

export type Shape = Omit<Operand, 'name'>;

export type Options = Readonly<Record<string, Value>>;

/** Why an operator does not take its operands: a diagnostic, and the operand that it is about (the call, where there is none). */
export type Misfit = { readonly at?: number; readonly help?: string } & (
  | { readonly code: 'E710'; readonly parameters: { operator: string; operands: string; why: string } }
  | { readonly code: 'E711'; readonly parameters: { operator: string; left: string; right: string } }
  | { readonly code: 'E712'; readonly parameters: { operator: string; expected: string; found: string } }
  | { readonly code: 'E713'; readonly parameters: { what: string } }
);

export type ShapeResult = Shape | Misfit;

export type Rule = (operands: readonly Operand[], options: Options, operator: string) => ShapeResult;

/** `int8[4, 4]` */
export function shapeText({ element, extents }: Shape): string {
  return `${element}[${extents.join(', ')}]`;
}

/** `x: int8[4, 4]`, or the shape alone. */
export function typeOf(operand: Operand): string {
  return operand.name === '' ? shapeText(operand) : `${operand.name}: ${shapeText(operand)}`;
}

export function elementsOf({ extents }: Shape): number {
  return extents.reduce((product, extent) => product * extent, 1);
}

/** E710: shapes that an operator cannot join. */
export function misfit(operator: string, operands: readonly Operand[], at: number, why: string, help?: string): Misfit {
  const parameters = { operator, operands: operands.map(typeOf).join(' and '), why };
  return { code: 'E710', parameters, at, ...(help === undefined ? {} : { help }) };
}

/** E712: a shape that an operator does not take. */
export function wrongRank(operator: string, expected: string, found: Operand, at: number): Misfit {
  return { code: 'E712', parameters: { operator, expected, found: typeOf(found) }, at };
}

/** The value of a whole number, 0 of what is none. */
export function whole(value: Value | undefined): number {
  return value?.kind === 'int' ? value.value : 0;
}

/** The values of a list of whole numbers. */
export function wholes(value: Value | undefined): readonly number[] {
  return value?.kind === 'list' ? value.elements.map(whole) : [];
}

/** The rank that `axis` means, from 0 on. */
export function axisOf(name: string, x: Operand, options: Options): number | Misfit {
  return axisAt(name, x, whole(options['axis']));
}

/** The rank that a whole number means, counted from the end where it is negative. */
export function axisAt(name: string, x: Operand, given: number): number | Misfit {
  const rank = x.extents.length;
  const axis = given < 0 ? given + rank : given;
  if (axis >= 0 && axis < rank) return axis;
  return misfit(name, [x], 0, `there is no axis ${given}: it has 0 .. ${rank}`);
}
