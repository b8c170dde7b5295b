import { dtypes } from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { typeOfEntity } from './check-entities.js';
import { checkExpression, expectEarly } from './check-expression.js';
import { typeOf } from './check-types.js';
import { fault, note, type Checker } from './checker.js';
import { spanOf } from './declare.js';
import { lookup, type Names, type WorkloadEntity } from './entities.js';
import { didYouMean } from './suggest.js';
import { int } from './types.js';
import { visitExpressions } from './walk.js';
import { diagnostic } from '../diagnostics/index.js';

/** Checks what comes into a graph of operators. */
export function checkTensorStatement(checker: Checker, scope: Names, statement: ast.TensorStatement): void {
  checkElement(checker, scope, statement.element);
  for (const extent of statement.shape)
    expectEarly(checker, scope, extent, int, `an extent of "${statement.name.name}"`);
}

/** The number type of a tensor: one of the prelude, or a parameter, constant or `let` that is one. */
function checkElement(checker: Checker, scope: Names, type: ast.Type): void {
  if (type.kind !== 'NamedType' || type.namespace !== undefined) {
    if (type.kind !== 'ErrorType') typeOf(checker, scope, type);
    return;
  }
  const { name } = type.name;
  const entity = lookup(scope, name);
  if (entity?.kind === 'dtype' || name === '') return;
  if (entity?.kind === 'parameter' || entity?.kind === 'const' || entity?.kind === 'let') {
    note(checker, scope, type.name, entity);
    const checked = typeOfEntity(checker, scope, type.name, entity);
    if (checked.type.kind === 'dtype' || checked.type.kind === 'unknown') return;
  }
  const help = 'elements are number types: int8, bf16, ...';
  const meant = didYouMean(spanOf(scope.file, type), name, dtypes.keys());
  fault(checker, scope.file, type, 'E208', { name }, { help, ...meant });
}

/** Checks what leaves a graph. */
export function checkOutputStatement(checker: Checker, scope: Names, statement: ast.OutputStatement): void {
  const entity = scope.names.get(statement.name.name);
  if (entity?.kind === 'tensor' && entity.node === statement) typeOfEntity(checker, scope, statement.name, entity);
  else checkExpression(checker, scope, statement.value);
}

/** Whether a mistake has been found in a declaration: what it leaves unused says nothing. */
function isFaulty({ report }: Checker, file: string, node: ast.NodeBase): boolean {
  return report.diagnostics.some(
    ({ severity, origin }) =>
      severity === 'error' &&
      origin?.file === file &&
      'start' in origin &&
      origin.start < node.end &&
      origin.end > node.start,
  );
}

/** A graph has an output, and each of its tensors is used (W710). */
export function checkGraphAsWhole(checker: Checker, { node, scope, name }: WorkloadEntity): void {
  const { statements } = node;
  if (statements.some(({ kind }) => kind === 'ErrorMember')) return;
  if (!statements.some(({ kind }) => kind === 'OutputStatement')) {
    const last = statements.findLast(({ kind }) => kind === 'LetMember');
    const help =
      last?.kind === 'LetMember' ? `write "output ${last.name.name}" for "let ${last.name.name}"` : undefined;
    fault(checker, scope.file, node.name, 'E715', { name }, help === undefined ? {} : { help });
    return;
  }
  if (isFaulty(checker, scope.file, node)) return;
  const used = new Set<unknown>();
  for (const statement of statements) {
    if (statement.kind !== 'LetMember' && statement.kind !== 'OutputStatement') continue;
    visitExpressions(statement.value, (each) => void used.add(checker.resolved.get(each)));
  }
  for (const [own, entity] of scope.names) {
    const isTensor =
      (entity.kind === 'tensor' && entity.node.kind === 'TensorStatement') ||
      (entity.kind === 'let' && typeOfEntity(checker, scope, entity.at, entity).type.kind === 'tensor');
    if (isTensor && !used.has(entity))
      checker.report.add(diagnostic('W710', spanOf(scope.file, entity.at), { name: own }));
  }
}
