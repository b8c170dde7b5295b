import type * as ast from '../syntax/index.js';
import { clockNamed } from './check-body.js';
import { componentOf, typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly } from './check-expression.js';
import { typeOf } from './check-types.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { ComponentEntity, Names, ParameterEntity } from './entities.js';
import { didYouMean, listNames } from './suggest.js';
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
  for (const { clock } of member.clocks) clockNamed(checker, scope, clock);
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

function checkArguments(checker: Checker, scope: Names, member: ast.InstanceMember, component: ComponentEntity): void {
  const parameters = new Map(component.parameters.map((parameter) => [parameter.name, parameter]));
  const given = new Map<string, ast.Argument>();
  let misnamed = false;
  for (const argument of member.arguments) {
    const { name } = argument.name;
    const parameter = parameters.get(name);
    const before = given.get(name);
    if (parameter === undefined) {
      misnamed = true;
      unknownArgument(checker, scope, argument, component);
      continue;
    }
    if (before !== undefined) {
      const related = [{ origin: spanOf(scope.file, before), message: 'first given here' }];
      fault(checker, scope.file, argument.name, 'E216', { name }, { related });
    }
    given.set(name, argument);
    note(checker, scope, argument.name, parameter);
    expectEarly(
      checker,
      scope,
      argument.value,
      typeOf(checker, parameter.home, parameter.node.type),
      `"${name}" of ${component.name}`,
    );
  }
  // A misspelt argument is likely the one that is missing: one diagnostic is enough.
  if (misnamed) return;
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
    { component: component.name, name, known: listNames(known) },
    extras,
  );
}

function missingArgument(
  checker: Checker,
  scope: Names,
  member: ast.InstanceMember,
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

/** The clocks that a component takes from its user. */
export function clocksOf(component: ComponentEntity): readonly string[] {
  const declared = component.node.members.flatMap((member) =>
    member.kind === 'ClockInMember' ? [member.name.name] : [],
  );
  return declared.includes('clk') ? declared : ['clk', ...declared];
}

function checkClocks(checker: Checker, scope: Names, member: ast.InstanceMember, component: ComponentEntity): void {
  const known = clocksOf(component);
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
