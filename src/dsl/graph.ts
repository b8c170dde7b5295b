import { diagnostic, type Diagnostic, type Origin } from '../diagnostics/index.js';
import {
  assembleGraph,
  dtypes,
  elementsOf,
  locate,
  problem,
  unique,
  type GraphNode,
  type GraphTensor,
  type GraphWorkload,
  type Problem,
} from '../ir/index.js';
import type { DTypeName } from './dtypes.js';
import { isName } from './names.js';
import { operatorMethods, tensorHandle, tensorOf, type Workplace } from './operator-calls.js';
import type { Operators } from './operators.generated.js';
import { callerOf } from './origin.js';
import type { Extents, TensorData, TensorHandle } from './tensors.js';
import { productDimensions, type ProductDimension, type WorkloadDefinition } from './workload.js';

/** What a graph is drawn with: its tensors, and the operators as methods. */
export interface GraphScope extends Operators {
  /** `input name: element[extents];` */
  input<const E extends DTypeName, const S extends Extents>(name: string, element: E, extents: S): TensorHandle<E, S>;
  /** `weight name: element[extents];` */
  weight<const E extends DTypeName, const S extends Extents>(name: string, element: E, extents: S): TensorHandle<E, S>;
  /** `let name = value;`: names what an operator makes. */
  let<T extends TensorHandle>(name: string, value: T): T;
  /** `output name = value;` */
  output<T extends TensorHandle>(name: string, value: T): T;
}

/** A line of a graph. */
interface Statement {
  readonly kind: 'tensor' | 'let' | 'output';
  readonly name: string;
  readonly tensor: TensorData;
  readonly role?: GraphTensor['role'];
  readonly origin: Origin | undefined;
}

/** A graph while its body runs. */
interface Drawing extends Workplace {
  readonly statements: Statement[];
  readonly names: Map<string, Origin | undefined>;
}

/**
 * A workload of operators: `graph('mlp', (g) => { const x = g.input('x', 'int8', [64, 64]); g.output('y', g.relu(x)); })`.
 */
export function graph(
  name: string,
  body: (g: GraphScope) => void,
): WorkloadDefinition<'frequency', ProductDimension, string> {
  const origin = callerOf(graph);
  const drawing: Drawing = { name, diagnostics: [], used: new Set(), statements: [], names: new Map() };
  body(graphScope(drawing));
  const made = finish(drawing, origin);
  const { diagnostics, statements } = drawing;
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  const tensors = statements.flatMap((each) => (each.kind === 'let' ? [] : [each.name]));
  return {
    kind: 'workload',
    name,
    rate: 'frequency',
    parameters: [],
    dimensions: productDimensions,
    tensors,
    elaborate: () => [failed ? undefined : made, diagnostics],
  };
}

function graphScope(drawing: Drawing): GraphScope {
  const incoming = (
    role: GraphTensor['role'],
    name: string,
    element: DTypeName,
    extents: Extents,
    origin: Origin | undefined,
  ): TensorHandle => {
    const problems = incomingProblems(name, element, extents);
    drawing.diagnostics.push(...problems.map((each) => locate(each, origin)));
    const fine = declare(drawing, name, origin) && problems.length === 0;
    const tensor: TensorData = { element, extents, made: undefined, depth: 0, name };
    if (fine) drawing.statements.push({ kind: 'tensor', name, tensor, role, origin });
    return tensorHandle({ owner: drawing, shown: name, tensor: fine ? tensor : undefined });
  };
  const named = (kind: 'let' | 'output', name: string, value: unknown, origin: Origin | undefined): TensorHandle => {
    const [handle, problems] = tensorOf(drawing, `"${name}"`, value);
    drawing.diagnostics.push(...problems.map((each) => locate(each, origin)));
    const tensor = handle?.tensor;
    const fine = declare(drawing, name, origin) && tensor !== undefined;
    if (fine) {
      tensor.name ??= name;
      drawing.statements.push({ kind, name, tensor, origin });
    }
    return tensorHandle({ owner: drawing, shown: name, tensor: fine ? tensor : undefined });
  };
  // A handle's number type and extents are those that tsc took from the arguments.
  const scope = {
    ...operatorMethods(drawing),
    input: (name: string, element: DTypeName, extents: Extents) =>
      incoming('input', name, element, extents, callerOf(scope.input)),
    weight: (name: string, element: DTypeName, extents: Extents) =>
      incoming('weight', name, element, extents, callerOf(scope.weight)),
    let: (name: string, value: TensorHandle) => named('let', name, value, callerOf(scope.let)),
    output: (name: string, value: TensorHandle) => named('output', name, value, callerOf(scope.output)),
  } as GraphScope;
  return scope;
}

