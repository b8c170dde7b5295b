import { measures, type Measure } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { exported, measureType, typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly } from './check-expression.js';
import { typeOf } from './check-types.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import { isInSystem, lookup, type ComponentEntity, type Entity, type Names, type PortEntity } from './entities.js';
import { didYouMean, listNames, replace } from './suggest.js';
import {
  bandwidth,
  early,
  frequency,
  information,
  int,
  typeText,
  unknown,
  unknownEarly,
  type Checked,
  type Type,
} from './types.js';

const dtypeMembers: ReadonlyMap<string, Type> = new Map([
  ['width', information],
  ['exponent_bits', int],
  ['mantissa_bits', int],
  ['bias', int],
]);
const clockMembers: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['frequency', frequency],
  ['period', { kind: 'quantity', dimension: { s: 1 } }],
]);
const portMembers: ReadonlyMap<string, Type> = new Map([
  ['width', information],
  ['bandwidth', bandwidth],
]);

/** Whether a name is that of a measure of an instance. */
export function isMeasure(name: string): name is Measure {
  return measures.some((measure) => measure === name);
}

/** Type of `object.name`. */
export function checkMember(checker: Checker, scope: Names, node: ast.MemberExpression): Checked {
  const space = node.object.kind === 'NameExpression' ? lookup(scope, node.object.name) : undefined;
  if (space?.kind === 'namespace') {
    note(checker, scope, node.object, space);
    const entity = exported(checker, scope, space, node.name);
    return entity === undefined ? unknownEarly : typeOfEntity(checker, scope, node, entity);
  }
  const object = checkExpression(checker, scope, node.object);
  if (node.name.name === '') return unknownEarly;
  switch (object.type.kind) {
    case 'unknown':
      return { type: unknown, late: object.late };
    case 'dtype':
      return fixedMember(checker, scope, node, dtypeMembers, object);
    case 'clock':
      return fixedMember(checker, scope, node, clockMembers, object);
    case 'port':
      if (node.name.name === 'bandwidth' && isInSystem(scope)) return noBandwidth(checker, scope, node);
      return many(fixedMember(checker, scope, node, portMembers, object), object.type.many);
    case 'instance':
      return instanceMember(checker, scope, node, object.type);
    case 'block':
      return blockMember(checker, scope, node, object.type);
    default:
      return noMember(checker, scope, node, typeText(object.type), []);
  }
}

/** A bandwidth is so much a cycle of a clock that a system does not know. */
function noBandwidth(checker: Checker, scope: Names, node: ast.MemberExpression): Checked {
  const help = 'let the design show it: "let bandwidth = serial.bandwidth;"';
  fault(checker, scope.file, node.name, 'E486', { what: 'the bandwidth of a port' }, { help });
  return unknownEarly;
}

function many(checked: Checked, several: boolean): Checked {
  return several && checked.type.kind !== 'unknown'
    ? { ...checked, type: { kind: 'list', element: checked.type } }
    : checked;
}

function noMember(
  checker: Checker,
  scope: Names,
  node: ast.MemberExpression,
  of: string,
  known: readonly string[],
): Checked {
  const extras = didYouMean(spanOf(scope.file, node.name), node.name.name, known);
  fault(checker, scope.file, node.name, 'E313', { name: node.name.name, of, known: listNames(known) }, extras);
  return unknownEarly;
}

function fixedMember(
  checker: Checker,
  scope: Names,
  node: ast.MemberExpression,
  members: ReadonlyMap<string, Type>,
  object: Checked,
): Checked {
  const type = members.get(node.name.name);
  if (type === undefined) return noMember(checker, scope, node, typeText(object.type), [...members.keys()]);
  return { type, late: object.late };
}

type Shown = Extract<Entity, { kind: 'parameter' | 'let' | 'port' }>;

function isShown(entity: Entity | undefined): entity is Shown {
  return entity?.kind === 'parameter' || entity?.kind === 'let' || entity?.kind === 'port';
}

/** What an instance shows: parameters, `let`s and ports of its component. */
export function shownMembers(component: ComponentEntity): ReadonlyMap<string, Shown> {
  const shown = new Map<string, Shown>();
  for (const [name, entity] of component.scope.names) if (isShown(entity)) shown.set(name, entity);
  return shown;
}

function instanceMember(
  checker: Checker,
  scope: Names,
  node: ast.MemberExpression,
  object: Extract<Type, { kind: 'instance' }>,
): Checked {
  const name = node.name.name;
  const named = object.component.scope.names.get(name);
  const entity = isShown(named) ? named : undefined;
  if (entity === undefined && !isMeasure(name)) {
    return noMember(checker, scope, node, object.component.name, [...shownMembers(object.component).keys()]);
  }
  if (object.rank > 0) {
    if (entity === undefined && !object.many) return { type: measureOf(checker, scope, node, name), late: true };
    return arrayWithoutIndex(checker, scope, node.object, object.rank);
  }
  if (entity === undefined) return many({ type: measureOf(checker, scope, node, name), late: true }, object.many);
  note(checker, scope, node.name, entity);
  if (entity.kind === 'port') return early({ kind: 'port', entity, many: object.many });
  // A component within itself: what a `let` of the inner one is follows from its declared type alone.
  if (entity.kind === 'let' && entity.node.type !== undefined && isWithin(checker, object.component)) {
    return many(early(typeOf(checker, entity.home, entity.node.type)), object.many);
  }
  return many(typeOfEntity(checker, scope, node, entity), object.many);
}

