import type * as ast from '../syntax/index.js';
import { componentOf, namespaceMember } from './check-entities.js';
import { checkExpression, expectEarly, expectType } from './check-expression.js';
import { typeOf } from './check-types.js';
import { fault, note, resolve, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import {
  describeEntity,
  lookup,
  type ComponentEntity,
  type Entity,
  type ExploreEntity,
  type Names,
  type ParameterEntity,
  type WorkloadEntity,
} from './entities.js';
import { didYouMean, listLikely } from './suggest.js';
import { bool, numericDimension, real, typeText } from './types.js';

/** Checks a search: its design, what it sweeps, its goals and its conditions. They speak of the design's own names. */
export function checkExplore(checker: Checker, entity: ExploreEntity): void {
  const { node, scope } = entity;
  const design = designOf(checker, scope, node.design);
  if (design === undefined) return;
  const inside: Names = { file: scope.file, names: new Map(design.scope.names), parent: scope, nameless: false };
  const swept = new Map<string, ast.Expression>();
  for (const statement of node.statements) {
    switch (statement.kind) {
      case 'SweepStatement':
        checkSweep(checker, inside, statement, swept);
        break;
      case 'GoalStatement': {
        const { type } = checkExpression(checker, inside, statement.value);
        if (type.kind !== 'unknown' && numericDimension(type) === undefined)
          fault(checker, scope.file, statement.value, 'E302', {
            what: `what is ${statement.goal}d`,
            expected: 'a number',
            found: typeText(type),
          });
        break;
      }
      case 'SubjectStatement':
        expectType(checker, inside, statement.condition, bool, 'a condition');
        break;
      default:
        break;
    }
  }
}

/** The design that `explore` or `mapping` names; what is none is reported. */
export function designOf(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
  what = 'what is explored',
): ComponentEntity | undefined {
  const entity =
    node.kind === 'NameExpression'
      ? resolve(checker, scope, node, node.name)
      : node.kind === 'MemberExpression'
        ? namespaceMember(checker, scope, node)
        : undefined;
  if (entity === undefined || entity.kind === 'broken') return undefined;
  if (entity.kind === 'component' && entity.node.flavour === 'design') return entity;
  fault(checker, scope.file, node, 'E302', { what, expected: 'a design', found: describeEntity(entity) });
  return undefined;
}

function checkSweep(
  checker: Checker,
  scope: Names,
  statement: ast.SweepStatement,
  swept: Map<string, ast.Expression>,
): void {
  const { path, values, step } = statement;
  const parameter = parameterAt(checker, scope, path);
  if (parameter === undefined) return;
  const text = pathText(path);
  const before = swept.get(text);
  if (before !== undefined) {
    const related = [{ origin: spanOf(scope.file, before), message: 'first swept here' }];
    fault(checker, scope.file, path, 'E216', { name: text }, { related });
  }
  swept.set(text, path);
  const type = typeOf(checker, parameter.home, parameter.node.type);
  if (type.kind === 'component') return noSweep(checker, scope, path, 'a component');
  const what = `"${text}"`;
  if (values.kind !== 'Range') {
    expectEarly(checker, scope, values, { kind: 'list', element: type }, `what ${what} runs over`);
    return;
  }
  if (type.kind !== 'unknown' && numericDimension(type) === undefined) {
    const help = 'write its values as a list: "in [a, b]"';
    fault(
      checker,
      scope.file,
      values,
      'E302',
      { what: `a range of ${what}`, expected: 'a number', found: typeText(type) },
      { help },
    );
    return;
  }
  for (const end of [values.from, values.to]) expectEarly(checker, scope, end, type, `an end of the range of ${what}`);
  if (step !== undefined) expectEarly(checker, scope, step, statement.factor === true ? real : type, 'the step');
  else if (type.kind !== 'int' && type.kind !== 'unknown')
    fault(checker, scope.file, values, 'E741', { name: text, type: typeText(type) });
}

function noSweep(checker: Checker, scope: Names, node: ast.NodeBase, what: string): undefined {
  fault(checker, scope.file, node, 'E740', { what });
}

function pathText(node: ast.Expression): string {
  if (node.kind === 'MemberExpression') return `${pathText(node.object)}.${node.name.name}`;
  return node.kind === 'NameExpression' ? node.name : '';
}

/** The parameter that `rows`, `core.rows` or `workload.batch` means; what is none is reported. */
function parameterAt(checker: Checker, scope: Names, path: ast.Expression): ParameterEntity | undefined {
  if (path.kind === 'NameExpression') {
    const entity = resolve(checker, scope, path, path.name);
    if (entity === undefined || entity.kind === 'parameter') return entity;
    return noSweep(checker, scope, path, describeEntity(entity));
  }
  if (path.kind !== 'MemberExpression') {
    return path.kind === 'ErrorExpression' ? undefined : noSweep(checker, scope, path, 'an expression');
  }
  const owner = ownerAt(checker, scope, path.object);
  if (owner === undefined || path.name.name === '') return undefined;
  const found = owner.parameters.find(({ name }) => name === path.name.name);
  if (found !== undefined) {
    note(checker, scope, path.name, found);
    return found;
  }
  const known = owner.parameters.map(({ name }) => name);
  const about = { component: owner.name, name: path.name.name, known: listLikely(path.name.name, known) };
  fault(
    checker,
    scope.file,
    path.name,
    'E400',
    about,
    didYouMean(spanOf(scope.file, path.name), path.name.name, known),
  );
  return undefined;
}

/** What has the parameter: an instance of the design, however deep within, or a workload. */
export function ownerAt(
  checker: Checker,
  scope: Names,
  node: ast.Expression,
): ComponentEntity | WorkloadEntity | undefined {
  if (node.kind === 'NameExpression') {
    const entity = resolve(checker, scope, node, node.name);
    return entity === undefined ? undefined : ownerOf(checker, scope, node, entity);
  }
  if (node.kind !== 'MemberExpression') return noSweep(checker, scope, node, 'an expression');
  const space = node.object.kind === 'NameExpression' ? lookup(scope, node.object.name) : undefined;
  if (space?.kind === 'namespace') {
    const entity = namespaceMember(checker, scope, node);
    return entity === undefined ? undefined : ownerOf(checker, scope, node, entity);
  }
  const outer = ownerAt(checker, scope, node.object);
  if (outer === undefined) return undefined;
  const entity = outer.scope.names.get(node.name.name);
  if (entity?.kind === 'instance') {
    note(checker, scope, node.name, entity);
    return ownerOf(checker, scope, node, entity);
  }
  const instances = [...outer.scope.names.values()].flatMap((each) => (each.kind === 'instance' ? [each.name] : []));
  fault(
    checker,
    scope.file,
    node.name,
    'E411',
    { module: outer.name, name: node.name.name },
    didYouMean(spanOf(scope.file, node.name), node.name.name, instances),
  );
  return undefined;
}

function ownerOf(
  checker: Checker,
  scope: Names,
  node: ast.NodeBase,
  entity: Entity,
): ComponentEntity | WorkloadEntity | undefined {
  if (entity.kind === 'workload') return entity;
  if (entity.kind === 'broken') return undefined;
  if (entity.kind === 'instance') return componentOf(checker, entity.home, entity.node.component);
  return noSweep(checker, scope, node, `a part of ${describeEntity(entity)}`);
}