/** Enters a name; false where it is no name or stands already. */
function declare(drawing: Drawing, name: string, origin: Origin | undefined): boolean {
  if (!isName(name)) {
    drawing.diagnostics.push(diagnostic('E433', origin, { name }));
    return false;
  }
  if (drawing.names.has(name)) {
    const first = drawing.names.get(name);
    const related = first === undefined ? [] : [{ origin: first, message: 'first declared here' }];
    drawing.diagnostics.push(diagnostic('E202', origin, { name }, { related }));
    return false;
  }
  drawing.names.set(name, origin);
  return true;
}

function incomingProblems(name: string, element: string, extents: Extents): readonly Problem[] {
  if (!dtypes.has(element)) return [problem('E208', { name: element })];
  const wrong = extents.find((extent) => !Number.isInteger(extent));
  if (wrong !== undefined)
    return [problem('E302', { what: `an extent of "${name}"`, expected: 'int', found: String(wrong) })];
  const small = extents.find((extent) => extent < 1);
  if (small !== undefined) return [problem('E706', { name, value: String(small) })];
  return Number.isSafeInteger(elementsOf({ element, extents }))
    ? []
    : [problem('E713', { what: `the elements of "${name}"` })];
}

/** The graph of all statements: now that every name is known, what has none is named after what it is part of. */
function finish(drawing: Drawing, origin: Origin | undefined): GraphWorkload {
  const { name, statements, diagnostics } = drawing;
  const nodes: GraphNode[] = [];
  const taken = new Set(drawing.names.keys());
  const drawn = new Set<TensorData>();
  const draw = (tensor: TensorData, owner: string): void => {
    if (tensor.made === undefined || drawn.has(tensor)) return;
    drawn.add(tensor);
    const { operator, operands, options } = tensor.made;
    for (const each of operands) draw(each, owner);
    tensor.name ??= unique(`${owner}_${operator}`, taken);
    taken.add(tensor.name);
    const { element, extents } = tensor;
    nodes.push({ name: tensor.name, operator, operands: operands.map(nameOf), options, element, extents });
  };
  for (const each of statements) draw(each.tensor, each.name);
  const outputs = statements.filter(({ kind }) => kind === 'output');
  if (outputs.length === 0 && !diagnostics.some(({ severity }) => severity === 'error'))
    diagnostics.push(diagnostic('E715', origin, { name }));
  if (diagnostics.length === 0) diagnostics.push(...unusedTensors(drawing));
  const tensors = statements.flatMap(({ role, name: own, tensor: { element, extents } }): readonly GraphTensor[] =>
    role === undefined ? [] : [{ name: own, role, element, extents }],
  );
  return assembleGraph(
    name,
    tensors,
    nodes,
    outputs.map((each) => ({ name: each.name, tensor: nameOf(each.tensor) })),
  );
}

function nameOf({ name }: TensorData): string {
  if (name === undefined) throw new Error('a tensor is named before what uses it');
  return name;
}

function unusedTensors({ statements, used }: Drawing): readonly Diagnostic[] {
  return statements.flatMap(({ kind, name, origin }) =>
    kind === 'output' || used.has(name) ? [] : [diagnostic('W710', origin, { name })],
  );
}