/** Whether a member of the component is being worked out. */
function isWithin(checker: Checker, component: ComponentEntity): boolean {
  return checker.running.some((entity) => {
    let names: Names | undefined = 'home' in entity ? entity.home : undefined;
    while (names !== undefined && names !== component.scope) names = names.parent;
    return names !== undefined;
  });
}

/** The measure that `name` is: of an array without index it is that of all elements together. */
function measureOf(checker: Checker, scope: Names, node: ast.MemberExpression, name: string): Type {
  if (!isMeasure(name)) return unknown;
  if (name !== 'peak') return measureType(name);
  fault(checker, scope.file, node.name, 'E217', { function: 'peak', name: 'dtype' }, { help: 'write peak(int8)' });
  return unknown;
}

/** Reports an array where one element or a choice of them is needed. */
export function arrayWithoutIndex(checker: Checker, scope: Names, object: ast.Expression, rank: number): Checked {
  const name =
    object.kind === 'NameExpression' ? object.name : object.kind === 'MemberExpression' ? object.name.name : 'this';
  const span = { file: scope.file, start: object.end, end: object.end };
  const all = `[${Array.from({ length: rank }, () => '*').join(', ')}]`;
  fault(checker, scope.file, object, 'E452', { name, all }, { fix: replace(span, all, 'take all elements', false) });
  return unknownEarly;
}

function blockMember(
  checker: Checker,
  scope: Names,
  node: ast.MemberExpression,
  object: Extract<Type, { kind: 'block' }>,
): Checked {
  if (object.rank > 0) return arrayWithoutIndex(checker, scope, node.object, object.rank);
  const visible = object.bodies.flatMap((body) =>
    [...body.names.values()].filter(
      (entity) => entity.kind === 'instance' || entity.kind === 'let' || entity.kind === 'label',
    ),
  );
  const entity = visible.find((each) => each.name === node.name.name);
  if (entity === undefined)
    return noMember(
      checker,
      scope,
      node,
      'this block',
      visible.map((each) => each.name),
    );
  note(checker, scope, node.name, entity);
  const checked = typeOfEntity(checker, scope, node, entity);
  const { type } = checked;
  if (!object.many) return checked;
  return type.kind === 'instance' || type.kind === 'block'
    ? { ...checked, type: { ...type, many: true } }
    : many(checked, true);
}

/** Type of `object[indices]`. */
export function checkIndex(checker: Checker, scope: Names, node: ast.IndexExpression): Checked {
  const object = checkExpression(checker, scope, node.object);
  let several = false;
  for (const index of node.indices) several = checkOneIndex(checker, scope, index) || several;
  const { type } = object;
  switch (type.kind) {
    case 'unknown':
      return object;
    case 'list':
      if (node.indices.length === 1) return { type: several ? type : type.element, late: object.late };
      fault(checker, scope.file, node, 'E413', { what: 'a list', expected: 1, found: node.indices.length });
      return { type: unknown, late: object.late };
    case 'instance':
    case 'block':
      if (!countFits(checker, scope, node, type.rank)) return unknownEarly;
      return early({ ...type, rank: 0, many: type.many || several });
    case 'port':
      return indexPort(checker, scope, node, type, several);
    default:
      fault(checker, scope.file, node, 'E219', { what: typeText(type) });
      return unknownEarly;
  }
}

function indexPort(
  checker: Checker,
  scope: Names,
  node: ast.IndexExpression,
  type: { kind: 'port'; entity: PortEntity; many: boolean },
  several: boolean,
): Checked {
  const { node: declaration } = type.entity;
  // How many indices a passed-on port takes shows only when it is elaborated.
  if (declaration.kind === 'PortMember' && !countFits(checker, scope, node, declaration.shape.length))
    return unknownEarly;
  return early({ ...type, many: type.many || several });
}

function countFits(checker: Checker, scope: Names, node: ast.IndexExpression, expected: number): boolean {
  const found = node.indices.length;
  if (found === expected) return true;
  const bare = node.object;
  const what =
    bare.kind === 'NameExpression'
      ? `"${bare.name}"`
      : bare.kind === 'MemberExpression'
        ? `"${bare.name.name}"`
        : 'this';
  fault(checker, scope.file, node, 'E413', { what, expected, found });
  return false;
}

/** Whether an index picks several elements. */
function checkOneIndex(checker: Checker, scope: Names, index: ast.Index): boolean {
  if (index.kind === 'Wildcard') return true;
  if (index.kind === 'Range') {
    expectEarly(checker, scope, index.from, int, 'an index');
    expectEarly(checker, scope, index.to, int, 'an index');
    return true;
  }
  expectEarly(checker, scope, index, int, 'an index');
  return false;
}
