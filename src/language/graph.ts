import {
  assembleGraph,
  defaultOption,
  dtypes,
  formatValue,
  resultOf,
  unique,
  type GraphNode,
  type GraphTensor,
  type GraphWorkload,
  type Misfit,
  type Operator,
  type Options,
  type Value,
} from '../ir/index.js';
import type * as ast from '../syntax/index.js';
import { operatorArguments } from './check-operator-calls.js';
import { strip } from './check-expression.js';
import type { Entity, LetEntity, TensorEntity, WorkloadEntity } from './entities.js';
import { evaluate, valueOf } from './evaluate.js';
import { isBroken, mistake, stop, type Elaborating, type Scope } from './frame.js';

/** A tensor of a graph, and what names it. */
type Made = GraphTensor | GraphNode;

/** A graph while it is worked out. */
interface Drawing {
  readonly e: Elaborating;
  readonly root: Scope;
  readonly made: Map<Entity, Made | undefined>;
  readonly nodes: GraphNode[];
  /** Names that are taken. */
  readonly names: Set<string>;
}

/** What the tensors of a workload are, as far as they could be worked out. */
export type Tensors = ReadonlyMap<Entity, Made>;

/** The graph of a workload's operators, its parameters bound; undefined where a mistake has been reported. */
export function graphOf(e: Elaborating, root: Scope, entity: WorkloadEntity): GraphWorkload | undefined {
  const [drawing, whole] = draw(e, root, entity);
  if (!whole) return undefined;
  const { statements } = entity.node;
  const tensors = statements.flatMap((each) =>
    each.kind === 'TensorStatement' ? (tensorNamed(drawing, each) ?? []) : [],
  );
  const outputs = statements.flatMap((each) => {
    if (each.kind !== 'OutputStatement') return [];
    const tensor = tensorNamed(drawing, each);
    return tensor === undefined ? [] : [{ name: each.name.name, tensor: tensor.name }];
  });
  const incoming = tensors.filter((each): each is GraphTensor => 'role' in each);
  return assembleGraph(entity.name, incoming, drawing.nodes, outputs);
}

/** The shape and number type of each tensor of a workload, its parameters bound: for editors. */
export function tensorsOf(e: Elaborating, root: Scope, entity: WorkloadEntity): Tensors {
  const [{ made }] = draw(e, root, entity);
  return new Map([...made].flatMap(([each, tensor]) => (tensor === undefined ? [] : [[each, tensor] as const])));
}

function draw(e: Elaborating, root: Scope, entity: WorkloadEntity): readonly [Drawing, boolean] {
  const { names } = entity.scope;
  const drawing: Drawing = { e, root, made: new Map(), nodes: [], names: new Set(names.keys()) };
  let whole = true;
  for (const each of names.values()) {
    if (each.kind === 'tensor' || (each.kind === 'let' && isTensorLet(e, each)))
      whole = tensorOf(drawing, each) !== undefined && whole;
  }
  return [drawing, whole];
}

function isTensorLet({ program }: Elaborating, { node }: LetEntity): boolean {
  return node.kind === 'LetMember' && program.facts.checked.get(node.value)?.type.kind === 'tensor';
}

function tensorNamed({ made }: Drawing, statement: ast.TensorStatement | ast.OutputStatement): Made | undefined {
  for (const [entity, tensor] of made) if ('node' in entity && entity.node === statement) return tensor;
  return undefined;
}

/** What an input, weight, `let` or output is; worked out once. */
function tensorOf(drawing: Drawing, entity: TensorEntity | LetEntity): Made | undefined {
  const { e, root, made } = drawing;
  if (made.has(entity)) return made.get(entity);
  // A circle has been reported by the checker.
  made.set(entity, undefined);
  const { node } = entity;
  if (node.kind === 'LetSignature' || isBroken(e, node)) return undefined;
  const tensor =
    node.kind === 'TensorStatement' ? inputOf(e, root, node) : expressionOf(drawing, node.value, entity.name, true);
  made.set(entity, tensor);
  return tensor;
}

function inputOf(e: Elaborating, root: Scope, node: ast.TensorStatement): GraphTensor | undefined {
  const element = elementOf(e, root, node.element);
  const extents: number[] = [];
  for (const each of node.shape) {
    const value = evaluate(e, root, each);
    if (value?.kind !== 'int') return undefined;
    if (value.value < 1) return mistake(e, root, each, 'E706', { name: node.name.name, value: formatValue(value) });
    extents.push(value.value);
  }
  if (element === undefined) return undefined;
  if (!Number.isSafeInteger(extents.reduce((product, extent) => product * extent, 1)))
    return mistake(e, root, node.name, 'E713', { what: `the elements of "${node.name.name}"` });
  return { name: node.name.name, role: node.role, element, extents };
}

