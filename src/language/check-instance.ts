import type * as ast from '../syntax/index.js';
import { boundBefore, clocksOf } from './check-bound.js';
import { clockNamed } from './check-body.js';
import { componentOf, typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly } from './check-expression.js';
import { expectComponent } from './check-interface.js';
import { typeOf } from './check-types.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import {
  describeEntity,
  isInSystem,
  type AliasEntity,
  type ComponentEntity,
  type Names,
  type ParameterEntity,
} from './entities.js';
import { didYouMean, listLikely, listNames } from './suggest.js';
import { int, typeText } from './types.js';

/** Checks an instance: its component, shape, clocks and arguments. */
export function checkInstance(checker: Checker, scope: Names, member: ast.InstanceMember): void {
  for (const extent of member.shape) expectEarly(checker, scope, extent, int, 'the size of an array');
  const entity = scope.names.get(member.name.name);
  const own = entity?.kind === 'instance' && entity.node === member ? entity : undefined;
  const type = own === undefined ? undefined : typeOfEntity(checker, scope, member.name, own).type;
  const component =
    type?.kind === 'instance'
      ? type.component
      : own === undefined
        ? componentOf(checker, scope, member.component)
        : undefined;
  if (!isInSystem(scope)) for (const { clock } of member.clocks) clockNamed(checker, scope, clock);
  if (component === undefined) {
    for (const argument of member.arguments) checkLoose(checker, scope, argument.value);
    return;
  }
  checkArguments(checker, scope, member, component);
  checkClocks(checker, scope, member, component);
}

/** Checks an expression of which nobody knows what it is for: `.case` says nothing there. */
function checkLoose(checker: Checker, scope: Names, value: ast.Expression): void {
  if (value.kind !== 'CaseExpression' && value.kind !== 'ListExpression') checkExpression(checker, scope, value);
}

/** Checks an alias: its component, and the arguments that it binds. What it leaves open its user gives. */
export function checkAlias(checker: Checker, entity: AliasEntity): void {
  const { node, scope } = entity;
  const component = componentOf(checker, scope, node.component);
  if (component !== undefined) checkArguments(checker, scope, node, component);
  else for (const argument of node.arguments) checkLoose(checker, scope, argument.value);
}

/** Checks the medium of a connection: an extern component without ports, with its arguments. */
export function checkMedium(checker: Checker, scope: Names, medium: ast.Medium): void {
  const component = componentOf(checker, scope, medium.component);
  if (component === undefined) {
    for (const argument of medium.arguments) checkLoose(checker, scope, argument.value);
    return;
  }
  const port = component.node.members.find(({ kind }) => kind === 'PortMember' || kind === 'PassPortMember');
  if (component.node.flavour === 'extern' && port === undefined) {
    checkArguments(checker, scope, medium, component);
    return;
  }
  const isExtern = component.node.flavour === 'extern';
  const why = isExtern ? 'it has ports' : `it is ${describeEntity(component)}`;
  const help = isExtern
    ? 'it is a part between two links: make an instance of it, and join each of its ports'
    : 'a medium is an extern component without ports: "extern component Cable(length: length) { }"';
  fault(checker, scope.file, medium.component, 'E485', { name: component.name, why }, { help });
}

type WithArguments = ast.InstanceMember | ast.AliasDeclaration | ast.Medium;

function checkArguments(checker: Checker, scope: Names, member: WithArguments, component: ComponentEntity): void {
  const given = new Map(boundBefore(checker, member.component));
  let misnamed = false;
  for (const argument of member.arguments) {
    const { name } = argument.name;
    const parameter = component.parameters.findLast((each) => each.name === name);
    const before = given.get(name);
    if (parameter === undefined) {
      misnamed = true;
      unknownArgument(checker, scope, argument, component);
      continue;
    }
    if (before !== undefined) {
      const related = [{ origin: before, message: 'first given here' }];
      fault(checker, scope.file, argument.name, 'E216', { name }, { related });
    }
    given.set(name, spanOf(scope.file, argument));
    note(checker, scope, argument.name, parameter);
    const type = typeOf(checker, parameter.home, parameter.node.type);
    if (type.kind === 'component') expectComponent(checker, scope, argument.value, type, isInSystem(parameter.home));
    else expectEarly(checker, scope, argument.value, type, `"${name}" of ${component.name}`);
  }
  // A misspelt argument is likely the one that is missing: one diagnostic is enough.
  if (misnamed || member.kind === 'AliasDeclaration') return;
  for (const parameter of component.parameters) {
    if (!given.has(parameter.name) && parameter.node.default === undefined)
      missingArgument(checker, scope, member, component, parameter);
  }
}

function unknownArgument(checker: Checker, scope: Names, argument: ast.Argument, component: ComponentEntity): void {
  const { name } = argument.name;
  if (!argument.short) checkLoose(checker, scope, argument.value);
  if (name === '') return;
  const known = component.parameters.map((parameter) => parameter.name);
  const extras = didYouMean(spanOf(scope.file, argument.name), name, known);
  fault(
    checker,
    scope.file,
    argument.name,
    'E400',
    { component: component.name, name, known: listLikely(name, known) },
    extras,
  );
}

function missingArgument(
  checker: Checker,
  scope: Names,
  member: ast.InstanceMember | ast.Medium,
  component: ComponentEntity,
  parameter: ParameterEntity,
): void {
  const type = typeText(typeOf(checker, parameter.home, parameter.node.type));
  const related = [{ origin: spanOf(parameter.file, parameter.at), message: 'the parameter is declared here' }];
  fault(
    checker,
    scope.file,
    member.component,
    'E401',
    { component: component.name, name: parameter.name, type },
    { related },
  );
}

/** In a system nothing is clocked from outside. */
function noClocks(checker: Checker, scope: Names, member: ast.InstanceMember, known: readonly string[]): void {
  const [binding] = member.clocks;
  const help = 'what stands in a system has clocks of its own';
  const taken = known.find((clock) => clock !== 'clk');
  if (binding !== undefined) fault(checker, scope.file, binding, 'E486', { what: '"@"' }, { help });
  else if (taken !== undefined) {
    const what = `"${member.name.name}", by its "clock in ${taken}",`;
    fault(checker, scope.file, member.component, 'E486', { what }, { help });
  }
}

function checkClocks(checker: Checker, scope: Names, member: ast.InstanceMember, component: ComponentEntity): void {
  const known = clocksOf(component);
  if (isInSystem(scope)) return noClocks(checker, scope, member, known);
  const given = new Set<string>();
  for (const binding of member.clocks) {
    const name = binding.name?.name ?? 'clk';
    if (name === '') continue;
    const at = binding.name ?? binding;
    if (!known.includes(name)) {
      fault(
        checker,
        scope.file,
        at,
        'E427',
        { name, of: component.name, known: listNames(known) },
        didYouMean(spanOf(scope.file, at), name, known),
      );
    } else if (given.has(name)) {
      fault(checker, scope.file, at, 'E429', { instance: member.name.name, clock: name });
    }
    given.add(name);
  }
  for (const clock of known) {
    if (clock === 'clk' || given.has(clock)) continue;
    fault(
      checker,
      scope.file,
      member.name,
      'E428',
      { instance: member.name.name, clock },
      { help: `write "@ (${clock}: ...)" after the component` },
    );
  }
}
