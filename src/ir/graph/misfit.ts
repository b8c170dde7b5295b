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
