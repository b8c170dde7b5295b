import type { BlockDeclaration, Expr } from '../ir/index.js';
import type { ComponentEntity } from './entities.js';

/** What of an extern component speaks of its clock, as a message says it; undefined where nothing does. */
export function clockNeed(component: ComponentEntity, declaration: BlockDeclaration): string | undefined {
  const clocks = new Set(declaration.clocks);
  const own = new Set([...declaration.parameters, ...declaration.lets].map(({ name }) => name));
  const speaks = (expr: Expr): boolean => mentions(expr, (name) => clocks.has(name) && !own.has(name));
  const found = declaration.lets.find(({ value }) => speaks(value));
  if (found !== undefined) return `"let ${found.name}" of ${component.name}`;
  const port = declaration.ports.find(({ type, shape }) => [...type.arguments, ...shape].some(speaks));
  if (port !== undefined) return `port "${port.name}" of ${component.name}`;
  return declaration.requires.some(({ condition }) => speaks(condition))
    ? `a requirement of ${component.name}`
    : undefined;
}

/** Whether a name that `is` picks stands in an expression. */
function mentions(expr: Expr, is: (name: string) => boolean): boolean {
  switch (expr.kind) {
    case 'name':
      return is(expr.name);
    case 'member':
      return mentions(expr.object, is);
    case 'list':
      return expr.elements.some((each) => mentions(each, is));
    case 'unary':
      return mentions(expr.operand, is);
    case 'binary':
      return mentions(expr.left, is) || mentions(expr.right, is);
    case 'conditional':
      return [expr.condition, expr.then, expr.else].some((each) => mentions(each, is));
    case 'call':
      return expr.arguments.some((each) => mentions(each, is));
    default:
      return false;
  }
}
