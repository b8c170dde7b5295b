import type * as ast from '../syntax/index.js';
import { checkAddressMap } from './check-address-map.js';
import { typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly, expectType } from './check-expression.js';
import { checkInstance, checkMedium } from './check-instance.js';
import { portKinds, typeOf } from './check-types.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import { lookup, type Names } from './entities.js';
import { resetEnum } from './prelude.js';
import { didYouMean, listLikely, listNames } from './suggest.js';
import { bool, frequency, information, int, isValueType, typeText, unknown, type Type } from './types.js';

/** Where members stand. */
export interface Place {
  readonly flavour: ast.ComponentDeclaration['flavour'];
  /** Within a loop or a branch. */
  readonly nested: boolean;
}

/** Checks the members of a component, loop or branch. */
export function checkBody(checker: Checker, scope: Names, members: readonly ast.Member[], place: Place): void {
  onlyOneMap(checker, scope, members);
  for (const member of members) {
    if (belongs(checker, scope, member, place)) checkMemberOfBody(checker, scope, member, place);
  }
}

/** All addresses of a component stand in one map. */
function onlyOneMap(checker: Checker, scope: Names, members: readonly ast.Member[]): void {
  const [first, ...others] = members.filter((member) => member.kind === 'AddressMapMember');
  for (const each of others) {
    const related = first === undefined ? [] : [{ origin: spanOf(scope.file, first), message: 'the first one' }];
    const texts = { member: 'a second address map', place: 'one component' };
    fault(checker, scope.file, each, 'E221', texts, { related, help: 'put all entries into one' });
  }
}

const memberTexts: Readonly<Record<Exclude<ast.Member['kind'], 'ErrorMember'>, string>> = {
  PortMember: 'a port',
  PassPortMember: 'a port',
  ProcessMember: 'a process',
  ClockMember: 'a clock with a frequency',
  ClockInMember: 'a "clock in"',
  InstanceMember: 'an instance',
  ConnectMember: 'a connection',
  UnusedMember: 'an unused port',
  AddressMapMember: 'an address map',
  LetMember: 'a let',
  LetSignature: 'a let without a value',
  RequireMember: 'a requirement',
  SettingStatement: 'a setting',
  ForMember: 'a loop',
  IfMember: 'a branch',
};

const placeTexts = {
  component: 'a component',
  extern: 'an extern component',
  design: 'a design',
  system: 'a system',
  interface: 'an interface',
} as const;

/** Whether a member may stand there; reports one that may not. */
function belongs(checker: Checker, scope: Names, member: ast.Member, place: Place): boolean {
  if (member.kind === 'ErrorMember') return false;
  if (allowed(member.kind, place)) return true;
  fault(checker, scope.file, member, 'E221', {
    member: memberTexts[member.kind],
    place: place.nested ? 'a loop or branch' : placeTexts[place.flavour],
  });
  return false;
}

function allowed(kind: ast.Member['kind'], place: Place): boolean {
  if (place.flavour === 'interface') return interfaceMembers.has(kind);
  switch (kind) {
    case 'ProcessMember':
    case 'ClockMember':
      return place.flavour === 'design' && !place.nested;
    case 'ClockInMember':
      return (place.flavour === 'component' || place.flavour === 'extern') && !place.nested;
    case 'PortMember':
      return !place.nested;
    case 'AddressMapMember':
      return (place.flavour === 'component' || place.flavour === 'design') && !place.nested;
    case 'SettingStatement':
      return place.flavour === 'extern' && !place.nested;
    case 'PassPortMember':
      return place.flavour !== 'extern' && !place.nested;
    case 'InstanceMember':
    case 'ConnectMember':
    case 'UnusedMember':
    case 'ForMember':
    case 'IfMember':
      return place.flavour !== 'extern';
    default:
      return true;
  }
}

const interfaceMembers: ReadonlySet<ast.Member['kind']> = new Set([
  'PortMember',
  'ClockInMember',
  'LetSignature',
] as const);

