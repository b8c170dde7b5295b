import type {
  BlockDeclaration,
  Expr,
  ExternalDeclaration,
  LetDeclaration,
  ParameterDeclaration,
  PortDeclaration,
  PortType,
} from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { belowZero } from './below-zero.js';
import { settingsOf, verilogOfComponent } from './check-external.js';
import { clocksOf } from './check-bound.js';
import { portKinds } from './check-types.js';
import type { ComponentEntity, Entity, FunctionEntity } from './entities.js';
import { argumentsOf, calledEntity, evaluate } from './evaluate.js';
import { emptyFrame, emptyScope, isBroken, type Elaborating } from './frame.js';
import { standardModule } from './host.js';
import { toValueType } from './types.js';

interface Lowering {
  readonly e: Elaborating;
  readonly component: ComponentEntity;
  /** Parameters of functions that are being inlined. */
  readonly inlined: ReadonlyMap<Entity, Expr>;
}

/** An extern component as data, worked out once; undefined where its declaration has mistakes. */
export function declarationOf(e: Elaborating, component: ComponentEntity): BlockDeclaration | undefined {
  if (!e.declarations.has(component)) e.declarations.set(component, lowerDeclaration(e, component));
  return e.declarations.get(component);
}

function lowerDeclaration(e: Elaborating, component: ComponentEntity): BlockDeclaration | undefined {
  const l: Lowering = { e, component, inlined: new Map() };
  const { node } = component;
  if (node.members.some((member) => member.kind === 'ErrorMember' || isBroken(e, member))) return undefined;
  const parameters = allOf(node.parameters.map((parameter) => lowerParameter(l, parameter)));
  const ports = allOf(node.members.flatMap((member) => (member.kind === 'PortMember' ? [lowerPort(l, member)] : [])));
  const lets = allOf(node.members.flatMap((member) => (member.kind === 'LetMember' ? [lowerLet(l, member)] : [])));
  const requires = allOf(
    node.members.flatMap((member) => (member.kind === 'RequireMember' ? [lowerRequire(l, member)] : [])),
  );
  if (parameters === undefined || ports === undefined || lets === undefined || requires === undefined) return undefined;
  const external = lowerExternal(l);
  if (external === 'broken') return undefined;
  return {
    ...(external === undefined ? {} : { external }),
    name: component.name,
    module: standardModule(component.file) ?? component.file,
    doc: node.doc?.text ?? '',
    parameters,
    clocks: clocksOf(component),
    ports,
    lets: inDependencyOrder(lets),
    requires,
  };
}

/** What is stated of a user's own component; undefined for one of the standard library. */
function lowerExternal(l: Lowering): ExternalDeclaration | 'broken' | undefined {
  const { e, component } = l;
  if (standardModule(component.file) !== undefined) return undefined;
  const settings = settingsOf(component.node);
  const amounts = ['area', 'power', 'leakage'].map((name) => {
    const setting = settings.get(name);
    return setting === undefined ? null : lower(l, setting.value);
  });
  const verilog = settings.has('verilog') ? verilogOfComponent(e.program.assets, component) : null;
  const [area, power, leakage] = amounts;
  if (verilog === undefined || area === undefined || power === undefined || leakage === undefined) return 'broken';
  const code = e.program.code.get(component.file)?.get(component.name) ?? null;
  return { verilog, code, area, power, leakage };
}

/** All of a list, or undefined where one is. */
function allOf<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  const whole = list.filter((each) => each !== undefined);
  return whole.length === list.length ? whole : undefined;
}

function lowerParameter(l: Lowering, node: ast.Parameter): ParameterDeclaration | undefined {
  const declared = l.e.program.facts.types.get(node.type);
  const type = declared === undefined ? undefined : toValueType(declared);
  const least = node.bounds === undefined ? null : lower(l, node.bounds.from);
  const last = node.bounds === undefined ? null : lower(l, node.bounds.to);
  const initial = node.default === undefined ? null : lower(l, node.default);
  if (type === undefined || least === undefined || last === undefined || initial === undefined) return undefined;
  const greatest = last === null || node.bounds?.inclusive === true ? last : minusOne(last);
  const bounds = least === null || greatest === null ? null : { least, greatest };
  return { name: node.name.name, doc: node.doc?.text ?? '', type, bounds, default: initial };
}

