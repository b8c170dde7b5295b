import {
  formatValue,
  tensorExtent,
  type Affine,
  type Einsum,
  type Tensor,
  type Value,
  type Workload,
} from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { strip } from './check-expression.js';
import { bindingsOf } from './check-workload.js';
import type { WorkloadEntity } from './entities.js';
import { asType, evaluate, withinBounds } from './evaluate.js';
import { graphOf } from './graph.js';
import { emptyFrame, emptyScope, isBroken, mistake, type Elaborating, type Override, type Scope } from './frame.js';

/** A workload with its parameters bound; undefined where a mistake has been reported. */
export function elaborateWorkloadBody(
  e: Elaborating,
  entity: WorkloadEntity,
  overrides: readonly Override[],
): Workload | undefined {
  const root = emptyScope(entity.scope, emptyFrame());
  for (const parameter of entity.parameters) {
    const { node } = parameter;
    const given = overrides.find(({ path }) => path.length === 1 && path[0] === parameter.name)?.value;
    const value = given ?? (node.default === undefined ? undefined : evaluate(e, root, node.default));
    if (value === undefined) return undefined;
    const typed = asType(e, node.type, value);
    root.values.set(parameter, typed);
    if (
      !withinBounds(e, root, node, typed, given === undefined ? (node.default ?? node) : node.name, root, entity.name)
    )
      return undefined;
  }
  const { statements } = entity.node;
  if (isBroken(e, entity.node.name) || statements.some((each) => each.kind === 'ErrorMember' || isBroken(e, each)))
    return undefined;
  const model = statements.find((each) => each.kind === 'ModelStatement');
  if (model?.kind === 'ModelStatement') return modelOf(e, root, entity, model);
  const isGraph = statements.some(({ kind }) => kind === 'TensorStatement' || kind === 'OutputStatement');
  return isGraph ? graphOf(e, root, entity) : einsumsOf(e, root, entity);
}

function modelOf(
  e: Elaborating,
  root: Scope,
  { name, node }: WorkloadEntity,
  model: ast.ModelStatement,
): Workload | undefined {
  const settings: Record<string, Value> = {};
  for (const statement of node.statements) {
    if (statement.kind !== 'SettingStatement') continue;
    const value = isBroken(e, statement.name) ? undefined : evaluate(e, root, statement.value);
    if (value === undefined) return undefined;
    if (value.kind === 'int' && value.value < 1)
      return mistake(e, root, statement.value, 'E706', { name: statement.name.name, value: formatValue(value) });
    settings[statement.name.name] = value;
  }
  return { kind: 'model', name, model: model.model.value, settings };
}

function einsumsOf(e: Elaborating, root: Scope, { name, node }: WorkloadEntity): Workload | undefined {
  const einsums = node.statements.flatMap((each) => (each.kind === 'EinsumStatement' ? [einsumOf(e, root, each)] : []));
  const whole = einsums.filter((each) => each !== undefined);
  return whole.length === einsums.length ? { kind: 'einsums', name, einsums: whole } : undefined;
}

function einsumOf(e: Elaborating, root: Scope, node: ast.EinsumStatement): Einsum | undefined {
  const { extents: bindings, shapes } = bindingsOf(node);
  const extents = new Map<string, number>();
  for (const [name, binding] of bindings) {
    const extent = extentOf(e, root, binding.value, name);
    if (extent === undefined) return undefined;
    extents.set(name, extent);
  }
  const tensors = [node.output, ...node.operands].map((access) => tensorOf(e, root, access, extents, shapes));
  const [output, ...operands] = tensors.filter((each) => each !== undefined);
  if (output === undefined || operands.length !== node.operands.length) return undefined;
  return { indices: [...extents].map(([name, extent]) => ({ name, extent })), output, operands };
}

function extentOf(e: Elaborating, root: Scope, node: ast.Expression, name: string): number | undefined {
  const value = evaluate(e, root, node);
  if (value?.kind !== 'int') return undefined;
  if (value.value < 1) return mistake(e, root, node, 'E706', { name, value: formatValue(value) });
  return value.value;
}

