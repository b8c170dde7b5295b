import type * as ast from '../syntax/index.js';
import { namespaceMember } from './check-entities.js';
import { designOf, ownerAt } from './check-explore.js';
import { expectEarly } from './check-expression.js';
import { typeOf } from './check-types.js';
import { bindingsOf } from './check-workload.js';
import { fault, note, resolve, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import { describeEntity, type MappingEntity, type Names, type WorkloadEntity } from './entities.js';
import { didYouMean, listNames } from './suggest.js';
import { int } from './types.js';

/** The dimensions of a matrix product, which the operations of models and graphs have. */
export const productDimensions: readonly string[] = ['batch', 'm', 'k', 'n'];

/** The operand classes that every operation has. */
const operandClasses: readonly string[] = ['input', 'weight', 'output'];

/** The parameters of a block that are axes of its array. */
const axisNames: ReadonlySet<string> = new Set(['rows', 'cols', 'lanes']);

/** Checks a mapping: its workload and design, and the dimensions, axes, memories and tensors that it speaks of. */
export function checkMapping(checker: Checker, { node, scope }: MappingEntity): void {
  const workload = workloadOf(checker, scope, node.workload);
  const design = designOf(checker, scope, node.design, 'what a mapping is on');
  if (design === undefined) return;
  const inside: Names = { file: scope.file, names: new Map(design.scope.names), parent: scope, nameless: false };
  const dimension = (name: ast.Identifier): void => {
    if (workload !== undefined) expectName(checker, scope, name, 'E742', workload.name, dimensionsOf(workload));
  };
  for (const statement of node.statements) {
    switch (statement.kind) {
      case 'SpatialStatement':
        dimension(statement.dimension);
        checkAxis(checker, inside, statement.axis);
        break;
      case 'OrderStatement':
        statement.dimensions.forEach(dimension);
        noneTwice(checker, scope, statement.dimensions);
        checkLevel(checker, inside, statement.level);
        break;
      case 'TileStatement':
        dimension(statement.dimension);
        expectEarly(checker, scope, statement.size, int, `the tile of "${statement.dimension.name}"`);
        checkLevel(checker, inside, statement.level);
        break;
      case 'BypassStatement':
        for (const name of statement.tensors) {
          if (workload !== undefined) expectName(checker, scope, name, 'E746', workload.name, tensorsOf(workload));
        }
        noneTwice(checker, scope, statement.tensors);
        checkLevel(checker, inside, statement.level);
        break;
      default:
        break;
    }
  }
}

/** The indices of a workload's einsums; of a model or a graph the dimensions of its matrix products. */
export function dimensionsOf({ node }: WorkloadEntity): readonly string[] {
  const einsums = node.statements.filter((each) => each.kind === 'EinsumStatement');
  if (einsums.length === 0) return productDimensions;
  return [...new Set(einsums.flatMap((each) => [...bindingsOf(each).extents.keys()]))];
}

/** What a memory may let pass: operands by their class, tensors by their name. */
function tensorsOf({ node }: WorkloadEntity): readonly string[] {
  const named = node.statements.flatMap((each) => {
    if (each.kind === 'EinsumStatement') return [each.output, ...each.operands].map(({ name }) => name.name);
    return each.kind === 'TensorStatement' || each.kind === 'OutputStatement' ? [each.name.name] : [];
  });
  return [...new Set([...operandClasses, ...named])];
}

function workloadOf(checker: Checker, scope: Names, node: ast.Expression): WorkloadEntity | undefined {
  const entity =
    node.kind === 'NameExpression'
      ? resolve(checker, scope, node, node.name)
      : node.kind === 'MemberExpression'
        ? namespaceMember(checker, scope, node)
        : undefined;
  if (entity === undefined || entity.kind === 'broken') return undefined;
  if (entity.kind === 'workload') return entity;
  const what = { what: 'what is mapped', expected: 'a workload', found: describeEntity(entity) };
  fault(checker, scope.file, node, 'E302', what);
  return undefined;
}

function expectName(
  checker: Checker,
  scope: Names,
  { name, ...at }: ast.Identifier,
  code: 'E742' | 'E746',
  workload: string,
  known: readonly string[],
): void {
  if (name === '' || known.includes(name)) return;
  const meant = didYouMean(spanOf(scope.file, at), name, known);
  fault(checker, scope.file, at, code, { workload, name, known: listNames(known) }, meant);
}

function noneTwice(checker: Checker, scope: Names, names: readonly ast.Identifier[]): void {
  for (const [index, each] of names.entries()) {
    if (each.name !== '' && names.findIndex(({ name }) => name === each.name) < index)
      fault(checker, scope.file, each, 'E216', { name: each.name });
  }
}

/** Checks `core.cols`, an axis of a block's array, or `tile`, an array of instances. */
function checkAxis(checker: Checker, scope: Names, node: ast.Expression): void {
  if (node.kind === 'NameExpression') {
    const entity = resolve(checker, scope, node, node.name);
    if (entity === undefined || entity.kind === 'broken') return;
    if (entity.kind === 'instance' && entity.node.shape.length > 0) return;
    fault(checker, scope.file, node, 'E743', { what: describeEntity(entity), known: 'write instance.axis' });
    return;
  }
  if (node.kind !== 'MemberExpression') {
    if (node.kind !== 'ErrorExpression')
      fault(checker, scope.file, node, 'E743', { what: 'an expression', known: 'write instance.axis' });
    return;
  }
  const owner = ownerAt(checker, scope, node.object);
  if (owner === undefined || node.name.name === '') return;
  const axes = owner.parameters.filter(
    ({ name, home, node: { type } }) => axisNames.has(name) && typeOf(checker, home, type).kind === 'int',
  );
  const found = axes.find(({ name }) => name === node.name.name);
  if (found !== undefined) {
    note(checker, scope, node.name, found);
    return;
  }
  const known = axes.map(({ name }) => name);
  const help = `axes of ${owner.name} are ${listNames(known)}`;
  const meant = didYouMean(spanOf(scope.file, node.name), node.name.name, known);
  fault(checker, scope.file, node.name, 'E743', { what: `"${node.name.name}" of ${owner.name}`, known: help }, meant);
}

/** Checks that a path ends at an instance: a memory, or a block with memories of its own. */
function checkLevel(checker: Checker, scope: Names, node: ast.Expression): void {
  if (node.kind === 'ErrorExpression') return;
  if (node.kind === 'NameExpression') {
    const entity = resolve(checker, scope, node, node.name);
    if (entity === undefined || entity.kind === 'broken' || entity.kind === 'instance') return;
    fault(checker, scope.file, node, 'E744', { what: describeEntity(entity) });
    return;
  }
  if (node.kind === 'MemberExpression') {
    const owner = ownerAt(checker, scope, node);
    if (owner?.kind === 'workload') fault(checker, scope.file, node, 'E744', { what: describeEntity(owner) });
    return;
  }
  fault(checker, scope.file, node, 'E744', { what: 'an expression' });
}