/** The last integer of an open range. */
function minusOne(end: Expr): Expr {
  return { kind: 'binary', operator: '-', left: end, right: { kind: 'literal', value: { kind: 'int', value: 1 } } };
}

function isPortKind(name: string): name is PortType['kind'] {
  return portKinds.has(name);
}

function lowerPort(l: Lowering, node: ast.PortMember): PortDeclaration | undefined {
  const { type } = node;
  if (type.kind !== 'NamedType' || isBroken(l.e, type) || !isPortKind(type.name.name)) return undefined;
  const args = allOf(type.arguments.map((argument) => lower(l, argument)));
  const shape = allOf(node.shape.map((extent) => lower(l, extent)));
  if (args === undefined || shape === undefined) return undefined;
  return {
    name: node.name.name,
    doc: node.doc?.text ?? '',
    direction: node.direction,
    type: { kind: type.name.name, arguments: args },
    shape,
  };
}

function lowerLet(l: Lowering, node: ast.LetMember): LetDeclaration | undefined {
  const value = lower(l, node.value);
  return value === undefined ? undefined : { name: node.name.name, doc: node.doc?.text ?? '', value };
}

function lowerRequire(l: Lowering, node: ast.RequireMember): BlockDeclaration['requires'][number] | undefined {
  const condition = lower(l, node.condition);
  return condition === undefined ? undefined : { condition, message: node.message?.value ?? null };
}

/** `let`s may be written in any order; as data each comes after those it speaks of. */
function inDependencyOrder(lets: readonly LetDeclaration[]): readonly LetDeclaration[] {
  const byName = new Map(lets.map((each) => [each.name, each]));
  const ordered = new Set<LetDeclaration>();
  const visit = (each: LetDeclaration): void => {
    if (ordered.has(each)) return;
    for (const name of namesIn(each.value)) {
      const other = byName.get(name);
      // The checker has refused cycles.
      if (other !== undefined && other !== each) visit(other);
    }
    ordered.add(each);
  };
  for (const each of lets) visit(each);
  return [...ordered];
}

function namesIn(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case 'name':
      return [expr.name];
    case 'member':
      return namesIn(expr.object);
    case 'list':
      return expr.elements.flatMap(namesIn);
    case 'unary':
      return namesIn(expr.operand);
    case 'binary':
      return [...namesIn(expr.left), ...namesIn(expr.right)];
    case 'conditional':
      return [expr.condition, expr.then, expr.else].flatMap(namesIn);
    case 'call':
      return expr.arguments.flatMap(namesIn);
    default:
      return [];
  }
}

/** An expression of a declaration as a tree over its parameters, `let`s and clocks. */
function lower(l: Lowering, node: ast.Expression): Expr | undefined {
  const { e } = l;
  if (isBroken(e, node)) return undefined;
  switch (node.kind) {
    case 'ParenthesizedExpression':
      return lower(l, node.inner);
    case 'NameExpression':
      return lowerName(l, node);
    case 'ListExpression': {
      const elements = allOf(node.elements.map((element) => lower(l, element)));
      return elements === undefined ? undefined : { kind: 'list', elements };
    }
    case 'UnaryExpression': {
      if (belowZero(node) !== undefined) return literal(l, node);
      const operand = lower(l, node.operand);
      return operand === undefined ? undefined : { kind: 'unary', operator: node.operator, operand };
    }
    case 'BinaryExpression': {
      const [left, right] = [lower(l, node.left), lower(l, node.right)];
      return left === undefined || right === undefined
        ? undefined
        : { kind: 'binary', operator: node.operator, left, right };
    }
    case 'ConditionalExpression': {
      const [condition, then, other] = [lower(l, node.condition), lower(l, node.then), lower(l, node.else)];
      if (condition === undefined || then === undefined || other === undefined) return undefined;
      return { kind: 'conditional', condition, then, else: other };
    }
    case 'MemberExpression':
      return lowerMember(l, node);
    case 'CallExpression':
      return lowerCall(l, node);
    default:
      return literal(l, node);
  }
}

