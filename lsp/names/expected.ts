import {
  componentBehind,
  externalSettings,
  phaseEnum,
  resetEnum,
  type Entity,
  type Program,
  type Type,
} from '../../src/language/index.js';
import type { Argument, CallArgument, CallExpression, Expression, Node } from '../../src/syntax/index.js';

/** The type that the place of the innermost of `path` asks for; undefined where anything may stand. */
export function expectedType(program: Program, path: readonly Node[]): Type | undefined {
  for (let index = path.length - 1; index > 0; index--) {
    const [node, parent, above] = [path[index], path[index - 1], path[index - 2]];
    if (node === undefined || parent === undefined) return undefined;
    if (passesOn(parent, node)) continue;
    return asked(program, node, parent, above);
  }
  return undefined;
}

/** Whether a node asks of its part what is asked of itself. */
function passesOn(parent: Node, node: Node): boolean {
  switch (parent.kind) {
    case 'ParenthesizedExpression':
    case 'QuantityLiteral':
    case 'CaseExpression':
      return true;
    case 'ConditionalExpression':
      return node !== parent.condition;
    default:
      return false;
  }
}

function asked(program: Program, node: Node, parent: Node, above: Node | undefined): Type | undefined {
  const { types, checked } = program.facts;
  switch (parent.kind) {
    case 'Argument':
      return node === parent.name ? undefined : argumentType(program, parent, above);
    case 'CallArgument':
      return above?.kind === 'CallExpression' ? callArgumentType(program, above, parent) : undefined;
    case 'Parameter':
      return node === parent.default ? types.get(parent.type) : undefined;
    case 'LetMember':
    case 'ConstDeclaration':
      return node === parent.value && parent.type !== undefined ? types.get(parent.type) : undefined;
    case 'ClockMember':
      return node === parent.frequency ? { kind: 'quantity', dimension: { s: -1 } } : undefined;
    case 'SettingStatement':
      return parent.name.name === 'phase'
        ? { kind: 'enum', entity: phaseEnum }
        : externalSettings.get(parent.name.name);
    case 'AddressEntry':
      return node === parent.size ? { kind: 'quantity', dimension: { b: 1 } } : undefined;
    case 'BinaryExpression':
      return compares(parent.operator)
        ? checked.get(node === parent.left ? parent.right : parent.left)?.type
        : undefined;
    default:
      return undefined;
  }
}

function compares(operator: string): boolean {
  return ['==', '!=', '<', '<=', '>', '>=', '+', '-'].includes(operator);
}

function argumentType(program: Program, { name }: Argument, owner: Node | undefined): Type | undefined {
  if (owner?.kind === 'ClockMember') return name.name === 'reset' ? { kind: 'enum', entity: resetEnum } : undefined;
  if (owner?.kind === 'ProcessMember') return { kind: 'quantity', dimension: { J: 1, s: -1, A: -1 } };
  if (owner?.kind !== 'InstanceMember' && owner?.kind !== 'Medium') return undefined;
  const component = componentBehind(program, owner.component);
  const parameter = component?.parameters.find((each) => each.name === name.name);
  return parameter && program.facts.types.get(parameter.node.type);
}

function callArgumentType(program: Program, call: CallExpression, argument: CallArgument): Type | undefined {
  const entity = meantBy(program, call.callee);
  if (entity?.kind !== 'function') return undefined;
  const index = call.arguments.indexOf(argument);
  const parameter = entity.parameters.find((each) =>
    argument.name === undefined ? each.index === index : each.name === argument.name.name,
  );
  return parameter && program.facts.types.get(parameter.node.type);
}

/** What a name, or a name of a module imported as a whole, means. */
export function meantBy({ facts }: Program, node: Expression): Entity | undefined {
  return facts.resolved.get(node.kind === 'MemberExpression' ? node.name : node);
}