type Extents = ReadonlyMap<string, number>;

function tensorOf(
  e: Elaborating,
  root: Scope,
  access: ast.TensorAccess,
  extents: Extents,
  shapes: ReadonlyMap<string, ast.EinsumBinding>,
): Tensor | undefined {
  if (isBroken(e, access) || access.element.kind !== 'NamedType') return undefined;
  const affine = access.indices.map((index) => affineOf(e, root, index, extents));
  const indices = affine.filter((each) => each !== undefined);
  if (indices.length < affine.length) return undefined;
  const stated = shapes.get(access.name.name);
  const shape =
    stated === undefined
      ? indices.map((index) => tensorExtent(index, extents))
      : statedShape(e, root, access, stated, extents);
  if (shape === undefined) return undefined;
  return { name: access.name.name, element: access.element.name.name, extents: shape, access: indices };
}

function statedShape(
  e: Elaborating,
  root: Scope,
  access: ast.TensorAccess,
  binding: ast.EinsumBinding,
  extents: Extents,
): readonly number[] | undefined {
  const list = strip(binding.value);
  if (list.kind !== 'ListExpression') return undefined;
  const { length } = access.indices;
  if (list.elements.length !== length) {
    return mistake(e, root, list, 'E707', { name: access.name.name, expected: length, found: list.elements.length });
  }
  const shape: number[] = [];
  for (const element of list.elements) {
    const bare = strip(element);
    const index = bare.kind === 'NameExpression' ? extents.get(bare.name) : undefined;
    const extent = index ?? extentOf(e, root, element, access.name.name);
    if (extent === undefined) return undefined;
    shape.push(extent);
  }
  return shape;
}

/** An index expression as integers times indices and an offset; E705 where it multiplies indices. */
function affineOf(e: Elaborating, root: Scope, node: ast.Expression, extents: Extents): Affine | undefined {
  const bare = strip(node);
  if (isBroken(e, bare)) return undefined;
  switch (bare.kind) {
    case 'NameExpression':
      if (extents.has(bare.name)) return { terms: { [bare.name]: 1 }, offset: 0 };
      break;
    case 'UnaryExpression': {
      const operand = affineOf(e, root, bare.operand, extents);
      return operand === undefined ? undefined : scale(operand, -1);
    }
    case 'BinaryExpression':
      return affineBinary(e, root, bare, extents);
  }
  const value = evaluate(e, root, bare);
  return value?.kind === 'int' ? { terms: {}, offset: value.value } : undefined;
}

function affineBinary(e: Elaborating, root: Scope, node: ast.BinaryExpression, extents: Extents): Affine | undefined {
  const left = affineOf(e, root, node.left, extents);
  const right = affineOf(e, root, node.right, extents);
  if (left === undefined || right === undefined) return undefined;
  switch (node.operator) {
    case '+':
      return add(left, right);
    case '-':
      return add(left, scale(right, -1));
    default:
      if (isConstant(left)) return scale(right, left.offset);
      if (isConstant(right)) return scale(left, right.offset);
      return mistake(e, root, node, 'E705', { found: 'a product of indices' });
  }
}

function isConstant({ terms }: Affine): boolean {
  return Object.keys(terms).length === 0;
}

function scale({ terms, offset }: Affine, factor: number): Affine {
  return withoutZeros(
    Object.entries(terms).map(([name, each]) => [name, each * factor]),
    offset * factor,
  );
}

function add(a: Affine, b: Affine): Affine {
  const names = [...new Set([...Object.keys(a.terms), ...Object.keys(b.terms)])];
  return withoutZeros(
    names.map((name) => [name, (a.terms[name] ?? 0) + (b.terms[name] ?? 0)]),
    a.offset + b.offset,
  );
}

function withoutZeros(terms: readonly (readonly [string, number])[], offset: number): Affine {
  return { terms: Object.fromEntries(terms.filter(([, factor]) => factor !== 0)), offset: offset === 0 ? 0 : offset };
}