function checkMemberOfBody(checker: Checker, scope: Names, member: ast.Member, place: Place): void {
  switch (member.kind) {
    case 'PortMember':
      checkPort(checker, scope, member);
      return;
    case 'PassPortMember':
      expectPort(checker, scope, member.target);
      return;
    case 'ProcessMember':
      checkProcess(checker, scope, member);
      return;
    case 'ClockMember':
      expectEarly(checker, scope, member.frequency, frequency, 'the frequency of a clock');
      checkSettings(
        checker,
        scope,
        `clock ${member.name.name}`,
        member.arguments,
        new Map([['reset', { kind: 'enum', entity: resetEnum }]]),
      );
      return;
    case 'InstanceMember':
      checkInstance(checker, scope, member);
      return;
    case 'ConnectMember':
      expectPort(checker, scope, member.left);
      expectPort(checker, scope, member.right);
      if (member.medium !== undefined) checkVia(checker, scope, member, member.medium, place);
      return;
    case 'UnusedMember':
      expectPort(checker, scope, member.port);
      return;
    case 'AddressMapMember':
      checkAddressMap(checker, scope, member);
      return;
    case 'LetSignature':
      checkSignature(checker, scope, member);
      return;
    case 'LetMember':
      checkLet(checker, scope, member, place);
      return;
    case 'RequireMember': {
      const { late } = expectType(checker, scope, member.condition, bool, 'a requirement');
      if (late && place.flavour === 'extern')
        fault(checker, scope.file, member.condition, 'E212', { what: 'a requirement of an extern component' });
      return;
    }
    case 'ForMember':
      checkLoop(checker, scope, member, place);
      return;
    case 'IfMember':
      expectEarly(checker, scope, member.condition, bool, 'the condition of a branch');
      for (const body of [member.then, member.else ?? []]) checkNested(checker, body, place);
      return;
    default:
      return;
  }
}

/** Checks what a link runs through; what joins no link has no medium. */
function checkVia(checker: Checker, scope: Names, member: ast.ConnectMember, medium: ast.Medium, place: Place): void {
  if (place.flavour !== 'system') {
    const help = 'on a chip wires run everywhere: leave "via" out';
    fault(checker, scope.file, medium, 'E484', { why: `this is ${placeTexts[place.flavour]}` }, { help });
  } else if (member.operator === '->') {
    fault(checker, scope.file, medium, 'E484', {
      why: '"->" joins a source and a sink, and links are joined with "<->"',
    });
  } else checkMedium(checker, scope, medium);
}

function checkNested(checker: Checker, members: readonly ast.Member[], place: Place): void {
  const names = checker.bodies.get(members);
  if (names !== undefined) checkBody(checker, names, members, { ...place, nested: true });
}

function checkLoop(checker: Checker, scope: Names, member: ast.ForMember, place: Place): void {
  if (member.over.kind === 'Range') {
    expectEarly(checker, scope, member.over.from, int, 'the start of a loop');
    expectEarly(checker, scope, member.over.to, int, 'the end of a loop');
  }
  const variable = checker.bodies.get(member.body)?.names.get(member.variable.name);
  if (variable?.kind === 'loop') typeOfEntity(checker, scope, member.variable, variable);
  checkNested(checker, member.body, place);
}

/** What an interface asks for is a value. */
function checkSignature(checker: Checker, scope: Names, member: ast.LetSignature): void {
  const type = typeOf(checker, scope, member.type);
  if (isValueType(type)) return;
  fault(checker, scope.file, member.type, 'E302', { what: 'this', expected: 'a value', found: typeText(type) });
}

function checkLet(checker: Checker, scope: Names, member: ast.LetMember, place: Place): void {
  const entity = scope.names.get(member.name.name);
  if (entity?.kind !== 'let' || entity.node !== member) {
    // A second one of that name: its value is checked all the same.
    checkExpression(checker, scope, member.value);
    return;
  }
  const { late } = typeOfEntity(checker, scope, member.name, entity);
  if (late && place.flavour === 'extern')
    fault(checker, scope.file, member.value, 'E212', { what: 'a let of an extern component' });
}

/** Checks that an expression is a port, or several. */
function expectPort(checker: Checker, scope: Names, node: ast.Expression): void {
  const { type } = checkExpression(checker, scope, node);
  if (type.kind === 'unknown' || type.kind === 'port') return;
  const help = type.kind === 'instance' ? `its ports are ${listNames(portNames(type))}` : undefined;
  fault(
    checker,
    scope.file,
    node,
    'E451',
    { what: `this is ${typeText(type)}: it` },
    help === undefined ? {} : { help },
  );
}