/** What speaks of nothing of the declaration is a value already. */
function literal({ e, component }: Lowering, node: ast.Expression): Expr | undefined {
  const value = evaluate(e, emptyScope(component.scope, emptyFrame()), node);
  return value === undefined ? undefined : { kind: 'literal', value };
}

function lowerName(l: Lowering, node: ast.NameExpression): Expr | undefined {
  const entity = l.e.program.facts.resolved.get(node);
  const argument = entity === undefined ? undefined : l.inlined.get(entity);
  if (argument !== undefined) return argument;
  if (entity?.kind === 'parameter' || entity?.kind === 'let') return { kind: 'name', name: entity.name };
  return literal(l, node);
}

function lowerMember(l: Lowering, node: ast.MemberExpression): Expr | undefined {
  const { facts } = l.e.program;
  const type = facts.checked.get(node.object)?.type;
  if (type?.kind === 'port') return lowerPortMember(l, node, type.entity.node);
  if (type?.kind === 'clock') {
    const clock = facts.resolved.get(node.object);
    return clock?.kind === 'clock' ? member({ kind: 'name', name: clock.name }, node.name.name) : undefined;
  }
  // `ns.name` of a module imported as a whole.
  if (type === undefined) return literal(l, node);
  const object = lower(l, node.object);
  return object === undefined ? undefined : member(object, node.name.name);
}

function member(object: Expr, name: string): Expr {
  return { kind: 'member', object, name };
}

function times(left: Expr, right: Expr): Expr {
  return { kind: 'binary', operator: '*', left, right };
}

/** `.width` of a port by its type's arguments; `.bandwidth` is that a cycle. */
function lowerPortMember(
  l: Lowering,
  node: ast.MemberExpression,
  port: ast.PortMember | ast.PassPortMember,
): Expr | undefined {
  const lowered = port.kind === 'PortMember' ? lowerPort(l, port) : undefined;
  const [first, second] = lowered?.type.arguments ?? [];
  if (lowered === undefined) return undefined;
  const bit: Expr = { kind: 'literal', value: { kind: 'quantity', value: 1, dimension: { b: 1 } } };
  const width = widthOf(lowered.type.kind, first, second, bit);
  if (width === undefined || node.name.name === 'width') return width;
  return times(width, member({ kind: 'name', name: 'clk' }, 'frequency'));
}

function widthOf(
  kind: PortType['kind'],
  first: Expr | undefined,
  second: Expr | undefined,
  bit: Expr,
): Expr | undefined {
  if (first === undefined) return undefined;
  switch (kind) {
    case 'stream':
    case 'memory':
      return second === undefined ? member(first, 'width') : times(second, member(first, 'width'));
    case 'axi':
    case 'wires':
      return times(first, bit);
    default:
      return undefined;
  }
}

function lowerCall(l: Lowering, node: ast.CallExpression): Expr | undefined {
  const entity = calledEntity(l.e, node);
  if (entity?.kind === 'function') return inline(l, node, entity);
  if (entity?.kind !== 'builtin') return undefined;
  const args = allOf(node.arguments.map((argument) => lower(l, argument.value)));
  return args === undefined ? undefined : { kind: 'call', function: entity.name, arguments: args };
}

/** A call of a declared function: its body, with the arguments in place of the parameters. */
function inline(l: Lowering, node: ast.CallExpression, entity: FunctionEntity): Expr | undefined {
  const given = argumentsOf(node, entity);
  const inlined = new Map<Entity, Expr>();
  const inner: Lowering = { ...l, inlined };
  for (const parameter of entity.parameters) {
    const argument = given.get(parameter.name);
    const source = argument ?? parameter.node.default;
    const value = source === undefined ? undefined : lower(argument === undefined ? inner : l, source);
    if (value === undefined) return undefined;
    inlined.set(parameter, value);
  }
  return lower(inner, entity.node.value);
}
