import type * as ast from '../syntax/index.js';
import { checkBody, type Place } from './check-body.js';
import { functionResult } from './check-calls.js';
import { typeOfEntity } from './check-entities.js';
import { checkAlias } from './check-instance.js';
import { checkExternal } from './check-external.js';
import { checkExplore } from './check-explore.js';
import { checkMapping } from './check-mapping.js';
import { expectComponent } from './check-interface.js';
import { expectEarly } from './check-expression.js';
import { typeOf } from './check-types.js';
import { checkWorkload } from './check-workload.js';
import { fault, nearSyntaxError, type Checker } from './checker.js';
import { isInSystem, type ComponentEntity, type Entity, type Names, type ParameterEntity } from './entities.js';
import { isValueType, numericDimension, typeText, type Type } from './types.js';
import { visitExpressions } from './walk.js';

/** Checks a declaration of a file, used or not. */
export function checkDeclaration(checker: Checker, entity: Entity): void {
  switch (entity.kind) {
    case 'const':
      typeOfEntity(checker, entity.scope, entity.node.name, entity);
      return;
    case 'function':
      checkParameters(checker, entity.scope, entity.parameters);
      functionResult(checker, entity.scope, entity.node.name, entity);
      return;
    case 'component':
      checkComponent(checker, entity);
      return;
    case 'alias':
      checkAlias(checker, entity);
      return;
    case 'mapping':
      checkMapping(checker, entity);
      return;
    case 'explore':
      checkExplore(checker, entity);
      return;
    case 'workload':
      checkParameters(checker, entity.scope, entity.parameters);
      checkDefaults(checker, entity.scope, entity.parameters, `workload ${entity.name}`);
      checkWorkload(checker, entity);
      return;
    default:
      return;
  }
}

function checkComponent(checker: Checker, entity: ComponentEntity): void {
  const { node, scope } = entity;
  const takesComponents = ['component', 'design', 'system'].includes(node.flavour);
  checkParameters(checker, scope, entity.parameters, takesComponents);
  if (node.flavour === 'design') {
    checkDefaults(checker, scope, entity.parameters, `design ${entity.name}`);
    checkDesign(checker, scope, node);
  }
  const place: Place = { flavour: node.flavour, nested: false };
  checkBody(checker, scope, node.members, place);
  if (node.flavour === 'extern') checkExternal(checker, entity);
}

/** A design names one process and at least one clock. */
function checkDesign(checker: Checker, scope: Names, node: ast.ComponentDeclaration): void {
  const processes = node.members.filter((member) => member.kind === 'ProcessMember');
  const errors =
    node.members.some((member) => member.kind === 'ErrorMember') || nearSyntaxError(checker, scope.file, headOf(node));
  const [, second] = processes;
  if (second !== undefined)
    fault(checker, scope.file, second, 'E221', { member: 'a second process', place: 'a design' });
  // What could not be read may have been what is missing.
  if (errors) return;
  if (processes.length === 0) {
    const help = 'write "process tsmc_n7;" and import { tsmc_n7 } from "std/process"';
    fault(checker, scope.file, node.name, 'E455', { design: node.name.name }, { help });
  }
  if (!node.members.some((member) => member.kind === 'ClockMember')) {
    fault(checker, scope.file, node.name, 'E456', { design: node.name.name }, { help: 'write "clock main = 1 GHz;"' });
  }
}

/** A design up to its body. */
function headOf(node: ast.ComponentDeclaration): ast.NodeBase {
  return { start: node.start, end: node.members[0]?.start ?? node.end };
}

function checkDefaults(checker: Checker, scope: Names, parameters: readonly ParameterEntity[], owner: string): void {
  for (const { node, name } of parameters) {
    if (node.default === undefined && name !== '' && !nearSyntaxError(checker, scope.file, node))
      fault(checker, scope.file, node.name, 'E218', { name, owner });
  }
}

/** Checks parameters; `components` says whether one may be a component. */
function checkParameters(
  checker: Checker,
  scope: Names,
  parameters: readonly ParameterEntity[],
  components = false,
): void {
  for (const parameter of parameters) {
    const { node, name } = parameter;
    const type = typeOf(checker, scope, node.type);
    if (type.kind === 'component' && components) {
      checkComponentParameter(checker, scope, parameter, type);
      continue;
    }
    if (!isValueType(type))
      fault(checker, scope.file, node.type, 'E302', {
        what: 'a parameter',
        expected: 'a value',
        found: typeText(type),
      });
    if (node.bounds !== undefined) {
      if (type.kind !== 'unknown' && numericDimension(type) === undefined) {
        fault(checker, scope.file, node.bounds, 'E302', {
          what: 'a parameter with bounds',
          expected: 'a number',
          found: typeText(type),
        });
      }
      if (
        !node.bounds.inclusive &&
        type.kind !== 'unknown' &&
        type.kind !== 'int' &&
        numericDimension(type) !== undefined
      ) {
        fault(
          checker,
          scope.file,
          node.bounds,
          'E302',
          { what: 'a parameter with an open range', expected: 'int', found: typeText(type) },
          { help: 'write "..="' },
        );
      }
      const numeric = type.kind === 'unknown' || numericDimension(type) !== undefined;
      for (const bound of numeric ? [node.bounds.from, node.bounds.to] : []) {
        expectEarly(checker, scope, bound, type, `a bound of "${name}"`);
        onlyEarlierParameters(checker, scope, parameter, bound);
      }
    }
    if (node.default !== undefined) {
      expectEarly(checker, scope, node.default, type, `the default of "${name}"`);
      onlyEarlierParameters(checker, scope, parameter, node.default);
    }
  }
}

function checkComponentParameter(
  checker: Checker,
  scope: Names,
  parameter: ParameterEntity,
  type: Extract<Type, { kind: 'component' }>,
): void {
  const { bounds, default: initial } = parameter.node;
  if (bounds !== undefined) {
    const what = 'a parameter with bounds';
    fault(checker, scope.file, bounds, 'E302', { what, expected: 'a number', found: typeText(type) });
  }
  if (initial === undefined) return;
  expectComponent(checker, scope, initial, type, isInSystem(scope));
  onlyEarlierParameters(checker, scope, parameter, initial);
}

/** Bounds and defaults speak of earlier parameters and of what the file declares, not of the body. */
function onlyEarlierParameters(
  checker: Checker,
  scope: Names,
  parameter: ParameterEntity,
  expression: ast.Expression,
): void {
  visitExpressions(expression, (each) => {
    if (each.kind !== 'NameExpression') return;
    const entity = checker.resolved.get(each);
    if (entity === undefined || !('home' in entity) || entity.home !== scope) return;
    if (entity.kind === 'parameter' && entity.index < parameter.index) return;
    fault(checker, scope.file, each, 'E224', { name: parameter.name, other: entity.name });
  });
}
