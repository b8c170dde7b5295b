import { dtypes, modelSettings } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly, strip } from './check-expression.js';
import { typeOf } from './check-types.js';
import { checkGraphAsWhole, checkOutputStatement, checkTensorStatement } from './check-graph.js';
import { fault, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import type { Names, WorkloadEntity } from './entities.js';
import { phaseEnum } from './prelude.js';
import { didYouMean, listNames } from './suggest.js';
import { fits, int, typeText, type Type } from './types.js';
import { visitExpressions } from './walk.js';

/** The settings of a workload with a model, and their types. */
export const settings: ReadonlyMap<string, Type> = new Map(
  Object.entries(modelSettings).map(([name, kind]): readonly [string, Type] => [
    name,
    kind === 'phase' ? { kind: 'enum', entity: phaseEnum } : { kind },
  ]),
);

/** Checks a workload: a model with settings, or einsums. */
export function checkWorkload(checker: Checker, entity: WorkloadEntity): void {
  const { node, scope } = entity;
  const models = node.statements.filter((each) => each.kind === 'ModelStatement');
  const einsums = node.statements.filter((each) => each.kind === 'EinsumStatement');
  const tensorsOfGraph = node.statements.filter(({ kind }) => kind === 'TensorStatement' || kind === 'OutputStatement');
  const errors = node.statements.some((each) => each.kind === 'ErrorMember');
  checkOneKind(checker, entity, [
    ['a model', models[0]],
    ['einsums', einsums[0]],
    ['a graph', tensorsOfGraph[0]],
  ]);
  if (models.length + einsums.length + tensorsOfGraph.length === 0 && !errors)
    fault(checker, scope.file, node.name, 'E703', { name: entity.name });
  for (const model of models.slice(1)) fault(checker, scope.file, model, 'E216', { name: 'model' });
  const given = new Set<string>();
  const tensors = new Map<string, ast.TensorAccess>();
  for (const statement of node.statements) {
    if (statement.kind === 'SettingStatement') {
      const before = checker.report.diagnostics.length;
      checkSetting(checker, scope, statement, given);
      const isFree = models.length === 0 && einsums.length + tensorsOfGraph.length > 0;
      if (isFree && checker.report.diagnostics.length === before)
        fault(checker, scope.file, statement.name, 'E714', { name: statement.name.name });
    } else if (statement.kind === 'TensorStatement') checkTensorStatement(checker, scope, statement);
    else if (statement.kind === 'OutputStatement') checkOutputStatement(checker, scope, statement);
    else if (statement.kind === 'LetMember') checkLetOf(checker, scope, statement);
    else if (statement.kind === 'EinsumStatement') checkEinsum(checker, scope, statement, tensors);
  }
  if (tensorsOfGraph.length > 0) checkGraphAsWhole(checker, entity);
}

/** A workload is a model, einsums or a graph. */
function checkOneKind(
  checker: Checker,
  { name, scope }: WorkloadEntity,
  kinds: readonly (readonly [what: string, first: ast.NodeBase | undefined])[],
): void {
  const [first, second] = kinds.flatMap(([what, node]) => (node === undefined ? [] : [{ what, node }]));
  if (first === undefined || second === undefined) return;
  fault(checker, scope.file, second.node, 'E702', { name, first: first.what, second: second.what });
}

function checkLetOf(checker: Checker, scope: Names, statement: ast.LetMember): void {
  const entity = scope.names.get(statement.name.name);
  if (entity?.kind === 'let' && entity.node === statement) {
    const { late } = typeOfEntity(checker, scope, statement.name, entity);
    if (late) fault(checker, scope.file, statement.value, 'E212', { what: 'a let of a workload' });
  } else {
    checkExpression(checker, scope, statement.value);
  }
}

function checkSetting(checker: Checker, scope: Names, statement: ast.SettingStatement, given: Set<string>): void {
  const { name } = statement.name;
  const type = settings.get(name);
  if (type === undefined) {
    if (name !== '') {
      const known = [...settings.keys()];
      fault(
        checker,
        scope.file,
        statement.name,
        'E701',
        { name },
        { help: `settings are ${listNames(known)}`, ...didYouMean(spanOf(scope.file, statement.name), name, known) },
      );
    }
    return;
  }
  if (given.has(name)) fault(checker, scope.file, statement.name, 'E216', { name });
  given.add(name);
  expectEarly(checker, scope, statement.value, type, `setting "${name}"`);
}

/** The indices that `where` gives extents, and the tensors whose extents it states. */
export function bindingsOf(statement: ast.EinsumStatement): {
  readonly extents: ReadonlyMap<string, ast.EinsumBinding>;
  readonly shapes: ReadonlyMap<string, ast.EinsumBinding>;
} {
  const lists = statement.bindings.filter(({ value }) => strip(value).kind === 'ListExpression');
  const numbers = statement.bindings.filter(({ value }) => strip(value).kind !== 'ListExpression');
  return {
    extents: new Map(numbers.map((binding) => [binding.name.name, binding])),
    shapes: new Map(lists.map((binding) => [binding.name.name, binding])),
  };
}

function checkEinsum(
  checker: Checker,
  scope: Names,
  statement: ast.EinsumStatement,
  tensors: Map<string, ast.TensorAccess>,
): void {
  const { extents, shapes } = bindingsOf(statement);
  const accesses = [statement.output, ...statement.operands];
  const indices: Indices = { extents, missing: new Set() };
  const named = new Set(accesses.map(({ name }) => name.name));
  const given = new Set<string>();
  for (const binding of statement.bindings) {
    const { name } = binding.name;
    if (given.has(name) && name !== '') fault(checker, scope.file, binding.name, 'E216', { name });
    given.add(name);
    if (shapes.get(name) === binding) {
      checkShape(checker, scope, binding, extents);
      if (!named.has(name))
        fault(
          checker,
          scope.file,
          binding.name,
          'E201',
          { name },
          didYouMean(spanOf(scope.file, binding.name), name, named),
        );
    } else {
      expectEarly(checker, scope, binding.value, int, `the extent of "${name}"`);
    }
  }
  for (const access of accesses) {
    const element = typeExpression(checker, scope, access.element);
    checkTensor(checker, scope, access, element, tensors);
    for (const index of access.indices) checkIndices(checker, scope, index, indices);
  }
  checkOutput(checker, scope, statement, extents);
}

/** A tensor's stated extents; the names of indices stand for their extents there. */
function checkShape(
  checker: Checker,
  scope: Names,
  binding: ast.EinsumBinding,
  extents: ReadonlyMap<string, ast.EinsumBinding>,
): void {
  const list = strip(binding.value);
  if (list.kind !== 'ListExpression') return;
  for (const element of list.elements) {
    const bare = strip(element);
    if (bare.kind === 'NameExpression' && extents.has(bare.name)) continue;
    expectEarly(checker, scope, element, int, `an extent of ${binding.name.name}`);
  }
}

/** The name of an element type: a number type of the prelude. */
function typeExpression(checker: Checker, scope: Names, type: ast.Type): string | undefined {
  if (type.kind !== 'NamedType') {
    if (type.kind !== 'ErrorType') typeOf(checker, scope, type);
    return undefined;
  }
  const { name } = type.name;
  if (dtypes.has(name) || name === '') return name;
  fault(
    checker,
    scope.file,
    type,
    'E208',
    { name },
    {
      help: 'elements are number types: int8, bf16, ...',
      ...didYouMean(spanOf(scope.file, type), name, dtypes.keys()),
    },
  );
  return undefined;
}

function rankText({ indices }: ast.TensorAccess, element: string): string {
  return `${element} of rank ${indices.length}`;
}

function checkTensor(
  checker: Checker,
  scope: Names,
  access: ast.TensorAccess,
  element: string | undefined,
  tensors: Map<string, ast.TensorAccess>,
): void {
  const first = tensors.get(access.name.name);
  if (first === undefined) {
    tensors.set(access.name.name, access);
    return;
  }
  const firstElement = first.element.kind === 'NamedType' ? first.element.name.name : undefined;
  if (element === undefined || firstElement === undefined) return;
  if (first.indices.length === access.indices.length && firstElement === element) return;
  const related = [{ origin: spanOf(scope.file, first), message: 'first written here' }];
  fault(
    checker,
    scope.file,
    access,
    'E709',
    { name: access.name.name, first: rankText(first, firstElement), other: rankText(access, element) },
    { related },
  );
}

/** The indices of an einsum that have extents, and those that were found to have none. */
interface Indices {
  readonly extents: ReadonlyMap<string, ast.EinsumBinding>;
  readonly missing: Set<string>;
}

/** An index expression: sums and integer multiples of indices with extents, and early integers. */
function checkIndices(checker: Checker, scope: Names, node: ast.Expression, indices: Indices): void {
  const bare = strip(node);
  switch (bare.kind) {
    case 'NameExpression':
      if (indices.extents.has(bare.name)) return;
      if (bare.name !== '' && !scopeHas(scope, bare.name)) {
        withoutExtent(checker, scope, bare, indices);
        return;
      }
      break;
    case 'UnaryExpression':
      if (bare.operator === '-') return checkIndices(checker, scope, bare.operand, indices);
      break;
    case 'BinaryExpression':
      if (bare.operator === '+' || bare.operator === '-' || bare.operator === '*') {
        checkIndices(checker, scope, bare.left, indices);
        checkIndices(checker, scope, bare.right, indices);
        return;
      }
      break;
    case 'ErrorExpression':
      return;
  }
  const within = indexWithin(bare, indices.extents);
  if (within !== undefined) {
    fault(checker, scope.file, bare, 'E705', { found: `something else of "${within}"` });
    return;
  }
  const { type, late } = checkExpression(checker, scope, bare);
  if (late || !fits(type, int) || type.kind === 'quantity')
    fault(checker, scope.file, bare, 'E705', { found: late ? 'late' : typeText(type) });
}

/** An index that an expression which is neither a sum nor a product speaks of. */
function indexWithin(node: ast.Expression, extents: Indices['extents']): string | undefined {
  let found: string | undefined;
  visitExpressions(node, (each) => {
    if (each.kind === 'NameExpression' && extents.has(each.name)) found ??= each.name;
  });
  return found;
}

/** Reports an index without extent, once for an einsum. */
function withoutExtent(checker: Checker, scope: Names, node: ast.NameExpression, { extents, missing }: Indices): void {
  checker.broken.add(node);
  if (missing.has(node.name)) return;
  missing.add(node.name);
  const extras = didYouMean(spanOf(scope.file, node), node.name, extents.keys());
  fault(checker, scope.file, node, 'E704', { name: node.name }, extras);
}

function scopeHas(scope: Names, name: string): boolean {
  for (let names: Names | undefined = scope; names !== undefined; names = names.parent)
    if (names.names.has(name)) return true;
  return false;
}

/** Every index of the output stands in an operand: a product of nothing is no value. */
function checkOutput(
  checker: Checker,
  scope: Names,
  statement: ast.EinsumStatement,
  extents: ReadonlyMap<string, ast.EinsumBinding>,
): void {
  const used = new Set(statement.operands.flatMap((operand) => operand.indices.flatMap(namesIn)));
  for (const index of statement.output.indices) {
    const bare = strip(index);
    if (bare.kind !== 'NameExpression' || !extents.has(bare.name) || used.has(bare.name)) continue;
    fault(checker, scope.file, bare, 'E708', { name: bare.name });
  }
}

function namesIn(node: ast.Expression): readonly string[] {
  const bare = strip(node);
  switch (bare.kind) {
    case 'NameExpression':
      return [bare.name];
    case 'UnaryExpression':
      return namesIn(bare.operand);
    case 'BinaryExpression':
      return [...namesIn(bare.left), ...namesIn(bare.right)];
    default:
      return [];
  }
}