function elementOf(e: Elaborating, root: Scope, type: ast.Type): string | undefined {
  if (type.kind !== 'NamedType' || isBroken(e, type)) return undefined;
  const entity = e.program.facts.resolved.get(type.name);
  if (entity === undefined) return dtypes.has(type.name.name) ? type.name.name : undefined;
  const value = valueOf(e, root, type.name, entity);
  return value?.kind === 'dtype' ? value.name : undefined;
}

/** The tensor that an expression gives; `owner` names what it makes, itself where it is the whole of it. */
function expressionOf(drawing: Drawing, node: ast.Expression, owner: string, whole: boolean): Made | undefined {
  const { e, root } = drawing;
  const bare = strip(node);
  if (isBroken(e, node) || isBroken(e, bare)) return undefined;
  switch (bare.kind) {
    case 'NameExpression': {
      const entity = e.program.facts.resolved.get(bare);
      return entity?.kind === 'tensor' || entity?.kind === 'let' ? tensorOf(drawing, entity) : undefined;
    }
    case 'ConditionalExpression': {
      const condition = evaluate(e, root, bare.condition);
      if (condition?.kind !== 'bool') return undefined;
      return expressionOf(drawing, condition.value ? bare.then : bare.else, owner, whole);
    }
    case 'CallExpression':
      return callOf(drawing, bare, owner, whole);
    default:
      return undefined;
  }
}

/** So many operators within each other. */
const deepest = 1000;

function callOf(drawing: Drawing, node: ast.CallExpression, owner: string, whole: boolean): GraphNode | undefined {
  const { e, root } = drawing;
  const entity = e.program.facts.resolved.get(node.callee);
  if (entity?.kind !== 'operator') return undefined;
  if (e.work.depth >= deepest) return stop(e, root, node, 'operators within operators', deepest);
  const { operator } = entity;
  const args = operatorArguments(operator, node);
  e.work.depth += 1;
  const operands = args.tensors.map(({ value }) => expressionOf(drawing, value, owner, false));
  e.work.depth -= 1;
  const options = optionsOf(drawing, operator, args.options);
  const made = operands.filter((each) => each !== undefined);
  if (options === undefined || made.length < operands.length) return undefined;
  const shown = made.map((tensor, index) => ({ ...tensor, name: nameOf(args.tensors[index]?.value) }));
  const result = resultOf(operator.name, shown, options);
  if ('code' in result) return reportMisfit(e, root, node, args.tensors, result);
  const name = whole ? owner : unique(`${owner}_${operator.name}`, drawing.names);
  drawing.names.add(name);
  const { element, extents } = result;
  const added: GraphNode = {
    ...{ name, operator: operator.name, operands: made.map((each) => each.name), options },
    ...{ element, extents },
  };
  drawing.nodes.push(added);
  return added;
}

/** The name of an operand as written; what is none has none. */
function nameOf(node: ast.Expression | undefined): string {
  const bare = node === undefined ? undefined : strip(node);
  return bare?.kind === 'NameExpression' ? bare.name : '';
}

function reportMisfit(
  e: Elaborating,
  root: Scope,
  node: ast.CallExpression,
  tensors: readonly ast.CallArgument[],
  found: Misfit,
): undefined {
  const at = (found.at === undefined ? undefined : tensors[found.at]?.value) ?? node;
  const extras = found.help === undefined ? {} : { help: found.help };
  switch (found.code) {
    case 'E710':
      return mistake(e, root, at, 'E710', found.parameters, extras);
    case 'E711':
      return mistake(e, root, at, 'E711', found.parameters, extras);
    case 'E712':
      return mistake(e, root, at, 'E712', found.parameters, extras);
    case 'E713':
      return mistake(e, root, at, 'E713', found.parameters, extras);
  }
}

/** The options of a call, those left out at their defaults. */
function optionsOf(
  { e, root }: Drawing,
  operator: Operator,
  given: ReadonlyMap<string, ast.CallArgument>,
): Options | undefined {
  const options: Record<string, Value> = {};
  for (const parameter of operator.parameters) {
    if (parameter.kind === 'tensor') continue;
    const argument = given.get(parameter.name);
    const value = argument === undefined ? defaultOption(parameter, options) : evaluate(e, root, argument.value);
    if (value === undefined) return undefined;
    const { least } = parameter;
    if (argument !== undefined && least !== undefined && value.kind === 'int' && value.value < least)
      return mistake(e, root, argument.value, 'E716', {
        name: parameter.name,
        operator: operator.name,
        least,
        value: formatValue(value),
      });
    options[parameter.name] = value;
  }
  return options;
}
