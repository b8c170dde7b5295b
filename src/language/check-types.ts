import { namedDimensions, nearestUnits, parseUnit } from '../units/index.js';
import type * as ast from '../syntax/index.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import { lookup, visibleNames, type ComponentEntity, type Entity, type Names } from './entities.js';
import { didYouMean, replace } from './suggest.js';
import { int, real, unknown, type Type } from './types.js';

const simple: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['int', int],
  ['real', real],
  ['bool', { kind: 'bool' }],
  ['string', { kind: 'string' }],
  ['dtype', { kind: 'dtype' }],
  ...[...namedDimensions].map(([name, dimension]) => [name, { kind: 'quantity', dimension }] as const),
]);

/** The kinds of ports with the names of their arguments; `?` marks one that may be left out. */
export const portKinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['stream', ['element', 'count?']],
  ['memory', ['element', 'count', 'size']],
  ['axi', ['data', 'address']],
  ['axi_lite', []],
  ['commands', []],
  ['lanes', ['count']],
  ['link', []],
  ['wires', ['count']],
  ['interrupt', []],
]);

/** The type that a written type means; a wrong one is reported and unknown. Written down, so that each is reported once. */
export function typeOf(checker: Checker, scope: Names, node: ast.Type): Type {
  const before = checker.types.get(node) ?? checker.imported.get(scope.file)?.types.get(node);
  if (before !== undefined) return before;
  const type = readType(checker, scope, node);
  checker.types.set(node, type);
  return type;
}

function readType(checker: Checker, scope: Names, node: ast.Type): Type {
  switch (node.kind) {
    case 'ErrorType':
      return unknown;
    case 'ListType':
      return { kind: 'list', element: typeOf(checker, scope, node.element) };
    case 'UnitType':
      return unitType(checker, scope, node);
    case 'NamedType':
      return namedType(checker, scope, node);
  }
}

function unitType(checker: Checker, scope: Names, node: ast.UnitType): Type {
  const unit = parseUnit(node.unit);
  if (unit !== undefined) return { kind: 'quantity', dimension: unit.dimension };
  // An empty unit is one that the parser has reported.
  if (node.unit !== '') {
    const [meant] = nearestUnits(node.unit);
    const span = spanOf(scope.file, node);
    const extras =
      meant === undefined
        ? {}
        : { help: `did you mean {${meant}}?`, fix: replace(span, `{${meant}}`, `replace by {${meant}}`, false) };
    fault(checker, scope.file, node, 'E208', { name: `{${node.unit}}` }, extras);
  }
  return unknown;
}

function namedType(checker: Checker, scope: Names, node: ast.NamedType): Type {
  const { file } = scope;
  const name = node.name.name;
  if (name === '') return unknown;
  const plain = node.namespace === undefined ? simple.get(name) : undefined;
  const entity = plain === undefined ? typeEntity(checker, scope, node) : undefined;
  if (entity === 'reported' || entity?.kind === 'broken') return unknown;
  if (plain === undefined && entity?.kind !== 'enum' && !isInterface(entity)) {
    if (portKinds.has(name)) fault(checker, file, node, 'E222', { type: name });
    else if (entity !== undefined)
      fault(
        checker,
        file,
        node.name,
        'E208',
        { name },
        { help: 'a type is an enum, an interface, a unit in braces or one of the built-in types' },
      );
    else fault(checker, file, node.name, 'E208', { name }, didYouMean(spanOf(file, node.name), name, typeNames(scope)));
    return unknown;
  }
  if (node.arguments.length > 0) {
    fault(checker, file, node, 'E209', { type: name, expected: 'no arguments', found: node.arguments.length });
    return unknown;
  }
  if (isInterface(entity)) return { kind: 'component', interface: entity };
  return plain ?? (entity?.kind === 'enum' ? { kind: 'enum', entity } : unknown);
}

function isInterface(entity: Entity | undefined): entity is ComponentEntity {
  return entity?.kind === 'component' && entity.node.flavour === 'interface';
}

function typeEntity(checker: Checker, scope: Names, node: ast.NamedType): Entity | 'reported' | undefined {
  if (node.namespace === undefined) {
    const entity = lookup(scope, node.name.name);
    if (entity !== undefined) note(checker, scope, node.name, entity);
    return entity;
  }
  const space = lookup(scope, node.namespace.name);
  if (space?.kind === 'broken') return 'reported';
  if (space?.kind !== 'namespace') {
    fault(checker, scope.file, node.namespace, 'E201', { name: node.namespace.name });
    return 'reported';
  }
  note(checker, scope, node.namespace, space);
  const entity = space.exports.get(node.name.name);
  if (entity !== undefined) {
    note(checker, scope, node.name, entity);
    return entity;
  }
  const extras = didYouMean(spanOf(scope.file, node.name), node.name.name, space.exports.keys());
  fault(checker, scope.file, node.name, 'E203', { module: space.name, name: node.name.name }, extras);
  return 'reported';
}

function typeNames(scope: Names): string[] {
  const declared = [...visibleNames(scope)].filter((name) => {
    const entity = lookup(scope, name);
    return entity?.kind === 'enum' || isInterface(entity);
  });
  return [...simple.keys(), ...declared];
}
