import { misfit, typeOf, type Misfit, type Operand, type Rule } from './misfit.js';

/** E711 where two operands have different number types. */
export function sameTypes(operator: string, a: Operand, b: Operand, at = 1): Misfit | undefined {
  return a.element === b.element ? undefined : oneType(operator, a, b, at);
}

/** E711: two number types. */
export function oneType(operator: string, a: Operand, b: Operand, at: number): Misfit {
  const what = b.name === '' ? '...' : b.name;
  return {
    code: 'E711',
    parameters: { operator, left: typeOf(a), right: typeOf(b) },
    at,
    help: `write cast(${what}, ${a.element}), or cast the other`,
  };
}

/** Element by element, of one number type; shapes as `broadcast` joins them. */
export const elementwise: Rule = (operands, options, name) => {
  const [a, b] = operands;
  if (a === undefined || b === undefined) throw new Error(`${name} has two operands`);
  return sameTypes(name, a, b) ?? broadcast(operands, options, name);
};

/** Read from their ends, extents are equal, or 1, or one shape is shorter; the number type is that of the first. */
export const broadcast: Rule = ([a, b], _, name) => {
  if (a === undefined || b === undefined) throw new Error(`${name} has two operands`);
  const rank = Math.max(a.extents.length, b.extents.length);
  const extents: number[] = [];
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const [left, right] = [a.extents.at(-fromEnd) ?? 1, b.extents.at(-fromEnd) ?? 1];
    if (left !== right && left !== 1 && right !== 1) {
      const why = `read from their ends, extents must be equal or 1, but here are ${left} and ${right}`;
      return misfit(name, [a, b], 1, why, 'reshape one of them');
    }
    extents.unshift(Math.max(left, right));
  }
  return { element: a.element, extents };
};