function portNames(type: Extract<Type, { kind: 'instance' }>): readonly string[] {
  return [...type.component.scope.names.values()].flatMap((entity) => (entity.kind === 'port' ? [entity.name] : []));
}

/** Checks a port's type and its arguments. */
function checkPort(checker: Checker, scope: Names, member: ast.PortMember): void {
  const { type } = member;
  for (const extent of member.shape) expectEarly(checker, scope, extent, int, 'a number of ports');
  if (type.kind === 'ErrorType') return;
  if (type.kind !== 'NamedType' || type.namespace !== undefined || !portKinds.has(type.name.name)) {
    const name = type.kind === 'NamedType' ? type.name.name : type.kind === 'UnitType' ? `{${type.unit}}` : '[ ]';
    if (name === '') return;
    fault(
      checker,
      scope.file,
      type,
      'E223',
      { type: name },
      {
        help: `port types are ${listNames([...portKinds.keys()])}`,
        ...didYouMean(spanOf(scope.file, type), name, portKinds.keys()),
      },
    );
    return;
  }
  const expected = portKinds.get(type.name.name) ?? [];
  const least = expected.filter((name) => !name.endsWith('?')).length;
  const found = type.arguments.length;
  if (found < least || found > expected.length) {
    fault(checker, scope.file, type, 'E209', { type: type.name.name, expected: argumentsText(expected), found });
    return;
  }
  for (const [index, argument] of type.arguments.entries()) {
    const name = (expected[index] ?? '').replace('?', '');
    expectEarly(checker, scope, argument, argumentType(name), `the ${name} of a ${type.name.name} port`);
  }
}

function argumentsText(expected: readonly string[]): string {
  return expected.length === 0 ? 'no arguments' : `<${expected.join(', ').replaceAll('?', ' (1 if left out)')}>`;
}

function argumentType(name: string): Type {
  if (name === 'element') return { kind: 'dtype' };
  return name === 'size' ? information : int;
}

function checkProcess(checker: Checker, scope: Names, member: ast.ProcessMember): void {
  const type = expectEarly(checker, scope, member.process, undefined, 'a process');
  if (type.kind !== 'unknown' && !(type.kind === 'enum' && type.entity.name === 'Process')) {
    fault(checker, scope.file, member.process, 'E302', {
      what: 'a process',
      expected: 'one of std/process',
      found: typeText(type),
    });
  }
  checkSettings(
    checker,
    scope,
    'a process',
    member.arguments,
    new Map([['voltage', { kind: 'quantity', dimension: { s: -1, J: 1, A: -1 } }]]),
  );
}

/** Checks `{ name: value }` of a process or clock against the closed list of names. */
export function checkSettings(
  checker: Checker,
  scope: Names,
  owner: string,
  args: readonly Pick<ast.Argument, 'name' | 'value' | 'start' | 'end'>[],
  known: ReadonlyMap<string, Type>,
): void {
  const given = new Set<string>();
  for (const argument of args) {
    const { name } = argument.name;
    const type = known.get(name);
    if (type === undefined && name !== '') {
      fault(
        checker,
        scope.file,
        argument.name,
        'E400',
        { component: owner, name, known: listLikely(name, [...known.keys()]) },
        didYouMean(spanOf(scope.file, argument.name), name, known.keys()),
      );
    } else if (given.has(name)) {
      fault(checker, scope.file, argument.name, 'E216', { name });
    } else {
      expectEarly(checker, scope, argument.value, type ?? unknown, `"${name}"`);
    }
    given.add(name);
  }
}

/** The clock that a name means in `scope`; what is none is reported. */
export function clockNamed(checker: Checker, scope: Names, at: ast.Identifier): boolean {
  const entity = lookup(scope, at.name);
  if (entity?.kind === 'clock') {
    note(checker, scope, at, entity);
    return true;
  }
  if (at.name === '') return false;
  const clocks: string[] = [];
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent) {
    for (const each of names.names.values()) if (each.kind === 'clock') clocks.push(each.name);
  }
  fault(
    checker,
    scope.file,
    at,
    'E427',
    { name: at.name, of: 'this component', known: listNames(clocks) },
    didYouMean(spanOf(scope.file, at), at.name, clocks),
  );
  return false;
}
